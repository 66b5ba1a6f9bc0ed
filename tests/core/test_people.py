"""Masks, identities, places: who somebody is by what their network vouches for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.people import Identity, Person, Place, mask_matches, same_person, surely_not
from tests.builders import alice, bob, person

# mask, what it matches, what it does not
MASKS = (
    ("*@127.0.0.1", ("cool!ab@127.0.0.1", "dude3!~bc@127.0.0.1"), ("cool!ab@127.0.0.5", "dude3!~d@124.0.0.1")),
    ("cool*@*", ("coolguy!ab@127.0.0.1", "cool!~bc@127.0.0.1", "cool132!ab@example.com"), ("koolguy!ab@127.0.0.5", "dud3!~d@124.0.0.1")),
    ("cool!*@*", ("cool!guyab@127.0.0.1", "cool!~dudebc@127.0.0.1"), ("coolguy!ab@127.0.0.1", "koolguy!ab@127.0.0.5")),
    ("cool!?username@*", ("cool!ausername@127.0.0.1", "cool!~username@127.0.0.1"), ("cool!username@127.0.0.1",)),
    ("cool!a?*@*", ("cool!ab@127.0.0.1", "cool!abc@127.0.0.1"), ("cool!a@127.0.0.1",)),
    ("cool[guy]!*@*", ("cool[guy]!guy@127.0.0.1", "cool[guy]!a@example.com"), ("coolg!ab@127.0.0.1", "cool[!ac@127.0.1.1")),
    ("*", ("", "anything!at@all"), ()),
    ("?", ("x",), ("", "xy")),
    ("", ("",), ("x",)),
    ("a**b", ("ab", "axxb"), ("a", "ba")),
    ("COOL!*@EXAMPLE.org", ("cool!x@example.ORG",), ("cool!x@example.net",)),
    ("a\\*b", ("a*b",), ("axb", "a\\*b")),
    ("a\\?b", ("a?b",), ("axb",)),
    ("a\\\\b", ("a\\b",), ("ab",)),
    ("a\\b", ("a\\b",), ("ab",)),  # a backslash before a letter is a letter of the nick
    ("a\\", ("a\\",), ("a",)),
    ("ÉVE!*", ("Éve!x@y",), ("éve!x@y",)),  # only ASCII letters fold
    ("?!*", ("İ!x@y",), ()),
)
MATCHING = [(mask, text) for mask, fits, _ in MASKS for text in fits]
FAILING = [(mask, text) for mask, _, fails in MASKS for text in fails]


@pytest.mark.parametrize(("mask", "text"), MATCHING)
@pytest.mark.case(33)
def test_a_mask_matches(mask: str, text: str) -> None:
    assert mask_matches(mask, text)


@pytest.mark.parametrize(("mask", "text"), FAILING)
@pytest.mark.case(33)
def test_a_mask_does_not_match(mask: str, text: str) -> None:
    assert not mask_matches(mask, text)


@given(st.text(max_size=30))
def test_any_text_matches_itself_escaped_and_the_mask_of_its_length(text: str) -> None:
    escaped = "".join(f"\\{c}" if c in "*?\\" else c for c in text)
    assert mask_matches(escaped, text)
    assert mask_matches("?" * len(text), text)


@given(st.text("*?a\\", max_size=12), st.text("a*", max_size=12))
def test_a_star_in_front_never_matches_less(mask: str, text: str) -> None:
    assert mask_matches(f"*{mask}", text) or not mask_matches(mask, text)


CAROL = person("Carol", account="Carol", host="c@staff.example.org")
NAMED = (
    (Identity("oftc", account="carol"), True),  # accounts ignore case
    (Identity("oftc", account="dave"), False),
    (Identity("libera", account="carol"), False),
    (Identity("oftc", id="carol"), True),
    (Identity("oftc", id="Carol"), False),  # ids are compared as they are
    (Identity("oftc", nick="CAROL"), True),
    (Identity("oftc", hostmask="carol!*@staff.example.org"), True),
    (Identity("oftc", hostmask="carol!*@example.org"), False),
    (Identity("oftc"), False),
)


@pytest.mark.parametrize(("identity", "is_carol"), NAMED)
def test_an_identity_names_a_person(identity: Identity, is_carol: bool) -> None:
    assert identity.is_person(CAROL) is is_carol


def test_an_account_is_never_found_in_a_nick() -> None:
    assert not Identity("oftc", account="carol").is_person(person("carol"))


def test_a_mask_needs_a_host_to_go_by() -> None:
    assert not Identity("oftc", hostmask="*").is_person(person("carol", host=None))


def test_a_nick_with_brackets_is_the_same_as_its_folded_form() -> None:
    assert Identity("oftc", nick="Alice[m]").is_person(Person("oftc", "alice{m}", "alice[m]"))


def test_memories_are_kept_under_the_account_where_there_is_one() -> None:
    assert (CAROL.identity, alice.identity) == ("oftc:account=carol", "oftc:alice")


def test_a_nick_that_looks_like_an_account_is_not_that_account() -> None:
    assert person("account=Carol").identity != CAROL.identity


def test_rooms_and_direct_conversations_have_different_keys() -> None:
    assert (Place("oftc", "alice").key, Place("oftc", "alice", direct=True).key) == ("oftc/alice", "oftc/@alice")


@pytest.mark.case(52)
def test_some_of_a_room_are_a_place_of_their_own() -> None:
    places = (Place("oftc", "#rdo"), Place("oftc", "#rdo", status="@"), Place("oftc", "#rdo", status="+"))
    assert len({place.key for place in places}) == 3
    assert [place.closed for place in (*places, Place("oftc", "alice", direct=True))] == [False, True, True, True]


SAME = (
    (alice, alice, True),
    (alice, bob, False),
    (alice, person("alice", host="other@example.net"), False),  # a nick alone is nobody
    (alice, person("alice", network="libera"), False),
    (alice, person("alice", account="alice"), True),  # logged in meanwhile
    (person("alice", account="alice"), person("away", account="alice", host="x@y"), True),
    (person("alice", account="alice"), alice, True),  # logged out meanwhile
    (person("alice", account="alice"), person("alice", account="mallory"), False),
)


@pytest.mark.parametrize(("before", "now", "same"), SAME)
def test_somebody_is_the_same_person_by_account_or_by_nick_and_host(before: Person, now: Person, same: bool) -> None:
    assert same_person(before, now) is same


STRANGERS = (
    (alice, alice, False),
    (alice, person("alice", host="other@example.net"), True),
    (alice, person("alice", host=None), False),  # not known: it proves nothing
    (person("alice", account="alice"), person("alice", account="alice", host="x@y"), False),
    (person("alice", account="alice"), person("alice", account="mallory"), True),
    (person("alice", account="alice"), person("alice", host="x@y"), True),
)


@pytest.mark.parametrize(("before", "now", "strangers"), STRANGERS)
def test_two_under_one_nick_are_strangers_only_if_something_says_so(before: Person, now: Person, strangers: bool) -> None:
    assert surely_not(before, now) is strangers


SIGHTINGS = (
    (person("alice", host="a@b"), "oftc:alice!a@b"),
    (person("alice", host="a@b", account="alice"), ""),
    (person("alice", host=None), ""),
    (person("alice", host="relayed"), ""),
)


@pytest.mark.parametrize(("who", "seen"), SIGHTINGS)
def test_nick_and_host_stand_for_whom_no_account_vouches_for(who: Person, seen: str) -> None:
    assert who.sighting == seen
