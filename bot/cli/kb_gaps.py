"""`patience kb gaps`: what was asked and no entry covers, questions that ask the same together: what to write next."""

import argparse
import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.cli.columns import columns
from bot.cli.console import FINE, command, now, period
from bot.cli.kept import kept
from bot.cli.matching import Faq, faq
from bot.core.groups import grouped
from bot.core.records import Uncovered
from bot.core.text import shorten
from bot.load import load_knowledge, load_settings

if TYPE_CHECKING:
    from bot.cli.console import Subparsers

SHOWN_BYTES = 90  # of an example, so that a row fits a wide terminal


@dataclass(frozen=True, slots=True)
class Gap:
    """Questions that ask the same."""

    texts: tuple[str, ...]  # as they were asked, the shortest first
    questions: tuple[str, ...]  # their keys, in the same order
    topic: str  # the most frequent; "": none
    last: float  # when it was asked last
    nearest: str  # the entry that is most like them; "": none resembles them
    confidence: float  # of that entry

    @property
    def count(self) -> int:
        return len(self.texts)


def add_gaps(subparsers: "Subparsers") -> None:
    parser = command(subparsers, "gaps", "what was asked and no entry covers, most frequent first", "patience kb gaps --since 7d")
    parser.add_argument("--since", default="30d", type=period, metavar="TIME", help="how far back (default and longest: 30d)")
    parser.add_argument("--json", action="store_true", help="print the groups as JSON")
    parser.set_defaults(run=run_gaps)


def run_gaps(args: argparse.Namespace) -> int:
    settings = load_settings(args.config, os.environ)
    knowledge, _ = load_knowledge(settings.knowledge, settings.locale, None)
    at = now()
    asked = [one for one in kept(settings, at) if isinstance(one, Uncovered) and one.at >= at - args.since]
    background = [text for entry in knowledge.entries for text in (entry.question, *entry.phrasings)]
    found = gaps(asked, background, nearest(faq(settings, knowledge)))
    print(as_json(found) if args.json else in_words(found))
    return FINE


def nearest(matcher: Faq) -> Callable[[str], tuple[str, float]]:
    """A function from a text to the entry that is most like it, and how surely that is its answer."""

    def look(text: str) -> tuple[str, float]:
        best = next((match for match in matcher.attempt(text).matches if not match.against), None)
        return (best.entry.id, best.confidence) if best else ("", 0.0)

    return look


def gaps(asked: Iterable[Uncovered], background: Sequence[str], look: Callable[[str], tuple[str, float]]) -> tuple[Gap, ...]:
    """The groups, largest first, then by what was asked last."""
    records = sorted(asked, key=lambda one: (len(one.text), one.text, one.at))
    groups = grouped([one.text for one in records], background)
    found = [_gap([records[i] for i in group], look) for group in groups]
    return tuple(sorted(found, key=lambda gap: (-gap.count, -gap.last)))


def _gap(records: Sequence[Uncovered], look: Callable[[str], tuple[str, float]]) -> Gap:
    topics = Counter(one.topic for one in records if one.topic)
    entry, confidence = max((look(one.text) for one in records), key=lambda found: found[1])
    topic = topics.most_common(1)[0][0] if topics else ""
    texts, keys = tuple(one.text for one in records), tuple(one.question for one in records)
    return Gap(texts, keys, topic, max(one.at for one in records), entry, confidence)


def as_json(found: Sequence[Gap]) -> str:
    rows = [
        {
            "count": gap.count,
            "topic": gap.topic or None,
            "example": gap.texts[0],
            "texts": gap.texts,
            "questions": gap.questions,
            "last": _day(gap.last),
            "nearest": gap.nearest or None,
            "confidence": round(gap.confidence, 4),
        }
        for gap in found
    ]
    return json.dumps({"gaps": rows}, ensure_ascii=False, indent=2)


def in_words(found: Sequence[Gap]) -> str:
    if not found:
        return "Nothing was asked in this time that no entry covers."
    head = ("asked", "last", "topic", "nearest entry", "number", "for example")
    rows = [
        (f"{gap.count} ×", _day(gap.last), gap.topic or "-", _near(gap), _number(gap), shorten(gap.texts[0], SHOWN_BYTES)) for gap in found
    ]
    return columns([head, *rows], right=frozenset({0})) + "\n\nNext: patience kb new --question NUMBER makes a draft of one."


def _number(gap: Gap) -> str:
    """How `kb new` knows the example: `12 in #rdo`."""
    room, _, number = gap.questions[0].rpartition("#")
    return f"{number} in {room.partition('/')[2] or room}"


def _near(gap: Gap) -> str:
    return f"{gap.nearest} ({gap.confidence:.2f})" if gap.nearest else "-"


def _day(at: float) -> str:
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d}"
