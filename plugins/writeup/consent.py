"""writeup yes and no: whether question and fix may become a draft entry, asked of both sides, each for their own words."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.knowledge import Phrases
from bot.core.moments import Command
from bot.core.plugin import Proposal, Reason, Words
from bot.core.view import View


@dataclass(frozen=True, slots=True)
class Consent:
    """What people say to a write-up of theirs."""

    phrases: Phrases

    def said(self, moment: Command, memory: View) -> Iterator[Proposal | Reason]:  # noqa: ARG002 - nothing is asked of anybody yet
        words = Words(self.phrases.say("writeup.none", f"{moment.at}"), to=moment.person, loud=True)
        yield Proposal("command", (words,), "they are asked about no write-up")
