"""What one event of a room means: a line, an edit, a removal, a reaction, somebody's coming or going. Pure; nothing in an event is trusted.

Client-server API: "Instant messaging", "Rich replies", "Threading", "Event replacements", "Redactions", "Event annotations and reactions".
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from itertools import islice
from typing import Any
from urllib.parse import unquote

from bot.adapters.matrix.rooms import Rooms, shown
from bot.adapters.matrix.sync import Raw
from bot.core.events import Edited, Event, Joined, Left, Message, Reacted, Removed, Renamed, Unreadable
from bot.core.people import Person

LINES = frozenset({"m.text", "m.notice", "m.emote"})  # pictures, files and places say nothing to us
LONGEST = 65_536  # characters of a body that are read: a whole event has no more bytes
MENTIONED = 50  # people named in one line that are looked at: more is a mass highlight
LONGEST_ID = 255  # bytes of any identifier (specification, appendix "Common identifier format")
LONGEST_SIGN = 50  # characters of a reaction: emoji made of many parts have a dozen, some clients send words
BLOCKS = 50  # pieces of code in one line that are looked for
PILL = "https://matrix.to/#/"
_REPLY_FALLBACK = re.compile(r"\A(?:>(?: .*)?\n)+\n?")
_QUOTED = re.compile(r"\A\s*<mx-reply>.*?</mx-reply>\s*", re.DOTALL | re.IGNORECASE)
_NICK = re.compile(r"[^\s,:;@<>()\"!?/]+")


@dataclass(frozen=True, slots=True)
class Upgrade:
    """A room was replaced by another one (m.room.tombstone)."""

    room_id: str
    replacement: str
    sender: str


def heard(event: Raw, room_id: str, rooms: Rooms, at: float) -> tuple[Event | Upgrade, ...]:
    """What a timeline event means, read at `at` (the bot's own clock, seconds). Nothing, for most kinds. Never raises."""
    sender, event_id = _id(event.get("sender")), _id(event.get("event_id"))
    if sender is None or event_id is None:
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
        _named_in_front(text, head.content, head.room_id, rooms),
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
    target, new = _id(relation.get("event_id")), head.content.get("m.new_content")
    if target is None or not isinstance(new, dict) or head.sender == rooms.me:
        return
    text = _text_of(new, replies=True)
    if text is not None:
        yield Edited(
            head.at,
            rooms.place(head.room_id),
            rooms.person(head.room_id, head.sender),
            target,
            _named_in_front(text, new, head.room_id, rooms),
            id=head.id,
            sent=head.sent,
        )


def _text_of(content: Mapping[str, Any], *, replies: bool) -> str | None:
    """The words of a message, without the quotation that a reply begins with; None when it has none."""
    body, kind = content.get("body"), content.get("msgtype")
    if not isinstance(body, str) or kind not in LINES:
        return None
    text = _storable(body[:LONGEST])
    if replies:
        text = _REPLY_FALLBACK.sub("", text, count=1)
    text = _with_code(text, _html(content))
    return f"/me {text}" if kind == "m.emote" else text


def _html(content: Mapping[str, Any]) -> str:
    """The formatted body without the quotation that a reply begins with; "" when there is none."""
    html = content.get("formatted_body")
    if content.get("format") != "org.matrix.custom.html" or not isinstance(html, str):
        return ""
    return _QUOTED.sub("", _storable(html[:LONGEST]))


def _replies(relation: Mapping[str, Any]) -> bool:
    return bool(_dict(relation.get("m.in_reply_to")).get("event_id"))


def _replied(relation: Mapping[str, Any]) -> str | None:
    """The line that this one answers; the fallback that threads have for old clients answers nothing."""
    if relation.get("rel_type") == "m.thread" and relation.get("is_falling_back") is not False:
        return None
    return _id(_dict(relation.get("m.in_reply_to")).get("event_id"))


def _thread(relation: Mapping[str, Any]) -> str | None:
    return _id(relation.get("event_id")) if relation.get("rel_type") == "m.thread" else None


def _mentions(content: Mapping[str, Any]) -> tuple[str, ...]:
    users = _dict(content.get("m.mentions")).get("user_ids")
    named = [_id(user) for user in users[:MENTIONED]] if isinstance(users, list) else []
    return tuple(dict.fromkeys(user for user in named if user is not None))


def _named_in_front(text: str, content: Mapping[str, Any], room_id: str, rooms: Rooms) -> str:
    """The text, its first mention with a colon behind it: "Bob Smith could you …" is said to Bob Smith, if the sender's client says so."""
    found = _FIRST_PILL.match(_html(content).removeprefix("<p>"))
    if found is None:
        return text
    mxid = unquote(found["mxid"])
    if mxid not in _mentions(content):
        return text
    name = rooms.name(room_id, mxid)
    fronts = (name, mxid, shown(unescape(found["name"])))
    rests = (text.removeprefix(at).removeprefix(front) for front in fronts if front for at in ("", "@") if text.startswith(at + front))
    rest = next((rest for rest in rests if not rest or not (rest[0].isalnum() or rest[0] in "-_")), None)
    return text if rest is None else f"{_readable(name, mxid)}: {rest.lstrip(' :,')}"


def _readable(name: str, mxid: str) -> str:
    """A name that the house can find in front of a line (bot/core/address.py); the Matrix ID where the name cannot be told from words."""
    return name if _NICK.fullmatch(name) or (" " in name and ":" not in name) else mxid


_FIRST_PILL = re.compile(rf"<a href=[\"']{re.escape(PILL)}(?P<mxid>(?:@|%40)[^\"'?/<>]+)[^\"'<>]*[\"'][^<>]*>(?P<name>[^<]*)</a>")


# --- code that only the formatted body shows ---

_TAG = re.compile(r"<(?P<end>/?)(?P<name>pre|code)(?:\s[^<>]*)?>|<[^<>]*>", re.IGNORECASE)


def _code(html: str) -> Iterator[tuple[bool, str]]:
    """What stands in <pre>, or in <code> outside of it: whether it is a block, and its text."""
    inside, block, at, parts = "", False, 0, [""]
    for tag in _TAG.finditer(html):
        if inside:
            parts.append(unescape(html[at : tag.start()]))
        at, name = tag.end(), (tag["name"] or "").lower()
        if name and not tag["end"] and not inside:
            inside, block, parts = name, name == "pre", []
        elif name and name == inside and tag["end"]:
            yield block, "".join(parts)
            inside = ""


def _with_code(text: str, html: str) -> str:
    """The text with code marked as code where the sender's client wrote it without marks in the plain body."""
    if "`" in text or not html:
        return text
    written, at = [], 0
    for block, code in islice(_code(html), BLOCKS):
        inner = code.strip("\n")
        found = text.find(inner, at) if inner.strip() else -1
        if found >= 0:
            written += [text[at:found], f"\n```\n{inner}\n```\n" if block else f"`{inner}`"]
            at = found + len(inner)
    return "".join([*written, text[at:]])


# --- everything else ---


def _unreadable(_: Raw, head: _Head, rooms: Rooms) -> Iterator[Event]:
    if head.sender != rooms.me:
        yield Unreadable(head.at, rooms.place(head.room_id), rooms.person(head.room_id, head.sender), head.id)


def _removed(event: Raw, head: _Head, rooms: Rooms) -> Iterator[Event]:
    """Up to room version 10 the target stands beside the content, from 11 on in it; homeservers copy it to the other place.

    Two different targets are a trick: a homeserver has looked at one of them only.
    """
    targets = {target for target in (_id(head.content.get("redacts")), _id(event.get("redacts"))) if target is not None}
    if len(targets) == 1 and head.sender != rooms.me:
        yield Removed(head.at, rooms.place(head.room_id), targets.pop(), head.id)


def _reacted(_: Raw, head: _Head, rooms: Rooms) -> Iterator[Event]:
    relation = _dict(head.content.get("m.relates_to"))
    target, sign = _id(relation.get("event_id")), relation.get("key")
    if relation.get("rel_type") != "m.annotation" or target is None or not isinstance(sign, str) or head.sender == rooms.me:
        return
    sign = _storable(sign[:LONGEST_SIGN])
    if sign:
        yield Reacted(head.at, rooms.place(head.room_id), rooms.person(head.room_id, head.sender), target, sign, head.id, head.sent)


def _member(event: Raw, head: _Head, rooms: Rooms) -> Iterator[Event]:
    """Comings and goings, and new names; what befalls ourselves the shell sees in other parts of the sync."""
    mxid = _id(event.get("state_key"))
    if mxid is None or mxid == rooms.me:
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
    replacement = _id(head.content.get("replacement_room"))
    if event.get("state_key") == "" and replacement is not None and replacement.startswith("!"):
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


def _id(data: object) -> str | None:
    """An identifier, or None: it is kept and compared, so nothing absurd passes."""
    if not isinstance(data, str) or not data or not data.isprintable():
        return None
    return data if len(data.encode("utf-8", "surrogatepass")) <= LONGEST_ID else None


def _storable(text: str) -> str:
    """Without NUL and lone surrogates, which no database takes."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()
