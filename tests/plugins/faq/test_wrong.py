"""wrong: which answer is reported, what is said, and who is sought after all."""

from typing import Any

import pytest

from bot.core.memory import Memory
from bot.core.moments import Command, SpokenTo
from bot.core.people import Person
from bot.core.plugin import Proposal, Reopened
from bot.core.records import Put, Reported, Said, Status
from bot.core.reports import Reports, Taken
from plugins.faq.wrong import Wrong
from tests.builders import ROOM, START, alice, bob, carol, direct, knowledge, memory, phrases, question, uttered
from tests.entries import ENTRIES

WRONG = Wrong(phrases(), Reports.of(knowledge(entries=ENTRIES)))
FIRST = uttered(1, entry="rpms", id="$1", question=f"{ROOM.key}#1")
LAST = uttered(2, at=60, entry="login", id="$2")
ASKED = question(status=Status.ANSWERED, entry="rpms")


def order(made: Memory, by: Person = bob, at: float = 600.0, **more: Any) -> Proposal:
    return WRONG.command(Command(START + at, **{"place": ROOM, "room": ROOM.key, **more}, person=by, name="wrong", args=""), made)


def reported(proposal: Proposal) -> list[str]:
    return [change.record.entry for change in proposal.changes if isinstance(change, Put) and isinstance(change.record, Reported)]


@pytest.mark.parametrize(
    ("said", "more", "entries"),
    [
        ((FIRST, LAST), {}, ["login"]),
        ((FIRST, LAST), {"reply_to": "$1"}, ["rpms"]),
        ((FIRST, LAST), {"reply_to": "$else"}, ["login"]),
        ((FIRST,), {"at": 90_000.0}, []),
        ((FIRST,), {"place": direct(bob), "room": direct(bob).key}, []),
        ((), {}, []),
    ],
)
def test_it_is_about_the_line_that_is_replied_to_else_the_last_answer_of_a_day(
    said: tuple[Said, ...], more: dict[str, Any], entries: list[str]
) -> None:
    assert reported(order(memory(*said), **more)) == entries


def test_it_is_thanked_for_in_one_line_that_says_what_happens() -> None:
    (words,) = order(memory(FIRST)).words
    assert (words.to, "maintainer" in words.text) == (bob, True)


def test_nothing_to_report_says_how_to_name_it() -> None:
    assert "Reply" in order(memory()).words[0].text


def test_used_up_reports_are_told_kindly_and_change_nothing() -> None:
    made = memory(FIRST)
    for number, entry in enumerate(("a", "b", "c")):
        made.apply([Put(Reported(ROOM.key, entry, START, made.hash(bob.identity), number=number))])
    refused = order(made)
    assert (refused.changes, "Three" in refused.words[0].text) == ((), True)


def test_for_whoever_asked_a_person_is_sought_as_well() -> None:
    assert order(memory(FIRST, ASKED), by=alice).effect == Reopened(ASKED.key, alice)


@pytest.mark.parametrize("by", [bob, carol])
def test_for_others_the_question_stays_as_it_is(by: Person) -> None:
    assert order(memory(FIRST, ASKED), by=by).effect is None


@pytest.mark.parametrize("taken", list(Taken))
def test_said_in_words_it_is_thanked_for_and_reported_already(taken: Taken) -> None:
    proposal = WRONG.thanks(SpokenTo(START, ROOM, ROOM.key, bob, "that's wrong", wrong=taken), taken)
    assert (proposal.changes, len(proposal.words)) == ((), 1)
