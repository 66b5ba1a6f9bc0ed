"""Time stamps of logs as seconds since the epoch. Logs tell local time; which zone that was, only their owner knows."""

from datetime import UTC, date, datetime, timedelta, tzinfo

from bot.replay.logged import Malformed

HOUR, MINUTE = 3600, 60
LAST = 4102444800.0  # the year 2100: a stamp from there on is an error, and would take the clock of a replay with it
MILLISECONDS = 1e11  # an epoch stamp from here on counts milliseconds


def within(at: float) -> float:
    """This time. Raises Malformed when it is none of a log."""
    if not 0 <= at < LAST:
        raise Malformed("a time stamp outside of 1970 to 2100")
    return float(at)


def seconds(stamp: float) -> float:
    """An epoch stamp in seconds. Raises Malformed for what is no time of a log."""
    return within(stamp / 1000 if MILLISECONDS <= stamp < 1000 * LAST else stamp)


class LocalTime:
    """Turns days and times of one zone into seconds. The last hour is kept: neighbours in a log share it."""

    def __init__(self, zone: tzinfo) -> None:
        self.zone = zone
        self._hour = ("", "")
        self._began = 0.0

    def at(self, day: str, time: str) -> float:
        """`day` is YYYY-MM-DD, `time` HH:MM or HH:MM:SS, either may end with a fraction. Raises Malformed for what no calendar has."""
        hour = (day, time[:2])
        try:
            if hour != self._hour:
                self._began = _begins(day, int(time[:2]), self.zone)
                self._hour = hour
            minute, second = int(time[3:5]), float(time[6:].replace(",", ".") or 0)
        except ValueError:
            raise Malformed(f"no such time: {day} {time}"[:60]) from None
        if minute > 59 or not 0 <= second < 61:
            raise Malformed(f"no such time: {day} {time}"[:60])
        return within(self._began + minute * MINUTE + second)


def _begins(day: str, hour: int, zone: tzinfo) -> float:
    year, month, number = map(int, day.split("-"))
    try:
        return datetime(year, month, number, hour, tzinfo=zone).timestamp()
    except OverflowError as fault:
        raise ValueError from fault


def offset(text: str) -> tzinfo:
    """The zone of "Z", "+01:00" or "-0730"."""
    if text in ("Z", "z"):
        return UTC
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    return _fixed(-minutes if text[0] == "-" else minutes)


def _fixed(minutes: int) -> tzinfo:
    try:
        return datetime.strptime(f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}{abs(minutes) % 60:02}", "%z").tzinfo or UTC
    except ValueError:
        raise Malformed("no such offset from UTC") from None


MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}


def spelled(text: str) -> str | None:
    """The day of "Sat Mar 01 12:00:00 2014" or "Sun Mar 02 2014", as YYYY-MM-DD; None when it is none."""
    parts = text.replace(",", " ").split()
    numbers = [part for part in parts if part.isdigit()]
    month = next((MONTHS[part[:3].lower()] for part in parts if part[:3].lower() in MONTHS and not part.isdigit()), None)
    if month is None or len(numbers) < 2:
        return None
    days = [int(number) for number in numbers if len(number) <= 2]
    years = [int(number) for number in numbers if len(number) == 4]
    try:
        return date(years[-1], month, days[0]).isoformat()
    except (ValueError, IndexError):
        return None


def next_day(day: str) -> str:
    """The day after."""
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()
