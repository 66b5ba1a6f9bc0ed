"""The formats of logs, line by line: irssi, WeeChat, ZnC, plain with ISO or epoch stamps, JSON lines; told apart by the first lines.

A Matrix export is one JSON value and is read by exports.py. A reader is made for each file, since a day is told once for many lines.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, tzinfo
from typing import Any, Protocol

from bot.replay import bodies
from bot.replay.clockwork import LocalTime, next_day, offset, seconds, spelled, within
from bot.replay.logged import Logged, Malformed, UnknownFormat, What, whole

MATRIX = "matrix"
LOOKED_AT = 50  # lines by which a format is recognised
WRAPS = 12 * 3600  # seconds: a clock that goes back this far has passed midnight


class Reader(Protocol):
    """Reads the lines of one file in order."""

    def read(self, line: str) -> Logged | None:
        """What the line tells; None for what concerns nobody. Raises Malformed."""
        ...


# --- irssi ---

_IRSSI = re.compile(r"(\d\d:\d\d(?::\d\d)?) (?=[<\-* ])(.*)", re.DOTALL)
_IRSSI_DAY = re.compile(r"--- (Log opened|Day changed|Log closed) (.*)")


class Irssi:
    """`12:00 < nick> text`; the day is told by "Log opened" and "Day changed"."""

    def __init__(self, zone: tzinfo, day: str | None) -> None:
        self.time, self.day = LocalTime(zone), day

    def read(self, line: str) -> Logged | None:
        stamped = _IRSSI.match(line)
        if stamped:
            if self.day is None:
                raise Malformed('no day is known yet: "--- Log opened …" or "--- Day changed …" must come first')
            return bodies.told(stamped[2].lstrip(), self.time.at(self.day, stamped[1]))
        told = _IRSSI_DAY.match(line)
        if not told:
            raise Malformed("no time stamp")
        day = spelled(told[2])
        if day is None and told[1] != "Log closed":
            raise Malformed("a day that cannot be read (names of months must be English)")
        self.day = day or self.day
        return None


# --- ZnC ---

_ZNC = re.compile(r"\[(\d\d:\d\d:\d\d)\] (.*)", re.DOTALL)
_DAY_IN_NAME = re.compile(r"(?<!\d)(\d{4})-?(\d\d)-?(\d\d)(?!\d)")


class Znc:
    """`[12:00:00] <nick> text`; the day stands in the name of the file."""

    def __init__(self, zone: tzinfo, day: str | None) -> None:
        self.time, self.day, self.last = LocalTime(zone), day, 0.0

    def read(self, line: str) -> Logged | None:
        stamped = _ZNC.match(line)
        if not stamped:
            raise Malformed("no time stamp like [12:00:00]")
        if self.day is None:
            raise Malformed("no day is known: the name of the file must have one, such as 2024-01-31.log")
        at = self.time.at(self.day, stamped[1])
        if self.last - at > WRAPS:
            self.day = next_day(self.day)
            at = self.time.at(self.day, stamped[1])
        self.last = at
        return bodies.told(stamped[2], at)


# --- WeeChat ---

_WEECHAT = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)\t([^\t]*)\t(.*)", re.DOTALL)


class Weechat:
    """`2024-01-31 12:00:00`, who, and what, with tabs between."""

    def __init__(self, zone: tzinfo, day: str | None) -> None:  # noqa: ARG002 - the same for every format
        self.time = LocalTime(zone)

    def read(self, line: str) -> Logged | None:
        found = _WEECHAT.match(line)
        if not found:
            raise Malformed("not: day, time, nick and text with tabs between")
        at, who = self.time.at(found[1], found[2]), found[3].strip()
        if who == "*":
            nick, _, text = found[4].partition(" ")
            return Logged(What.SAID, at, nick.lstrip(bodies.STATUS), f"/me {text}")
        if who == "--" and found[4].startswith("Notice("):
            nick, _, text = found[4][7:].partition("): ")
            return Logged(What.SAID, at, nick, text, notice=True)
        if who in ("-->", "<--", "--"):
            return bodies.moved(found[4], at)
        return bodies.spoke(who.lstrip(bodies.STATUS), found[4], at) if who and who not in ("=!=", "ℹ") else None


# --- plain, with ISO or epoch stamps ---

_ISO = re.compile(r"\[?(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?) ?(Z|[+-]\d\d:?\d\d)?\]?[\t ]+(?=\S)(.*)", re.DOTALL)
_EPOCH = re.compile(r"\[?(\d{9,13}(?:\.\d+)?)\]?[\t ]+(?=\S)(.*)", re.DOTALL)
_TABBED = re.compile(r"([^\s<>*]+)\t(.*)", re.DOTALL)


class Iso:
    """`2024-01-31T12:00:00Z <nick> text`; the zone may be left out, and the stamp may stand in brackets."""

    def __init__(self, zone: tzinfo, day: str | None) -> None:  # noqa: ARG002
        self.zones: dict[str | None, LocalTime] = {None: LocalTime(zone)}

    def read(self, line: str) -> Logged | None:
        found = _ISO.match(line)
        if not found:
            raise Malformed("no time stamp like 2024-01-31T12:00:00")
        if found[3] not in self.zones:
            self.zones[found[3]] = LocalTime(offset(found[3]))
        return _plain(found[4], self.zones[found[3]].at(found[1], found[2]))


class Epoch:
    """`1706702400 <nick> text`, in seconds or milliseconds."""

    def __init__(self, zone: tzinfo, day: str | None) -> None:
        pass

    def read(self, line: str) -> Logged | None:
        found = _EPOCH.match(line)
        if not found:
            raise Malformed("no time stamp like 1706702400")
        return _plain(found[2], seconds(float(found[1])))


def _plain(rest: str, at: float) -> Logged | None:
    tabbed = _TABBED.match(rest)
    return bodies.spoke(tabbed[1], tabbed[2], at) if tabbed else bodies.told(rest, at)


# --- JSON lines ---


class JsonLines:
    """`{"at": …, "nick": …, "text": …}`; `at` in epoch seconds or ISO; `id`, `reply_to`, `place` and `kind` may stand there."""

    def __init__(self, zone: tzinfo, day: str | None) -> None:  # noqa: ARG002
        self.zone = zone

    def read(self, line: str) -> Logged | None:
        data = _object(line)
        at, nick, kind = self._time(data.get("at")), _text(data, "nick"), _text(data, "kind") or "said"
        text, id_, target, place = (_text(data, key) for key in ("text", "id", "reply_to", "place"))
        if not nick:
            raise Malformed('"nick" is missing')
        what = next((what for what in (What.SAID, What.CAME, What.WENT, What.RENAMED) if what.value == kind), None)
        if what is None:
            raise Malformed('"kind" must be said, came, went or renamed')
        if what is What.SAID and "text" not in data:
            raise Malformed('"text" is missing')
        return Logged(what, at, nick, text, id_, target, place=place)

    def _time(self, value: Any) -> float:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return seconds(value)
        try:
            stamp = datetime.fromisoformat(value)
            at = (stamp if stamp.tzinfo else stamp.replace(tzinfo=self.zone)).timestamp()
        except (TypeError, ValueError, OverflowError):
            raise Malformed('"at" must be epoch seconds or an ISO time') from None
        return within(at)


def _object(line: str) -> Mapping[str, Any]:
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        raise Malformed("no JSON") from None
    if not isinstance(data, dict):
        raise Malformed("not a JSON object")
    return data


def _text(data: Mapping[str, Any], key: str) -> str:
    value = data.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Malformed(f'"{key}" must be text')
    return whole(value)


# --- which one ---

READERS: Mapping[str, Callable[[tzinfo, str | None], Reader]] = {
    "jsonl": JsonLines,
    "weechat": Weechat,
    "irssi": Irssi,
    "znc": Znc,
    "iso": Iso,
    "epoch": Epoch,
}
NAMES = (*READERS, MATRIX)
_LOOKS_LIKE: Mapping[str, re.Pattern[str]] = {
    "jsonl": re.compile(r'\s*\{.*"nick"'),
    "weechat": _WEECHAT,
    "irssi": re.compile(rf"{_IRSSI.pattern}|{_IRSSI_DAY.pattern}", re.DOTALL),
    "znc": _ZNC,
    "iso": _ISO,
    "epoch": _EPOCH,
}


def recognised(first: Iterable[str]) -> str:
    """The name of the format of a file, by its first lines. Raises UnknownFormat when less than half of them look like any."""
    lines = [line for line in first if line.strip()][:LOOKED_AT]
    counts = {name: sum(form.match(line) is not None for line in lines) for name, form in _LOOKS_LIKE.items()}
    best = max(counts, key=lambda name: counts[name])
    if counts[best] * 2 > len(lines):
        return best
    if lines and lines[0].lstrip()[:1] in ("{", "["):
        return MATRIX
    raise UnknownFormat


def day_in(name: str) -> str | None:
    """The day that the name of a file tells, as ZnC has it; the last one when there are several."""
    found = _DAY_IN_NAME.findall(name)
    for year, month, day in reversed(found):
        try:
            return datetime(int(year), int(month), int(day), tzinfo=UTC).date().isoformat()
        except ValueError:
            continue
    return None


def reader(name: str, zone: tzinfo, day: str | None = None) -> Reader:
    """A reader for one file of a format of lines. `day`: the one that its name tells."""
    return READERS[name](zone, day)
