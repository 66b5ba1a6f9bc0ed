"""Conversations written down as logs and replayed: what is said is what is expected of them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.core.actions import Say
from bot.core.kernel import Kernel, Turn
from bot.core.memory import Memory
from bot.core.people import Place
from bot.core.records import Mark, Put
from bot.replay.formats import reader
from bot.replay.playing import Playing, as_replayed
from tests.transcript import ROOM, Conversation, Done, Line, all_plugins, conversations, experts, misses, shipped, terminal_settings

DEEDS = {"say": "<{who}> {text}", "join": "*** {who} has joined #rdo", "part": "*** {who} has left #rdo"}
VOUCHED = frozenset({"forgetting needs both words"})  # nobody would be obeyed whom no network vouches for, and a log vouches for nobody


def logged(conversation: Conversation) -> bool:
    """Whether all of it would be in a log: nothing is said in private, and nobody is vouched for."""
    deeds = all(deed.what in DEEDS and not deed.private for deed in conversation.deeds)
    return conversation.plain and "irc" in conversation.networks and deeds and conversation.name not in VOUCHED


ALL = conversations()
CONVERSATIONS = [one for one in ALL if logged(one)]


def log(conversation: Conversation) -> Iterator[str]:
    """Its lines; whoever is there from the beginning comes then."""
    for deed in (*(Done(0.0, nick, "join") for nick in conversation.present), *conversation.deeds):
        stamp = datetime.fromtimestamp(conversation.start + deed.at, UTC).isoformat()
        yield f"{stamp} {DEEDS[deed.what].format(who=deed.who, text=deed.text)}"


def replayed(conversation: Conversation) -> Iterator[Turn]:
    """The Turns of a replay of its log, up to its end."""
    settings = as_replayed(terminal_settings(conversation.timing))
    knowledge = replace(shipped(), experts=experts(conversation, "terminal", "account"))
    made = Playing(Kernel(settings, knowledge, all_plugins(settings, knowledge)), Memory(b"k" * 32), Place("terminal", ROOM))
    people = (made.person("terminal", nick) for nick in conversation.regulars)
    made.memory.apply(Put(Mark("spoke", made.memory.hash(one.identity), conversation.start)) for one in people)
    read = reader("iso", UTC)
    for number, line in enumerate(log(conversation), 1):
        if (told := read.read(line)) is not None:
            yield from made.take(told, f"log:{number}")
    yield from made.kernel.until(conversation.start + conversation.end, made.memory)


def said(turns: Iterator[Turn], start: float) -> Iterator[Line]:
    for turn in turns:
        assert turn.faults == ()
        for say in turn.actions:
            if isinstance(say, Say):
                to = say.place.room if say.place.direct else say.to.name if say.to else ""
                yield turn.event.at - start, to, " ".join(say.lines), "private" if say.place.direct else "room"


@pytest.mark.parametrize("conversation", CONVERSATIONS, ids=lambda one: one.name)
def test_the_log_of_a_conversation_brings_the_lines_of_the_conversation(conversation: Conversation) -> None:
    wrong = misses(conversation, list(said(replayed(conversation), conversation.start)), tolerance=0.5)
    assert not wrong, "\n".join(wrong)


def test_most_conversations_can_be_logged() -> None:
    assert len(CONVERSATIONS) > len(ALL) / 4
