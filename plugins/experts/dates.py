"""Days and lengths of time as people write them in chat: "until 5 Jan", "2027-01-05", "for 2 weeks", "tomorrow"; and as they are told.

Days are those of a person's own zone. A day without a year is the next such day.
"""

import re
from datetime import UTC, date, datetime, timedelta

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONTH = (
    "(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    "|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
WEEKDAY = "(mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)"
LENGTH = r"(\d{1,4})\s*(days?|d|weeks?|w|months?|mo|years?|y)\b"
UNITS = {"d": 1, "w": 7, "m": 30, "y": 365}  # days; by the first letter

_ISO = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)")
_NAMED = re.compile(rf"(?:(\d{{1,2}})(?:st|nd|rd|th)?\.?\s+{MONTH}|{MONTH}\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?)\.?(?:,?\s+(\d{{4}}))?")
_WEEKDAY = re.compile(rf"(?:next\s+)?{WEEKDAY}")
_LENGTH = re.compile(rf"(?:for\s+)?{LENGTH}")


def length(text: str) -> int | None:
    """Days of "90d", "2 weeks", "3 months"; None when it is no length."""
    found = _LENGTH.fullmatch(text.strip().lower())
    return int(found[1]) * UNITS[found[2][0]] if found else None


def day(text: str, today: date) -> date | None:
    """The day that is meant, seen from today; None when it is none. A day with its year may lie in the past."""
    said = text.strip().lower().rstrip(".!")
    if said in ("today", "tomorrow"):
        return today + timedelta(days=said == "tomorrow")
    if (iso := _ISO.fullmatch(said)) is not None:
        return _date(int(iso[1]), int(iso[2]), int(iso[3]))
    if (named := _NAMED.fullmatch(said)) is not None:
        number, month = int(named[1] or named[4]), MONTHS.index((named[2] or named[3])[:3]) + 1
        if named[5]:
            return _date(int(named[5]), month, number)
        years = (_date(today.year + ahead, month, number) for ahead in range(9))  # 29 February comes every eight years at the latest
        return next((found for found in years if found is not None and found >= today), None)
    if (weekday := _WEEKDAY.fullmatch(said)) is not None:
        return today + timedelta(days=(WEEKDAYS.index(weekday[1][:3]) - today.weekday() - 1) % 7 + 1)
    return None


def _date(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


# --- told ---


def told(when: date) -> str:
    """A day in a sentence: "5 Jan 2027"."""
    return f"{when.day} {MONTHS[when.month - 1].title()} {when.year}"


def around_when(opening: float, at: float) -> str:
    """From when somebody is usually here, by the full hour in UTC; with the weekday when it is more than a day away."""
    begins = datetime.fromtimestamp(opening, UTC)
    hour = f"{begins.hour}:00 UTC"
    return hour if opening - at <= timedelta(days=1).total_seconds() else f"{begins:%A}, {hour}"
