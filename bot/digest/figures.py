"""Figures of some days, from the counts that carry no names."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from bot.core.people import Place
from bot.core.records import DAY, Tally
from bot.core.settings import Settings
from bot.core.tallies import WAITS
from bot.core.view import View
from bot.digest.values import Figures, Period, Week

WEEKS = 12  # told beside each other: a season
EPOCH = date(1970, 1, 1)


def day_number(day: date) -> int:
    """Days since the epoch, as tallies count them."""
    return (day - EPOCH).days


def day_of(at: float) -> date:
    """The day, in UTC."""
    return datetime.fromtimestamp(at, UTC).date()


def begins(day: date) -> float:
    """When a day begins, in seconds since the epoch."""
    return day_number(day) * DAY


def for_askers(room: str, settings: Settings) -> bool:
    """Whether people ask in this room (by its key): not in one that is there for reports."""
    network, _, name = room.partition("/")
    return not settings.for_reports(Place(network, name))


def counted(memory: View, settings: Settings, first: date) -> tuple[Tally, ...]:
    """The counts from this day on, of rooms where people ask."""
    return tuple(tally for tally in memory.tallies(day_number(first)) if for_askers(tally.room, settings))


def figures(tallies: Iterable[Tally], first: date, last: date) -> Figures:
    """The sum of these days."""
    days = range(day_number(first), day_number(last) + 1)
    total: Counter[str] = Counter()
    for tally in tallies:
        if tally.day in days:
            total[tally.name] += tally.value
    return Figures(
        lines=total["lines"],
        asked=total["asked"],
        by_people=total["person"],
        by_entries=total["faq"],
        by_nobody=total["unanswered"],
        first=total["first"],
        called=total["called"],
        solved=total["solved"],
        unprompted=total["unprompted"],
        waits=tuple(total[f"wait:{index}"] for index in range(len(WAITS) + 1)),
    )


def weeks(tallies: Iterable[Tally], period: Period) -> tuple[Week, ...]:
    """The last WEEKS times seven days up to the end of the period, oldest first; those before anything was counted are left out."""
    known = tuple(tallies)
    starts = (period.last - timedelta(days=7 * back + 6) for back in reversed(range(WEEKS)))
    found = [Week(start, figures(known, start, start + timedelta(days=6))) for start in starts]
    earliest = min((tally.day for tally in known), default=day_number(period.last))
    return tuple(week for week in found if day_number(week.last) >= earliest)
