"""Conversations written down as logs and replayed: what is said is what is expected of them."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.core.actions import Say
from bot.core.kernel import Kernel, Turn
from bot.core.memory import Memory
from bot.core.people import Place
from bot.core.records import Mark, Put
from bot.replay.exports import told
from bot.replay.formats import reader
from bot.replay.logged import Logged
from bot.replay.playing import Playing, as_replayed
from tests.transcript import (
    HELPER,
    ROOM,
    Conversation,
    Done,
    Line,
    all_plugins,
    conversations,
    experts,
    matrix_settings,
    misses,
    mxid,
    shipped,
    terminal_settings,
)

FORMS = {"say": "<{who}> {text}", "join": "*** {who} has joined #rdo", "part": "*** {who} has left #rdo"}
VOUCHED = frozenset({"forgetting needs both words"})  # nobody would be obeyed whom no network vouches for, and a log vouches for nobody
EVENTS = frozenset({*FORMS, "edit", "remove", "react"})  # what an export of a Matrix room has


def logged(conversation: Conversation) -> bool:
    """Whether all of it would be in a log: nothing is said in private, nobody is vouched for, nobody touches the bot's lines."""
    known = FORMS if "irc" in conversation.networks else EVENTS
    deeds = all(deed.what in known and not deed.private and deed.target != HELPER for deed in conversation.deeds)
    return conversation.plain and deeds and conversation.name not in VOUCHED


ALL = conversations()
CONVERSATIONS = [one for one in ALL if logged(one)]


def deeds(conversation: Conversation) -> Iterator[Done]:
    """What people do; whoever is there from the beginning comes then."""
    yield from (Done(0.0, nick, "join") for nick in conversation.present)
    yield from conversation.deeds


def lines(conversation: Conversation) -> Iterator[Logged | None]:
    """Through a plain log."""
    read = reader("iso", UTC)
    for deed in deeds(conversation):
        stamp = datetime.fromtimestamp(conversation.start + deed.at, UTC).isoformat()
        yield read.read(f"{stamp} {FORMS[deed.what].format(who=deed.who, text=deed.text)}")


def events(conversation: Conversation) -> Iterator[Logged | None]:
    """Through an export of a Matrix room."""
    ids: dict[str, str] = {}
    for number, deed in enumerate(deeds(conversation)):
        target = ids.get(deed.target, "")
        ids[deed.text] = target if deed.what == "edit" else f"${number}"
        yield told(
            {
                "sender": mxid(deed.who),
                "origin_server_ts": round(1000 * (conversation.start + deed.at)),
                "event_id": f"${number}",
                **event(deed, target, ids.get(deed.thread, "")),
            }
        )


def event(deed: Done, target: str, thread: str) -> Mapping[str, Any]:
    """Type and content of what somebody does."""
    text = {"msgtype": "m.text", "body": deed.text}
    related: Mapping[str, Any] = {"m.in_reply_to": {"event_id": target}} if target else {}
    match deed.what:
        case "join" | "part":
            return {"type": "m.room.member", "content": {"membership": "join" if deed.what == "join" else "leave"}}
        case "edit":
            related = {"rel_type": "m.replace", "event_id": target}
            return {"type": "m.room.message", "content": {**text, "m.new_content": text, "m.relates_to": related}}
        case "remove":
            return {"type": "m.room.redaction", "redacts": target, "content": {}}
        case "react":
            return {"type": "m.reaction", "content": {"m.relates_to": {"event_id": target, "key": deed.sign}}}
    named = {"user_ids": [mxid(name) for name in deed.names]}
    related = {"rel_type": "m.thread", "event_id": thread, **related} if thread else related
    return {"type": "m.room.message", "content": {**text, "m.mentions": named, "m.relates_to": related}}


def replayed(conversation: Conversation) -> Iterator[Turn]:
    """The Turns of a replay of its log, up to its end."""
    irc = "irc" in conversation.networks
    settings = as_replayed((terminal_settings if irc else matrix_settings)(conversation.timing))
    network = settings.networks[0].name
    knowledge = replace(shipped(), experts=experts(conversation, network, "account" if irc else "id"))
    made = Playing(Kernel(settings, knowledge, all_plugins(settings, knowledge)), Memory(b"k" * 32), Place(network, ROOM))
    people = (made.person(network, nick if irc else mxid(nick)) for nick in conversation.regulars)
    made.memory.apply(Put(Mark("spoke", made.memory.hash(one.identity), conversation.start)) for one in people)
    for number, one in enumerate((lines if irc else events)(conversation), 1):
        if one is not None:
            yield from made.take(one, f"log:{number}")
    yield from made.kernel.until(conversation.start + conversation.end, made.memory)


def said(turns: Iterator[Turn], start: float) -> Iterator[Line]:
    for turn in turns:
        assert turn.faults == ()
        for say in turn.actions:
            if isinstance(say, Say):
                to = say.to.name if say.to else say.place.room if say.place.direct else ""
                yield turn.event.at - start, to, " ".join(say.lines), "private" if say.place.direct else "room"


@pytest.mark.parametrize("conversation", CONVERSATIONS, ids=lambda one: one.name)
def test_the_log_of_a_conversation_brings_the_lines_of_the_conversation(conversation: Conversation) -> None:
    wrong = misses(conversation, list(said(replayed(conversation), conversation.start)), tolerance=0.5)
    assert not wrong, "\n".join(wrong)


def test_most_conversations_can_be_logged() -> None:
    assert len(CONVERSATIONS) > len(ALL) / 4
