"""Netsplits are told as one event, in their place among the others."""

import pytest

from bot.adapters.irc.batches import Batches
from bot.adapters.irc.splits import KEPT, Splits
from bot.adapters.irc.timings import Timings
from bot.core.events import Event, Healed, Joined, Left, Message, Present, Renamed, Split
from bot.core.people import Person, Place
from tests.servers.script import CAPS, Script, joined, read

ROOM = Place("oftc", "#rdo")
MANY = range(500)


def crowd() -> Script:
    return joined(names=" ".join([*(f"u{number}!u@h" for number in MANY), "ann!a@host", "helper"]))


def breaks(script: Script, reason: str = "hub.example.net leaf.example.net") -> Script:
    return script.server(*(f":u{number}!u@h QUIT :{reason}" for number in MANY))


def heals(script: Script) -> Script:
    return script.server(*(f":u{number}!u@h JOIN #rdo * :u" for number in MANY))


def kinds(events: list[Event]) -> list[type[Event]]:
    return [type(event) for event in events]


@pytest.mark.case(26)
def test_a_netsplit_of_hundreds_is_one_event_and_so_is_its_end() -> None:
    script = crowd()
    assert breaks(script).heard() == []
    (split,) = script.wait(1.0).heard()
    assert isinstance(split, Split)
    assert (split.place, len(split.people)) == (ROOM, 500)
    assert [person.id for person in script.wire.state.people("#rdo")] == ["ann", "helper"]
    (healed,) = heals(script).wait(1.0).heard()
    assert isinstance(healed, Healed)
    assert healed.people == split.people
    assert len(script.wire.state.people("#rdo")) == 502


@pytest.mark.case(26)
def test_nothing_is_sent_for_the_people_of_a_netsplit() -> None:
    script = crowd()
    heals(breaks(script).wait(1.0)).wait(1.0)
    assert script.sent() == []


@pytest.mark.case(26)
def test_who_comes_back_from_a_netsplit_and_is_away_is_told_so_in_the_same_event() -> None:
    script = joined(caps=f"{CAPS} away-notify").server(*(f":{who} QUIT :*.net *.split" for who in ("ann!a@host", "bob!b@host")))
    script.wait(1.0).heard()
    script.server(":ann!a@host JOIN #rdo * :a", ":ann!a@host AWAY :lunch", ":bob!b@host JOIN #rdo * :b")
    (healed,) = script.wait(1.0).heard()
    assert isinstance(healed, Healed)
    assert [(person.id, person.away) for person in healed.people] == [("ann", True), ("bob", False)]


def test_who_goes_away_while_others_come_back_is_told_behind_them() -> None:
    script = joined(caps=f"{CAPS} away-notify").server(":ann!a@host QUIT :*.net *.split")
    script.wait(1.0).heard()
    assert kinds(script.server(":ann!a@host JOIN #rdo * :a", ":bob!b@host AWAY :lunch").heard()) == [Healed, Renamed]


def test_each_channel_has_its_own_event() -> None:
    script = joined().server(
        ":helper!h@x JOIN #two", ":s 353 helper = #two :helper ann!a@host", ":s 366 helper #two :x", ":s PONG s :joined #two"
    )
    script.heard()
    events = script.server(":ann!a@host QUIT :*.net *.split").wait(1.0).heard()
    assert [(type(event), event.place.room) for event in events if isinstance(event, Split)] == [(Split, "#rdo"), (Split, "#two")]


def test_what_else_happens_is_told_in_its_order() -> None:
    script = joined().server(":bob!b@host QUIT :a.net b.net", ":ann!a@host PRIVMSG #rdo :where did they go?")
    assert kinds(script.heard()) == [Split, Message]


@pytest.mark.case(27)
def test_a_new_owner_of_the_nick_comes_after_the_split_and_is_not_one_who_is_back() -> None:
    script = joined().server(":bob!b@host QUIT :a.net b.net", ":bob!mallory@elsewhere JOIN #rdo * :x")
    events = script.heard()
    assert kinds(events) == [Split, Joined]
    assert events[1] == Joined(script.at, ROOM, Person("oftc", "bob", "bob", None, "mallory@elsewhere"))


def test_one_who_is_back_at_once_was_away() -> None:
    script = joined().server(":bob!b@host QUIT :a.net b.net", ":bob!b@host JOIN #rdo * :x").wait(1.0)
    assert kinds(script.heard()) == [Split, Healed]


def test_what_goes_on_for_long_is_told_in_parts() -> None:
    script = crowd()
    for number in range(10):
        script.server(f":u{number}!u@h QUIT :a.net b.net").wait(0.9)
    assert kinds(script.heard()) == [Split]


def test_marked_batches_need_no_words() -> None:
    script = joined().server(":s BATCH +1 netsplit a.net b.net", "@batch=1 :bob!b@host QUIT :gone", ":s BATCH -1").wait(1.0)
    script.server(":s BATCH +2 netjoin a.net b.net", "@batch=2 :eve!e@host JOIN #rdo * :x", ":s BATCH -2").wait(1.0)
    assert kinds(script.heard()) == [Split, Healed]


@pytest.mark.parametrize("reason", ["bye", "Quit: a.net b.net", "a.net", "a b", "Ping timeout: 240 seconds", "read http://a.net b.net", ""])
def test_who_quits_by_themselves_leaves(reason: str) -> None:
    assert kinds(joined().server(f":bob!b@host QUIT :{reason}").heard()) == [Left]


def test_a_list_of_names_is_told_after_the_split_before_it() -> None:
    script = joined().server(":bob!b@host QUIT :a.net b.net", ":s 353 helper = #rdo :helper ann", ":s 366 helper #rdo :x")
    assert kinds(script.heard()) == [Split, Present]


def test_whoever_was_lost_is_not_remembered_without_end() -> None:
    splits = Splits(Timings(), Batches())
    quit_, join = read(":v!v@h QUIT :a.net b.net"), read(":v!v@h JOIN #rdo")
    people = [Person("oftc", f"v{number}", f"v{number}", None, "v@h") for number in range(KEPT + 1)]
    for person in people:
        splits.tell(quit_, [Left(0.0, ROOM, person)], 0.0)
    splits.tick(9.0)
    assert kinds(splits.tell(join, [Joined(9.0, ROOM, people[0])], 9.0)) == [Joined]
    assert splits.tell(join, [Joined(9.0, ROOM, people[-1])], 9.0) == []
