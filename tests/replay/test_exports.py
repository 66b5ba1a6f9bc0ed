"""Matrix exports: read in pieces of any size, and what each event tells."""

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.replay.exports import events, told
from bot.replay.logged import Logged, Malformed, What

AT = 1_763_900_000.0


def event(kind: str = "m.room.message", **content: Any) -> dict[str, Any]:
    return {
        "type": kind,
        "sender": "@alice:example.org",
        "origin_server_ts": AT * 1000,
        "event_id": "$1",
        "room_id": "!r:example.org",
        "content": content,
    }


def logged(what: What, text: str = "", **more: Any) -> Logged:
    return Logged(what, AT, "@alice:example.org", text, **{"id": "$1", **more})


REPLY: Any = {"m.relates_to": {"m.in_reply_to": {"event_id": "$0"}}}
EDIT: Any = {"m.new_content": {"body": "new"}, "m.relates_to": {"rel_type": "m.replace", "event_id": "$0"}}
THREAD: Any = {
    "m.relates_to": {"rel_type": "m.thread", "event_id": "$0", "is_falling_back": True, "m.in_reply_to": {"event_id": "$9"}},
    "m.mentions": [],
}
NAMED: Any = {"m.mentions": {"user_ids": ["@bob:x", 3]}}
SIGN: Any = {"m.relates_to": {"event_id": "$0", "key": "✅"}}
TOLD = [
    (event(msgtype="m.text", body="hi"), logged(What.SAID, "hi")),
    (event(msgtype="m.emote", body="waves"), logged(What.SAID, "/me waves")),
    (event(msgtype="m.notice", body="beep"), logged(What.SAID, "beep", notice=True)),
    (event(msgtype="m.text", body="> <@bob:x> what?\n\nthat", **REPLY), logged(What.SAID, "that", target="$0")),
    (event(msgtype="m.text", body="* new", **EDIT), logged(What.EDITED, "new", target="$0")),
    (event(msgtype="m.text", body="that", **THREAD), logged(What.SAID, "that", thread="$0")),
    (event(msgtype="m.text", body="bob?", **NAMED), logged(What.SAID, "bob?", mentions=("@bob:x",))),
    (event("m.reaction", **SIGN), logged(What.SIGNED, "✅", target="$0")),
    ({**event("m.room.redaction"), "redacts": "$0"}, logged(What.REMOVED, target="$0")),
    (
        {**event("m.room.member", membership="join", displayname="Alice"), "state_key": "@alice:example.org"},
        logged(What.CAME, id="", name="Alice"),
    ),
    ({**event("m.room.member", membership="leave"), "state_key": "@bob:x"}, Logged(What.WENT, AT, "@bob:x")),
    (event("m.room.encrypted"), logged(What.HIDDEN)),
    (event(msgtype="m.image", body="cat.png"), None),
    (event(), None),  # taken back before the export
    (event("m.room.topic", topic="x"), None),
]


@pytest.mark.parametrize(("data", "what"), TOLD)
def test_what_an_event_tells(data: dict[str, Any], what: Logged | None) -> None:
    assert told(data) == what


@pytest.mark.parametrize(
    "data", [None, 3, [], {}, {**event(), "sender": 3}, {**event(), "origin_server_ts": -5}, {**event(), "content": "x"}]
)
def test_what_is_no_event_is_malformed(data: Any) -> None:
    with pytest.raises(Malformed):
        told(data)


def read(text: str, size: int = 7) -> list[Any]:
    stream = io.StringIO(text)
    return list(events(lambda: stream.read(size)))


EXPORT = {"room_name": "rdo", "n": 12, "messages": [event(msgtype="m.text", body='{["]}, é'), event()], "after": [1, {"x": 2}]}


@given(st.integers(1, 400), st.sampled_from([None, 2]))
def test_the_events_are_the_same_in_pieces_of_any_size(size: int, indent: int | None) -> None:
    assert read(json.dumps(EXPORT, indent=indent), size) == EXPORT["messages"]


@pytest.mark.parametrize(
    "text", ['[{"a": 1}, {"b": 2}]', '{"chunk": [{"a": 1}, {"b": 2}], "end": "t"}', '{"x": {"messages": 1}, "messages": [{"a":1},{"b":2}]}']
)
def test_lists_of_events_have_several_names(text: str) -> None:
    assert read(text) == [{"a": 1}, {"b": 2}]


def test_an_export_that_breaks_off_tells_what_it_has() -> None:
    stream = io.StringIO('{"messages": [{"a": 1}, {"b": ')
    found = events(lambda: stream.read(5))
    assert next(found) == {"a": 1}
    with pytest.raises(Malformed, match="ends in the middle"):
        next(found)


@pytest.mark.parametrize("text", ["", "x", "{", '{"a" 1}', '{"other": []}', "[1 2", "[" * 5000])
def test_what_is_no_export_is_malformed(text: str) -> None:
    with pytest.raises(Malformed):
        read(text, 1000)


@given(st.text(alphabet='[]{}",:1a \\', max_size=40))
def test_no_text_fails_otherwise(text: str) -> None:
    try:
        read(text)
    except Malformed:
        return
