"""How the shipped knowledge fares with `rdo.yaml`: what people of #rdo might ask, near misses, and talk.

Its lines were chosen by headings and answers alone, without sight of any phrasing or `not` example, and nothing is fitted on them. Every
line is looked up as if it had passed the gate and nobody had answered, so talk and near misses are worse here than in a room.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

import yaml

from bot.core.knowledge import Knowledge
from bot.load import load_knowledge
from plugins.faq.matcher import WRONG_PER_1000, Match, Matcher
from plugins.faq.meaning import Meaning
from plugins.faq.sureness import Sureness
from tests.builders import ROOT
from tests.quality.kit import Row

LINES = Path(__file__).with_name("rdo.yaml")
FIVE = 5  # entries that are looked through


@dataclass(frozen=True, slots=True)
class Line:
    """A line, and the entries that answer it: none for near misses and talk."""

    kind: str  # question | near | talk
    text: str
    entries: frozenset[str]


def lines(path: Path = LINES) -> list[Line]:
    """The lines of a file."""
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [Line(row["kind"], row["text"], _ids(row.get("entry", ()))) for row in rows]


def _ids(entry: str | Sequence[str]) -> frozenset[str]:
    return frozenset({entry} if isinstance(entry, str) else entry)


def shipped() -> Knowledge:
    knowledge, _ = load_knowledge(ROOT / "knowledge", "en", None)
    return knowledge


def rdo(meanings: Mapping[str, Meaning | None], limit: int | None = None) -> list[Row]:
    """One row for each matcher, by name; None: the default install."""
    knowledge, of_each = shipped(), lines()
    some = [line for kind in ("question", "near", "talk") for line in [line for line in of_each if line.kind == kind][:limit]]
    return [{"matcher": who, **measured(Matcher.of(knowledge, meaning=meaning), some)} for who, meaning in meanings.items()]


def measured(matcher: Matcher, some: Sequence[Line]) -> Row:
    """Shares of each kind: found first and among five, and answered rightly and wrongly, unasked in a room of which nothing is known
    (`said`) and to somebody who asks the bot (`told`)."""
    said, told = Sureness.of(matcher, WRONG_PER_1000).anywhere, matcher.asked
    found = [(line, matcher.match(line.text)) for line in some]
    asked = [(line, matches) for line, matches in found if line.kind == "question"]
    row: Row = {"questions": len(asked)}
    row["P@1"] = fmean(_right(matches[:1], line) for line, matches in asked)
    row["in five"] = fmean(_right(matches[:FIVE], line) for line, matches in asked)
    for name, least in (("said", said), ("told", told)):
        given = {kind: [(line, matcher.surely(matches, least)) for line, matches in found if line.kind == kind] for kind in _kinds(some)}
        row[name] = fmean(best is not None and best.entry.id in line.entries for line, best in given["question"])
        row[f"{name} wrongly"] = fmean(best is not None and best.entry.id not in line.entries for line, best in given["question"])
        row |= {f"{kind} {name}": fmean(best is not None for _, best in those) for kind, those in given.items() if kind != "question"}
    return row


def _kinds(some: Sequence[Line]) -> list[str]:
    return list(dict.fromkeys(line.kind for line in some))


def _right(matches: Sequence[Match], line: Line) -> bool:
    return any(match.confidence > 0 and match.entry.id in line.entries for match in matches)
