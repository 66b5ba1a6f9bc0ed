"""Answers that found their asker gone, told once when the same person is back: who, when, and in whose words.

Whether it is the same person was decided before (product 10.9): the plugin hears of nobody else. At most two people who answered are
quoted, each in an utterance of their own, so that no line names more than two people (product 10.12).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.core.knowledge import Phrases
from bot.core.moments import AskerBack
from bot.core.plugin import PassedOn, Proposal, Words
from bot.core.quoting import quoted
from bot.core.records import DAY, Question, Reply, Status
from bot.core.settings import Settings
from bot.core.text import shorten
from bot.core.view import View

QUOTED = 2  # people whose answers are quoted
AROUND = 150  # bytes of an utterance for the words around the quote, and for lines that break early
SHORTEST = 60  # bytes of a quote, however small `limits` are


@dataclass(frozen=True, slots=True)
class Late:
    """Passes on what was answered."""

    phrases: Phrases
    settings: Settings

    def back(self, moment: AskerBack, memory: View) -> Iterator[Proposal]:
        """What they have missed; nothing where they have missed nothing."""
        question = moment.question
        by: dict[str, list[Reply]] = {}
        for reply in question.late:
            by.setdefault(reply.by.identity, []).append(reply)
        if not by:
            return
        told = [self._told(replies, question, moment, memory) for replies in tuple(by.values())[:QUOTED]]
        rest = len(by) - QUOTED
        more = self.phrases.say("followup.late_rest", question.key, count=str(rest)) if rest > 0 else ""
        words = tuple(
            Words(self._text(number, question, about), to=question.asker, loud=True, after=more if number == QUOTED - 1 else "")
            for number, about in enumerate(told)
        )
        yield Proposal("late", words, "answered while they were away", effect=PassedOn(question.key))

    def _text(self, number: int, question: Question, about: dict[str, str]) -> str:
        first = "followup.late" if question.status is not Status.ASKED and question.answered_by is not None else "followup.late_wrote"
        return self.phrases.say(first if number == 0 else "followup.late_more", question.key, **about)

    def _told(self, replies: list[Reply], question: Question, moment: AskerBack, memory: View) -> dict[str, str]:
        limits = self.settings.limits
        text = shorten(" ".join(reply.text for reply in replies), max(SHORTEST, limits.lines * limits.bytes - AROUND))
        return {
            "helper": replies[0].by.name,
            "time": when(replies[0].at, moment.at),
            "text": quoted(text, question.place, self.settings, memory),
        }


def when(at: float, now: float) -> str:
    """A time in UTC, with its day where that is not today."""
    moment = datetime.fromtimestamp(at, UTC)
    today = int(at // DAY) == int(now // DAY)
    return f"{moment:%H:%M} UTC" if today else f"{moment.day} {moment:%b %H:%M} UTC"
