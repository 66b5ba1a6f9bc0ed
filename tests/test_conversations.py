"""The conversations of tests/conversations/, through the kernel in simulated time."""

import pytest

from tests.transcript import Conversation, conversations, misses, play

CONVERSATIONS = conversations()
JOURNEYS = {"C1", "C2", "C3", "C4", "C5", "C7", "C8"}


@pytest.mark.parametrize("conversation", CONVERSATIONS, ids=lambda c: c.name)
def test_the_bot_says_what_is_expected_and_nothing_else(conversation: Conversation) -> None:
    lines = list(play(conversation).lines())
    wrong = misses(conversation, lines, tolerance=0.5)
    assert not wrong, "\n".join(wrong)


def test_the_same_events_give_the_same_turns() -> None:
    for conversation in CONVERSATIONS:
        assert repr(play(conversation).turns) == repr(play(conversation).turns)


def test_every_journey_of_the_first_part_is_told() -> None:
    assert {conversation.journey for conversation in CONVERSATIONS} >= JOURNEYS


def test_names_are_unique() -> None:
    names = [conversation.name for conversation in CONVERSATIONS]
    assert len(names) == len(set(names))
