"""The pace of a network: by example, and as properties over any sequence of adding, waiting and taking."""

from collections import Counter
from dataclasses import dataclass, field
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.actions import Say
from bot.core.people import Person, Place
from bot.core.settings import Pace
from bot.outbox import OUTBOX_SLOTS, Outbox, Taken

NOW = 1_790_000_000.0  # the size of real moments: where floats are coarse
SLACK = 1e-5  # seconds; what adding up moments of that size may lose
SLOW = Pace(burst=2, per_second=0.5)
FAST = Pace(burst=1000, per_second=1000.0)


def says(key: str, room: str = "#rdo", lines: int = 1, prompted: bool = True, not_after: float = inf, to: str = "") -> Say:
    person = Person("oftc", to, to) if to else None
    return Say(key, Place("oftc", room), ("words",) * lines, to=person, prompted=prompted, not_after=not_after)


def filled(outbox: Outbox, *queue: Say) -> Outbox:
    for say in queue:
        outbox.add(say)
    return outbox


def keys(queue: tuple[Say, ...]) -> list[str]:
    return [say.key for say in queue]


@dataclass
class Wire:
    """What happened to an outbox: when each utterance went, and which expired."""

    outbox: Outbox
    now: float = NOW
    added: list[Say] = field(default_factory=list)
    sent: list[tuple[float, Say]] = field(default_factory=list)
    expired: list[tuple[float, Say]] = field(default_factory=list)
    looks: int = 0

    def add(self, say: Say) -> None:
        self.added.append(say)
        self.outbox.add(say)

    def take(self, ready: bool = True) -> Taken:
        taken = self.outbox.take(self.now, ready)
        self.sent += [(self.now, say) for say in taken.send]
        self.expired += [(self.now, say) for say in taken.expired]
        self.looks += 1
        assert taken.look_at is None or taken.look_at > self.now
        return taken

    def drain(self) -> "Wire":
        while (look_at := self.take().look_at) is not None:
            self.now = look_at
        return self

    def sent_keys(self) -> list[str]:
        return [say.key for _, say in self.sent]


@st.composite
def histories(draw: st.DrawFn) -> Wire:
    """Any mixture of adding, waiting and taking, to the end."""
    slots = draw(st.integers(1, 12))
    paces = st.builds(Pace, st.integers(1, 5), st.sampled_from([0.15, 0.5, 1.0, 3.0]))
    wire = Wire(Outbox(draw(paces), draw(paces), slots))
    for number in range(draw(st.integers(0, 25))):
        wire.now += draw(st.sampled_from([0.0, 0.0, 0.3, 1.0, 7.0]))
        late = draw(st.sampled_from([inf, inf, 0.0, 2.5, 10.0]))
        wire.add(says(str(number), draw(st.sampled_from("abc")), draw(st.integers(0, 7)), draw(st.booleans()), wire.now + late))
        assert len(wire.outbox) <= slots
        if draw(st.booleans()):
            wire.take(ready=draw(st.booleans()))
    return wire.drain()


def within(sent: list[tuple[float, int]], pace: Pace) -> bool:
    """Whether every stretch of it fits the bucket; the last utterance of a stretch needs no more than a full one."""
    for first, (began, _) in enumerate(sent):
        before = 0
        for at, lines in sent[first:]:
            if before + min(lines, pace.burst) > pace.burst + pace.per_second * (at - began + SLACK):
                return False
            before += lines
    return True


@pytest.mark.slow
@given(histories())
def test_the_network_never_hears_more_than_its_bucket_holds(wire: Wire) -> None:
    assert within([(at, max(1, len(say.lines))) for at, say in wire.sent], wire.outbox.pace)


@pytest.mark.slow
@given(histories())
def test_no_room_hears_more_than_its_bucket_holds(wire: Wire) -> None:
    for room in {say.place for _, say in wire.sent}:
        assert within([(at, max(1, len(say.lines))) for at, say in wire.sent if say.place == room], wire.outbox.room_pace)


@pytest.mark.slow
@given(histories())
def test_everything_is_sent_or_expired_and_nothing_twice(wire: Wire) -> None:
    assert Counter(say.key for _, say in wire.sent + wire.expired) == Counter(say.key for say in wire.added)


@pytest.mark.slow
@given(histories())
def test_every_room_hears_its_lines_in_order(wire: Wire) -> None:
    for room in "abc":
        numbers = [int(say.key) for _, say in wire.sent if say.place.room == room]
        assert numbers == sorted(numbers)


@pytest.mark.slow
@given(histories())
def test_nothing_is_sent_too_late(wire: Wire) -> None:
    assert all(at < say.not_after for at, say in wire.sent)


@pytest.mark.slow
@given(histories())
def test_looking_when_told_to_look_is_never_idle_for_long(wire: Wire) -> None:
    assert wire.looks <= 8 * len(wire.added) + 1


@given(st.lists(st.sampled_from("abc"), max_size=30))
def test_equal_rooms_take_turns(rooms: list[str]) -> None:
    outbox = filled(Outbox(Pace(1, 1.0), FAST), *(says(str(n), room) for n, room in enumerate(rooms)))
    left = Counter(rooms)
    waits = dict.fromkeys(left, 0)
    for _, say in Wire(outbox).drain().sent:
        left[say.place.room] -= 1
        waits = {room: 0 if room == say.place.room else wait + 1 for room, wait in waits.items() if left[room]}
        assert all(wait < 3 for wait in waits.values())


def test_a_burst_goes_at_once_and_the_rest_at_the_pace() -> None:
    wire = Wire(filled(Outbox(SLOW, FAST), *(says(key) for key in "abcd"))).drain()
    assert [at - NOW for at, _ in wire.sent] == [0, 0, 2, 4]


def test_a_room_is_spared_what_its_network_would_bear() -> None:
    wire = Wire(filled(Outbox(FAST), *(says(key) for key in "abcde"))).drain()
    assert [at - NOW for at, _ in wire.sent] == [0, 0, 0, 2, 4]


def test_a_pause_fills_the_bucket_and_not_more() -> None:
    wire = Wire(filled(Outbox(SLOW, FAST), says("a"), says("b"))).drain()
    wire.now += 1000
    filled(wire.outbox, *(says(key) for key in "cdef"))
    assert keys(wire.take().send) == ["c", "d"]


@pytest.mark.case(39)
def test_a_busy_room_does_not_starve_another() -> None:
    outbox = filled(Outbox(Pace(1, 1.0), FAST), *(says(f"busy{n}", "#busy") for n in range(50)), says("calm", "#calm"))
    assert Wire(outbox).drain().sent_keys().index("calm") == 1


@pytest.mark.case(39)
def test_a_busy_person_does_not_starve_another() -> None:
    queue = [says(f"busy{n}", to="busy") for n in range(5)] + [says("calm0", to="calm"), says("calm1", to="calm")]
    assert Wire(filled(Outbox(SLOW, FAST), *queue)).drain().sent_keys() == ["busy0", "calm0", "busy1", "calm1", "busy2", "busy3", "busy4"]


@given(st.lists(st.sampled_from("abc"), max_size=20))
def test_each_person_hears_their_lines_in_order(people: list[str]) -> None:
    wire = Wire(filled(Outbox(Pace(1, 1.0), FAST), *(says(str(n), to=to) for n, to in enumerate(people)))).drain()
    for to in people:
        numbers = [int(say.key) for _, say in wire.sent if say.to is not None and say.to.id == to]
        assert numbers == sorted(numbers)


def test_a_long_line_costs_what_it_takes_on_the_wire() -> None:
    long = Say("long", Place("oftc", "#rdo"), ("x" * 700,))
    wire = Wire(filled(Outbox(SLOW, FAST), long, says("next"))).drain()
    assert [at - NOW for at, _ in wire.sent] == [0, 2]


def test_what_was_asked_for_goes_first() -> None:
    outbox = filled(Outbox(FAST), says("offer", "#a", prompted=False), says("answer", "#b"))
    assert keys(outbox.take(NOW, ready=True).send) == ["answer", "offer"]


def test_an_answer_lends_its_urgency_to_what_its_room_hears_before_it() -> None:
    outbox = filled(Outbox(FAST), says("x", "#x", prompted=False), says("offer", prompted=False), says("answer"))
    assert keys(outbox.take(NOW, ready=True).send) == ["offer", "answer", "x"]


def test_the_lines_of_an_utterance_wait_until_all_can_go() -> None:
    wire = Wire(filled(Outbox(SLOW, FAST), says("one"), says("two", lines=2))).drain()
    assert [at - NOW for at, _ in wire.sent] == [0, 2]


def test_an_utterance_longer_than_the_bucket_goes_from_a_full_one_and_the_next_pays() -> None:
    wire = Wire(filled(Outbox(SLOW, FAST), says("long", lines=6), says("next"))).drain()
    assert [at - NOW for at, _ in wire.sent] == [0, 10]


def test_a_short_line_elsewhere_does_not_overtake_a_long_one_for_ever() -> None:
    outbox = filled(Outbox(SLOW, FAST), says("first"), says("long", "#long", lines=2), *(says(str(n), "#short") for n in range(5)))
    assert Wire(outbox).drain().sent_keys()[:3] == ["first", "long", "0"]


def test_nothing_goes_while_the_network_is_away() -> None:
    assert filled(Outbox(FAST), says("a")).take(NOW, ready=False) == Taken((), (), None)


def test_what_is_too_late_expires_also_while_the_network_is_away() -> None:
    say = says("a", not_after=NOW + 120)
    outbox = filled(Outbox(FAST), say)
    assert outbox.take(NOW, ready=False) == Taken((), (), NOW + 120)
    assert outbox.take(NOW + 120, ready=False) == Taken((), (say,), None)


def test_an_empty_outbox_need_not_be_looked_at() -> None:
    assert Outbox(FAST).take(NOW, ready=True) == Taken((), (), None)


def test_a_key_that_waits_is_not_added_twice() -> None:
    assert keys(filled(Outbox(FAST), says("a"), says("a")).take(NOW, ready=True).send) == ["a"]


def test_a_full_outbox_gives_up_its_oldest_unprompted_line() -> None:
    queue = (says("answer"), says("old", prompted=False), says("new", prompted=False), says("more"))
    taken = filled(Outbox(FAST, FAST, slots=3), *queue).take(NOW, ready=True)
    assert (keys(taken.send), keys(taken.expired)) == (["answer", "new", "more"], ["old"])


def test_an_outbox_full_of_answers_gives_up_the_oldest() -> None:
    taken = filled(Outbox(FAST, FAST, slots=2), *(says(key) for key in "abc")).take(NOW, ready=True)
    assert (keys(taken.send), keys(taken.expired)) == (["b", "c"], ["a"])


def test_an_unprompted_line_finds_no_room_among_answers() -> None:
    taken = filled(Outbox(FAST, FAST, slots=1), says("answer"), says("offer", prompted=False)).take(NOW, ready=True)
    assert (keys(taken.send), keys(taken.expired)) == (["answer"], ["offer"])


def test_what_gave_way_is_gone_even_when_it_is_added_again() -> None:
    taken = filled(Outbox(FAST, FAST, slots=1), says("a"), says("b"), says("a")).take(NOW, ready=True)
    assert (keys(taken.send), keys(taken.expired)) == (["b"], ["a"])


def test_what_could_not_be_written_goes_first_and_in_order_when_the_network_is_back() -> None:
    outbox = filled(Outbox(FAST, FAST), *(says(key) for key in "abc"))
    taken = outbox.take(NOW, ready=True)
    outbox.add(says("d"))
    outbox.again(taken.send[1:])
    assert keys(outbox.take(NOW + 60, ready=True).send) == ["b", "c", "d"]


def test_rooms_that_fell_silent_leave_nothing_behind() -> None:
    wire = Wire(filled(Outbox(FAST), *(says(str(n), f"#room{n}") for n in range(100)))).drain()
    wire.outbox.take(wire.now + 3600, ready=True)
    assert wire.outbox._buckets == {}


def test_the_slots_hold_ten_minutes_at_the_default_pace() -> None:
    assert Pace().per_second * 600 < OUTBOX_SLOTS


def test_what_is_owed_are_the_rooms_where_somebody_who_asked_waits() -> None:
    box = Outbox(Pace(1, 0.1))
    asked, unasked = (Place("oftc", room) for room in ("#asked", "#unasked"))
    for number, (place, prompted) in enumerate([(asked, True), (asked, True), (unasked, False)]):
        box.add(Say(str(number), place, ("line",), prompted=prompted))
    assert box.owed() == (asked,)


def test_what_is_taken_back_is_not_sent_and_its_place_in_the_row_is_free() -> None:
    outbox = filled(Outbox(SLOW), says("a"), says("b"))
    assert (outbox.drop("a"), outbox.drop("a"), outbox.drop("unknown")) == (True, False, False)
    assert (keys(outbox.take(NOW, True).send), len(outbox)) == (["b"], 0)
