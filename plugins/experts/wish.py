"""What a line of `iknow` asks for: topics, for how long, in which hours, how often, and where to be asked. In any order.

What is not understood is kept as it was said (`odd`), so that it can be named: a wish that is half understood would call
somebody at hours that they meant to keep free.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot.core.directory import LONGEST_PHRASE, Directory
from bot.core.knowledge import Hours, Notify
from bot.core.text import words
from plugins.experts.dates import LENGTH, MONTH, WEEKDAY, WEEKDAYS, day, length

LONGEST = 400  # characters that are read: a line of IRC
TOPICS_AT_MOST = 12  # of one person: who knows everything is called for everything
ODD_AT_MOST = 3  # phrases that are named as not understood
CALLS_AT_MOST = 50  # a day, as experts.yaml and `per_day` have it
DAYS_AT_MOST = 365  # an entry ends and is renewed: nobody is called for years because of one line

# Words that say nothing of their own between topics, hours and the rest.
FILLER = frozenset(
    """i know about and also or please the a an of in on with for me my hours hour notify max at most day days per topic topics things stuff
    to from until till can could help answer questions question between ask am is it some up""".split()
)
NOTHING = frozenset({"nothing", "nothing any more", "nothing anymore", "none", "no topics"})

_CLOCK = r"(\d{1,2})(?:[:.h](\d\d))?\s*(am|pm)?"
_DAYS = rf"\b(?:on\s+)?{WEEKDAY}s?(?:\s*(?:-|–|to|,|and|&)\s*{WEEKDAY}s?)*\b"
_WHERE = {"here": Notify.HERE, "private": Notify.PRIVATE, "pm": Notify.PRIVATE, "dm": Notify.PRIVATE, "digest": Notify.DIGEST}
_SETS = {"weekdays": range(5), "weekends": (5, 6), "weekend": (5, 6), "daily": range(7), "every day": range(7)}
_TH = r"(?:st|nd|rd|th)?"
_DAY = rf"\d{{4}}-\d\d?-\d\d?|\d{{1,2}}{_TH}\.?\s+{MONTH}\b\.?(?:,?\s+\d{{4}})?|{MONTH}\.?\s+\d{{1,2}}{_TH}\b(?:,?\s+\d{{4}})?"
_A_DAY = r"(?:/|\ba\b|\bper\b)\s*d(?:ay)?\b"
_CALLS = r"(?:calls?|questions?)"
_NO_LENGTH = r"(?!\s*(?:days|weeks?|months?|years?|w|mo|y)\b)"


@dataclass(frozen=True, slots=True)
class Wish:
    """What was said; None: nothing of it."""

    topics: tuple[str, ...] = ()
    until: date | None = None
    clock: tuple[int, int] | None = None  # minutes after midnight
    zone: str | None = None
    days: frozenset[int] | None = None
    any_time: bool = False
    max_per_day: int | None = None
    notify: Notify | None = None
    odd: tuple[str, ...] = field(default=())

    def hours(self, before: Hours | None) -> Hours | None:
        """The hours that are meant, by someone who had these before: what is not said stays."""
        if self.any_time:
            return None
        if self.clock is None and self.zone is None and self.days is None:
            return before
        base = before or Hours()
        start, end = self.clock or (base.start, base.end)
        return Hours(self.zone or base.zone, base.days if self.days is None else self.days, start, end)


def wish(text: str, directory: Directory, today: date) -> Wish:
    """Read a line. Never fails."""
    found, rest = Wish(), f" {text[:LONGEST]} "
    for pattern, read in _PARTS:
        for match in pattern.finditer(rest):
            more = read(found, match, today)
            if more is not None:
                found, rest = more, f"{rest[: match.start()]} , {rest[match.end() :]}"
                break
    topics, odd = _topics(rest, directory)
    return replace(found, topics=topics[:TOPICS_AT_MOST], odd=(*found.odd, *odd, *topics[TOPICS_AT_MOST:])[:ODD_AT_MOST])


# --- topics ---


def _topics(text: str, directory: Directory) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The topics that are named, each once, and the phrases that name none."""
    topics: list[str] = []
    odd: list[str] = []
    for piece in re.split(r"[,;/|&+]+", text):
        for topic, phrase in _named(words(piece), directory):
            (topics if topic else odd).append(topic or phrase)
    return tuple(dict.fromkeys(topics)), tuple(dict.fromkeys(odd))


def _named(said: tuple[str, ...], directory: Directory) -> Iterator[tuple[str, str]]:
    """Topics by the longest phrases, and what lies between them: (topic, "") or ("", phrase)."""
    start, between = 0, list[str]()
    while start < len(said):
        ends = range(min(len(said), start + LONGEST_PHRASE), start, -1)
        end, topic = next(((e, t) for e in ends if (t := directory.topic_named(" ".join(said[start:e])))), (start + 1, ""))
        if not topic and said[start] not in FILLER:
            between.append(said[start])
        elif between:
            yield "", " ".join(between)
            between = []
        if topic:
            yield topic, ""
        start = end
    if between:
        yield "", " ".join(between)


# --- the other parts, each in the order in which it is looked for ---


def _where(found: Wish, match: re.Match[str], _today: date) -> Wish:
    return replace(found, notify=_WHERE[match[1].lower().removesuffix("ly")])


def _often(found: Wish, match: re.Match[str], _today: date) -> Wish:
    count = int(match[1] or match[2])
    return replace(found, max_per_day=count) if count <= CALLS_AT_MOST else _odd(found, match)


def _until(found: Wish, match: re.Match[str], today: date) -> Wish:
    when = day(match[1], today)
    return _odd(found, match) if when is None or when < today else replace(found, until=min(when, _last(today)))


def _length(found: Wish, match: re.Match[str], today: date) -> Wish:
    days = length(match[0])
    return replace(found, until=min(today + timedelta(days=days), _last(today))) if days else _odd(found, match)


def _last(today: date) -> date:
    return today + timedelta(days=DAYS_AT_MOST)


def _any_time(found: Wish, _match: re.Match[str], _today: date) -> Wish:
    return replace(found, any_time=True)


def _clock(found: Wish, match: re.Match[str], _today: date) -> Wish:
    start, end = _minutes(*match.group(1, 2, 3)), _minutes(*match.group(4, 5, 6))
    if start is None or end is None or start == end or start == 24 * 60:
        return _odd(found, match)
    return replace(found, clock=(start, end or 24 * 60))


def _minutes(hour: str, minute: str | None, half: str | None) -> int | None:
    """Minutes after midnight; None for a time that no clock shows."""
    hours = int(hour) % 12 + (12 if half.lower() == "pm" else 0) if half and 1 <= int(hour) <= 12 else int(hour)
    total = hours * 60 + int(minute or 0)
    return None if int(minute or 0) > 59 or total > 24 * 60 else total


def _zone(found: Wish, match: re.Match[str], _today: date) -> Wish | None:
    """None for two words with a slash between them that are no zone: they may be topics."""
    zone = zone_named(match[1])
    return None if zone is None else replace(found, zone=zone)


def zone_named(text: str) -> str | None:
    """The IANA name that is meant: in any case, "utc", or an offset such as "UTC+2"."""
    offset = re.fullmatch(r"(?:utc|gmt)\s*([+-])\s*(\d{1,2})(?::?00)?", text.lower())
    sign, hours = (offset[1], int(offset[2])) if offset else ("", 0)
    fixed = f"Etc/GMT{'-' if sign == '+' else '+'}{hours}"  # POSIX signs: Etc/GMT-2 is two hours ahead of UTC
    plain = "UTC" if text.upper() in ("UTC", "GMT", "Z") or (offset and not hours) else ""
    cased = re.sub(r"[a-z]+", lambda word: word[0].capitalize(), text.lower())
    tries = (plain,) if plain else (fixed,) if offset else (text, cased, text.upper())
    return next((name for name in tries if _exists(name)), None)


def _exists(zone: str) -> bool:
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):  # unknown; no name of a zone at all; a folder of zones
        return False
    return True


def _days(found: Wish, match: re.Match[str], _today: date) -> Wish:
    chosen: set[int] = set()
    names = [
        (WEEKDAYS.index(one[1][:3].lower()), match[0][: one.start()]) for one in re.finditer(WEEKDAY, match[0], re.IGNORECASE | re.ASCII)
    ]
    for index, (number, before) in enumerate(names):
        spans = index > 0 and re.search(r"(?:-|–|\bto)\s*$", before) is not None
        first = names[index - 1][0] if spans else number
        chosen.update((first + step) % 7 for step in range((number - first) % 7 + 1))
    return replace(found, days=frozenset(chosen))


def _day_set(found: Wish, match: re.Match[str], _today: date) -> Wish:
    return replace(found, days=frozenset(_SETS[" ".join(match[1].lower().split())]))


def _odd(found: Wish, match: re.Match[str]) -> Wish:
    return replace(found, odd=(*found.odd, " ".join(match[0].strip(" ,").split())))


_Read = Callable[[Wish, re.Match[str], date], Wish | None]


def _part(pattern: str, read: _Read) -> tuple[re.Pattern[str], _Read]:
    return re.compile(pattern, re.IGNORECASE | re.ASCII), read


_PARTS = (
    _part(r"(?:\bnotify(?:\s+me)?:?\s+)?(?:\b(?:in|by|via)\s+)?\b(here|private(?:ly)?|pm|dm|digest)\b", _where),
    _part(r"\b(?:any\s?time|all day|always|24/7)\b", _any_time),
    _part(
        rf"\b(?:max(?:imum)?|at most|up to)\s*:?\s*(\d{{1,3}})\b{_NO_LENGTH}(?:\s*{_CALLS})?(?:\s*{_A_DAY})?"
        rf"|\b(\d{{1,3}})\s*(?:{_CALLS}\s*)?{_A_DAY}",
        _often,
    ),
    _part(rf"\b(?:until|till)\s+({_DAY}|tomorrow|(?:next\s+)?{WEEKDAY}\b)", _until),
    _part(r"\b(\d{4}-\d\d?-\d\d?)\b", _until),
    _part(rf"(?:\bfor\s+)?\b{LENGTH}", _length),
    _part(
        rf"(?:\b(?:hours?|from|between)\s*:?\s*)*\b{_CLOCK}\s*(?:-|–|\bto\b|\band\b|\btill\b|\buntil\b)\s*{_CLOCK}(?:\s*h(?:ours?)?)?\b",
        _clock,
    ),
    _part(r"\b((?:utc|gmt)\s?[+-]\s?\d{1,2}(?::?00)?|utc|gmt|cet|eet|wet|met|est|mst|hst|[a-z]+(?:/[a-z][a-z_+\-0-9]*)+)\b", _zone),
    _part(rf"\b({'|'.join(map(re.escape, _SETS))})\b", _day_set),
    _part(_DAYS, _days),
)
