"""drafts, accept, reject: what waits, who may decide, and what a decision changes."""

from dataclasses import replace
from typing import Any

import pytest

from bot.core.actions import Decide
from bot.core.knowledge import Draft
from bot.core.memory import Memory
from bot.core.moments import Command
from bot.core.people import Identity, Person
from bot.core.plugin import Proposal
from bot.core.records import Drop, Fared, Put, Reported
from plugins.writeup.deciding import Deciding
from tests.builders import NETWORK, ROOM, START, alice, direct, knowledge, memory, person, settings
from tests.entries import ENTRIES

MAYA = person("maya", account="maya")
NINA = person("nina")
HOUSE = settings(maintainers=(Identity(NETWORK, account="maya"), Identity(NETWORK, nick="nina")))
DRAFTS = tuple(Draft(number, "writeup", f"Question {number}?", "An answer.") for number in range(17, 29))
(RPMS,) = (one for one in ENTRIES if one.id == "rpms")
REPORT = Reported(ROOM.key, "rpms", START, "", RPMS.version, 3)


def deciding(*drafts: Draft) -> Deciding:
    return Deciding.of(knowledge(entries=ENTRIES, drafts=drafts), HOUSE)


def order(words: str, made: Memory | None = None, by: Person = MAYA, drafts: tuple[Draft, ...] = (), **more: Any) -> Proposal:
    name, _, args = words.partition(" ")
    moment = Command(START, **{"place": ROOM, "room": ROOM.key, **more}, person=by, name=name, args=args)
    told = {"drafts": Deciding.list, "accept": Deciding.accept, "reject": Deciding.reject}[name]
    (proposal,) = told(deciding(*drafts), moment, made or memory())
    return proposal


def text(proposal: Proposal) -> str:
    return " ".join(f"{words.text} {words.after}" for words in proposal.words)


# --- who ---


@pytest.mark.parametrize("by", [alice, person("maya"), person("Maya", account="mallory"), NINA])
@pytest.mark.parametrize("words", ["drafts", "accept 3", "reject 3", "accept 17"])
def test_a_nick_gives_no_right(words: str, by: Person) -> None:
    proposal = order(words, memory(REPORT), by, DRAFTS)
    assert (proposal.changes, proposal.actions) == ((), ())
    assert "maintainers" in text(proposal)


# --- what waits ---


@pytest.mark.parametrize("words", ["drafts", "accept 3", "reject 3"])
def test_who_reported_something_in_private_is_not_told(words: str) -> None:
    told = text(order(words, memory(replace(REPORT, room=direct(alice).key))))
    assert "in private" in told
    assert "lice" not in told


def test_nothing_waits() -> None:
    assert "Nothing waits" in text(order("drafts"))


def test_reports_and_drafts_are_one_list_by_number() -> None:
    proposal = order("drafts", memory(REPORT), drafts=DRAFTS[:1])
    assert "2 waiting: #3 rpms called wrong in #rdo: Where are the RPMs for Flamingo or" in text(proposal)
    assert "#17 write-up: Question 17?" in text(proposal)


@pytest.mark.parametrize(
    ("draft", "part"),
    [
        (Draft(5, "proposal", "What?", "That."), "#5 suggested: What?"),
        (Draft(5, "proposal", "", "That.", entry="login"), "#5 other answer for login: That."),
        (Draft(5, "gap", "What?"), "#5 asked and not covered: What?"),
    ],
)
def test_each_kind_is_told(draft: Draft, part: str) -> None:
    assert part in text(order("drafts", drafts=(draft,)))


def test_three_are_told_in_the_room_and_the_rest_in_private() -> None:
    room, private = order("drafts", drafts=DRAFTS).words
    assert room.text.count("#") == 3
    assert (room.after, private.place, private.to, private.text.count("#")) == ("(7 more in private)", direct(MAYA), MAYA, 7)


@pytest.mark.parametrize("report", [replace(REPORT, accepted=True), replace(REPORT, version="old"), replace(REPORT, entry="gone")])
def test_what_is_settled_waits_no_more(report: Reported) -> None:
    assert "Nothing waits" in text(order("drafts", memory(report)))


def test_nobody_is_highlighted_by_what_others_wrote() -> None:
    proposal = order("drafts", memory(here=(alice,)), drafts=(Draft(5, "gap", "what did alice say?"),))
    assert "alice" not in text(proposal)


# --- deciding ---


@pytest.mark.parametrize("number", ["17", "#17", "017"])
@pytest.mark.parametrize(("word", "accept"), [("accept", True), ("reject", False)])
def test_a_draft_is_decided_on_by_whoever_changes_the_files(word: str, accept: bool, number: str) -> None:
    proposal = order(f"{word} {number}", drafts=DRAFTS)
    assert proposal.actions == (Decide(17, accept, "maya", ROOM, MAYA),)
    assert (proposal.words, proposal.kind) == ((), "decision")
    assert "maya" in proposal.why


def test_a_rejected_report_gives_the_entry_again() -> None:
    before = Fared(REPORT.entry, REPORT.version, START, wrong=1, solved=2)
    proposal = order("reject 3", memory(REPORT, before))
    assert (proposal.changes, proposal.kind) == ((Drop(Reported, REPORT.key), Put(replace(before, wrong=0))), "decision")
    assert "rpms" in text(proposal)


def test_an_accepted_report_keeps_the_entry_back_until_its_text_changes() -> None:
    assert order("accept 3", memory(REPORT)).changes == (Put(replace(REPORT, accepted=True)),)


@pytest.mark.parametrize(("words", "part"), [("accept", "Which one?"), ("accept it", "Which one?"), ("reject 99", "number 99")])
def test_what_cannot_be_is_answered_with_how_it_goes(words: str, part: str) -> None:
    proposal = order(words, memory(REPORT), drafts=DRAFTS)
    assert (part in text(proposal), proposal.changes, proposal.actions) == (True, (), ())
