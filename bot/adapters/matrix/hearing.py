"""What one event of a room means: a line, an edit, a removal, a reaction, somebody's coming or going. Pure; nothing in an event is trusted.

Client-server API: "Instant messaging", "Rich replies", "Threading", "Event replacements", "Redactions", "Event annotations and reactions".
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from bot.adapters.matrix.rooms import Rooms, shown
from bot.adapters.matrix.sync import Raw
from bot.core.events import Edited, Event, Joined, Left, Message, Reacted, Removed, Renamed, Unreadable
from bot.core.people import Person

LINES = frozenset({"m.text", "m.notice", "m.emote"})  # pictures, files and places say nothing to us
LONGEST = 65_536  # characters of a body that are read: a whole event has no more bytes
MENTIONED = 50  # people named in one line that are looked at: more is a mass highlight
PILL = "https://matrix.to/#/"
_REPLY_FALLBACK = re.compile(r"\A(?:> .*\n|>\n)+\n?")


@dataclass(frozen=True, slots=True)
class Upgrade:
    """A room was replaced by another one (m.room.tombstone)."""

    room_id: str
    replacement: str
    sender: str


def heard(event: Raw, room_id: str, rooms: Rooms, at: float) -> tuple[Event | Upgrade, ...]:
    """What a timeline event means, read at `at` (the bot's own clock, seconds). Nothing, for most kinds. Never raises."""
    sender, event_id = event.get("sender"), event.get("event_id")
    if not isinstance(sender, str) or not isinstance(event_id, str) or not sender or not event_id:
        return ()
    content = event.get("content")
    head = _Head(event_id, room_id, sender, at, _sent(event), content if isinstance(content, dict) else {})
    return tuple(_READ[event["type"]](event, head, rooms)) if event["type"] in _READ else ()


@dataclass(frozen=True, slots=True)
class _Head:
    """What every event has."""

    id: str
    room_id: str
    sender: str
    at: float
    sent: float | None
    content: Mapping[str, Any]


def _sent(event: Raw) -> float | None:
    """The homeserver's time stamp, in seconds."""
    stamp = event.get("origin_server_ts")
    if isinstance(stamp, bool) or not isinstance(stamp, int | float):
        return None
    return float(stamp) / 1000 if 0 <= stamp < 1e15 else None  # 1e15 ms: the year 33658


# --- lines ---


def _message(event: Raw, head: _Head, rooms: Rooms) -> Iterator[Event]:
    relation = _dict(head.content.get("m.relates_to"))
    if relation.get("rel_type") == "m.replace":
        yield from _edited(head, relation, rooms)
        return
    text = _text_of(head.content, replies=_replies(relation))
    if text is None or _dict(event.get("unsigned")).get("redacted_because"):
        return
    yield Message(
        head.at,
        rooms.place(head.room_id),
        rooms.person(head.room_id, head.sender),
        _named_in_front(text, head, rooms),
        id=head.id,
        sent=head.sent,
        reply_to=_replied(relation),
        thread=_thread(relation),
        standing=rooms.standing(head.room_id, head.sender),
        notice=head.content.get("msgtype") == "m.notice",
        own=head.sender == rooms.me,
        mentions=_mentions(head.content),
    )


def _edited(head: _Head, relation: Mapping[str, Any], rooms: Rooms) -> Iterator[Event]:
    target, new = relation.get("event_id"), head.content.get("m.new_content")
    if not isinstance(target, str) or not isinstance(new, dict) or head.sender == rooms.me:
        return
    text = _text_of(new, replies=True)
    if text is not None:
        inner = _Head(head.id, head.room_id, head.sender, head.at, head.sent, new)
        yield Edited(
            head.at,
            rooms.place(head.room_id),
            rooms.person(head.room_id, head.sender),
            target,
            _named_in_front(text, inner, rooms),
            id=head.id,
            sent=head.sent,
        )


def _text_of(content: Mapping[str, Any], *, replies: bool) -> str | None:
    """The words of a message, without the quotation that a reply begins with; None when it has none."""
    body, kind = content.get("body"), content.get("msgtype")
    if not isinstance(body, str) or kind not in LINES:
        return None
    text = body[:LONGEST]
    if replies:
        text = _REPLY_FALLBACK.sub("", text, count=1)
    if content.get("format") == "org.matrix.custom.html" and isinstance(content.get("formatted_body"), str):
        text = _with_code(text, content["formatted_body"][:LONGEST])
    return f"/me {text}" if kind == "m.emote" else text


def _replies(relation: Mapping[str, Any]) -> bool:
    return bool(_dict(relation.get("m.in_reply_to")).get("event_id"))


def _replied(relation: Mapping[str, Any]) -> str | None:
    """The line that this one answers; the fallback that threads have for old clients answers nothing."""
    target = _dict(relation.get("m.in_reply_to")).get("event_id")
    if relation.get("rel_type") == "m.thread" and relation.get("is_falling_back") is not False:
        return None
    return target if isinstance(target, str) and target else None


def _thread(relation: Mapping[str, Any]) -> str | None:
    root = relation.get("event_id") if relation.get("rel_type") == "m.thread" else None
    return root if isinstance(root, str) and root else None


def _mentions(content: Mapping[str, Any]) -> tuple[str, ...]:
    users = _dict(content.get("m.mentions")).get("user_ids")
    named = [user for user in users[:MENTIONED] if isinstance(user, str)] if isinstance(users, list) else []
    return tuple(dict.fromkeys(named))


def _named_in_front(text: str, head: _Head, rooms: Rooms) -> str:
    """The text, its first mention with a colon behind it: "Bob Smith could you …" is said to Bob Smith, if the sender's client says so."""
    html = head.content.get("formatted_body")
    if not isinstance(html, str) or PILL not in html:
        return text
    found = _FIRST_PILL.match(html.removeprefix("<p>"))
    mxid = found["mxid"].replace("%40", "@").replace("%3A", ":") if found else ""
    if mxid not in _mentions(head.content):
        return text
    name = rooms.name(head.room_id, mxid)
    for front in (name, mxid, shown(found["name"]) if found else ""):
        rest = text.removeprefix("@").removeprefix(front) if front else text
        if front and rest != text and (not rest or not rest[0].isalnum()):
            return f"{name}: {rest.lstrip(' :,')}"
    return text


_FIRST_PILL = re.compile(rf"<a href=[\"']{re.escape(PILL)}(?P<mxid>(?:@|%40)[^\"'?/]+)[^\"']*[\"'][^>]*>(?P<name>[^<]*)</a>")


# --- code that only the formatted body shows ---


class _Code(HTMLParser):
    """Collects what stands in <pre>, or in <code> outside of it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[bool, str]] = []  # whether a whole block, and its text
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # type: ignore[explicit-override]  # noqa: ARG002 - of the parser
        if tag in ("pre", "code"):
            if not self._open:
                self.found.append((tag == "pre", ""))
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:  # type: ignore[explicit-override]
        if tag in self._open:
            del self._open[self._open.index(tag) :]

    def handle_data(self, data: str) -> None:  # type: ignore[explicit-override]
        if self._open and self.found:
            block, text = self.found[-1]
            self.found[-1] = (block, text + data)


def _with_code(text: str, html: str) -> str:
    """The text with code marked as code where the sender's client wrote it without marks in the plain body."""
    if "```" in text or "`" in text or not ("<pre" in html or "<code" in html):
        return text
    parser = _Code()
    parser.feed(html)
    parser.close()
    for block, code in parser.found:
        inner = code.strip("\n")
        if inner.strip() and inner in text:
            text = text.replace(inner, f"\n```\n{inner}\n```\n" if block else f"`{inner}`", 1)
    return text


# --- everything else ---


def _unreadable(_: Raw, head: _Head, rooms: Rooms) -> Iterator[Event]:
    if head.sender != rooms.me:
        yield Unreadable(head.at, rooms.place(head.room_id), rooms.person(head.room_id, head.sender), head.id)


def _removed(event: Raw, head: _Head, rooms: Rooms) -> Iterator[Event]:
    """Up to room version 10 the target stands beside the content, from 11 on in it."""
    target = next((t for t in (head.content.get("redacts"), event.get("redacts")) if isinstance(t, str) and t), None)
    if target is not None and head.sender != rooms.me:
        yield Removed(head.at, rooms.place(head.room_id), target, head.id)


def _reacted(_: Raw, head: _Head, rooms: Rooms) -> Iterator[Event]:
    relation = _dict(head.content.get("m.relates_to"))
    target, sign = relation.get("event_id"), relation.get("key")
    if relation.get("rel_type") == "m.annotation" and isinstance(target, str) and isinstance(sign, str) and head.sender != rooms.me:
        yield Reacted(
            head.at, rooms.place(head.room_id), rooms.person(head.room_id, head.sender), target, sign[:MENTIONED], head.id, head.sent
        )


def _member(event: Raw, head: _Head, rooms: Rooms) -> Iterator[Event]:
    """Comings and goings, and new names; what befalls ourselves the shell sees in other parts of the sync."""
    mxid = event.get("state_key")
    if not isinstance(mxid, str) or mxid == rooms.me:
        return
    place, was = rooms.place(head.room_id), _dict(_dict(event.get("unsigned")).get("prev_content"))
    before = rooms.person(head.room_id, mxid)
    if was.get("membership") == "join" and isinstance(was.get("displayname"), str) and shown(was["displayname"]):
        before = Person(before.network, mxid, shown(was["displayname"]), account=mxid)
    rooms.learn(head.room_id, event)
    now = rooms.person(head.room_id, mxid)
    if head.content.get("membership") == "join":
        if was.get("membership") != "join":
            yield Joined(head.at, place, now)
        elif before.name != now.name:
            yield Renamed(head.at, before, now)
    elif head.content.get("membership") in ("leave", "ban") and was.get("membership", "join") == "join":
        yield Left(head.at, place, before)


def _upgraded(event: Raw, head: _Head, _: Rooms) -> Iterator[Upgrade]:
    replacement = head.content.get("replacement_room")
    if event.get("state_key") == "" and isinstance(replacement, str) and replacement.startswith("!"):
        yield Upgrade(head.room_id, replacement, head.sender)


def _state(event: Raw, head: _Head, rooms: Rooms) -> Iterator[Event]:
    rooms.learn(head.room_id, event)
    yield from ()


_READ: Mapping[str, Any] = {
    "m.room.message": _message,
    "m.room.encrypted": _unreadable,
    "m.room.redaction": _removed,
    "m.reaction": _reacted,
    "m.room.member": _member,
    "m.room.tombstone": _upgraded,
    "m.room.power_levels": _state,
    "m.room.encryption": _state,
}


def _dict(data: object) -> dict[str, Any]:
    return data if isinstance(data, dict) else {}
