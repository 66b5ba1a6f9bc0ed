"""Answers that found their asker gone: told once, to the same person alone."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.events import Gone, Healed, Message, Present, Renamed, Split
from bot.core.memory import Memory
from bot.core.moments import AskerBack
from bot.core.people import Person
from bot.core.plugin import PassedOn, Proposal
from bot.core.records import Mark, Put, Quiet, Reply, Status
from bot.core.text import fit
from plugins.followup.late import Late, when
from tests.builders import HELPER, NETWORK, ROOM, START, Chat, alice, bob, carol, dave, known, memory, person, phrases, question, settings
from tests.following import FIX, HELP, following

HOUR = 3600.0
logged_in = replace(alice, account="Alice")
LATE = Late(phrases(), settings())


def asked_and_gone(by: Person = alice) -> Chat:
    """A question whose asker has left; an hour later Bob answers."""
    chat = following()
    if by is not alice:
        chat.hear(Renamed(START, alice, by))
    chat.says(HELP, by)
    chat.leaves(by, 100)
    chat.says(FIX, bob, HOUR)
    return chat


def test_a_late_answer_is_told_on_return_with_who_said_it_and_when() -> None:
    (told,) = asked_and_gone().comes(alice, 2 * HOUR)
    assert "bob" in told
    assert "15:00 UTC" in told
    assert '"restart the database first"' in told


def test_it_is_told_once() -> None:
    chat = asked_and_gone()
    chat.comes(alice, 2 * HOUR)
    chat.leaves(alice, 3 * HOUR)
    assert chat.comes(alice, 4 * HOUR) == []


def test_whoever_is_here_is_told_nothing() -> None:
    chat = following()
    chat.says(HELP)
    chat.says(FIX, bob, 100)
    chat.leaves(alice, 200)
    assert chat.comes(alice, HOUR) == []


def test_it_goes_to_the_room_where_it_was_asked_and_to_its_asker() -> None:
    chat = asked_and_gone()
    chat.comes(alice, 2 * HOUR)
    _, say = chat.said[-1]
    assert (say.place, say.to, say.loud) == (ROOM, alice, True)


# --- the same person, and nobody else ---


@pytest.mark.parametrize(
    ("asker", "who"),
    [
        (alice, alice),
        (logged_in, logged_in),
        (logged_in, replace(logged_in, host="phone@example.net")),
        (logged_in, Person(NETWORK, "alice_", "alice_", "Alice", "other@example.net")),
        (logged_in, alice),  # logged out, same nick and host
        (alice, logged_in),
    ],
)
def test_the_same_person_is_told(asker: Person, who: Person) -> None:
    assert len(asked_and_gone(asker).comes(who, 2 * HOUR)) == 1


@pytest.mark.parametrize(
    ("asker", "who"),
    [
        (alice, replace(alice, host="mallory@example.net")),
        (alice, replace(alice, host=None)),
        (alice, Person(NETWORK, "alice_", "alice_", host=alice.host)),
        (logged_in, replace(alice, account="Mallory")),
        (logged_in, replace(alice, host="mallory@example.net")),
    ],
)
def test_a_new_owner_of_the_nick_is_told_nothing(asker: Person, who: Person) -> None:
    chat = asked_and_gone(asker)
    assert chat.comes(who, 2 * HOUR) == []
    assert len(chat.question.late) == 1


def test_a_stranger_in_between_costs_the_asker_nothing() -> None:
    chat, mallory = asked_and_gone(), replace(alice, host="mallory@example.net")
    chat.comes(mallory, 2 * HOUR)
    chat.says("thanks, got it", mallory, 2 * HOUR + 60)
    chat.leaves(mallory, 3 * HOUR)
    assert len(chat.comes(alice, 4 * HOUR)) == 1


def test_whoever_takes_their_own_nick_again_is_back() -> None:
    chat, other = asked_and_gone(), replace(alice, id="alice_", name="alice_")
    assert chat.comes(other, 2 * HOUR) == []
    assert len(chat.hear(Renamed(START + 2 * HOUR, other, alice))) == 1


def test_a_stranger_who_takes_the_nick_is_told_nothing() -> None:
    chat, mallory = asked_and_gone(), person("mallory")
    chat.comes(mallory, 2 * HOUR)
    assert chat.hear(Renamed(START + 2 * HOUR, mallory, replace(mallory, id="alice", name="alice"))) == []


def test_whoever_logs_in_after_joining_is_back() -> None:
    chat, elsewhere = asked_and_gone(logged_in), replace(alice, host="phone@example.net")
    assert chat.comes(elsewhere, 2 * HOUR) == []
    assert len(chat.hear(Renamed(START + 2 * HOUR, elsewhere, replace(elsewhere, account="Alice")))) == 1


def test_who_is_away_and_back_in_words_alone_was_never_gone() -> None:
    chat = asked_and_gone()
    chat.comes(alice, 2 * HOUR)
    assert chat.hear(Renamed(START + 2 * HOUR, alice, replace(alice, away=True))) == []


def test_nobody_behind_a_bridge_is_known_to_be_gone() -> None:
    zoe = Person(NETWORK, "zoe", "zoe", host="relayed")
    chat = following(here=(zoe,))
    chat.says(HELP, zoe)
    chat.says("zoe: restart the database first", bob, HOUR)
    assert chat.question.late == ()


# --- netsplits, restarts ---


def test_a_netsplit_that_heals_brings_the_answer_along() -> None:
    chat = following()
    chat.says(HELP)
    chat.hear(Split(START + 100, ROOM, (alice,)))
    chat.says(FIX, bob, HOUR)
    (told,) = chat.hear(Healed(START + 2 * HOUR, ROOM, (alice,)))
    assert "restart the database first" in told


def restarted(chat: Chat, here: tuple[Person, ...], at: float) -> Chat:
    """The bot again after kill -9: what was committed, and nothing else."""
    kept = [record for records in chat.memory.records.values() for record in records.values()]
    again = Chat(chat.kernel, Memory(chat.memory.hash_key, kept))
    again.memory.now = START + at
    again.hear(Present(START + at, ROOM, here))
    return again


def test_it_survives_a_restart_before_the_return() -> None:
    chat = restarted(asked_and_gone(), (bob,), HOUR + 1)
    assert len(chat.comes(alice, 2 * HOUR)) == 1


def test_who_came_back_while_we_were_down_is_told_when_we_are_in() -> None:
    chat = restarted(asked_and_gone(), (bob, alice), 2 * HOUR)
    assert [" ".join(say.lines) for _, say in chat.said if say.to == alice and "restart" in " ".join(say.lines)] != []


def test_an_answer_after_a_restart_knows_whom_it_is_for() -> None:
    chat = following()
    chat.says(HELP)
    chat.leaves(alice, 100)
    chat = restarted(chat, (bob,), HOUR)
    chat.says(FIX, bob, HOUR + 60)
    assert len(chat.comes(alice, 2 * HOUR)) == 1


def test_an_answer_on_the_second_day_knows_whom_it_is_for() -> None:
    chat = following()
    chat.says(HELP)
    chat.leaves(alice, 100)
    chat.wait(30 * HOUR)
    chat.says(FIX, bob, 30 * HOUR)
    assert len(chat.comes(alice, 31 * HOUR)) == 1


def test_while_we_were_cut_off_nobody_left() -> None:
    chat = following()
    chat.says(HELP)
    chat.hear(Gone(START + 100, NETWORK))
    chat.hear(Present(START + HOUR, ROOM, (alice, bob)))
    chat.says(FIX, bob, HOUR + 1)
    assert chat.question.late == ()


# --- how the question stands meanwhile ---


def test_it_is_kept_for_the_time_agreed_from_the_answer_on() -> None:
    chat = following()
    chat.says(HELP)
    chat.leaves(alice, 100)
    chat.says(FIX, bob, 47 * HOUR)
    chat.wait(94 * HOUR)
    assert len(chat.comes(alice, 94 * HOUR)) == 1


def test_after_that_it_is_gone() -> None:
    chat = asked_and_gone()
    chat.wait(50 * HOUR)
    assert chat.comes(alice, 50 * HOUR) == []


def test_a_question_that_its_helper_has_closed_still_tells_its_asker() -> None:
    chat = asked_and_gone()
    chat.says("!solved", bob, HOUR + 60)
    assert len(chat.comes(alice, 2 * HOUR)) == 1
    assert chat.question.status is Status.SOLVED


def test_and_does_not_count_as_expired_when_they_never_come() -> None:
    chat = asked_and_gone()
    chat.says("!solved", bob, HOUR + 60)
    chat.wait(60 * HOUR)
    assert (chat.memory.counter("questions expired"), list(chat.memory.questions(ROOM.key))) == (0, [])


def test_a_withdrawn_question_tells_nothing() -> None:
    chat = asked_and_gone()
    chat.memory.apply((Put(replace(chat.question, status=Status.WITHDRAWN)),))
    assert chat.comes(alice, 2 * HOUR) == []


def test_an_answer_after_a_second_question_is_about_the_second() -> None:
    chat = following()
    chat.says(HELP)
    chat.says(FIX, bob, 60)
    chat.says("is there a repo for gazpacho? dnf finds nothing", alice, 600)
    chat.leaves(alice, 800)
    chat.says("alice: no, epoxy is the last one", bob, HOUR)
    (told,) = chat.comes(alice, 2 * HOUR)
    assert "epoxy" in told
    assert "database" not in told


def test_what_was_asked_back_is_told_and_the_question_stays_open() -> None:
    chat = following()
    chat.says(HELP)
    chat.leaves(alice, 100)
    chat.says("alice: which release is that?", bob, HOUR)
    (told,) = chat.comes(alice, 2 * HOUR)
    assert "which release is that?" in told
    assert "answered" not in told
    assert chat.question.open


def test_a_greeting_to_somebody_who_is_gone_is_nothing_to_tell() -> None:
    chat = following()
    chat.says(HELP)
    chat.leaves(alice, 100)
    chat.says("alice: hi", bob, HOUR)
    assert chat.question.late == ()


# --- when it must wait, and when it is never told ---


def test_in_a_quiet_room_it_waits_until_the_room_is_not_quiet_any_more() -> None:
    chat = asked_and_gone()
    chat.memory.apply((Put(Quiet(ROOM.key, START + 3 * HOUR, "quiet")),))
    assert chat.comes(alice, 2 * HOUR) == []
    assert len(chat.wait(4 * HOUR)) == 1


def test_if_they_have_left_again_by_then_it_waits_for_the_next_time() -> None:
    chat = asked_and_gone()
    chat.memory.apply((Put(Quiet(ROOM.key, START + 3 * HOUR, "quiet")),))
    chat.comes(alice, 2 * HOUR)
    chat.leaves(alice, 2 * HOUR + 60)
    assert chat.wait(4 * HOUR) == []
    assert len(chat.comes(alice, 5 * HOUR)) == 1


def test_whoever_opted_out_is_told_nothing() -> None:
    chat = asked_and_gone()
    known(chat.memory, alice, kind="optout")
    assert chat.comes(alice, 2 * HOUR) == []


def test_a_late_answer_is_no_welcome_of_a_newcomer() -> None:
    chat = following()
    for mark in tuple(chat.memory.records[Mark]):
        del chat.memory.records[Mark][mark]
    chat.says(HELP)
    chat.leaves(alice, 100)
    chat.says(FIX, bob, HOUR)
    assert len(chat.comes(alice, 2 * HOUR)) == 1


# --- several answers, long answers, hostile answers ---


def back(*replies: Reply) -> Proposal:
    asked = question(status=Status.ANSWERED, answered_by=bob, replies=replies)
    (proposal,) = LATE.back(AskerBack(START + HOUR, asked), memory(asked, here=(alice, bob, carol, dave)))
    return proposal


def test_several_lines_of_one_person_are_one_quote() -> None:
    (words,) = back(Reply(START, bob, "look here", late=True), Reply(START + 60, bob, "and there", late=True)).words
    assert '"look here and there"' in words.text


def test_two_people_are_told_in_two_utterances_and_no_more_are_named() -> None:
    told = back(*(Reply(START, who, f"from {number}", late=True) for number, who in enumerate((bob, carol, dave, bob))))
    assert ["bob" in words.text for words in told.words] == [True, False]
    assert ["carol" in words.text for words in told.words] == [False, True]
    assert "1 more" in told.words[1].after
    assert told.effect == PassedOn(question().key)


def test_nothing_late_is_nothing_to_say() -> None:
    asked = question(status=Status.ANSWERED, answered_by=bob, replies=(Reply(START, bob, "seen"),))
    assert list(LATE.back(AskerBack(START, asked), memory(asked))) == []


@given(st.lists(st.text(max_size=400), min_size=1, max_size=6))
def test_whatever_was_answered_fits_the_limits_and_ends_its_quote(texts: list[str]) -> None:
    for words in back(*(Reply(START, bob, text, late=True) for text in texts)).words:
        laid = fit(words.text, words.links, words.after, "", 2, 350)
        assert 1 <= len(laid) <= 2
        assert laid[-1].endswith('"')


def test_who_is_named_in_the_quote_is_not_called_by_it() -> None:
    (words,) = back(Reply(START, bob, f"ask carol or {HELPER}", late=True)).words
    assert "carol" not in words.text


@pytest.mark.parametrize(("at", "now", "words"), [(START, START + 60, "14:00 UTC"), (START, START + 24 * HOUR, "24 Nov 14:00 UTC")])
def test_a_time_of_another_day_has_its_day(at: float, now: float, words: str) -> None:
    assert when(at, now) == words


def test_a_line_of_a_bot_is_no_answer() -> None:
    chat = following()
    chat.says(HELP)
    chat.leaves(alice, 100)
    chat.hear(Message(START + HOUR, ROOM, person("meetbot"), FIX))
    assert chat.question.late == ()
