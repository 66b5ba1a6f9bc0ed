"""faq propose: what is read out of a line, and what is never refused."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.actions import WriteDraft
from bot.core.knowledge import Draft
from bot.core.memory import Memory
from bot.core.moments import Command
from bot.core.people import Person
from bot.core.plugin import Proposal
from bot.core.records import DRAFTS, Counter
from plugins.faq.proposing import ANSWER, QUESTION, Proposing, Suggestion
from tests.builders import ROOM, START, alice, bob, direct, knowledge, memory
from tests.entries import ENTRIES

PROPOSING = Proposing.of(knowledge(entries=ENTRIES), 0)


def order(args: str, made: Memory | None = None, by: Person = alice, **more: Any) -> Proposal:
    moment = Command(START, **{"place": ROOM, "room": ROOM.key, **more}, person=by, name="faq", args=f"propose {args}")
    return PROPOSING.command(moment, made or memory())


def draft(proposal: Proposal) -> Draft | None:
    return next((action.draft for action in proposal.actions if isinstance(action, WriteDraft)), None)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Where is the log? = In /var/log.", Suggestion("Where is the log?", "In /var/log.")),
        ("Where?=There.", Suggestion("Where?", "There.")),
        ("What does a=b mean? = Set a=b.", Suggestion("What does a=b mean?", "Set a=b.")),
        ("dnf: what is it = A tool.", Suggestion("dnf: what is it", "A tool.")),
        ("login: Look into keystonerc_admin.", Suggestion("What is the Horizon login?", "Look into keystonerc_admin.", "login")),
        ("login: Set a = b.", Suggestion("What is the Horizon login?", "Set a = b.", "login")),
        ("lost: Look there.", Suggestion("", "Look there.", "lost")),
        ("Q = A (as The Alice)", Suggestion("Q", "A", credit=("The Alice",))),
        ("Q = A as alice", Suggestion("Q", "A", credit=("alice",))),
        ("Q = run it as root", Suggestion("Q", "run it as root")),
        ("Q =", None),
        ("= A", None),
        ("what is this", None),
        ("", None),
    ],
)
def test_a_suggestion_is_read_out_of_a_line(text: str, read: Suggestion | None) -> None:
    assert PROPOSING.read(text, "alice") == read


def test_it_becomes_a_draft_with_a_topic_and_without_the_name_of_who_did_not_ask_for_it() -> None:
    proposal = order("Where is the repo? = On the mirror.")
    assert draft(proposal) == Draft(1, "proposal", "Where is the repo?", "On the mirror.", "repos", (), date(2026, 11, 24), "#rdo")
    assert proposal.words == ()  # what has become of it is told by whoever writes the file


def test_a_correction_keeps_the_topic_of_its_entry() -> None:
    found = draft(order("dhcp: Restart the agent."))
    assert found is not None
    assert (found.entry, found.topic, found.question) == ("dhcp", "networking", "My VM gets no IP from DHCP")


def test_numbers_go_on_behind_those_that_are_taken() -> None:
    found = draft(order("Q = A", memory(Counter(DRAFTS, 16))))
    assert found is not None
    assert found.number == 17


def test_nobody_needs_to_know_where_somebody_said_it_in_private() -> None:
    found = draft(order("Q = A", place=direct(alice), room=direct(alice).key))
    assert found is not None
    assert found.room == ""


def test_three_a_day_are_all_that_one_person_has() -> None:
    made = memory()
    written = []
    for _ in range(4):
        proposal = order("Q = A", made)
        made.apply(proposal.changes)
        written.append(draft(proposal) is not None)
    assert written == [True, True, True, False]
    assert draft(order("Q = A", made, bob)) is not None


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("what is this", "faq propose QUESTION = ANSWER"),
        ("lost: Look there.", "no entry called lost"),
        (f"{'q' * (QUESTION + 1)} = A", "too long"),
        (f"Q = {'a' * (ANSWER + 1)}", "too long"),
    ],
)
def test_what_cannot_be_read_is_answered_with_how_it_goes(text: str, part: str) -> None:
    proposal = order(text)
    assert part in proposal.words[0].text
    assert (proposal.actions, proposal.changes) == ((), ())


def test_no_suggestion_is_refused_for_its_tone() -> None:
    assert draft(order("Why does it fail? = Obviously you just need to RTFM!!!")) is not None


@given(st.text(max_size=400))
def test_whatever_is_said_is_written_down_or_answered(text: str) -> None:
    proposal = order(text)
    assert bool(proposal.words) != bool(proposal.actions)
