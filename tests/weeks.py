"""A week of a small community as records, for the tests of what maintainers are told about it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from bot.core.knowledge import Draft, Knowledge, Topic
from bot.core.memory import Memory
from bot.core.people import Person
from bot.core.records import DAY, After, Helped, Mark, Offer, Pause, Put, Question, Record, Reported, Said, Status, Tally, Uncovered
from bot.core.referee import LISTENS
from bot.core.settings import Settings
from bot.digest import Digest, Period, digest_of
from tests.builders import ROOM, alice, expert, helper, knowledge, person, question, settings
from tests.entries import entry

MONDAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 7, tzinfo=UTC).timestamp()
PERIOD = Period(date(2026, 11, 16), date(2026, 11, 22), NOW)
TODAY = int(NOW // DAY)
OVN = Topic("ovn", ("ovn",))
OCTAVIA = Topic("octavia", ("octavia",))
erin, frank = person("erin", account="erin"), person("frank", account="frank")


def tally(name: str, value: int = 1, days_ago: int = 2, room: str = ROOM.key) -> Tally:
    return Tally(name, room, TODAY - days_ago, value)


def helped(by: Person = erin, topic: str = "ovn", days_ago: int = 2, count: int = 1) -> Helped:
    return Helped(by.identity, by.name, topic, TODAY - days_ago, count)


def uncovered(text: str, number: int = 1, topic: str = "", days_ago: float = 1, room: str = ROOM.key) -> Uncovered:
    return Uncovered(f"{room}#{number}", room, topic, text, NOW - days_ago * DAY)


def waiting(text: str = "ovn: instances get no metadata, any idea?", by: Person = alice, **more: Any) -> Question:
    """A question that is open since five hours."""
    asked = replace(question(text, by, status=Status.PARKED, topics=("ovn",)), asked_at=NOW - 5 * 3600, keep_until=NOW + DAY)
    return replace(asked, **more)


def kept_back(number: int, kind: str = "answer", minutes_ago: float = 60, **more: Any) -> Said:
    """Something that listen mode kept back."""
    said = Said(number, number, NOW - 60 * minutes_ago, kind, ROOM.key, ROOM, alice.identity, False, withheld=LISTENS)
    return replace(said, **more)


def answered(by: Person, minutes_ago: float) -> After:
    return After(NOW - 60 * minutes_ago, by.identity, by.name)


def remembering(*records: Record) -> Memory:
    made = Memory(b"k" * 32, records)
    made.now = NOW
    return made


def having_asked(made: Memory, *people: Person, days_ago: float = 30) -> Memory:
    made.apply(Put(Mark("asked", made.hash(somebody.identity), NOW - days_ago * DAY)) for somebody in people)
    return made


def known(**more: Any) -> Knowledge:
    """Carol may be asked about ovn and octavia, and there is one entry that is due."""
    people = (expert("carol", ("ovn", "octavia")),)
    standard: dict[str, Any] = {"entries": (entry("old-one", "Where is it?", review_by=date(2026, 11, 1)),), "topics": (OVN, OCTAVIA)}
    return knowledge(*people, **{**standard, **more})


def digest(*records: Record, made: Memory | None = None, house: Settings | None = None, period: Period = PERIOD, **more: Any) -> Digest:
    return digest_of(made or remembering(*records), house or settings(), known(**more), period)


def busy() -> Digest:
    """A digest with something of everything."""
    records: tuple[Record, ...] = (
        *(tally(*one) for one in (("lines", 1200), ("asked", 12), ("person", 8), ("faq", 2), ("unanswered", 1), ("unprompted", 3))),
        *(tally(f"wait:{index}", count) for index, count in ((0, 2), (1, 4), (2, 3), (4, 1))),
        *(tally(*one, days_ago=9) for one in (("lines", 900), ("asked", 9), ("person", 5), ("faq", 1), ("unanswered", 2))),
        *(tally(*one, days_ago=16) for one in (("lines", 700), ("asked", 6), ("person", 3), ("faq", 2), ("unanswered", 1))),
        *(
            tally(name, count, 16 + 7 * week)
            for week, counts in enumerate(((6, 2, 1), (3, 1, 3), (4, 0, 2), (7, 3, 1), (5, 2, 0)), 1)
            for name, count in zip(("asked", "person", "faq", "unanswered"), (sum(counts), *counts), strict=True)
        ),
        tally("wait:3", 6, 9),
        tally("wait:2", 5, 16),
        waiting(),
        uncovered("packstack stops at mariadb on centos 9", 11, "packstack"),
        uncovered("packstack stops at mariadb, any idea?", 12, "packstack"),
        uncovered("octavia amphora never becomes active", 13, "octavia"),
        Reported(ROOM.key, "old-one", NOW - DAY, "h", number=17),
        Pause("carol", datetime(2027, 1, 6, tzinfo=UTC).timestamp(), NOW),
        Offer(helper("dave"), "dave", ("ovn",), date(2027, 2, 20), NOW),
        helped(erin, "ovn"),
        helped(frank, "nova"),
        kept_back(1, entry="old-one", question="q1", minutes_ago=300, after=answered(erin, 296)),
        kept_back(2, "call", question="q2", minutes_ago=200, expert="dave", after=answered(helper("dave"), 170)),
        kept_back(3, "call", question="q3", minutes_ago=100, expert="dave"),
    )
    drafts = (Draft(18, "writeup", "How do I open ssh between computes for live migration?"),)
    return digest(made=having_asked(remembering(*records), erin), drafts=drafts)
