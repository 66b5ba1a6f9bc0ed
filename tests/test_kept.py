"""What is kept is what is promised: a busy year on the disk, byte by byte; and every table, column, field and file by name.

In the year everybody and every text has a word of its own, so that any byte that should be gone tells whose it was.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect

from bot.core.events import Event, Joined, Left, Message, Named, Present, Reacted, Tick
from bot.core.kernel import Kernel, Turn
from bot.core.memory import Memory
from bot.core.people import Person, Place
from bot.core.records import DAY, KINDS, After, Call, Line, Reply, Transition
from bot.core.retention import PROMISES, overdue
from bot.core.settings import Timing
from bot.store.codec import encode
from bot.store.files import hash_key
from bot.store.store import Batch, Store
from bot.store.tables import OUTBOX, RECORDS
from tests.builders import START
from tests.transcript import all_plugins, shipped, terminal_settings

EVERY = 1 if os.environ.get("SOAK") else 14  # days between two on which people talk; each night passes all the same
YEAR = 366
HOUR = 3600.0
ROOM = Place("terminal", "#rdo")
CANARY = re.compile(rb"zq(talk|ask|reply|nick|priv)(\d+)zq")
LONGEST = {"ask": 30, "reply": 30, "nick": 90, "priv": 30}  # days that the words of each kind may be kept, talk never
NIGHT = 1  # and one more until the night in which they go


def word(kind: str, day: int) -> str:
    return f"zq{kind}{day}zq"


def person(nick: str) -> Person:
    return Person("terminal", nick, nick, host=f"{nick}@example.org")


def a_day(day: int, at: float) -> Iterator[Event]:
    """Talk, a question that somebody answers, one that nobody does, one in private, a late answer, thanks, and somebody who has enough."""
    asker, helper, third = (person(f"{name}{word('nick', day)}") for name in "abc")

    def say(minute: int, by: Person, text: str, place: Place = ROOM) -> Message:
        return Message(at + 60 * minute, place, by, text, id=f"${day}.{minute}")

    yield from (Joined(at, ROOM, who) for who in (asker, helper, third))
    yield from (say(n, third, f"the {word('talk', day)} build of yesterday went fine on my side") for n in (1, 2, 3))
    yield say(10, asker, f"how do i resize the {word('ask', day)} share of manila on epoxy without downtime?")
    yield say(12, helper, f"{asker.name}: use openstack share resize {word('reply', day)}")
    yield say(15, asker, f"{helper.name}: thanks, that worked")
    yield say(60, third, f"why does the nova scheduler ignore my {word('ask', day)} aggregate since the update to epoxy?")
    yield say(90, helper, f"{word('talk', day)} is what i had for lunch")
    yield Left(at + 60 * 95, ROOM, third)
    yield say(100, helper, f"{third.name}: look at the placement traits {word('reply', day)}")
    yield say(110, asker, f"what is {word('priv', day)} in manila?", place=Place("terminal", asker.id, direct=True))
    yield say(120, helper, "!open")
    yield Reacted(at + 60 * 125, ROOM, third, f"${day}.60", "👍")
    turn = day // EVERY
    if turn % 4:
        yield Joined(at + 60 * 130, ROOM, third)
        yield say(140, third, "!mydata")
    if not turn % 5:
        yield say(150, asker, "!optout")
    if not turn % 3:
        yield say(160, third, "!forget me")


def bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())


class Life:
    """Kernel, memory and a store in a file, driven as the shell does it: a commit for each hour, a night's deletion each night."""

    def __init__(self, folder: Path) -> None:
        settings = terminal_settings(Timing())
        self.kernel = Kernel(settings, shipped(), all_plugins(settings, shipped()))
        url = f"sqlite:///{folder / 'patience.db'}"
        self.store = Store.open(url)
        self.memory = Memory(hash_key(url))
        self.turns: list[Turn] = []

    def take(self, event: Event) -> None:
        self.turns += self.kernel.until(event.at, self.memory)
        self.turns.append(self.kernel.handle(event, self.memory))

    def commit(self) -> None:
        self.store.commit([Batch(turn.changes, (), turn.event.at) for turn in self.turns if turn.changes])
        self.turns.clear()

    def night(self, at: float) -> None:
        self.take(Tick(at, daily=True))
        self.commit()
        self.store.forget(at)


@pytest.mark.slow
def test_in_a_busy_year_nothing_stays_on_the_disk_longer_than_promised(tmp_path: Path) -> None:
    life, wrong, seen = Life(tmp_path), set(), set()
    life.take(Named(START, "terminal", "helper"))
    life.take(Present(START, ROOM, ()))
    for day in range(YEAR):
        at = START + day * DAY
        if day % EVERY == 0:
            for count, event in enumerate(a_day(day, at)):
                life.take(event)
                if count % 5 == 0:
                    life.commit()
        life.commit()
        if day % EVERY == 0:
            found = {(kind.decode(), int(number)) for kind, number in CANARY.findall(bytes_of(tmp_path))}
            seen |= {kind for kind, number in found if number == day}
            wrong |= {(day, kind, number) for kind, number in found if day - number > LONGEST.get(kind, -NIGHT) + NIGHT}
        life.night(at + 10 * HOUR)
        assert not [one for one in life.store.load(-1.0) if overdue(one, at + 10 * HOUR)]
    life.store.close()
    assert wrong == set()
    assert seen == set(LONGEST)  # each kind of words was there while it may be


@pytest.mark.slow
def test_nobody_is_named_where_no_name_may_be(tmp_path: Path) -> None:
    life = Life(tmp_path)
    life.take(Named(START, "terminal", "helper"))
    life.take(Present(START, ROOM, ()))
    for event in a_day(1, START):
        life.take(event)
    life.take(Tick(START + 5 * HOUR))
    life.commit()
    kept = {kind: " ".join(encode(one) for one in life.store.load(0.0) if type(one) is kind) for kind in KINDS}
    life.store.close()
    assert [kind.__name__ for kind in KINDS if PROMISES[kind].names != "people" and "zqnick" in kept[kind]] == []
    assert [kind.__name__ for kind in KINDS if "zqtalk" in kept[kind]] == []


# --- by name ---

FIELDS = {
    "Question": "number place room asker lines asked_at last_at status step due_at keep_until topics first"
    " frustrated wall faq asked_back entry version held answered_by replies calls shown_to thread history",
    "Said": "number utterance at kind room place to prompted text entry question why withheld id after whom expert",
    "Mark": "kind hash at",
    "Helped": "person name topic day count whom",
    "Quiet": "room until reason",
    "Counter": "name value",
    "Position": "network position",
    "Read": "network id at",
    "Reported": "room entry at by version number accepted",
    "Claim": "who also at mutual",
    "Offer": "person name topics until at hours max_per_day notify",
    "Pause": "name until at",
    "Handing": "topic giver giver_person to at",
    "Writeup": "number at question room place topic text answer asker helper asker_says helper_says asker_credit"
    " helper_credit helper_asked",
    "Uncovered": "question room topic text at",
    "Tally": "name room day value",
    "Sketch": "room at counts scale",
    "Fared": "entry version at wrong not_it solved same",
    "Line": "at text id",
    "Reply": "at by text id late",
    "Call": "at expert person",
    "Transition": "at status actor reason",
    "After": "at person name",
}


@pytest.mark.parametrize("kind", [*KINDS, After, Call, Line, Reply, Transition], ids=lambda kind: kind.__name__)
def test_records_have_these_fields_and_no_other(kind: type) -> None:
    """Whoever adds one has a look at docs/privacy.md, and at what privacy.py forgets of a person."""
    assert " ".join(field.name for field in fields(kind)) == FIELDS[kind.__name__]


def test_the_database_has_these_tables_and_columns_and_no_other(tmp_path: Path) -> None:
    file = tmp_path / "patience.db"
    Store.open(f"sqlite:///{file}").close()
    engine = create_engine(f"sqlite:///{file}")
    seen = inspect(engine)
    tables = {name: {column["name"] for column in seen.get_columns(name)} for name in seen.get_table_names()}
    engine.dispose()
    records = {table.name: {"key", "expires", "body"} for table in RECORDS.values()}
    outbox = {OUTBOX.name: {"key", "network", "body", "state", "created", "not_after", "order"}}
    assert tables == records | outbox | {"alembic_version": {"version_num"}}


def test_beside_the_database_there_are_its_key_and_its_lock_and_nothing_else(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'patience.db'}"
    with Store.open(url):
        hash_key(url)
        names = {path.name for path in tmp_path.iterdir()}
    assert names - {"patience.db-wal", "patience.db-shm"} == {"patience.db", "patience.db.key", "patience.db.lock"}
