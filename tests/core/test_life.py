"""Every transition in the life of a question: status, next step, when it is due, who caused it and why."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.life import BOT, HISTORY, LINES, REPLIES, Life
from bot.core.records import OPEN, SOLVED_KEPT, Call, Line, Question, Reply, Status, Step
from tests.builders import START, alice, bob, carol, life, question

S, A = Status, Step
KEEP = START + 48 * 3600
FROM = 1000.0  # seconds after the start at which the transitions below happen
Move = Callable[[Life, Question], Question]
CALL = Call(START + FROM, "carol", carol)

# what happens, to which question, the status after it, the next step, when it is due (seconds after the start), who did it
TRANSITIONS: tuple[tuple[str, Move, Question, Status, Step, float, str], ...] = (
    ("opened in the room", lambda k, q: k.opened(q, S.GATHERING, "r"), question(), S.GATHERING, A.SETTLE, 90, "alice"),
    ("opened to us", lambda k, q: k.opened(q, S.ASKED, "r"), question(), S.ASKED, A.ROUTE, 600, "alice"),
    ("opened too late", lambda k, q: k.opened(q, S.PARKED, "r"), question(), S.PARKED, A.EXPIRE, 48 * 3600, "alice"),
    ("settled", lambda k, q: k.settled(q, START + 90), question(), S.ASKED, A.ANSWER, 120, "alice"),
    ("settled, no entry wanted", lambda k, q: k.settled(q, START + 90), question(faq=False), S.ASKED, A.ROUTE, 600, "alice"),
    ("settled, frustrated", lambda k, q: k.settled(q, START + 90), question(frustrated=True), S.ASKED, A.ROUTE, 180, "alice"),
    ("solved", lambda k, q: k.solved(q, START + FROM, "alice", "r"), question(), S.SOLVED, A.DROP, FROM + SOLVED_KEPT, "alice"),
    ("withdrawn", lambda k, q: k.withdrawn(q, START + FROM, "r"), question(), S.WITHDRAWN, A.DROP, FROM + SOLVED_KEPT, "alice"),
    ("reopened", lambda k, q: k.reopened(q, START + FROM, "bob", "r"), question(status=S.SOLVED), S.ASKED, A.ROUTE, FROM + 90, "bob"),
    ("stirred", lambda k, q: k.stirred(q, START + FROM, "bob", "r"), question(), S.ASKED, A.ROUTE, FROM + 600, "bob"),
    ("answered", lambda k, q: k.answered_by(q, START + FROM, bob), question(), S.ANSWERED, A.EXPIRE, 48 * 3600, "bob"),
    ("given an entry", lambda k, q: k.gave(q, START + FROM, "e"), question(), S.ANSWERED, A.EXPIRE, 48 * 3600, BOT),
    ("called", lambda k, q: k.called(q, START + FROM, CALL), question(), S.ROUTED, A.NEXT_EXPERT, FROM + 1800, BOT),
    ("parked", lambda k, q: k.parked(q, START + FROM, "r"), question(), S.PARKED, A.EXPIRE, 48 * 3600, BOT),
    ("held", lambda k, q: k.held(q, START + FROM, "r"), question(), S.PARKED, A.RETURN, 48 * 3600, BOT),
    ("back", lambda k, q: k.returned(q, START + FROM), question(status=S.PARKED, held=True), S.ASKED, A.ROUTE, FROM + 90, "alice"),
    ("not delivered", lambda k, q: k.lost(q, START + FROM, "r"), question(status=S.ANSWERED, entry="e"), S.ASKED, A.ROUTE, FROM + 600, BOT),
    ("missed", lambda k, q: k.missed(q, START + FROM, "r"), question(status=S.ANSWERED, entry="e"), S.PARKED, A.RETURN, 48 * 3600, BOT),
    ("a route passed", lambda k, q: k.passed(q, START + FROM, "r"), question(step=A.ROUTE), S.PARKED, A.EXPIRE, 48 * 3600, BOT),
    ("a next call passed", lambda k, q: k.passed(q, START + FROM, "r"), question(step=A.NEXT_EXPERT), S.PARKED, A.EXPIRE, 48 * 3600, BOT),
    ("taken", lambda k, q: k.taken(q, START + FROM, bob, "bob"), question(status=S.PARKED), S.ROUTED, A.NEXT_EXPERT, FROM + 1800, "bob"),
    ("declined", lambda k, q: k.declined(q, START + FROM, carol), question(status=S.ROUTED), S.ROUTED, A.NEXT_EXPERT, FROM, "carol"),
    ("expired", lambda k, q: k.expired(q, START + FROM), question(), S.EXPIRED, A.DROP, FROM + SOLVED_KEPT, BOT),
)


@pytest.mark.parametrize(
    ("move", "before", "status", "step", "due", "actor"), [t[1:] for t in TRANSITIONS], ids=[t[0] for t in TRANSITIONS]
)
def test_a_transition(move: Move, before: Question, status: Status, step: Step, due: float, actor: str) -> None:
    after = move(life(), before)
    assert (after.status, after.step, after.due_at) == (status, step, START + due)
    assert (after.history[-1].status, after.history[-1].actor) == (status, actor)
    assert after.history[-1].reason


@pytest.mark.parametrize(("move", "before"), [t[1:3] for t in TRANSITIONS], ids=[t[0] for t in TRANSITIONS])
def test_nothing_is_due_after_the_question_is_forgotten(move: Move, before: Question) -> None:
    after = move(life(keep=FROM + 30), move_keep(before, FROM + 30))
    assert after.due_at <= after.keep_until
    assert after.step not in (A.ANSWER, A.ROUTE, A.NEXT_EXPERT) or after.due_at < after.keep_until


def move_keep(asked: Question, keep: float) -> Question:
    return question(
        **{name: getattr(asked, name) for name in ("status", "step", "held", "entry", "faq", "frustrated")}, keep_until=START + keep
    )


def test_an_answer_that_nobody_gives_makes_room_for_calling_people() -> None:
    after = life().passed(question(), START + 120, "nothing to say")
    assert (after.status, after.step, after.due_at, after.history) == (S.ASKED, A.ROUTE, START + 600, ())


@pytest.mark.parametrize(("step", "due"), [(A.SETTLE, 140), (A.ANSWER, 170), (A.ROUTE, 650), (A.NEXT_EXPERT, 120), (A.EXPIRE, 120)])
def test_another_line_makes_waiting_begin_again_from_it(step: Step, due: float) -> None:
    after = life().typed(question(step=step), Line(START + 50, "more"), False)
    assert (after.due_at, after.last_at, after.text) == (START + due, START + 50, "is there a repo for gazpacho? more")


def test_who_was_asked_what_is_missing_need_not_wait_again() -> None:
    after = life().typed(question(step=A.ROUTE, asked_back=True, due_at=START + 600), Line(START + 50, "caracal"), False)
    assert after.due_at == START + 50


def test_asking_back_waits_for_the_asker_as_long_as_before() -> None:
    after = life().asked_back(question(step=A.ROUTE, frustrated=True, first=True), START + FROM)
    assert (after.status, after.step, after.due_at, after.asked_back, after.first) == (S.ASKED, A.ROUTE, START + FROM + 180, True, False)


def test_frustration_of_a_later_line_counts() -> None:
    after = life().typed(question(step=A.ROUTE), Line(START + 10, "argh"), True)
    assert (after.frustrated, after.due_at) == (True, START + 190)


def test_a_line_by_the_called_expert_gives_them_time() -> None:
    routed = question(status=S.ROUTED, step=A.NEXT_EXPERT, due_at=START + 1800)
    assert life().stirred(routed, START + FROM, "carol", "r").due_at == START + FROM + 1800


@pytest.mark.parametrize("status", [S.PARKED, S.ANSWERED])
def test_a_line_by_somebody_moves_no_question_that_waits_for_nothing(status: Status) -> None:
    before = question(status=status, step=A.EXPIRE, faq=False)
    assert life().stirred(before, START + FROM, "bob", "r") == before


def test_whatever_ends_the_waiting_ends_the_waiting_for_a_return() -> None:
    held = life().held(question(), START, "away")
    for after in (life().answered_by(held, START, bob), life().solved(held, START, "bob", "r"), life().gave(held, START, "e")):
        assert not after.held


def test_a_person_who_answered_is_remembered_and_no_welcome_is_owed() -> None:
    after = life().answered_by(question(first=True), START, bob)
    assert (after.answered_by, after.first, after.faq) == (bob, False, False)


def test_no_entry_is_offered_twice() -> None:
    for after in (
        life().reopened(question(), START, "alice", "r"),
        life().lost(question(), START, "r"),
        life().stirred(question(), START, "b", "r"),
    ):
        assert not after.faq


def test_a_reopened_question_is_kept_for_the_whole_time_again() -> None:
    assert life().reopened(question(), START + FROM, "alice", "r").keep_until == START + FROM + 48 * 3600


def test_calls_and_showings_are_added_up() -> None:
    called = life().called(life().called(question(), START, CALL), START, CALL)
    assert (called.calls, life().shown(life().shown(called, "a"), "b").shown_to) == ((CALL, CALL), ("a", "b"))


def test_not_now_is_the_same_step_later() -> None:
    after = life().postponed(question(), START + 500)
    assert (after.step, after.due_at, after.status, after.history) == (A.ANSWER, START + 500, S.ASKED, ())


def test_not_now_is_never_when_the_question_ends_before() -> None:
    after = life().postponed(question(), KEEP + 1)
    assert (after.step, after.due_at) == (A.EXPIRE, KEEP)


def test_no_time_at_all_is_at_once() -> None:
    quick = life(settle=0, answer=0, route=0, next_expert=0)
    opened = quick.opened(question(), S.GATHERING, "r")
    settled = quick.settled(opened, START)
    routed = quick.passed(settled, START, "r")
    assert [q.due_at for q in (opened, settled, routed, quick.called(routed, START, CALL))] == [START] * 4


@pytest.mark.parametrize("step", [A.SETTLE, A.ANSWER, A.ROUTE])
def test_nothing_is_due_before_the_asker_has_settled(step: Step) -> None:
    slow = life(settle=700, answer=0, route=0, frustrated=0)
    assert slow.typed(question(step=step), Line(START, "x"), True).due_at == START + 700


def test_lines_and_history_have_an_end() -> None:
    asked = question()
    for number in range(200):
        asked = life().stirred(life().typed(asked, Line(START + number, "x"), False), START + number, "bob", "r")
    assert (len(asked.lines), len(asked.history), asked.lines[0].text) == (LINES, HISTORY, question().text)


moves = st.sampled_from([t[1] for t in TRANSITIONS])


@given(st.lists(moves, max_size=8), st.sampled_from((0.0, 90.0, 10**6)))
def test_any_sequence_of_transitions_keeps_one_next_step_in_time(steps: list[Move], settle: float) -> None:
    asked = question(by=alice)
    for move in steps:
        asked = move(life(settle=settle), asked)
        assert asked.due_at <= asked.keep_until
        assert asked.step is not A.DROP or asked.status not in OPEN
        assert not asked.held or asked.step is A.RETURN


# --- in the room again ---


def test_what_fell_due_while_we_were_away_is_due_at_once() -> None:
    waiting = life().postponed(question(), START + 900)
    assert life().resumed(waiting, START + 300).due_at == START + 300


def test_what_is_not_due_yet_waits_for_its_own_time() -> None:
    waiting = life().postponed(question(step=Step.ROUTE), START + 900)
    assert life().resumed(waiting, START + 300).due_at == START + 600


def test_a_question_without_a_next_step_does_not_resume() -> None:
    parked = life().parked(question(), START + 10, "nobody is here")
    assert life().resumed(parked, START + 300) == parked


def answer(at: float, late: bool) -> Reply:
    return Reply(START + at, bob, "try this", late=late)


def test_an_answer_that_the_asker_saw_changes_no_time() -> None:
    answered = life().answered_by(question(), START + FROM, bob)
    after = life().replied(answered, answer(FROM, late=False))
    assert (after.step, after.due_at, after.keep_until, after.late) == (answered.step, answered.due_at, answered.keep_until, ())


def test_an_answer_to_somebody_who_has_left_is_kept_for_the_time_agreed() -> None:
    after = life().replied(question(status=S.ANSWERED), answer(FROM, late=True))
    assert (after.step, after.due_at, after.keep_until) == (A.RETURN, KEEP + FROM, KEEP + FROM)
    assert [reply.text for reply in after.late] == ["try this"]


def test_an_answer_is_told_once() -> None:
    told = life().passed_on(life().replied(question(status=S.ANSWERED), answer(FROM, late=True)), START + FROM)
    assert (told.late, told.step, told.due_at) == ((), A.EXPIRE, told.keep_until)
    assert len(told.replies) == 1


def test_a_flood_of_answers_keeps_the_last() -> None:
    after = question()
    for number in range(REPLIES + 5):
        after = life().replied(after, Reply(START, bob, str(number)))
    assert [reply.text for reply in after.replies][:: REPLIES - 1] == ["5", str(REPLIES + 4)]


def test_a_solved_question_is_looked_at_once_more_where_people_are_invited() -> None:
    inviting = Life(life().timing, invite_after=120.0)
    after = inviting.solved(question(), START + FROM, "alice", "r")
    assert (after.status, after.step, after.due_at) == (S.SOLVED, A.INVITE, START + FROM + 120)
    gone = inviting.dismissed(after)
    assert (gone.step, gone.due_at) == (A.DROP, START + FROM + 120 + SOLVED_KEPT)


# --- what is kept for the asker's return, and the last word ---

FOLLOWING = Life(life().timing, invite_after=120.0)
LATE = answer(FROM, late=True)


def test_solved_by_somebody_else_it_still_waits_for_its_asker() -> None:
    after = FOLLOWING.solved(FOLLOWING.replied(question(status=S.ANSWERED), LATE), START + FROM, "bob", "r")
    assert (after.status, after.step, len(after.late)) == (S.SOLVED, A.RETURN, 1)
    told = FOLLOWING.passed_on(after, START + 2 * FROM)
    assert (told.status, told.step, told.due_at) == (S.SOLVED, A.DROP, START + 2 * FROM + SOLVED_KEPT)


def test_solved_by_the_asker_there_is_nothing_to_tell() -> None:
    after = FOLLOWING.solved(FOLLOWING.replied(question(status=S.ANSWERED), LATE), START + FROM, "alice", "r")
    assert after.step is A.INVITE


def test_asked_back_of_somebody_who_is_gone_the_waiting_goes_on() -> None:
    waits = question(step=A.ROUTE, due_at=START + 600)
    after = life().replied(waits, LATE)
    assert (after.step, after.due_at, after.keep_until) == (A.ROUTE, START + 600, KEEP + FROM)
    assert life().passed_on(after, START + FROM).step is A.ROUTE


def test_told_what_was_asked_back_a_parked_question_seeks_people_again_after_the_usual_wait() -> None:
    after = life().replied(question(status=S.PARKED, step=A.EXPIRE), LATE)
    assert after.step is A.RETURN
    told = life().passed_on(after, START + 2 * FROM)
    assert (told.step, told.due_at) == (A.ROUTE, START + 2 * FROM + 600)


def test_a_parked_question_has_a_last_word_two_hours_before_its_end() -> None:
    parked = FOLLOWING.parked(question(step=A.ROUTE), START + 600, "r")
    assert (parked.status, parked.step, parked.due_at) == (S.PARKED, A.LAST_WORD, KEEP - 2 * 3600)
    after = FOLLOWING.passed(parked, parked.due_at, "r")
    assert (after.status, after.step, after.due_at) == (S.PARKED, A.EXPIRE, KEEP)
    assert after.history == parked.history


def test_parked_shortly_before_its_end_it_has_none() -> None:
    assert FOLLOWING.parked(question(step=A.ROUTE), KEEP - 3 * 3600, "r").step is A.EXPIRE
