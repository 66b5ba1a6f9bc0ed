"""Bodies of a homeserver, in parts."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.matrix.sync import Departure, Invitation, Malformed, Page, Part, Sync, read_direct, read_page, read_sync

ME, ANN, ROOM = "@helper:hs.org", "@ann:hs.org", "!abc:hs.org"
LINE = {"type": "m.room.message", "event_id": "$e", "content": {}}
NAME = {"type": "m.room.member", "state_key": ANN, "content": {}}


def read(**rooms: Any) -> Sync:
    return read_sync({"next_batch": "s1", "rooms": rooms}, ME)


def mine(sender: str = ANN, **content: Any) -> dict[str, Any]:
    return {"type": "m.room.member", "state_key": ME, "sender": sender, "content": content}


def test_a_sync_in_which_nothing_happened() -> None:
    assert read_sync({"next_batch": "s1"}, ME) == Sync("s1", (), (), (), None)


@pytest.mark.case(51)
@pytest.mark.parametrize("body", [None, [], "", 7, {}, {"next_batch": None}, {"next_batch": 5}, {"next_batch": ""}, {"rooms": {}}])
def test_what_is_no_sync_is_said_to_be_none(body: object) -> None:
    with pytest.raises(Malformed):
        read_sync(body, ME)


def test_a_room_that_we_are_in() -> None:
    typing = {"type": "m.typing", "content": {"user_ids": [ANN, 7]}}
    room = {
        "state": {"events": [NAME]},
        "timeline": {"events": [LINE], "limited": True, "prev_batch": "p1"},
        "ephemeral": {"events": [typing]},
    }
    assert read(join={ROOM: room}).joined == (Part(ROOM, (NAME,), (LINE,), True, "p1", (ANN,)),)


@pytest.mark.case(51)
@pytest.mark.parametrize(
    "room",
    [
        {},
        {"timeline": None, "state": [], "ephemeral": "x"},
        {"timeline": {"events": None, "limited": "yes", "prev_batch": 7}},
        {"timeline": {"events": [None, 1, "x", [], {}, {"type": None}, {"type": 5}]}, "state": {"events": {"type": "x"}}},
        {"ephemeral": {"events": [{"type": "m.receipt"}, {}]}},
    ],
)
def test_what_has_the_wrong_form_is_left_out(room: object) -> None:
    assert read(join={ROOM: room}).joined == (Part(ROOM, (), (), False, "", None),)


@pytest.mark.case(51)
def test_one_bad_room_or_event_costs_no_other() -> None:
    found = read(join={"!a:x": None, "nonsense": {}, ROOM: {"timeline": {"events": [{}, LINE, 5]}}}, invite=[], leave="x")
    assert [(part.room_id, part.timeline) for part in found.joined] == [(ROOM, (LINE,))]


def test_that_nobody_types_any_more_is_news() -> None:
    ended = {"ephemeral": {"events": [{"type": "m.typing", "content": {"user_ids": []}}]}}
    assert read(join={ROOM: ended}).joined[0].typing == ()


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([mine(membership="invite")], (Invitation(ROOM, ANN),)),
        ([mine(membership="invite", is_direct=True)], (Invitation(ROOM, ANN, direct=True),)),
        ([mine(membership="invite", is_direct="yes")], (Invitation(ROOM, ANN),)),
        ([{"type": "m.room.encryption", "state_key": ""}, mine()], (Invitation(ROOM, ANN, encrypted=True),)),
        ([mine(sender=7)], (Invitation(ROOM, ""),)),  # type: ignore[arg-type]  # what a homeserver may send
        ([{**mine(), "content": None}], (Invitation(ROOM, ANN),)),
        ([NAME], ()),
        ([], ()),
        (None, ()),
    ],
)
def test_invitations(events: object, expected: tuple[Invitation, ...]) -> None:
    assert read(invite={ROOM: {"invite_state": {"events": events}}}).invited == expected


@pytest.mark.parametrize(
    ("room", "expected"),
    [
        ({"timeline": {"events": [mine(membership="leave", reason="spam")]}}, Departure(ROOM, ANN, "leave", "spam")),
        ({"state": {"events": [mine(membership="ban")]}}, Departure(ROOM, ANN, "ban", "")),
        (
            {"state": {"events": [mine(membership="join")]}, "timeline": {"events": [mine(ME, membership="leave")]}},
            Departure(ROOM, ME, "leave", ""),
        ),
        ({"timeline": {"events": [mine(membership="leave", reason=["x"])]}}, Departure(ROOM, ANN, "leave", "")),
        ({}, Departure(ROOM, "", "leave", "")),
    ],
)
def test_rooms_that_we_are_no_longer_in(room: object, expected: Departure) -> None:
    assert read(leave={ROOM: room}).left == (expected,)


def test_who_our_direct_chats_are_with() -> None:
    told = {"type": "m.direct", "content": {ANN: [ROOM, 5], "@b:x": "!r:x", "@c:x": []}}
    assert read_sync({"next_batch": "s", "account_data": {"events": [told]}}, ME).direct == {ANN: (ROOM,)}
    assert read_direct([told]) == {}


def test_a_page_of_a_gap() -> None:
    assert read_page({"chunk": [LINE, None], "state": [NAME, 3], "end": "t2"}) == Page((LINE,), (NAME,), "t2")
    assert read_page({"chunk": []}) == Page((), (), "")


@pytest.mark.parametrize("body", [None, [], {}, {"chunk": None}, {"chunk": {}}])
def test_what_is_no_page_is_said_to_be_none(body: object) -> None:
    with pytest.raises(Malformed):
        read_page(body)


KEYS = st.sampled_from(
    """next_batch rooms join invite leave state timeline ephemeral events limited prev_batch invite_state account_data content type
    state_key user_ids chunk end sender membership reason is_direct""".split()
)
WORDS = st.sampled_from(["s1", "m.typing", "m.direct", "m.room.member", "m.room.encryption", ME, ROOM])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS | WORDS, inner, max_size=6),
    max_leaves=40,
)
EVENTS = st.fixed_dictionaries(
    {"events": st.lists(st.fixed_dictionaries({"type": WORDS, "state_key": WORDS, "content": JSON}) | JSON, max_size=4)}
)
ROOMS = st.dictionaries(
    WORDS,
    st.dictionaries(st.sampled_from(["state", "timeline", "ephemeral", "invite_state"]), EVENTS | JSON, max_size=4) | JSON,
    max_size=3,
)
SYNCS = st.fixed_dictionaries(
    {"next_batch": st.just("s1")},
    optional={
        "rooms": st.dictionaries(st.sampled_from(["join", "invite", "leave"]), ROOMS | JSON, max_size=3) | JSON,
        "account_data": EVENTS | JSON,
    },
)


@pytest.mark.case(51)
@given(SYNCS | JSON)
def test_a_body_is_read_or_said_to_be_none(body: object) -> None:
    try:
        found = read_sync(json.loads(json.dumps(body)), ME)
    except Malformed:
        return
    assert found.next_batch
    for part in found.joined:
        assert part.room_id.startswith("!")
        assert all(isinstance(event["type"], str) for event in (*part.state, *part.timeline))


@pytest.mark.case(51)
@given(JSON)
def test_a_page_is_read_or_said_to_be_none(body: object) -> None:
    try:
        found = read_page(body)
    except Malformed:
        return
    assert isinstance(found.end, str)
