"""What is known: every index against a naive recomputation, the heaps of time, look-ups and bounds."""

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.memory import Memory
from bot.core.people import Person, Place
from bot.core.records import DAY, ENDED, Change, Counter, Drop, Helped, Mark, Position, Put, Question, Quiet, Record, Said, Status
from tests.builders import NETWORK, ROOM, START, alice, bob, carol, direct, known, memory, person, question, uttered

OTHER = Place(NETWORK, "#rdo-dev")
TO = ("", alice.identity, bob.identity)

# --- indexes, against records read one by one ---

questions = st.builds(
    lambda number, place, by, at, due, keep, status: question(
        number=number, place=place, by=by, at=at, due_at=START + due, keep_until=START + keep, status=status
    ),
    st.integers(1, 4),
    st.sampled_from((ROOM, OTHER)),
    st.sampled_from((alice, bob)),
    st.integers(0, 9),
    st.integers(0, 30),
    st.integers(10, 40),
    st.sampled_from(Status),
)
said = st.builds(
    lambda number, at, place, to, kind, entry, rule: uttered(number, at, room=place.key, to=to, kind=kind, entry=entry, withheld=rule),
    st.integers(1, 6),
    st.integers(0, 9),
    st.sampled_from((ROOM, OTHER)),
    st.sampled_from(TO),
    st.sampled_from(("answer", "call")),
    st.sampled_from(("", "e")),
    st.sampled_from(("", "quiet")),
)
others: st.SearchStrategy[Record] = st.one_of(
    st.builds(Mark, st.sampled_from(("spoke", "optout")), st.sampled_from("ab"), st.floats(0, 10)),
    st.builds(Quiet, st.just(ROOM.key), st.floats(0, 2 * START), st.sampled_from(("quiet", "meeting"))),
    st.builds(Counter, st.sampled_from("xy"), st.integers(0, 9)),
)
puts = st.builds(Put, questions | said | others)
drops = st.one_of(
    st.builds(Drop, st.just(Question), st.builds(lambda place, n: f"{place.key}#{n}", st.sampled_from((ROOM, OTHER)), st.integers(1, 4))),
    st.builds(Drop, st.just(Said), st.integers(1, 6).map(str)),
)
histories = st.lists(puts | drops, max_size=25)


def kept(history: Iterable[Change]) -> list[Record]:
    """What is left of a history, naively."""
    left: dict[tuple[type[Record], str], Record] = {}
    for change in history:
        if isinstance(change, Put):
            left[type(change.record), change.record.key] = change.record
        else:
            left.pop((change.kind, change.key), None)
    return list(left.values())


def after(history: Iterable[Change]) -> Memory:
    made = Memory(b"k" * 32)
    made.apply(history)
    return made


def both(history: list[Change]) -> tuple[Memory, Memory]:
    """A memory that lived through it, and one that was started afterwards with what was left."""
    return after(history), Memory(b"k" * 32, reversed(kept(history)))


@given(histories)
def test_questions_are_found_by_room_and_by_asker(history: list[Change]) -> None:
    left = [record for record in kept(history) if isinstance(record, Question)]
    for made in both(history):
        for place in (ROOM, OTHER):
            assert set(made.questions(place.key)) == {q for q in left if q.room == place.key}
        for who in (alice, bob):
            theirs = [(q.asked_at, q.number) for q in left if q.asker == who]
            assert [(q.asked_at, q.number) for q in made.questions_by(who)] == sorted(theirs, reverse=True)


@given(histories)
def test_the_current_question_is_the_newest_that_has_not_ended(history: list[Change]) -> None:
    left = [record for record in kept(history) if isinstance(record, Question)]
    for made in both(history):
        found = made.current(ROOM.key, alice)
        live = [q for q in left if q.asker == alice and q.room == ROOM.key and q.status not in ENDED]
        assert (found.asked_at if found else None) == max((q.asked_at for q in live), default=None)


@given(
    histories,
    st.sampled_from(("", ROOM.key)),
    st.sampled_from(TO),
    st.sampled_from(("", "call")),
    st.sampled_from(("", "e")),
    st.integers(0, 9),
)
def test_what_was_said_is_found_newest_first(history: list[Change], room: str, to: str, kind: str, entry: str, since: int) -> None:
    found = [
        s
        for s in sorted((r for r in kept(history) if isinstance(r, Said)), key=lambda s: (s.at, s.number), reverse=True)
        if not s.withheld and s.at >= START + since and (room or to) and room in ("", s.room) and to in ("", s.to)
        if kind in ("", s.kind) and entry in ("", s.entry)
    ]
    for made in both(history):
        assert list(made.said(room=room, to=to, kind=kind, entry=entry, since=START + since)) == found


@given(histories)
def test_what_was_kept_back_is_found_newest_first(history: list[Change]) -> None:
    left = sorted((r for r in kept(history) if isinstance(r, Said)), key=lambda s: (s.at, s.number), reverse=True)
    for made in both(history):
        assert list(made.withheld(ROOM.key, START + 3)) == [s for s in left if s.withheld and s.room == ROOM.key and s.at >= START + 3]


@given(histories)
def test_what_is_due_longest_comes_first(history: list[Change]) -> None:
    left = sorted(record.due_at for record in kept(history) if isinstance(record, Question))
    for made in both(history):
        assert made.next_due() == (left[0] if left else None)
        due = []
        while (found := made.due(START + 20)) is not None:
            due.append(found.due_at)
            made.apply((Drop(Question, found.key),))
        assert due == [at for at in left if at <= START + 20]


@given(histories)
def test_what_has_expired_is_named_once(history: list[Change]) -> None:
    for made in both(history):
        expected = {(type(r), r.key) for r in kept(history) if r.expires <= START + 25}
        named = [(drop.kind, drop.key) for drop in made.expired(START + 25)]
        assert set(named) == expected
        assert len(named) == len(expected)


@given(histories)
def test_nothing_is_left_in_the_indexes_when_everything_is_forgotten(history: list[Change]) -> None:
    made = after(history)
    made.apply(Drop(type(record), record.key) for record in kept(history))
    assert [made._by_room, made._by_asker, made._said] == [{}, {}, {}]
    assert (made.next_due(), list(made.expired(2 * START))) == (None, [])


def test_a_record_that_is_put_again_and_again_is_looked_at_once() -> None:
    """A question is put with each line; a heap with an entry for each of them would hold two days of them."""
    made = memory()
    made.apply(Put(question(keep_until=START + number)) for number in range(100, 200))
    made.apply(Put(question(keep_until=START + number)) for number in range(50, 60))
    assert len(made._expiry) <= 2
    assert [list(made.expired(START + at)) for at in (58.0, 59.0, 300.0)] == [[], [Drop(Question, question().key)], []]


# --- bare greetings ---


def test_a_greeting_falls_due_once() -> None:
    made = memory()
    made.greeted(ROOM, alice, START + 180)
    assert made.due_hello(START + 179) is None
    assert made.next_due() == START + 180
    assert made.due_hello(START + 180) == (ROOM.key, alice)
    assert (made.due_hello(START + 999), made.next_due()) == (None, None)


def test_a_second_greeting_counts_from_the_second() -> None:
    made = memory()
    made.greeted(ROOM, alice, START + 10)
    made.greeted(ROOM, alice, START + 20)
    assert made.due_hello(START + 10) is None
    assert made.due_hello(START + 20) == (ROOM.key, alice)


def test_a_greeting_that_was_taken_back_is_not_due() -> None:
    made = memory()
    made.greeted(ROOM, alice, START + 10)
    del made.passing(ROOM).hellos[alice.id]
    assert (made.next_due(), made.due_hello(START + 10)) == (None, None)


# --- people ---

MARKED = (
    (alice, alice, True),
    (alice, bob, False),
    (alice, person("alice", account="alice"), True),  # the nick was known: in doubt, known
    (person("alice", account="alice"), person("away", account="alice"), True),
    (person("alice", account="alice"), person("alice", network="libera", account="alice"), False),
)


@pytest.mark.parametrize(("who", "asked", "found"), MARKED)
def test_a_mark_is_found_under_account_or_nick(who: Person, asked: Person, found: bool) -> None:
    assert (known(memory(), who).marked("spoke", asked) is not None) is found


def test_a_mark_shows_nothing_of_the_person_without_the_key() -> None:
    assert alice.id not in memory().hash(alice.identity)
    assert Memory(b"a" * 32).hash(alice.identity) != Memory(b"b" * 32).hash(alice.identity)


def test_half_a_surrogate_pair_has_a_hash_too() -> None:
    assert len(memory().hash("oftc:\ud800")) == 32


def test_names_are_those_of_the_place() -> None:
    assert memory().person_named(OTHER, "alice", START) is None


def test_people_are_listed_by_room_and_by_network() -> None:
    made = memory(here=(alice, bob))
    made.passing(OTHER).people[carol.id] = carol
    assert list(made.people_in(ROOM)) == [alice, bob]
    assert list(made.people_on(NETWORK)) == [alice, bob, carol]
    assert list(made.people_on("oft")) == []
    assert (made.present(ROOM, "alice"), made.present(ROOM, "carol"), made.present(Place("x", "y"), "alice")) == (alice, None, None)


def test_asking_about_a_place_does_not_make_one() -> None:
    made = memory()
    before = set(made.places)
    assert (made.present(OTHER, "alice"), made.in_room(OTHER), list(made.people_in(OTHER))) == (None, False, [])
    assert made.person_named(OTHER, "alice", START) is None
    assert set(made.places) == before


def test_direct_conversations_are_always_possible() -> None:
    assert (memory().in_room(direct()), memory().in_room(ROOM), memory().in_room(OTHER)) == (True, True, False)


# --- other look-ups ---


def test_counters_helpers_and_positions_are_looked_up() -> None:
    helped = Helped(bob.identity, "bob", "repos", int(START // DAY), 2)
    made = memory(Counter("said", 7), helped, Position(NETWORK, "x"))
    assert (made.counter("said"), made.counter("lost")) == (7, 0)
    assert (made.helped(bob.identity, "repos", helped.day), made.helped(alice.identity, "repos", helped.day)) == (helped, None)
    assert (made.position(NETWORK), made.position("libera")) == ("x", None)


def test_a_room_is_quiet_until_the_time_given() -> None:
    quiet, meeting = Quiet(ROOM.key, START + 60, "quiet"), Quiet(ROOM.key, START + 30, "meeting")
    made = memory(quiet, meeting)
    assert [made.quiet(ROOM.key, START + at) for at in (29, 30, 60)] == [meeting, quiet, None]
    assert made.quiet(OTHER.key, START) is None


def test_a_question_that_changed_hands_is_found_under_the_new_name() -> None:
    made = memory(question())
    made.apply((Put(replace(question(), asker=bob)),))
    assert (list(made.questions_by(alice)), [q.number for q in made.questions_by(bob)]) == ([], [1])


def test_our_names_are_told_by_network() -> None:
    assert (memory().own_names(NETWORK), memory().own_names("libera")) == (("helper",), ())


def test_somebody_else_under_the_askers_nick_has_no_questions() -> None:
    mallory = person("alice", host="mallory@example.net")
    assert memory(question()).current(ROOM.key, mallory) is None
    assert memory(question()).current(ROOM.key, alice) == question()
