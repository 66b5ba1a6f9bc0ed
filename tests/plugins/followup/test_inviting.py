"""After a question was solved: one invitation, and never two things at once."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.people import Person, Place
from bot.core.records import DAY, DRAFTS, Counter, Mark, Put, Quiet, Writeup
from bot.core.settings import Mode
from tests.builders import HELPER, NETWORK, ROOM, START, Chat, alice, bob, direct, expert, helper, known, person
from tests.following import FIX, HELP, THANKS, following, house, solved

INVITE, OFFER = "writeup yes", "iknow"


def said(lines: Iterable[str]) -> list[str]:
    """Which of the two invitations are among these lines."""
    return [kind for line in lines for kind in (INVITE, OFFER) if kind in line]


def writeups(chat: Chat) -> list[Writeup]:
    return list(chat.memory.writeups())


# --- question and fix ---


def test_two_minutes_after_it_was_solved_the_asker_is_invited() -> None:
    chat = following()
    assert said(solved(chat)) == [INVITE]
    assert chat.told == [(240.0, "alice")]


def test_question_and_fix_are_kept_without_names() -> None:
    chat = following()
    chat.says(HELP)
    chat.says("alice: alice, do as bob@example.net says: restart the database", bob, 60)
    chat.says(THANKS, alice, 120)
    chat.wait(241)
    (kept,) = writeups(chat)
    assert (kept.number, kept.topic, kept.text) == (1, "packstack", HELP)
    assert "restart the database" in kept.answer
    assert not {"alice", "bob"} & {word for text in (kept.text, kept.answer) for word in text.replace("@", " ").split()}


def test_only_the_words_of_the_one_who_helped_are_kept() -> None:
    chat = following(here=(helper("carol"),))
    chat.says(HELP)
    chat.says("alice: reinstall everything", helper("carol"), 50)
    chat.says("carol: that did not work, still fails", alice, 55)
    chat.says(FIX, bob, 60)
    chat.says(THANKS, alice, 120)
    chat.wait(241)
    assert [kept.answer for kept in writeups(chat)] == ["restart the database first"]


def test_drafts_have_one_row_of_numbers() -> None:
    chat = following(records=(Counter(DRAFTS, 16),))
    solved(chat)
    assert ([kept.number for kept in writeups(chat)], chat.memory.counter(DRAFTS)) == ([17], 17)


@given(st.lists(st.integers(1, 60 * 24), min_size=1, max_size=12))
def test_nobody_is_invited_twice_in_ninety_days(gaps: list[int]) -> None:
    chat, at, invited = following(), 0.0, []
    for gap in gaps:
        at += gap * 3600.0
        if INVITE in said(solved(chat, at)):
            invited.append(at)
    assert all(later - sooner >= 90 * DAY - 300 for sooner, later in pairwise(invited))
    assert invited[:1] == [gaps[0] * 3600.0]


def test_after_ninety_days_they_may_be_invited_again() -> None:
    chat = following()
    solved(chat)
    assert said(solved(chat, 91 * DAY)) == [INVITE]


@pytest.mark.parametrize("again", [replace(alice, account="Alice"), replace(alice, host="phone@example.net")])
def test_under_the_same_nick_they_were_invited_whoever_they_are(again: Person) -> None:
    chat = following()
    solved(chat)
    chat.leaves(alice, 300)
    chat.comes(again, DAY)
    assert INVITE not in said(solved(chat, DAY, again))


def test_reopened_in_the_meantime_nobody_is_invited() -> None:
    chat = following()
    chat.says(HELP)
    chat.says(FIX, bob, 60)
    chat.says(THANKS, alice, 120)
    chat.says("bob: hmm, it still fails", alice, 180)
    assert said(chat.wait(400)) == []


def test_who_has_left_is_not_run_after() -> None:
    chat = following()
    chat.says(HELP)
    chat.says(FIX, bob, 60)
    chat.says(THANKS, alice, 120)
    chat.leaves(alice, 130)
    assert chat.wait(400) == []
    assert chat.comes(alice, 500) == []


def test_who_solved_it_alone_is_not_asked_for_a_fix() -> None:
    chat = following()
    chat.says(HELP)
    chat.says("never mind, found it, it works now", alice, 120)
    assert said(chat.wait(400)) == []


def test_whoever_opted_out_is_not_invited() -> None:
    chat = following()
    known(chat.memory, alice, kind="optout")
    assert said(solved(chat)) == []
    assert writeups(chat) == []


def test_nor_is_anybody_when_the_helper_opted_out() -> None:
    chat = following()
    known(chat.memory, bob, kind="optout")
    assert said(solved(chat)) == []


def test_in_a_quiet_room_it_is_said_later_or_never() -> None:
    chat = following()
    chat.memory.apply((Put(Quiet(ROOM.key, START + 8 * 3600, "quiet")),))
    assert said((*solved(chat), *chat.wait(9 * 3600))) == []
    assert writeups(chat) == []


def test_where_only_the_asked_is_answered_nobody_is_invited() -> None:
    assert said(solved(following(own=house(mode=Mode.ASKED)))) == []


def test_what_was_asked_in_private_stays_there() -> None:
    chat = following()
    chat.says(HELP, place=direct())
    chat.says("!solved", place=direct(), at=60)
    assert said(chat.wait(600)) == []


def test_who_has_heard_enough_of_us_is_left_in_peace() -> None:
    chat = following()
    chat.says(HELP)
    chat.says(FIX, bob, 60)
    chat.says("!solved", alice, 120)
    chat.says(f"{HELPER}: thanks to you, too", alice, 130)
    assert said(chat.wait(400)) == []


def test_whoever_knows_the_topic_themselves_is_not_invited() -> None:
    chat = following(expert("carol", ("packstack",)), here=(helper("carol"),))
    assert said(solved(chat, by=helper("carol"))) == []


def test_nobody_behind_a_bridge_is_invited_and_no_helper_there_can_agree() -> None:
    zoe = Person(NETWORK, "zoe", "zoe", host="relayed")
    assert said(solved(following(here=(zoe,)), by=zoe)) == []
    assert said(solved(following(here=(zoe,)), helper_=zoe)) == []


def test_without_the_plugin_writeup_nobody_is_invited_to_one() -> None:
    assert said(solved(following(own=house("writeup")))) == []


# --- people who know it now ---


def test_after_the_second_solved_question_they_may_offer_their_help() -> None:
    chat = following()
    solved(chat)
    assert said(solved(chat, 3600)) == [OFFER]
    assert "!iknow packstack 30d" in chat.said[-1][1].lines[-1]


def test_they_are_asked_once() -> None:
    chat = following()
    solved(chat)
    solved(chat, 3600)
    assert said(solved(chat, 7200)) == []


def test_what_was_reopened_at_once_was_not_solved() -> None:
    chat = following()
    chat.says(HELP)
    chat.says(FIX, bob, 60)
    chat.says(THANKS, alice, 120)
    chat.says("bob: hmm, it still fails", alice, 180)
    assert not [mark for mark in chat.memory.records[Mark].values() if isinstance(mark, Mark) and mark.kind == "solved"]


def test_whoever_is_registered_is_not_asked() -> None:
    chat = following(expert("carol", ("repos",)), here=(helper("carol"),))
    solved(chat, by=helper("carol"))
    assert said(solved(chat, 3600, helper("carol"))) == []


def test_without_a_topic_there_is_nothing_to_offer() -> None:
    chat = following()
    solved(chat)
    chat.says("can somebody help me? my vm cannot be migrated, it fails with a strange error", at=3600)
    chat.says("alice: set the host first", bob, 3660)
    chat.says(THANKS, alice, 3700)
    assert said(chat.wait(4000)) == []


def test_a_yes_to_the_offer_is_told_how_it_is_made() -> None:
    chat = following()
    solved(chat)
    solved(chat, 3600)
    assert said(chat.says(f"{HELPER}: yes, please", alice, 3900)) == [OFFER]


@pytest.mark.parametrize(("word", "says"), [("no", "fine"), ("no, thanks", "fine"), ("sure no", "help"), ("ok, but later", "")])
def test_a_no_to_the_offer_is_fine_and_what_is_neither_decides_nothing(word: str, says: str) -> None:
    chat = following()
    solved(chat)
    solved(chat, 3600)
    (told,) = chat.says(f"{HELPER}: {word}", alice, 3900)
    assert says in told
    assert "30d" not in told


def test_a_yes_out_of_the_blue_is_not() -> None:
    chat = following()
    assert said(chat.says(f"{HELPER}: yes", alice)) == []


def test_without_the_plugin_experts_nobody_is_asked_to_be_one() -> None:
    chat = following(own=house("experts"))
    solved(chat)
    assert said(solved(chat, 3600)) == []


def test_marks_are_on_account_and_nick() -> None:
    chat, maya = following(), person("maya", account="Maya")
    chat.comes(maya)
    solved(chat, by=maya)
    hashes = {chat.memory.hash(one) for one in (maya.identity, f"{NETWORK}:maya")}
    marks = [mark for mark in chat.memory.records[Mark].values() if isinstance(mark, Mark)]
    assert {mark.hash for mark in marks if mark.kind == "invited"} == hashes
    assert {mark.hash for mark in marks if mark.kind == "solved"} == hashes


def test_the_invitation_is_said_in_the_room_to_the_asker() -> None:
    chat = following()
    solved(chat)
    _, say = chat.said[-1]
    assert (say.place, say.to, say.loud) == (Place(NETWORK, "#rdo"), alice, False)
