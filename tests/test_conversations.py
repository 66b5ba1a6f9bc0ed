"""The conversations of tests/conversations/, through the kernel in simulated time."""

from functools import cache

import pytest

from tests.transcript import NETWORKS, Conversation, Player, conversations, misses, play

CONVERSATIONS = conversations()
PLAYED = [(one, network) for network in NETWORKS for one in CONVERSATIONS if network in one.networks]
JOURNEYS = {"C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8", "C9", "C10", "C11", "M1", "M2", "M3", "O1", "O2", "O3"}


each = pytest.mark.parametrize(("conversation", "network"), PLAYED, ids=[f"{network}: {one.name}" for one, network in PLAYED])


@cache
def played(name: str, network: str) -> Player:
    return play(next(one for one in CONVERSATIONS if one.name == name), network)


@each
def test_the_bot_says_what_is_expected_and_nothing_else(conversation: Conversation, network: str) -> None:
    lines = list(played(conversation.name, network).lines())
    wrong = misses(conversation, lines, tolerance=0.5)
    assert not wrong, "\n".join(wrong)


@each
def test_the_same_events_give_the_same_turns(conversation: Conversation, network: str) -> None:
    assert repr(play(conversation, network).turns) == repr(played(conversation.name, network).turns)


def test_every_journey_is_told() -> None:
    assert {conversation.journey for conversation in CONVERSATIONS} >= JOURNEYS


def test_names_are_unique() -> None:
    names = [conversation.name for conversation in CONVERSATIONS]
    assert len(names) == len(set(names))
