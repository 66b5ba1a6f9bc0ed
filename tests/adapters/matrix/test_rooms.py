"""What is known of rooms and people while we run."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.matrix.rooms import LEVELS_KEPT, NAMES_KEPT, Rooms, localpart, shown
from bot.core.people import Place, Standing
from bot.core.settings import MatrixNetwork, Room

ME, ANN, ROOM = "@helper:hs.org", "@ann:hs.org", "!abc:hs.org"
RDO = Place("matrix", "#rdo:hs.org")


def rooms(*joined: str) -> Rooms:
    found = Rooms(MatrixNetwork("matrix", "https://hs.org", ME, rooms=(Room("#RDO:hs.org"),)), ME)
    for room_id in joined:
        found.entered(room_id)
    return found


def member(mxid: str, name: object, membership: str = "join") -> dict[str, Any]:
    return {"type": "m.room.member", "state_key": mxid, "content": {"membership": membership, "displayname": name}}


# --- places ---


def test_a_configured_room_keeps_its_name_whatever_its_id() -> None:
    known = rooms(ROOM, "!new:hs.org")
    known.called(ROOM, "#RDO:hs.org")
    known.called("!new:hs.org", "#RDO:hs.org")
    assert known.place("!new:hs.org") == RDO
    assert known.room_id(RDO) == "!new:hs.org"
    assert known.place(ROOM) == Place("matrix", ROOM)


def test_a_room_configured_by_its_id_is_found_again() -> None:
    known = rooms("!AbC:hs.org")
    known.called("!AbC:hs.org", "!AbC:hs.org")
    assert known.room_id(known.place("!AbC:hs.org")) == "!AbC:hs.org"


@pytest.mark.parametrize("place", [RDO, Place("matrix", ROOM), Place("matrix", ANN, direct=True)])
def test_where_we_are_not_nothing_is_written(place: Place) -> None:
    assert rooms().room_id(place) is None


def test_a_room_by_invitation_goes_by_its_id() -> None:
    assert rooms(ROOM).room_id(Place("matrix", ROOM)) == ROOM


def test_of_several_direct_chats_with_somebody_the_last_that_we_are_in_is_written_to() -> None:
    known = rooms("!one:x", "!two:x")
    known.direct({ANN: ("!one:x", "!two:x", "!left:x")})
    assert [known.place(room_id) for room_id in ("!one:x", "!two:x")] == [Place("matrix", ANN, direct=True)] * 2
    assert known.room_id(Place("matrix", ANN, direct=True)) == "!two:x"


def test_a_direct_chat_that_we_left_is_written_to_no_more() -> None:
    known = rooms("!one:x")
    known.chat(ANN, "!one:x")
    known.departed("!one:x")
    assert known.room_id(Place("matrix", ANN, direct=True)) is None
    known.entered("!one:x")
    assert known.room_id(Place("matrix", ANN, direct=True)) == "!one:x"


def test_a_configured_room_is_no_direct_chat_whatever_a_client_has_noted() -> None:
    known = rooms(ROOM)
    known.called(ROOM, "#rdo:hs.org")
    known.direct({ANN: (ROOM,)})
    assert known.place(ROOM) == RDO


def test_what_is_noted_of_direct_chats_is_given_back_whole() -> None:
    known = rooms("!one:x")
    known.direct({ANN: ("!one:x", "!two:x")})
    known.chat("@bob:x", "!three:x")
    assert known.chats() == {ANN: ["!one:x", "!two:x"], "@bob:x": ["!three:x"]}


def test_guests_are_rooms_by_invitation_alone() -> None:
    known = rooms(ROOM, "!dm:x", "!other:x")
    known.called(ROOM, "#rdo:hs.org")
    known.chat(ANN, "!dm:x")
    assert known.guests() == 1


# --- people ---


@pytest.mark.case(34)
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ann", "Ann"),
        (" Ann\n\nSmith\t", "Ann Smith"),
        ("\u202eAnn", "Ann"),
        ("\x00\x1b[31mAnn", "Ann"),
        ("@room", "@room"),
        ("", "ann"),
        (" \u2028 ", "ann"),
        (None, "ann"),
        (["Ann"], "ann"),
        ("\ud800", "ann"),
        ("A" * 100_000, "A" * 80),
    ],
)
def test_what_somebody_is_called(name: object, expected: str) -> None:
    known = rooms(ROOM)
    known.learn(ROOM, member(ANN, name))
    person = known.person(ROOM, ANN)
    assert (person.id, person.account, person.name) == (ANN, ANN, expected)


def test_names_are_those_of_the_room_and_end_with_membership() -> None:
    known = rooms(ROOM)
    known.learn(ROOM, member(ANN, "Ann"))
    assert known.name("!other:x", ANN) == "ann"
    known.learn(ROOM, member(ANN, "Ann", "leave"))
    assert known.name(ROOM, ANN) == "ann"


@given(st.text())
def test_every_name_is_one_line_of_bounded_length(name: str) -> None:
    found = shown(name)
    found.encode()
    assert len(found) <= 80
    assert "\n" not in found


@pytest.mark.parametrize(("mxid", "expected"), [(ANN, "ann"), ("@:x", "@:x"), ("", ""), ("nonsense", "nonsense")])
def test_the_localpart_of_whatever_comes(mxid: str, expected: str) -> None:
    assert localpart(mxid) == expected


# --- power levels ---


@pytest.mark.parametrize(
    ("content", "standing"),
    [
        ({"users": {ANN: 50}}, Standing.OP),
        ({"users": {ANN: 49}}, Standing.NONE),
        ({"users": {ANN: "100"}}, Standing.OP),
        ({"users": {ANN: "much"}}, Standing.NONE),
        ({"users": {ANN: True}}, Standing.NONE),
        ({"users": {ANN: 1e3}}, Standing.NONE),
        ({"users": {ANN: "9" * 5000}}, Standing.NONE),
        ({"users": [ANN], "users_default": None}, Standing.NONE),
        ({"users_default": 50}, Standing.OP),
        ({}, Standing.NONE),
    ],
)
def test_the_standing_of_somebody(content: dict[str, Any], standing: Standing) -> None:
    known = rooms(ROOM)
    known.leveled(ROOM, {})
    known.learn(ROOM, {"type": "m.room.power_levels", "state_key": "", "content": content})
    assert known.standing(ROOM, ANN) == standing


def test_levels_that_a_sync_tells_are_not_known_before_the_founders_are() -> None:
    known = rooms(ROOM)
    known.learn(ROOM, {"type": "m.room.power_levels", "state_key": "", "content": {"users": {ANN: 100}}})
    assert known.levels(ROOM) is None


def test_nobody_has_a_standing_where_the_levels_are_not_known() -> None:
    assert (rooms().standing(ROOM, ANN), rooms().levels(ROOM)) == (Standing.NONE, None)


@pytest.mark.case(34)
@pytest.mark.parametrize("stranger", ["@ann:evil.org", "@Ann:hs.org", "@ann:hs.org ", "@аnn:hs.org"])
def test_standing_goes_by_the_whole_matrix_id(stranger: str) -> None:
    known = rooms(ROOM)
    known.leveled(ROOM, {"users": {ANN: 100}})
    known.learn(ROOM, member(stranger, "Ann"))
    assert known.standing(ROOM, stranger) == Standing.NONE


def test_founders_of_a_room_stand_above_every_number_and_stay() -> None:
    known = rooms(ROOM)
    known.leveled(ROOM, {}, frozenset({ANN}))
    known.leveled(ROOM, {"users": {ANN: 0}, "events_default": 2**53})
    levels = known.levels(ROOM)
    assert levels is not None
    assert (levels.may_speak(ANN), levels.may_speak(ME), known.standing(ROOM, ANN)) == (True, False, Standing.OP)


def test_who_may_speak() -> None:
    known = rooms(ROOM)
    known.leveled(ROOM, {"users": {ANN: 10}, "events": {"m.room.message": 10}, "events_default": 99})
    levels = known.levels(ROOM)
    assert levels is not None
    assert (levels.may_speak(ANN), levels.may_speak(ME)) == (True, False)


# --- encryption ---


def test_whether_a_room_is_encrypted_is_not_known_until_told() -> None:
    known = rooms(ROOM)
    assert known.encrypted(ROOM) is None
    known.told_encrypted(ROOM, False)
    assert known.encrypted(ROOM) is False


@pytest.mark.parametrize("content", [{"algorithm": "m.megolm.v1.aes-sha2"}, {"algorithm": 7}, {}])
def test_no_word_turns_encryption_off_again(content: dict[str, Any]) -> None:
    known = rooms(ROOM)
    known.learn(ROOM, {"type": "m.room.encryption", "state_key": "", "content": content})
    known.told_encrypted(ROOM, False)
    assert known.encrypted(ROOM) is True


# --- bounds ---


def test_names_and_levels_are_bounded() -> None:
    known = rooms(ROOM)
    known.leveled(ROOM, {"users": {ANN: 100}})
    for number in range(max(NAMES_KEPT, LEVELS_KEPT) + 1):
        known.learn(ROOM, member(f"@u{number}:x", f"User {number}"))
        known.leveled(f"!{number}:x", {})
    assert (known.name(ROOM, "@u0:x"), known.name(ROOM, "@u1:x")) == ("u0", "User 1")
    assert known.levels(ROOM) is None


@given(
    st.dictionaries(
        st.sampled_from(["users", "events", "users_default", "events_default", "displayname", "membership"]),
        st.none()
        | st.integers()
        | st.text()
        | st.dictionaries(st.sampled_from([ANN, "m.room.message"]), st.floats() | st.text() | st.integers()),
    )
)
def test_no_state_ends_anything(content: dict[str, Any]) -> None:
    known = rooms(ROOM)
    known.leveled(ROOM, {})
    for kind, key in (("m.room.power_levels", ""), ("m.room.member", ANN), ("m.room.encryption", "")):
        known.learn(ROOM, {"type": kind, "state_key": key, "content": content})
    levels = known.levels(ROOM)
    assert levels is not None
    assert levels.may_speak(ANN) in (True, False)
