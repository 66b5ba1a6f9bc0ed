"""What a new phrasing or `not` example does to its entry and to the neighbours.

Their phrasings are looked up as if they were not written down: a wording is worth what it does for others.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.core.knowledge import Entry
from plugins.faq.lessons import near_copies
from plugins.faq.matcher import Matcher

NEIGHBOURS = 3  # other entries whose phrasings are looked up again: those that the new text resembles most
MOST = 20  # phrasings of each; a look-up costs half a millisecond, and somebody waits at a prompt
STEP = 0.1  # of confidence: less is what learning anew from a slightly larger folder does to every figure


class Turn(StrEnum):
    """What became of a phrasing."""

    HELPS = "helps"  # its entry is found, or clearly more surely
    HURTS = "hurts"  # its entry is found no more, or clearly less surely
    TAKES = "takes"  # another entry's, and it finds the changed one now
    GIVES = "gives"  # another entry's, and it finds the changed one no more


@dataclass(frozen=True, slots=True)
class Shift:
    """A phrasing that fares differently."""

    turn: Turn
    text: str
    owner: str  # id of its entry
    before: float  # confidence of its own entry
    after: float


@dataclass(frozen=True, slots=True)
class Effect:
    """All that one new text does."""

    shifts: tuple[Shift, ...]
    repeats: str  # what it nearly repeats; "" for nothing


def effect(before: Matcher, after: Matcher, entry: Entry, text: str) -> Effect:
    """Compare two matchers that differ by one text of one entry (as it is in `after`), which stands in `after` alone."""
    repeats = next((copy.of for copy in near_copies([entry]) if copy.text == text), "")
    return Effect(tuple(shift for shift in _shifts(before, after, entry, text) if shift.text != repeats), repeats)


def _shifts(before: Matcher, after: Matcher, own: Entry, text: str) -> Iterator[Shift]:
    near = [match.entry for match in before.match(text) if match.entry.id != own.id][:NEIGHBOURS]
    for entry in (own, *near):
        for phrasing in (entry.question, *entry.phrasings)[: MOST + 1]:
            was, now = (_seen(matcher, phrasing, entry.id) for matcher in (before, after))
            turn = _own(was, now, own.id) if entry is own else _neighbour(was, now, own.id)
            if turn is not None and not (entry is own and phrasing == text):
                yield Shift(turn, phrasing, entry.id, was.confidence, now.confidence)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a phrasing finds without itself."""

    first: str  # id of the entry that comes first; "" if none does that is likely
    confidence: float  # of its own entry


def _seen(matcher: Matcher, text: str, own: str) -> _Seen:
    matches = matcher.match(text, text)
    first = matches[0].entry.id if matches and matches[0].confidence >= matcher.likely else ""
    return _Seen(first, next((match.confidence for match in matches if match.entry.id == own), 0.0))


def _own(was: _Seen, now: _Seen, own: str) -> Turn | None:
    more = now.confidence - was.confidence
    if now.first == own and (was.first != own or more >= STEP):
        return Turn.HELPS
    return Turn.HURTS if was.first == own and (now.first != own or more <= -STEP) else None


def _neighbour(was: _Seen, now: _Seen, changed: str) -> Turn | None:
    if was.first != changed and now.first == changed:
        return Turn.TAKES
    return Turn.GIVES if was.first == changed and now.first != changed else None
