"""One sentence back to whoever gave a command, and an entry in words."""

from dataclasses import dataclass

from bot.core.knowledge import Expert, Hours, Phrases
from bot.core.moments import Command, SpokenTo
from bot.core.plugin import Proposal, Words
from plugins.experts.dates import WEEKDAYS, told


@dataclass(frozen=True, slots=True)
class Speaking:
    """Says the plugin's sentences."""

    phrases: Phrases
    per_day: int  # calls a day of who has named no number

    def words(self, key: str, moment: Command | SpokenTo, **variables: str) -> str:
        return self.phrases.say(f"experts.{key}", f"{moment.at}", **variables)

    def say(self, key: str, moment: Command | SpokenTo, **variables: str) -> Proposal:
        """One sentence back to whoever spoke."""
        words = Words(self.words(key, moment, **variables), to=moment.person, loud=True)
        return Proposal("command", (words,), f"{moment.person.name} spoke to me ({key})")

    def entry(self, expert: Expert, moment: Command | SpokenTo) -> dict[str, str]:
        """An entry as the variables of a sentence: until when, topics, hours, how often, where."""
        limit = self.per_day if expert.max_per_day is None else expert.max_per_day
        return {
            "until": self.until(expert, moment),
            "topics": ", ".join(expert.topics),
            "hours": self.hours(expert.hours, moment),
            "limit": self.words("limit", moment, count=str(limit)),
            "where": self.words(f"where_{expert.notify}", moment),
        }

    def until(self, expert: Expert, moment: Command | SpokenTo) -> str:
        return self.words("no_end", moment) if expert.until is None else self.words("until", moment, date=told(expert.until))

    def hours(self, hours: Hours | None, moment: Command | SpokenTo) -> str:
        if hours is None:
            return self.words("any_time", moment)
        return f"{_days(hours.days)}{_clock(hours.start)}-{_clock(hours.end)} {hours.zone}"


def _days(days: frozenset[int]) -> str:
    """The days in short, runs as "mon-fri"; nothing where it is every day."""
    if len(days) == len(WEEKDAYS):
        return ""
    runs: list[list[int]] = []
    for day in sorted(days):
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return f"{','.join(WEEKDAYS[run[0]] if len(run) == 1 else f'{WEEKDAYS[run[0]]}-{WEEKDAYS[run[-1]]}' for run in runs)} "


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
