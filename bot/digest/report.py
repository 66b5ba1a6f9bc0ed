"""A digest: what waits, what is missing, who helps, and the figures of some days."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from bot.core.directory import Directory
from bot.core.groups import grouped
from bot.core.knowledge import Knowledge
from bot.core.records import OPEN, Question, Status, Uncovered
from bot.core.roster import Roster
from bot.core.settings import Settings
from bot.core.tallies import told_as
from bot.core.text import clean, shorten
from bot.core.view import View
from bot.digest.figures import begins, counted, day_of, figures, for_askers, weeks
from bot.digest.listening import listening
from bot.digest.people import new_helpers, thin, unregistered
from bot.digest.values import ANSWERS, Digest, Draft, Due, Gap, Period, Waiting, Wrong

FIRST_WORDS = 100  # bytes of a question
REVIEW_DAYS = 30  # an entry that is due within these is told of: time to find somebody who can compare it

Covers = Callable[[str], bool]
STATUSES = {Status.ASKED: "asked", Status.ROUTED: "somebody was called", Status.PARKED: "waits for somebody who knows"}


def digest_of(memory: View, settings: Settings, knowledge: Knowledge, period: Period, covers: Covers = lambda _: False) -> Digest:
    """The report on a period. The same memory gives the same digest.

    `covers` says whether an entry would have answered a text: a person who is faster leaves a question without an entry, and
    nothing to be written. A plugin cannot ask for that; the command line can.
    """
    roster = Roster(Directory.of(knowledge))
    earliest = period.last - timedelta(days=400)
    tallies = counted(memory, settings, earliest)
    uncovered = [one for one in _uncovered(memory, settings, period) if not covers(one.text)]
    waiting = [q for q in memory.all_questions() if q.status in OPEN and for_askers(q.room, settings)]
    return Digest(
        name=settings.name,
        period=period,
        figures=figures(tallies, period.first, period.last),
        weeks=weeks(tallies, period),
        waiting=tuple(_waiting(q, period.now) for q in waiting if not q.place.closed),
        in_private=sum(q.place.closed for q in waiting),
        gaps=tuple(_gaps(uncovered, knowledge)),
        wrong=tuple(sorted(_wrong(memory, period.now), key=lambda one: (one.accepted, one.number, one.room))),
        due=tuple(sorted(_due(knowledge, period), key=lambda one: (one.review_by, one.entry))),
        thin=thin(roster, memory, period, (one.topic for one in uncovered)),
        unregistered=unregistered(roster, memory, period),
        new_helpers=new_helpers(memory, period),
        drafts=tuple(
            Draft(draft.number, draft.kind, _quoted(draft.question)) for draft in sorted(knowledge.drafts, key=lambda d: d.number)
        ),
        writeups=sum(1 for _ in memory.writeups()),
        listening=listening(roster, memory, settings, period),
    )


def _uncovered(memory: View, settings: Settings, period: Period) -> Iterator[Uncovered]:
    """What no entry covers. In listen mode no entry is given; what would have been answered is covered all the same."""
    for one in memory.uncovered(begins(period.first)):
        if for_askers(one.room, settings) and not any(said.entry and said.kind in ANSWERS for said in memory.about(one.question)):
            yield one


def _quoted(text: str) -> str:
    return shorten(clean(text), FIRST_WORDS)


def _waiting(question: Question, now: float) -> Waiting:
    topic = next(iter(question.topics), "")
    status = STATUSES[question.status]
    return Waiting(question.room, question.number, question.asker.name, now - question.asked_at, status, topic, _quoted(question.text))


def _gaps(uncovered: list[Uncovered], knowledge: Knowledge) -> Iterator[Gap]:
    """Questions that ask the same are one gap; its example is the shortest of them, which says the least besides."""
    background = [text for entry in knowledge.entries for text in (entry.question, *entry.phrasings)]
    for group in grouped([one.text for one in uncovered], background):
        asked = [uncovered[index] for index in group]
        example = min(asked, key=lambda one: (len(one.text), one.at)).text
        topic = next((one.topic for one in asked if one.topic), "")
        yield Gap(len(asked), topic, _quoted(example), tuple(sorted({one.room for one in asked})))


def _wrong(memory: View, now: float) -> Iterator[Wrong]:
    return (Wrong(one.number, one.entry, told_as(one.room), now - one.at, one.accepted) for one in memory.reports())


def _due(knowledge: Knowledge, period: Period) -> Iterator[Due]:
    today = day_of(period.now)
    soon = today + timedelta(days=REVIEW_DAYS)
    return (Due(entry.id, entry.review_by, entry.review_by < today) for entry in knowledge.entries if entry.review_by <= soon)


def last_days(days: int, now: float, including_today: bool = True) -> Period:
    """The period of so many days that ends today, or yesterday."""
    last = day_of(now) if including_today else day_of(now) - timedelta(days=1)
    return Period(last - timedelta(days=days - 1), last, now)


def since(first: float, now: float) -> Period:
    """The period from the day of `first` to yesterday: whole days, so that no two reports count the same."""
    yesterday = day_of(now) - timedelta(days=1)
    return Period(min(day_of(first), yesterday), yesterday, now)
