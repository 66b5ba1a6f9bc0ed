"""The conversations of tests/conversations/, through the kernel in simulated time."""

from functools import cache

import pytest

from tests.transcript import Conversation, Player, conversations, misses, play

CONVERSATIONS = conversations()
JOURNEYS = {"C1", "C2", "C3", "C4", "C5", "C7", "C8"}


each = pytest.mark.parametrize("conversation", CONVERSATIONS, ids=lambda c: c.name)


@cache
def played(name: str) -> Player:
    return play(next(one for one in CONVERSATIONS if one.name == name))


@each
def test_the_bot_says_what_is_expected_and_nothing_else(conversation: Conversation) -> None:
    lines = list(played(conversation.name).lines())
    wrong = misses(conversation, lines, tolerance=0.5)
    assert not wrong, "\n".join(wrong)


@each
def test_the_same_events_give_the_same_turns(conversation: Conversation) -> None:
    assert repr(play(conversation).turns) == repr(played(conversation.name).turns)


def test_every_journey_of_the_first_part_is_told() -> None:
    assert {conversation.journey for conversation in CONVERSATIONS} >= JOURNEYS


def test_names_are_unique() -> None:
    names = [conversation.name for conversation in CONVERSATIONS]
    assert len(names) == len(set(names))
