"""The body of a sync, or of a page of a gap, as typed parts. Homeservers may send anything: what has the wrong form is left out.

Client-server API, "Syncing". Parts of the body that we did not ask for are not looked at.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Raw = Mapping[str, Any]  # one event as it came: only `type` is known to be a text


class Malformed(Exception):
    """The body is not a sync at all. Says what is missing."""


@dataclass(frozen=True, slots=True)
class Part:
    """What a sync says of one room that we are in."""

    room_id: str
    state: tuple[Raw, ...]
    timeline: tuple[Raw, ...]
    limited: bool  # there is a gap before the timeline
    prev_batch: str  # where the gap ends; "" when not told
    typing: tuple[str, ...] | None  # None: nothing new about it


@dataclass(frozen=True, slots=True)
class Invitation:
    """We are invited."""

    room_id: str
    sender: str  # Matrix ID of who invites
    direct: bool = False
    encrypted: bool = False


@dataclass(frozen=True, slots=True)
class Departure:
    """We are no longer in a room: left, kicked or banned, by whom and why."""

    room_id: str
    sender: str
    membership: str  # leave | ban
    reason: str


@dataclass(frozen=True, slots=True)
class Sync:
    """One sync."""

    next_batch: str
    joined: tuple[Part, ...]
    invited: tuple[Invitation, ...]
    left: tuple[Departure, ...]
    direct: Mapping[str, tuple[str, ...]] | None  # Matrix ID -> room ids; None: nothing new about it


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a gap, in the order that was asked for."""

    events: tuple[Raw, ...]
    state: tuple[Raw, ...]
    end: str  # where the next page begins; "" at the end


def read_sync(body: object, me: str) -> Sync:
    """The parts of a sync for the user `me`. Raises Malformed."""
    if not isinstance(body, dict) or not _text(body.get("next_batch")):
        raise Malformed("the answer to /sync has no next_batch")
    rooms = _dict(body.get("rooms"))
    return Sync(
        next_batch=body["next_batch"],
        joined=tuple(_part(room_id, data) for room_id, data in _rooms(rooms.get("join"))),
        invited=tuple(_invitations(rooms.get("invite"), me)),
        left=tuple(_departure(room_id, data, me) for room_id, data in _rooms(rooms.get("leave"))),
        direct=_direct(_events(_dict(body.get("account_data")).get("events"))),
    )


def read_page(body: object) -> Page:
    """A page of /messages. Raises Malformed."""
    if not isinstance(body, dict) or not isinstance(body.get("chunk"), list):
        raise Malformed("the answer to /messages has no chunk")
    return Page(_events(body["chunk"]), _events(body.get("state")), _text(body.get("end")))


def read_direct(content: object) -> Mapping[str, tuple[str, ...]]:
    """The content of `m.direct`: with whom, in which rooms."""
    return {mxid: rooms for mxid, found in _dict(content).items() if (rooms := tuple(r for r in _list(found) if isinstance(r, str)))}


def our_entry(events: tuple[Raw, ...], me: str) -> int | None:
    """Where in a timeline we came in, behind everything that was said before; 0 stands for not in it."""
    for index in range(len(events), 0, -1):
        event = events[index - 1]
        if event["type"] != "m.room.member" or event.get("state_key") != me:
            continue
        now, unsigned = event.get("content"), event.get("unsigned")
        before = unsigned.get("prev_content") if isinstance(unsigned, dict) else None
        was = before.get("membership") if isinstance(before, dict) else None
        if isinstance(now, dict) and now.get("membership") == "join" and was != "join":
            return index
    return None


def since_entry(events: tuple[Raw, ...], me: str) -> tuple[Raw, ...]:
    """What was said since we came in: history that a room shows to newcomers is nobody's question to us."""
    return events[our_entry(events, me) or 0 :]


def _part(room_id: str, data: Raw) -> Part:
    timeline = _dict(data.get("timeline"))
    return Part(
        room_id=room_id,
        state=_events(_dict(data.get("state")).get("events")),
        timeline=_events(timeline.get("events")),
        limited=timeline.get("limited") is True,
        prev_batch=_text(timeline.get("prev_batch")),
        typing=_typing(_events(_dict(data.get("ephemeral")).get("events"))),
    )


def _typing(events: tuple[Raw, ...]) -> tuple[str, ...] | None:
    lists = [_list(_dict(event.get("content")).get("user_ids")) for event in events if event["type"] == "m.typing"]
    return tuple(user for user in lists[-1] if isinstance(user, str)) if lists else None


def _invitations(data: object, me: str) -> Iterator[Invitation]:
    for room_id, room in _rooms(data):
        events = _events(_dict(room.get("invite_state")).get("events"))
        mine = [event for event in events if event["type"] == "m.room.member" and event.get("state_key") == me]
        if mine:
            encrypted = any(event["type"] == "m.room.encryption" for event in events)
            yield Invitation(room_id, _text(mine[-1].get("sender")), _dict(mine[-1].get("content")).get("is_direct") is True, encrypted)


def _departure(room_id: str, data: Raw, me: str) -> Departure:
    parts = (_dict(data.get("state")), _dict(data.get("timeline")))
    events = [event for part in parts for event in _events(part.get("events"))]
    mine = [event for event in events if event["type"] == "m.room.member" and event.get("state_key") == me]
    last = mine[-1] if mine else {}
    content = _dict(last.get("content"))
    return Departure(room_id, _text(last.get("sender")), _text(content.get("membership")) or "leave", _text(content.get("reason")))


def _direct(events: tuple[Raw, ...]) -> Mapping[str, tuple[str, ...]] | None:
    found = [read_direct(event.get("content")) for event in events if event["type"] == "m.direct"]
    return found[-1] if found else None


def _rooms(data: object) -> Iterator[tuple[str, Raw]]:
    return ((room_id, room) for room_id, room in _dict(data).items() if isinstance(room, dict) and room_id.startswith("!"))


def _events(data: object) -> tuple[Raw, ...]:
    return tuple(event for event in _list(data) if isinstance(event, dict) and isinstance(event.get("type"), str))


def _dict(data: object) -> dict[str, Any]:
    return data if isinstance(data, dict) else {}


def _list(data: object) -> list[Any]:
    return data if isinstance(data, list) else []


def _text(data: object) -> str:
    return data if isinstance(data, str) else ""
