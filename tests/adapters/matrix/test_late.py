"""Lines that came before their key."""

from typing import Any

from bot.adapters.matrix.late import KEPT, SECONDS, Late

ROOM, OTHER = "!a:hs", "!b:hs"


def sealed(id_: str, session: str = "s") -> dict[str, Any]:
    return {"type": "m.room.encrypted", "event_id": id_, "content": {"session_id": session}}


def key(room_id: str = ROOM, session: str = "s") -> frozenset[tuple[str, str]]:
    return frozenset({(room_id, session)})


def test_what_waited_for_a_key_is_due_in_its_order_when_the_key_comes() -> None:
    late = Late()
    for id_ in ("$1", "$2", "$3"):
        late.keep(ROOM, sealed(id_, "other" if id_ == "$2" else "s"), 0.0)
    assert late.due(key(), 1.0) == {ROOM: [sealed("$1"), sealed("$3")]}
    assert len(late) == 1


def test_a_key_of_another_room_opens_nothing() -> None:
    late = Late()
    late.keep(ROOM, sealed("$1"), 0.0)
    assert late.due(key(OTHER), 1.0) == {}


def test_what_is_due_is_due_until_it_was_told() -> None:
    late = Late()
    late.keep(ROOM, sealed("$1"), 0.0)
    late.due(key(), 1.0)
    assert late.due(frozenset(), 2.0) == {ROOM: [sealed("$1")]}
    late.done()
    assert late.due(key(), 3.0) == {}


def test_the_same_line_waits_once() -> None:
    late = Late()
    late.keep(ROOM, sealed("$1"), 0.0)
    late.keep(ROOM, sealed("$1"), 1.0)
    assert len(late) == 1


def test_nobody_can_make_us_keep_more_than_some() -> None:
    late = Late()
    for number in range(KEPT + 10):
        late.keep(ROOM, sealed(f"${number}"), 0.0)
    assert len(late) == KEPT
    assert late.due(key(), 1.0)[ROOM][0] == sealed("$10")


def test_a_line_that_waited_too_long_is_given_up() -> None:
    late = Late()
    late.keep(ROOM, sealed("$1"), 0.0)
    late.keep(ROOM, sealed("$2"), 10.0)
    assert late.due(key(), SECONDS) == {ROOM: [sealed("$2")]}


def test_what_cannot_be_found_again_is_not_kept() -> None:
    late = Late()
    late.keep(ROOM, {"type": "m.room.encrypted", "content": {"session_id": "s"}}, 0.0)
    late.keep(ROOM, {"type": "m.room.encrypted", "event_id": "$1", "content": {"session_id": 7}}, 0.0)
    late.keep(ROOM, {"type": "m.room.encrypted", "event_id": "$2", "content": None}, 0.0)
    assert len(late) == 0


def test_what_was_said_in_a_room_that_we_have_left_waits_no_more() -> None:
    late = Late()
    for room_id in (ROOM, OTHER):
        late.keep(room_id, sealed("$1"), 0.0)
        late.keep(room_id, sealed("$2", "other"), 0.0)
    late.due(key(ROOM) | key(OTHER), 1.0)
    late.forget(ROOM)
    assert late.due(key(ROOM, "other"), 2.0) == {OTHER: [sealed("$1")]}
