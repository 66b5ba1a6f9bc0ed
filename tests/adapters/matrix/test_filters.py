"""What a homeserver is asked for."""

import json

from bot.adapters.matrix import filters


def test_the_first_sync_ever_asks_for_no_line_and_no_state() -> None:
    room = json.loads(filters.first())["room"]
    assert room["timeline"] == {"limit": 0, "types": []}
    assert room["state"]["types"] == []


def test_a_running_sync_brings_every_kind_of_event_that_is_heard() -> None:
    asked = json.loads(filters.running())
    types = asked["room"]["timeline"]["types"]
    for kind in "m.room.message m.room.encrypted m.room.redaction m.reaction m.room.member m.room.tombstone m.room.power_levels".split():
        assert kind in types
    assert "m.room.encryption" in types
    assert asked["presence"]["types"] == []
    assert asked["account_data"]["types"] == ["m.direct"]
    assert asked["room"]["ephemeral"]["types"] == ["m.typing"]


def test_members_come_with_the_lines_of_who_speaks_again_and_again() -> None:
    room = json.loads(filters.running())["room"]
    for part in (room["timeline"], room["state"], json.loads(filters.page())):
        assert (part["lazy_load_members"], part["include_redundant_members"]) == (True, True)


def test_a_gap_is_read_as_the_timeline_that_it_belongs_to() -> None:
    assert json.loads(filters.page())["types"] == json.loads(filters.running())["room"]["timeline"]["types"]
