"""Exports of Matrix rooms (Element: one JSON object with `messages`), read event by event: an export of any size fits into little memory.

Spec: Matrix client-server API 1.x, m.room.message, m.room.member, m.reaction, rich replies, edits (m.replace), redactions.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from bot.replay.clockwork import seconds
from bot.replay.logged import Logged, Malformed, What, whole

LISTS = frozenset({"messages", "chunk", "events"})  # under which key an export has its events
LARGEST = 8 * 2**20  # characters of one event: homeservers take 64 KiB, and whatever is larger is no event
_SPACE = re.compile(r"[\s,]*")
_FALLBACK = re.compile(r"(?:> ?[^\n]*\n)+\n?")  # the quote in front of a reply
LINES = frozenset({"m.text", "m.notice", "m.emote"})


class Values:
    """JSON values out of a text that comes in pieces. `more` gives the next piece, "" at the end."""

    def __init__(self, more: Callable[[], str]) -> None:
        self.more, self.text, self.at = more, "", 0
        self.decoder = json.JSONDecoder()

    def peek(self) -> str:
        """The next character that says something; "" at the end."""
        while True:
            found = _SPACE.match(self.text, self.at)
            self.at = found.end() if found else self.at
            if self.at < len(self.text):
                return self.text[self.at]
            if not self._read():
                return ""

    def skip(self, character: str) -> None:
        """Pass over this character. Raises Malformed when another one stands there."""
        if self.peek() != character:
            raise Malformed(f"no JSON: {character!r} was expected")
        self.at += 1

    def value(self) -> Any:
        """The next whole value. Raises Malformed when there is none, or it is too large to be an event."""
        self.peek()
        wanted = 1
        while True:
            value, end = self._decoded()
            whole = end >= 0
            before = len(self.text) - self.at
            if whole and end < len(self.text):  # a number at the end of a piece may go on in the next one
                self.at = end
                return value
            if before > LARGEST:
                raise Malformed("no JSON, or larger than any event")
            read = self._read_on(wanted)
            if not read:
                if not whole:
                    raise Malformed("the JSON ends in the middle, or is none")
                self.at = len(self.text)
                return value
            wanted = before + read  # each try reads as much again: the work stays in proportion

    def _decoded(self) -> tuple[Any, int]:
        """The value that begins here and where it ends; -1 when it is not whole."""
        try:
            return self.decoder.raw_decode(self.text, self.at)
        except RecursionError:
            raise Malformed("nested too deeply") from None
        except ValueError:
            return None, -1

    def _read_on(self, wanted: int) -> int:
        """Read at least so many characters, or to the end; how many."""
        read = 0
        while read < wanted and (piece := self._read()):
            read += piece
        return read

    def _read(self) -> int:
        piece = self.more()
        self.text, self.at = self.text[self.at :] + piece, 0
        return len(piece)


def events(more: Callable[[], str]) -> Iterator[Any]:
    """The events of an export: a list, or an object with a list under one of LISTS. Raises Malformed where the JSON breaks off."""
    values = Values(more)
    if values.peek() == "[":
        yield from _items(values)
        return
    values.skip("{")
    found = False
    while values.peek() not in ("}", ""):
        key = values.value()
        values.skip(":")
        if key in LISTS and values.peek() == "[":
            found = True
            yield from _items(values)
        else:
            values.value()
    if not found:
        raise Malformed('no list of "messages"')


def _items(values: Values) -> Iterator[Any]:
    values.skip("[")
    while values.peek() != "]":
        yield values.value()
    values.skip("]")


def told(event: Any) -> Logged | None:
    """What one event tells, but for its room: an export has one; None for what concerns nobody. Raises Malformed."""
    if not isinstance(event, dict):
        raise Malformed("an event that is no JSON object")
    sender, stamp, content = _words(event, "sender"), event.get("origin_server_ts"), event.get("content")
    if not sender or not isinstance(stamp, int | float) or not isinstance(content, dict):
        raise Malformed("an event without sender, origin_server_ts or content")
    id_ = _words(event, "event_id")
    happened = Logged(What.SAID, seconds(stamp), sender, id=id_)
    match event.get("type"):
        case "m.room.message":
            return _message(happened, content)
        case "m.room.member":
            return _member(happened, event, content)
        case "m.reaction":
            related = _relation(content)
            return Logged(What.SIGNED, happened.at, sender, _words(related, "key"), id_, _words(related, "event_id"))
        case "m.room.redaction":
            return Logged(What.REMOVED, happened.at, sender, "", id_, _words(event, "redacts") or _words(content, "redacts"))
        case "m.room.encrypted":
            return Logged(What.HIDDEN, happened.at, sender, id=id_)
    return None


def _message(happened: Logged, content: Mapping[str, Any]) -> Logged | None:
    related = _relation(content)
    if related.get("rel_type") == "m.replace":
        new = content.get("m.new_content")
        body = _words(new, "body") if isinstance(new, dict) else ""
        return Logged(What.EDITED, happened.at, happened.nick, body, happened.id, _words(related, "event_id"))
    kind, body = _words(content, "msgtype"), _words(content, "body")
    if kind not in LINES:
        return None  # a picture, a file; or a line that was taken back before the export
    answered = related.get("m.in_reply_to")
    target = _words(answered, "event_id") if isinstance(answered, dict) and not related.get("is_falling_back") else ""
    text = _FALLBACK.sub("", body, count=1) if target and body.startswith(">") else body
    return replace(
        happened,
        text=f"/me {text}" if kind == "m.emote" else text,
        target=target,
        notice=kind == "m.notice",
        thread=_words(related, "event_id") if related.get("rel_type") == "m.thread" else "",
        mentions=_mentioned(content.get("m.mentions")),
    )


def _mentioned(value: Any) -> tuple[str, ...]:
    """Ids of people in m.mentions."""
    ids = value.get("user_ids") if isinstance(value, dict) else None
    return tuple(id_ for id_ in ids if isinstance(id_, str)) if isinstance(ids, list) else ()


def _member(happened: Logged, event: Mapping[str, Any], content: Mapping[str, Any]) -> Logged | None:
    who, membership = _words(event, "state_key") or happened.nick, content.get("membership")
    if membership == "join":
        return Logged(What.CAME, happened.at, who, name=_words(content, "displayname"))
    return Logged(What.WENT, happened.at, who) if membership in ("leave", "ban") else None


def _relation(content: Mapping[str, Any]) -> Mapping[str, Any]:
    found = content.get("m.relates_to")
    return found if isinstance(found, dict) else {}


def _words(data: Mapping[str, Any], key: str) -> str:
    value = data.get(key)
    return whole(value) if isinstance(value, str) else ""
