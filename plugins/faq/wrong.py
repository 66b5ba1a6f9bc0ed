"""wrong: the last answer here is not right. The entry is withheld in this place until a maintainer has looked (product 10.13)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.core.knowledge import Phrases
from bot.core.moments import Command, SpokenTo
from bot.core.people import same_person
from bot.core.plugin import Proposal, Reopened, Words
from bot.core.records import DAY, Change, Status
from bot.core.reports import Reports, Taken, answered_with, last_answer
from bot.core.view import View

PHRASES: Mapping[str, frozenset[str]] = {
    "faq.wrong_new": frozenset(),
    "faq.wrong_known": frozenset(),
    "faq.wrong_enough": frozenset(),
    "faq.wrong_nothing": frozenset(),
}


@dataclass(frozen=True, slots=True)
class Wrong:
    """The command, and thanks for the same said in words."""

    phrases: Phrases
    reports: Reports

    def command(self, moment: Command, memory: View) -> Proposal:
        """The answer that the line replies to, else the last one of a day. For whoever asked, a person is sought as well."""
        answer = answered_with(moment.reply_to, memory) or last_answer(moment.room, moment.at - DAY, memory)
        if answer is None:
            return self._say("faq.wrong_nothing", moment, "no answer was given here")
        report = self.reports.report(answer, moment.person, moment.at, memory)
        said = self._say(f"faq.wrong_{report.taken}", moment, f"they called {answer.entry} wrong", report.changes)
        question = memory.question(answer.question)
        theirs = question is not None and question.status is Status.ANSWERED and same_person(question.asker, moment.person)
        return replace(said, effect=Reopened(answer.question, moment.person)) if theirs else said

    def thanks(self, moment: SpokenTo, taken: Taken) -> Proposal:
        """It was said in words, and is reported already."""
        return self._say(f"faq.wrong_{taken}", moment, "they said that an answer is wrong")

    def _say(self, key: str, moment: Command | SpokenTo, why: str, changes: tuple[Change, ...] = ()) -> Proposal:
        words = Words(self.phrases.say(key, f"{moment.at}"), to=moment.person, loud=True)
        return Proposal("report", (words,), why, changes=changes)
