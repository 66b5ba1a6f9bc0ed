"""The FAQ matcher as the evaluation kit asks for it: `make(entries, chatter) -> match`, `match(text) -> [(id, confidence), …]`."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.core.knowledge import Entry
from plugins.faq.matcher import WRONG_PER_1000, Matcher
from plugins.faq.sureness import Sureness


class Asked:
    """What the kit calls for each text.

    `threshold` keeps the promise on bare chatter, of which every line is looked up. In a channel the gate lets few lines through, so the
    bot answers from `unprompted` on, which is lower: the promise counts lines of the channel.
    """

    def __init__(self, matcher: Matcher, wrong_per_1000: float) -> None:
        self.matcher = matcher
        self.threshold = matcher.sure
        self.unprompted = Sureness.of(matcher, wrong_per_1000).anywhere

    def __call__(self, text: str) -> list[tuple[str, float]]:
        return [(match.entry.id, match.confidence) for match in self.matcher.match(text)]

    def answer(self, text: str) -> str:
        """The id of the entry that a question would be answered with unprompted, in a room of which nothing is known; "" for none."""
        best = self.matcher.surely(self.matcher.match(text), self.unprompted)
        return best.entry.id if best is not None else ""


def matcher(entries: Sequence[Mapping[str, Any]], chatter: Sequence[str], wrong_per_1000: float = WRONG_PER_1000) -> Asked:
    """The default install."""
    return Asked(Matcher.build([entry_of(row) for row in entries], chatter, wrong_per_1000=wrong_per_1000), wrong_per_1000)


def entry_of(row: Mapping[str, Any]) -> Entry:
    """An entry out of `id`, `question`, `phrasings` and `answer`; corpora know no topics and dates."""
    return Entry(row["id"], "", row["question"], row["answer"], date.min, date.max, tuple(row["phrasings"]))
