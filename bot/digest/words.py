"""How the figures of a digest read in words: for its text, its page and the lines in the control room alike."""

from datetime import date

from bot.core.spans import span
from bot.core.tallies import WAITS
from bot.digest.values import Figures, Heard, Period, Person, Thin

KINDS = {  # of what would have been said
    "answer": "answer",
    "again": '"see above"',
    "suggest": '"is it one of these?"',
    "call": "call somebody",
    "park": "tell that nobody is around",
    "which": "ask what is missing",
    "hello": "answer a greeting",
    "show": "show open questions to somebody who knows",
}


def wait_words(index: int) -> str:
    """A class of time to the first answer: up to 2 min, 2 min to 5 min, …, over 48 h."""
    if index == 0:
        return f"up to {span(WAITS[0])}"
    return f"over {span(WAITS[-1])}" if index == len(WAITS) else f"{span(WAITS[index - 1])} to {span(WAITS[index])}"


def median_words(figures: Figures) -> str:
    """In which class the median lies; "-" where nobody was answered."""
    return "-" if figures.median is None else wait_words(figures.median)


def percent(part: float | None) -> str:
    return "-" if part is None else f"{part:.0%}".replace("%", " %")


def rate(per_1000: float | None) -> str:
    return "-" if per_1000 is None else f"{per_1000:.1f}"


def day_words(day: date) -> str:
    return f"{day.day} {day:%b}"


def clock(at: float) -> str:
    """The time of day, in UTC."""
    minutes = int(at // 60) % (24 * 60)
    return f"{minutes // 60:02}:{minutes % 60:02}"


def period_words(period: Period) -> str:
    """16 to 22 November 2026."""
    first, last = period.first, period.last
    end = f"{last.day} {last:%B %Y}"
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {end}"
    return f"{first.day} {first:%B} to {end}" if first.year == last.year else f"{first.day} {first:%B %Y} to {end}"


def count(number: int, one: str, many: str = "") -> str:
    """1 question, 2 questions."""
    return f"{number} {one if number == 1 else many or f'{one}s'}"


def thin_words(topic: Thin) -> str:
    """Who may be asked about a topic: "nobody until 5 Jan", "carol until 20 Feb"."""
    if topic.active:
        return _named(topic.active[0])
    back = min((person.until for person in topic.away if person.until is not None), default=None)
    return f"nobody until {day_words(back)}" if back is not None else "nobody"


def _named(person: Person) -> str:
    return person.name if person.until is None else f"{person.name} until {day_words(person.until)}"


def heard_words(one: Heard) -> str:
    """What would have been said."""
    what = KINDS.get(one.kind, one.kind)
    if one.expert:
        return f"call {one.expert}"
    return f"{what} with {one.entry}" if one.entry else what


def after_words(one: Heard) -> str:
    """What people did then."""
    if one.after is None:
        return "nobody answered"
    who = f"{one.person}, the same," if one.same else one.person
    return f"{who} answered {span(one.after)} later"
