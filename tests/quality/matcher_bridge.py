"""The FAQ matcher as the evaluation kit asks for it: `make(entries, chatter) -> match`, `match(text) -> [(id, confidence), …]`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.core.knowledge import Entry
from bot.semantic import Model, open_model
from plugins.faq.matcher import WRONG_PER_1000, Matcher
from plugins.faq.sureness import Sureness

Vectors = npt.NDArray[np.float32]


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


Rows = Sequence[Mapping[str, Any]]


def matcher(entries: Rows, chatter: Sequence[str], wrong_per_1000: float = WRONG_PER_1000, **more: Any) -> Asked:
    """The default install. `more` goes to the matcher."""
    built = Matcher.build([entry_of(row) for row in entries], chatter, wrong_per_1000=wrong_per_1000, **more)
    return Asked(built, wrong_per_1000)


def semantic(entries: Rows, chatter: Sequence[str], wrong_per_1000: float = WRONG_PER_1000) -> Asked:
    """With the extra `semantic`. Raises NoModel where it is not installed."""
    return matcher(entries, chatter, wrong_per_1000, meaning=model())


@dataclass(frozen=True, slots=True)
class Recalled:
    """A model that reads each text once in this process: all tasks have the same chatter."""

    model: Model
    known: dict[str, Vectors]

    @property
    def name(self) -> str:
        return self.model.name

    def vectors(self, texts: Sequence[str]) -> Vectors:
        new = [text for text in dict.fromkeys(texts) if text not in self.known]
        self.known.update(zip(new, self.model.vectors(new), strict=True))
        return np.array([self.known[text] for text in texts], np.float32)


@cache
def model() -> Recalled:
    """The pinned model. Raises NoModel."""
    return Recalled(open_model(), {})


def entry_of(row: Mapping[str, Any]) -> Entry:
    """An entry out of `id`, `question`, `phrasings` and `answer`; corpora know no topics and dates."""
    return Entry(row["id"], "", row["question"], row["answer"], date.min, date.max, tuple(row["phrasings"]))
