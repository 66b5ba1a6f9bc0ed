"""The FAQ matcher as the evaluation kit asks for it: `make(entries, chatter) -> match`, `match(text) -> [(id, confidence), …]`."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.core.knowledge import Entry
from plugins.faq.matcher import WRONG_PER_1000, Matcher


class Asked:
    """What the kit calls for each text. Above `threshold` the bot would answer unprompted, if the second entry is clearly behind."""

    def __init__(self, matcher: Matcher) -> None:
        self.matcher = matcher
        self.threshold = matcher.sure

    def __call__(self, text: str) -> list[tuple[str, float]]:
        return [(match.entry.id, match.confidence) for match in self.matcher.match(text)]

    def answers(self, text: str) -> bool:
        """Whether the text would be answered unprompted, the lead over the second entry included."""
        return self.matcher.surely(self.matcher.match(text)) is not None


def matcher(entries: Sequence[Mapping[str, Any]], chatter: Sequence[str], wrong_per_1000: float = WRONG_PER_1000) -> Asked:
    """The default install."""
    return Asked(Matcher.build([entry_of(row) for row in entries], chatter, wrong_per_1000=wrong_per_1000))


def entry_of(row: Mapping[str, Any]) -> Entry:
    """An entry out of `id`, `question`, `phrasings` and `answer`; corpora know no topics and dates."""
    return Entry(row["id"], "", row["question"], row["answer"], date.min, date.max, tuple(row["phrasings"]))
