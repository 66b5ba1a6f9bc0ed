"""What becomes of an entry's answers, counted as it reads now: called wrong, not it, solved by it, given by a person as well.

The counts fade: what was said of an answer half a year ago says little of how it is put to use today. What they do to the bot's caution
is the FAQ plugin's business.
"""

from collections.abc import Iterable
from typing import Literal

from bot.core.records import DAY, Fared
from bot.core.tallies import NOT_IT, SOLVED_BY
from bot.core.view import View

HALF_LIFE = 60 * DAY  # after which a word counts half: an entry is given a few times in a month

Fate = Literal["wrong", "not_it", "solved", "same"]
FATES: tuple[Fate, ...] = ("wrong", "not_it", "solved", "same")  # in the order of the record's fields
_BY_TALLY: dict[str, Fate] = {SOLVED_BY: "solved", NOT_IT: "not_it"}  # as they are counted for the digest, with the entry behind a colon


def counts(fared: Fared) -> tuple[float, ...]:
    """How often each of FATES befell it."""
    return (fared.wrong, fared.not_it, fared.solved, fared.same)


def faded(fared: Fared, at: float) -> Fared:
    """The same, worth what it is at that time."""
    share = 0.5 ** (max(at - fared.at, 0.0) / HALF_LIFE)
    return Fared(fared.entry, fared.version, max(at, fared.at), *(count * share for count in counts(fared)))


def counted(entry: str, version: str, fate: Fate, at: float, memory: View, more: float = 1.0) -> Fared:
    """The record of the entry as it reads in this version, with one more of this; `more`: -1 takes one back."""
    now = faded(memory.fared(entry, version) or Fared(entry, version, at), at)
    return Fared(entry, version, now.at, *(max(n + more, 0.0) if name == fate else n for name, n in zip(FATES, counts(now), strict=True)))


def fate_of(tally: str) -> Fate | None:
    """What a count of this name tells of an entry; None: nothing."""
    kind, colon, _ = tally.partition(":")
    return _BY_TALLY.get(kind) if colon else None


def gives_same(text: str, links: Iterable[str]) -> bool:
    """Whether somebody's words point to one of these pages."""
    said = {_page(word) for word in text.split()} - {""}
    return not said.isdisjoint(map(_page, links))


def _page(link: str) -> str:
    """The address without what makes no other page of it; "" for what is none."""
    return link.partition("://")[2].rstrip(")]}>\"'.,;:!?").rstrip("/").removeprefix("www.").casefold()
