"""A bridged conversation is the same conversation: whoever is on which side, and whatever the bridge does to their lines."""

from collections import defaultdict
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.events import Message
from bot.core.kernel import Turn
from bot.core.memory import Memory
from bot.core.records import Counter, Said
from tests.transcript import HELPER, Conversation, conversations, misses, play
from tests.two_sides import IRC, MATRIX, PLACES, TwoSides

TOLD = [one for one in conversations() if len(one.networks) > 1 and one.plain]
SIDES = st.lists(st.sampled_from((IRC, MATRIX)), min_size=8, max_size=8)


def people(conversation: Conversation) -> list[str]:
    names = {deed.who for deed in conversation.deeds} | set(conversation.present) | set(conversation.regulars)
    return sorted(names | {one["name"] for one in conversation.experts})


@pytest.mark.parametrize("conversation", TOLD, ids=lambda one: one.name)
@pytest.mark.parametrize("puppets", [False, True], ids=["relayed", "puppets"])
@pytest.mark.parametrize("half", [0, 1, 2, 3])
def test_what_is_said_is_the_same_whoever_is_on_which_side(conversation: Conversation, puppets: bool, half: int) -> None:
    at_home = {name: (IRC, MATRIX)[(index >> (half // 2) ^ half) % 2] for index, name in enumerate(people(conversation))}
    played = TwoSides(conversation, at_home, puppets).play()
    wrong = misses(conversation, list(played.lines()), tolerance=1.0)
    assert not wrong, "\n".join(wrong)
    assert all(say.place == PLACES[say.to.network] for _, say in played.said if say.to is not None and not say.place.direct)


bridged = st.builds(
    lambda one, sides, puppets, chance: TwoSides(one, dict(zip(people(one), sides, strict=False)), puppets, chance).play(),
    st.sampled_from(TOLD),
    SIDES,
    st.booleans(),
    st.randoms(use_true_random=False),
)


@cache
def questions_of(name: str) -> int:
    """How many questions there are where there is only one side."""
    return numbered(play(next(one for one in TOLD if one.name == name)).memory)


def numbered(memory: Memory) -> int:
    counters = (record for key, record in memory.records[Counter].items() if key.startswith("number:") and "@" not in key)
    return sum(record.value for record in counters if isinstance(record, Counter))


@settings(deadline=None)
@given(bridged)
def test_whatever_the_bridge_does_no_question_is_asked_twice(played: TwoSides) -> None:
    assert numbered(played.memory) <= questions_of(played.conversation.name)


@settings(deadline=None)
@given(bridged)
def test_whatever_the_bridge_does_there_is_one_voice_for_each_question(played: TwoSides) -> None:
    for turn in played.turns:
        utterances: dict[str, set[int]] = defaultdict(set)
        for said in _said(turn):
            utterances[said.question or said.to].add(said.utterance)
        assert all(len(voices) == 1 for voices in utterances.values())
    answers = [said.question for turn in played.turns for said in _said(turn) if said.kind == "answer" and said.question]
    assert len(answers) == len(set(answers))


@settings(deadline=None)
@given(bridged)
def test_our_own_lines_that_a_bridge_brings_back_cause_nothing(played: TwoSides) -> None:
    echoes = [turn for turn in played.turns if isinstance(turn.event, Message) and HELPER in (_name(turn.event), turn.event.sender.name)]
    assert all(turn.actions == () and turn.changes == () for turn in echoes)


def _name(event: Message) -> str:
    """Under which name the bridge shows the speaker."""
    told = event.text[1:].partition("> ")[0] if event.text.startswith("<") else event.sender.name
    return told.replace("\u200b", "").removesuffix("[m]").removesuffix(" (IRC)")


def _said(turn: Turn) -> list[Said]:
    """What was said in this turn; not what was said before, and is kept otherwise from now on (who answered it, whose it no longer is)."""
    records = (getattr(change, "record", None) for change in turn.changes)
    return [record for record in records if isinstance(record, Said) and not record.withheld and record.at == turn.event.at]
