"""One sentence back to whoever spoke, and what does not fit into a room."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.core.knowledge import Phrases
from bot.core.moments import Command, SpokenTo, TooFast, Unread
from bot.core.people import private
from bot.core.plugin import Proposal, Words

LISTED = 3  # items of a list in a room; the rest comes in private (product 10.4)
LISTED_PRIVATE = 10
QUOTE = 60  # bytes of somebody's words in a sentence of ours


@dataclass(frozen=True, slots=True)
class Speaking:
    """Says the plugin's sentences."""

    phrases: Phrases

    def say(self, key: str, moment: Command | SpokenTo | TooFast | Unread, kind: str = "command", **variables: str) -> Proposal:
        """One sentence back to whoever spoke."""
        text = self.phrases.say(f"commands.{key}", f"{moment.at}", **variables)
        words = Words(text, to=moment.person, loud=True)
        return Proposal(kind, (words,), f"{moment.person.name} spoke to me ({key})")

    def with_rest(self, first: Proposal, rest: Sequence[str], moment: Command) -> Proposal:
        """What did not fit into the room goes to the person in private, one line each, and the last line in the room tells them."""
        if not rest:
            return first
        more = self.phrases.say("commands.open_rest", f"{moment.at}", count=str(len(rest)))
        *before, last = first.words
        lines = (Words(line, to=moment.person, place=private(moment.person)) for line in rest)
        return replace(first, words=(*before, replace(last, after=more), *lines))
