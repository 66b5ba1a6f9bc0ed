"""Who speaks to whom about what: utterances, answers, and what each line does to a question."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pytest

from bot.core.commands import CommandSpec
from bot.core.knowledge import Notify
from bot.core.life import LINES
from bot.core.moments import Moment, Overheard
from bot.core.people import Person, Place
from bot.core.plugin import Learned, Outcome, Proposal, Words
from bot.core.records import DAY, Helped, Quiet, Sketch, Status, Step
from bot.core.settings import IrcNetwork, Mode, Room
from bot.core.utterance import TYPING
from bot.core.view import View
from tests.builders import (
    NETWORK,
    QUESTION,
    ROOM,
    START,
    Chat,
    alice,
    bob,
    carol,
    chat,
    direct,
    expert,
    helper,
    kernel,
    known,
    memory,
    person,
    question,
    says,
)

LATE: dict[str, Any] = {"sent": START - 1000.0}  # older than max_age when it is read


def talk(*lines: tuple[float, Person, str], **timing: Any) -> Chat:
    """A conversation in which no plugin speaks."""
    room = chat(plugins=(), **timing)
    for at, by, text in lines:
        room.says(text, by, at)
    return room


def statuses(room: Chat) -> list[Status]:
    return [q.status for q in room.memory.questions(ROOM.key)]


# --- said to some of a room alone ---

SOME = Place(NETWORK, ROOM.room, status="@")


@pytest.mark.case(52)
def test_what_is_said_among_some_of_a_room_is_none_of_our_business() -> None:
    room = chat(expert())
    room.says(QUESTION, place=SOME)
    room.says("hi", bob, 1, place=SOME)
    assert (room.wait(9000), list(room.memory.questions(SOME.key)), list(room.memory.questions(ROOM.key))) == ([], [], [])


@pytest.mark.case(52)
def test_asked_among_some_of_a_room_we_answer_there_and_tell_it_nowhere_else() -> None:
    room = chat(expert(notify=Notify.PRIVATE), expert("dave"))
    room.says(f"helper: {QUESTION}", place=SOME)
    room.says("the build is green again", helper(), 400)  # who would be shown what waits
    room.says("!open", bob, 9000)
    assert [(say.place, say.to) for _, say in room.said] == [(SOME, alice), (ROOM, bob)]
    assert "gazpacho" not in " ".join(room.said[1][1].lines)


# --- utterances ---


def test_lines_in_one_go_are_one_question() -> None:
    room = talk((0, alice, "hi all"), (5, alice, QUESTION), (40, alice, "dnf finds nothing"), (100, alice, "on centos 9"))
    assert room.question.text == f"{QUESTION} dnf finds nothing on centos 9"
    assert (room.question.status, room.question.due_at) == (Status.GATHERING, START + 190)


def test_what_settles_is_asked() -> None:
    room = talk((0, alice, QUESTION))
    room.wait(90)
    assert (room.question.status, room.question.step, room.question.due_at) == (Status.ASKED, Step.ANSWER, START + 120)


def test_with_no_time_to_settle_a_question_is_asked_at_once() -> None:
    room = talk((0, alice, QUESTION), settle=0.0)
    room.wait(0)
    assert (room.question.status, room.question.due_at) == (Status.ASKED, START + 120)


def test_a_later_line_still_belongs_to_a_question_that_nobody_has_answered() -> None:
    room = talk((0, alice, QUESTION), (300, alice, "and dnf finds no openstack packages"))
    assert (len(room.question.lines), room.question.last_at, room.question.step) == (2, START + 300, Step.ROUTE)


def test_what_the_question_is_about_is_read_again_with_each_line() -> None:
    room = talk((0, alice, "does anybody know how to install it on centos?"), (5, alice, "with packstack"))
    assert room.question.topics == ("packstack",)


def test_numbers_count_up_in_a_room() -> None:
    room = talk((0, alice, QUESTION), (1, bob, "can somebody tell me which release has horizon?"))
    assert [q.number for q in room.memory.questions(ROOM.key)] == [1, 2]


def test_a_first_question_is_known_to_be_one() -> None:
    room = talk((0, carol, QUESTION), (400, alice, QUESTION))
    assert [q.first for q in room.memory.questions(ROOM.key)] == [True, False]


def test_an_utterance_has_an_end() -> None:
    room = talk(*((float(at), bob, f"line {at}") for at in range(200)))
    assert len(room.memory.passing(ROOM).typing["bob"].lines) == LINES


def test_only_so_many_people_are_read_at_once() -> None:
    room = chat(plugins=())
    for number in range(TYPING + 5):
        room.hear(says("ok", person(f"n{number}")))
    assert len(room.memory.passing(ROOM).typing) == TYPING


def test_a_frustrated_asker_is_known_to_be_one() -> None:
    room = talk((0, alice, "argh, this fucking packstack fails at mariadb again, third day, please help"))
    assert room.question.frustrated


def test_ordinary_talk_is_no_question() -> None:
    assert statuses(talk((0, alice, "coffee time"), (200, bob, "the meeting was good"))) == []


# --- who answers whom ---

ANSWERS = (
    ("alice: enable the module first", Status.ANSWERED),
    ("alice, enable the module first", Status.ANSWERED),
    ("ALICE: there is none", Status.ANSWERED),
    ("alice: which release?", Status.ASKED),
    ("alice: no idea", Status.ASKED),
    ("alice: hi", Status.ASKED),
    ("enable the module first", Status.ASKED),  # to nobody by name
    ("bob: enable the module first", Status.ASKED),  # to themselves, that is to nobody
)


@pytest.mark.parametrize(("text", "status"), ANSWERS)
def test_a_line_by_somebody_else(text: str, status: Status) -> None:
    assert statuses(talk((0, alice, QUESTION), (30, bob, text))) == [status]


def test_who_answered_is_remembered_and_credited_by_topic_and_day() -> None:
    room = talk((0, alice, QUESTION), (30, bob, "alice: there is none"))
    day = int(START // DAY)
    assert room.question.answered_by == bob
    assert list(room.memory.records[Helped].values()) == [Helped(bob.identity, "bob", "repos", day, 1, room.memory.whom(bob))]


def test_a_second_answer_by_the_same_helper_counts_for_another_question_alone() -> None:
    room = talk((0, alice, QUESTION), (30, bob, "alice: there is none"), (40, bob, "alice: see the page"))
    assert [h.count for h in room.memory.records[Helped].values() if isinstance(h, Helped)] == [1]


def test_a_reply_by_tag_is_an_answer_without_a_name() -> None:
    room = chat(plugins=())
    room.says(QUESTION, id="q1")
    room.says("there is none", bob, 30, id="a1", reply_to="q1")
    assert statuses(room) == [Status.ANSWERED]


def test_an_answer_goes_to_the_newest_question_that_has_none() -> None:
    old = question(status=Status.ANSWERED, step=Step.EXPIRE, due_at=START + DAY, keep_until=START + DAY, entry="e")
    room = Chat(kernel(plugins=()), memory(old, question(number=2)))
    room.says("alice: there is none", bob, 5)
    assert [(q.number, q.answered_by) for q in room.memory.questions(ROOM.key)] == [(1, None), (2, bob)]


def test_talk_between_others_says_nothing_about_a_question() -> None:
    room = talk((0, alice, QUESTION), (200, bob, "the weather is nice today"))
    assert (room.question.faq, room.question.step) == (True, Step.ROUTE)


def test_an_unaddressed_line_soon_after_drops_the_entry_and_makes_waiting_begin_again() -> None:
    room = talk((0, alice, QUESTION), (30, bob, "hm, enable crb maybe"))
    assert (room.question.status, room.question.faq, room.question.step, room.question.due_at) == (
        Status.ASKED,
        False,
        Step.ROUTE,
        START + 630,
    )


def test_who_speaks_to_somebody_does_not_ask_the_room() -> None:
    assert statuses(talk((0, alice, "bob: is there a repo for gazpacho?"), (10, alice, "dnf finds nothing, can you help me?"))) == []


# --- what askers say of their own question ---

OWN = (
    ("thanks, that worked", Status.SOLVED),
    ("it works now", Status.SOLVED),
    ("thanks", Status.SOLVED),
    ("never mind", Status.WITHDRAWN),
    ("it still fails", Status.ASKED),
    ("thanks, but it still fails", Status.ASKED),
    ("bob: thanks, that worked", Status.SOLVED),
)


@pytest.mark.parametrize(("text", "status"), OWN)
def test_after_an_answer_the_asker_says_how_it_went(text: str, status: Status) -> None:
    room = talk((0, alice, QUESTION), (30, bob, "alice: enable crb first"), (200, alice, text))
    assert statuses(room) == [status]


def test_thanks_in_advance_solve_nothing() -> None:
    assert statuses(talk((0, alice, QUESTION), (10, alice, "thanks"))) == [Status.GATHERING]


def test_not_it_opens_again_what_an_entry_answered() -> None:
    answered = question(status=Status.ANSWERED, step=Step.EXPIRE, due_at=START + DAY, entry="e")
    room = Chat(kernel(plugins=()), known(memory(answered), alice))
    room.says("no, that's not it", alice, 5)
    assert (room.question.status, room.question.faq, room.question.due_at) == (Status.ASKED, False, START + 95)


def test_nobody_else_says_that_it_is_solved() -> None:
    room = talk((0, alice, QUESTION), (30, bob, "alice: enable crb first"), (60, carol, "thanks, that worked"))
    assert statuses(room) == [Status.ANSWERED]


def test_somebody_else_under_the_askers_nick_does_not_either() -> None:
    room = talk((0, alice, QUESTION), (30, bob, "alice: enable crb first"))
    room.says("thanks, that worked", person("alice", host="mallory@example.net"), 60)
    assert statuses(room) == [Status.ANSWERED]


# --- said to us ---


def test_a_question_to_us_is_asked_at_once() -> None:
    room = talk((0, alice, "helper: is there a repo for gazpacho?"))
    assert (room.question.status, room.question.text, room.question.faq) == (Status.ASKED, QUESTION, False)


def test_asking_us_what_was_asked_of_the_room_is_one_question() -> None:
    room = talk((0, alice, QUESTION), (30, alice, "helper: is there a repo for gazpacho?"))
    assert statuses(room) == [Status.WITHDRAWN, Status.ASKED]


def test_the_same_again_is_no_second_question() -> None:
    room = chat()
    asks = [room.says("helper: can somebody help me with packstack? it fails at mariadb", at=at)[-1] for at in (0, 100, 200)]
    assert ["kept your question" in asks[0], *("is kept" in told for told in asks[1:])] == [True, True, True]
    assert [q.number for q in room.memory.questions(ROOM.key)] == [1]


@pytest.mark.parametrize("text", ["helper: please help me!!! this is the third day and nothing works", "helper: argh, nobody answers here"])
def test_who_loses_patience_with_a_waiting_question_asks_no_other(text: str) -> None:
    room = chat(here=(carol,))
    room.says("can somebody help me with packstack? it fails at mariadb", carol)
    room.wait(1000)
    assert room.question.status is Status.PARKED
    (told,) = room.says(text, carol, 2000)
    assert "kept" in told
    assert [(q.number, len(q.lines), q.frustrated) for q in room.memory.questions(ROOM.key)] == [(1, 2, True)]


@pytest.mark.parametrize("text", ["helper: hi", "helper: thanks", "helper: please help", "helper: anybody there?", "thanks helper"])
def test_small_talk_with_us_is_no_question(text: str) -> None:
    assert statuses(talk((0, alice, text))) == []


def test_in_private_a_question_has_a_place_of_its_own() -> None:
    room = chat(plugins=())
    room.says(QUESTION, place=direct())
    assert [q.place for q in room.memory.questions(direct().key)] == [direct()]
    assert statuses(room) == []


def test_ask_is_the_same_as_asking_us() -> None:
    room = chat()
    room.says(f"!ask {QUESTION}")
    assert (room.question.text, room.question.status) == (QUESTION, Status.PARKED)


# --- meetings, helpers, opt-out ---


def test_between_the_commands_of_a_meeting_bot_the_room_is_quiet() -> None:
    room = talk((0, alice, "#startmeeting rdo"))
    assert room.memory.quiet(ROOM.key, START + 60) == Quiet(ROOM.key, START + 4 * 3600, "meeting")
    room.says("#endmeeting", alice, 100)
    assert room.memory.quiet(ROOM.key, START + 101) is None


def test_a_meeting_that_nobody_ends_is_over_after_four_hours() -> None:
    room = talk((0, alice, "#startmeeting rdo"))
    assert room.memory.quiet(ROOM.key, START + 4 * 3600) is None


def test_a_helper_who_becomes_active_is_shown_what_waits_on_their_topics_once() -> None:
    parked = question(status=Status.PARKED, step=Step.EXPIRE, due_at=START + DAY, topics=("repos",))
    room = Chat(kernel(expert("carol", ("repos",))), known(memory(parked, here=(alice, helper())), alice, helper()))
    assert len(room.says("morning", helper(), 600)) == 1
    assert room.said[-1][1].to == helper()
    assert room.says("so much to read", helper(), 700) == []


@pytest.mark.parametrize(("topics", "status"), [(("packstack",), Status.PARKED), (("repos",), Status.ROUTED), ((), Status.PARKED)])
def test_a_helper_is_shown_nothing_else(topics: tuple[str, ...], status: Status) -> None:
    other = question(status=status, step=Step.EXPIRE, due_at=START + DAY, topics=topics)
    room = Chat(kernel(expert("carol", ("repos",))), known(memory(other, here=(alice, helper())), alice, helper()))
    assert room.says("morning", helper(), 600) == []


def test_who_opted_out_asks_people_alone() -> None:
    room = Chat(kernel(plugins=()), known(known(memory(), alice), alice, kind="optout"))
    room.says(QUESTION)
    assert statuses(room) == []


def test_who_opted_out_may_still_ask_us() -> None:
    room = Chat(kernel(plugins=()), known(known(memory(), alice), alice, kind="optout"))
    room.says(f"helper: {QUESTION}")
    assert statuses(room) == [Status.ASKED]


# --- bare greetings ---


def test_a_greeting_waits_for_what_follows() -> None:
    room = talk((0, alice, "hi"))
    assert room.memory.next_due() == START + 180
    room.says("coffee time", alice, 10)
    assert room.memory.next_due() is None


def test_a_greeting_that_a_person_returned_is_answered() -> None:
    assert talk((0, alice, "hi"), (10, bob, "alice: hello")).memory.next_due() is None


# --- read late ---


def test_yesterdays_question_is_listed_and_never_answered() -> None:
    room = chat(expert())
    assert room.says(QUESTION, **LATE) == []
    assert (room.question.status, room.wait(7200)) == (Status.PARKED, [])


def test_yesterdays_question_to_us_is_listed_too() -> None:
    room = chat(expert())
    assert room.says(f"helper: {QUESTION}", **LATE) == []
    assert room.question.status is Status.PARKED


@pytest.mark.parametrize("text", ["helper: thanks", "helper: hi", "hi", "coffee time"])
def test_yesterdays_small_talk_is_nothing(text: str) -> None:
    room = chat()
    assert room.says(text, **LATE) == []
    assert (statuses(room), room.wait(7200)) == ([], [])


def test_an_answer_that_a_person_gave_while_we_were_down_is_an_answer() -> None:
    room = talk((0, alice, QUESTION))
    room.says("alice: there is none, epoxy is the last", bob, 5000, sent=START + 60)
    assert statuses(room) == [Status.ANSWERED]


def test_thanks_that_were_said_while_we_were_down_solve() -> None:
    room = talk((0, alice, QUESTION), (30, bob, "alice: enable crb first"))
    room.says("thanks, that worked", alice, 5000, sent=START + 60)
    assert statuses(room) == [Status.SOLVED]


def test_a_command_read_late_is_not_obeyed() -> None:
    assert chat().says("!open", **LATE) == []


def test_a_line_is_late_by_its_age_when_it_is_first_read() -> None:
    room = chat(plugins=())
    room.says(QUESTION, sent=START - 900)
    assert statuses(room) == [Status.GATHERING]


# --- other rooms ---


def test_rooms_do_not_hear_each_other() -> None:
    room = talk((0, alice, QUESTION))
    room.hear(says("alice: there is none", bob, 5, place=Place(NETWORK, "#other")))
    assert statuses(room) == [Status.GATHERING]


def test_in_a_room_for_reports_nobody_asks_for_help_unless_they_ask_us() -> None:
    reports = Place(NETWORK, "#ops")
    network = IrcNetwork(NETWORK, "irc.example.org", rooms=(Room("#rdo"), Room("#ops", Mode.ASKED, reports=True)))
    room = chat(plugins=(), networks=(network,))
    room.says(QUESTION, place=reports)
    assert (list(room.memory.questions(reports.key)), room.memory.lines) == ([], {})
    room.says(f"helper: {QUESTION}", bob, 5, place=reports)
    assert [q.asker for q in room.memory.questions(reports.key)] == [bob]


# --- ordinary talk ---


@dataclass(frozen=True)
class Listener:
    """Hears ordinary talk, and keeps what it heard."""

    texts: list[str]
    name: str = "listener"
    hears: tuple[type[Moment], ...] = (Overheard,)
    commands: tuple[CommandSpec, ...] = ()

    def handle(self, moment: Moment, memory: View) -> Iterable[Outcome]:  # noqa: ARG002 - it only listens
        assert isinstance(moment, Overheard)
        self.texts.append(moment.text)
        yield Learned(Sketch(moment.room, moment.at, (float(len(self.texts)),)))
        yield Proposal("chatter", (Words("so do I"),), "it cannot keep quiet")


def overheard(*lines: tuple[float, Person, str], **more: Any) -> tuple[list[str], Chat]:
    texts: list[str] = []
    room = Chat(kernel(plugins=(Listener(texts),), **more), known(memory(here=(alice, bob, carol)), alice, bob, carol))
    for at, by, text in lines:
        assert room.says(text, by, at) == []
    return texts, room


def test_talk_that_asks_nobody_and_answers_nobody_is_ordinary() -> None:
    talk = ((0, alice, "the weather here is fine today"), (5, bob, "alice: same here, we sit in the garden"), (9, bob, "carol: hm"))
    texts, room = overheard(*talk)
    assert texts == ["the weather here is fine today", "same here, we sit in the garden", "hm"]
    assert (room.memory.sketch(ROOM.key) or Sketch("", 0, ())).counts == (3.0,)


def test_what_is_learned_stays_where_nothing_may_be_said() -> None:
    texts, room = overheard((0, alice, "the weather here is fine today"), mode=Mode.LISTEN)
    assert len(texts) == 1
    assert room.memory.sketch(ROOM.key) is not None


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (((0, alice, QUESTION),), "it asks the room"),
        (((0, alice, QUESTION), (60, alice, "on centos stream 9 that is")), "it goes on with it"),
        (((0, alice, QUESTION), (60, bob, "alice: look into the release notes")), "it answers it"),
        (((0, alice, QUESTION), (60, bob, "perhaps in the release notes")), "it may be about it"),
        (((0, alice, "helper: what is the weather like where you are?"),), "it is said to us"),
        (((0, alice, "!open"),), "it is a command"),
    ],
)
def test_what_belongs_to_a_question_or_to_us_is_none(lines: tuple[tuple[float, Person, str], ...], why: str) -> None:
    assert overheard(*lines)[0] == [], why


def test_who_opted_out_is_not_listened_to() -> None:
    texts: list[str] = []
    made = known(known(memory(), alice), alice, kind="optout")
    Chat(kernel(plugins=(Listener(texts),)), made).says("the weather here is fine today", alice)
    assert texts == []


def test_what_is_read_too_late_is_not_learned_from() -> None:
    texts: list[str] = []
    Chat(kernel(plugins=(Listener(texts),)), known(memory(), alice)).says("the weather here is fine today", alice, **LATE)
    assert texts == []
