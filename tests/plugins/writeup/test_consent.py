"""Both sides agree, each for their own words, or nothing is kept."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.actions import Say, WriteDraft
from bot.core.events import Delivered, Present, Reacted, Tick
from bot.core.kernel import Turn
from bot.core.knowledge import Draft
from bot.core.memory import Memory
from bot.core.people import Person, Place
from bot.core.records import DAY, Put, Quiet, Said, Writeup
from bot.core.text import size
from plugins.writeup.consent import NAME, draft_of
from tests.builders import HELPER, ROOM, START, Chat, alice, bob, carol, direct, known, person, says
from tests.following import HELP, following, solved

logged_in = replace(alice, account="Alice")


def invited(by: Person = alice) -> Chat:
    """Alice was invited, four minutes after the start."""
    chat = following(here=(carol,))
    if by is not alice:
        chat.memory.passing(ROOM).people[by.id] = by
    solved(chat, by=by)
    return chat


def order(chat: Chat, text: str, by: Person = alice, at: float = 300.0, place: Place = ROOM) -> Turn:
    """A line, and all that it causes."""
    chat.wait(at)
    turn = chat.kernel.handle(says(f"!{text}" if not place.direct else text, by, at, place=place), chat.memory)
    chat.take(turn)
    return turn


def drafts(*turns: Turn) -> list[Draft]:
    return [action.draft for turn in turns for action in turn.actions if isinstance(action, WriteDraft)]


def kept(chat: Chat) -> list[Writeup]:
    return list(chat.memory.writeups())


def told(turn: Turn) -> list[tuple[str, bool]]:
    """To whom something was said, and whether in private."""
    return [(say.to.name, say.place.direct) for say in turn.actions if isinstance(say, Say) and say.to]


# --- the two sides ---


def test_after_the_askers_yes_the_helper_is_asked_in_private() -> None:
    chat = invited()
    assert told(order(chat, "writeup yes")) == [("bob", True), ("alice", False)]
    assert [(one.asker_says, one.helper_asked, one.helper_says) for one in kept(chat)] == [(True, True, None)]


def test_the_helper_reads_what_it_is_about() -> None:
    chat = invited()
    order(chat, "writeup yes")
    asked = " ".join(chat.said[-2][1].lines)
    assert HELP in asked
    assert "restart the database first" in asked


@pytest.mark.parametrize(("mine", "theirs", "written"), [("yes", "yes", 1), ("yes", "no", 0), ("no", "yes", 0), ("no", "no", 0)])
def test_only_when_both_agree_there_is_a_draft_and_nothing_is_kept_besides(mine: str, theirs: str, written: int) -> None:
    chat = invited()
    turns = order(chat, f"writeup {mine}"), order(chat, f"writeup {theirs}", bob, 400, direct(bob))
    assert len(drafts(*turns)) == written
    assert kept(chat) == []


def test_the_draft_has_question_and_fix_and_is_told_where_the_last_yes_was_said() -> None:
    chat = invited()
    order(chat, "writeup yes")
    turn = order(chat, "writeup yes", bob, 400, direct(bob))
    (action,) = (action for action in turn.actions if isinstance(action, WriteDraft))
    assert (action.place, action.to) == (direct(bob), bob)
    draft = action.draft
    assert (draft.number, draft.kind, draft.topic, draft.room) == (1, "writeup", "packstack", "#rdo")
    assert (draft.question, draft.answer, draft.credit) == (HELP, "restart the database first", ())
    assert f"{draft.at}" == "2026-11-24"


@pytest.mark.parametrize(
    ("mine", "theirs", "credit"),
    [
        ("writeup yes as Alice B.", "writeup yes", ("Alice B.",)),
        ("writeup yes", "writeup yes as bob", ("bob",)),
        ('writeup yes as "A"', "writeup yes as B", ("A", "B")),
        ("writeup yes as nobody", "writeup yes as nobody", ()),
        ("writeup yes as us", "writeup yes as us", ("us",)),
    ],
)
def test_credit_is_as_each_of_them_says(mine: str, theirs: str, credit: tuple[str, ...]) -> None:
    chat = invited()
    (draft,) = drafts(order(chat, mine), order(chat, theirs, bob, 400, direct(bob)))
    assert draft.credit == credit


@pytest.mark.parametrize(("then", "credit"), [("writeup as Al", ("Al",)), ("writeup as nobody", ())])
def test_credit_may_be_said_later(then: str, credit: tuple[str, ...]) -> None:
    chat = invited()
    turns = order(chat, "writeup yes as alice"), order(chat, then, at=310), order(chat, "writeup yes", bob, 400, direct(bob))
    assert [draft.credit for draft in drafts(*turns)] == [credit]


@given(st.text(min_size=1, max_size=200))
def test_a_name_is_one_short_line_whatever_is_written(name: str) -> None:
    chat = invited()
    order(chat, f"writeup yes as {name}")
    for one in kept(chat):
        assert size(one.asker_credit) <= NAME
        assert one.asker_credit.isprintable() or "\n" not in one.asker_credit


# --- who may say it ---


@pytest.mark.parametrize(
    "who", [bob, carol, replace(alice, host="mallory@example.net"), replace(alice, account="Mallory", host="m@example.net")]
)
def test_nobody_agrees_for_the_asker(who: Person) -> None:
    chat = invited()
    order(chat, "writeup yes", who)
    assert [one.asker_says for one in kept(chat)] == [None]


@pytest.mark.parametrize("who", [alice, carol, replace(bob, host="mallory@example.net")])
def test_nobody_agrees_for_the_helper(who: Person) -> None:
    chat = invited()
    order(chat, "writeup yes")
    order(chat, "writeup yes", who, 400, direct(who))
    assert [one.helper_says for one in kept(chat)] == [None]


def test_nobody_drops_what_is_not_theirs() -> None:
    chat = invited()
    order(chat, "writeup no", carol)
    assert len(kept(chat)) == 1


def test_whoever_is_logged_in_agrees_from_wherever_they_are() -> None:
    chat = invited(logged_in)
    order(chat, "writeup yes", replace(logged_in, host="phone@example.net"))
    assert [one.asker_says for one in kept(chat)] == [True]


def test_the_helper_says_nothing_before_they_are_asked() -> None:
    chat = invited()
    order(chat, "writeup yes", bob, 300, direct(bob))
    assert [one.helper_says for one in kept(chat)] == [None]


# --- when the helper is asked ---


def away() -> Chat:
    chat = invited()
    chat.leaves(bob, 290)
    order(chat, "writeup yes")
    return chat


def test_who_is_not_here_is_asked_when_they_next_speak_and_once() -> None:
    chat = away()
    assert [one.helper_asked for one in kept(chat)] == [False]
    chat.comes(bob, 3600)
    assert len(chat.says("morning everybody", bob, 3601)) == 1
    assert chat.said[-1][1].place == direct(bob)
    assert chat.says("so much mail today", bob, 3700) == []


def test_somebody_else_under_their_nick_is_not_asked() -> None:
    chat = away()
    chat.comes(replace(bob, host="mallory@example.net"), 3600)
    assert chat.says("morning everybody", replace(bob, host="mallory@example.net"), 3601) == []


def test_in_a_quiet_room_they_are_asked_later() -> None:
    chat = away()
    chat.memory.apply((Put(Quiet(ROOM.key, START + 7200, "quiet")),))
    chat.comes(bob, 3600)
    assert chat.says("morning everybody", bob, 3601) == []
    assert len(chat.says("back from lunch now", bob, 7300)) == 1


def test_a_helper_who_opted_out_since_is_not_asked() -> None:
    chat = invited()
    known(chat.memory, bob, kind="optout")
    assert told(order(chat, "writeup yes")) == [("alice", False)]
    assert chat.says("morning everybody", bob, 3601) == []


def test_they_are_asked_about_one_at_a_time() -> None:
    chat = invited()
    order(chat, "writeup yes")
    solved(chat, 1000, by=carol)
    assert told(order(chat, "writeup yes", carol, 1300)) == [("carol", False)]
    order(chat, "writeup yes", bob, 1400, direct(bob))
    assert len(chat.says("good morning to everybody in here", bob, 1500)) == 1


# --- other ways to say yes ---


@pytest.mark.parametrize(("text", "says"), [("yes", True), ("Yes please!", True), ("ok, sure", True), ("yes!", True)])
def test_a_bare_yes_to_us_right_after_counts(text: str, says: bool) -> None:
    chat = invited()
    chat.says(f"{HELPER}: {text}", at=300)
    assert [one.asker_says for one in kept(chat)] == [says]


@pytest.mark.parametrize("text", ["no", "no thanks", "No, thank you."])
def test_a_bare_no_drops_it(text: str) -> None:
    chat = invited()
    assert len(chat.says(f"{HELPER}: {text}", at=300)) == 1
    assert kept(chat) == []


def test_so_does_the_helpers_in_private() -> None:
    chat = invited()
    order(chat, "writeup yes")
    assert drafts(order(chat, "yes, sure", bob, 400, direct(bob))) != []


def test_a_yes_an_hour_later_is_about_something_else() -> None:
    chat = invited()
    chat.says(f"{HELPER}: yes", at=4000)
    assert [one.asker_says for one in kept(chat)] == [None]


def test_a_yes_to_somebody_else_counts_for_nothing() -> None:
    chat = invited()
    chat.says("bob: yes", at=300)
    chat.says("yes", at=310)
    assert [one.asker_says for one in kept(chat)] == [None]


def said(chat: Chat, kind: str) -> Said:
    return next(one for one in chat.memory.records[Said].values() if isinstance(one, Said) and one.kind == kind)


@pytest.mark.parametrize("sign", ["✅", "👍", "👍🏽", "✔️"])
def test_a_sign_to_the_invitation_is_a_yes(sign: str) -> None:
    chat = invited()
    chat.hear(Delivered(START + 241, ROOM, said(chat, "invite").key, "m7"))
    chat.hear(Reacted(START + 300, ROOM, alice, "m7", sign, id="r1"))
    assert [one.asker_says for one in kept(chat)] == [True]
    assert chat.hear(Reacted(START + 301, ROOM, alice, "m7", sign, id="r2")) == []


@pytest.mark.parametrize(("who", "sign"), [(bob, "✅"), (alice, "🎉"), (replace(alice, host="mallory@example.net"), "✅")])
def test_no_other_sign_and_nobody_elses_is(who: Person, sign: str) -> None:
    chat = invited()
    chat.hear(Delivered(START + 241, ROOM, said(chat, "invite").key, "m7"))
    chat.hear(Reacted(START + 300, ROOM, who, "m7", sign, id="r1"))
    assert [one.asker_says for one in kept(chat)] == [None]


def test_a_sign_to_the_question_in_private_is_the_helpers_yes() -> None:
    chat = invited()
    order(chat, "writeup yes")
    chat.hear(Delivered(START + 301, direct(bob), said(chat, "consent").key, "m8"))
    turn = chat.kernel.handle(Reacted(START + 400, direct(bob), bob, "m8", "✅", id="r1"), chat.memory)
    assert len(drafts(turn)) == 1


# --- the rest ---


@pytest.mark.parametrize("text", ["writeup", "writeup maybe", "writeup yes no"])
def test_anything_else_is_told_how_it_goes(text: str) -> None:
    chat = invited()
    order(chat, text)
    assert "writeup yes as NAME" in " ".join(chat.said[-1][1].lines)
    assert [one.asker_says for one in kept(chat)] == [None]


def test_who_has_agreed_is_told_that_the_other_side_is_awaited() -> None:
    chat = invited()
    order(chat, "writeup yes")
    order(chat, "writeup yes", at=310)
    assert "other side" in " ".join(chat.said[-1][1].lines)


def test_the_asker_may_change_their_mind() -> None:
    chat = invited()
    order(chat, "writeup yes")
    order(chat, "writeup no", at=310)
    assert kept(chat) == []


def test_after_two_weeks_nothing_is_kept() -> None:
    chat = invited()
    order(chat, "writeup yes")
    chat.hear(Tick(START + 15 * DAY, daily=True))
    assert kept(chat) == []


def test_a_restart_in_between_loses_no_word() -> None:
    chat = invited()
    order(chat, "writeup yes as alice")
    records = [record for found in chat.memory.records.values() for record in found.values()]
    again = Chat(chat.kernel, Memory(chat.memory.hash_key, records))
    again.hear(Present(START + 350, ROOM, (alice, bob)))
    (draft,) = drafts(order(again, "writeup yes", bob, 400, direct(bob)))
    assert draft.credit == ("alice",)


def test_the_draft_is_signed_by_nobody_who_has_not_said_so() -> None:
    kept_ = Writeup(3, START, "q", ROOM.key, ROOM, "repos", "t", "a", alice, bob, asker_says=True, helper_says=True)
    assert draft_of(kept_, START).credit == ()
    assert draft_of(replace(kept_, asker_credit="x", helper_credit="x"), START).credit == ("x",)


def test_whoever_is_asked_about_nothing_is_told_so() -> None:
    chat = following()
    order(chat, "writeup yes", person("maya"), 10)
    assert chat.memory.counter("said") == 1
