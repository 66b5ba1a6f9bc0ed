"""The figures of a run as markdown tables, and as blocks in the READMEs that keep them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.quality.kit import Row
from tests.quality.targets import WHO, Outcome, Rows, fallen, outcomes

# Title and columns of each table; the first that names a command is what the table is made of.
_FAQ = ("P@1", "MRR", "R@5", "CA near 1%", "CA near 5%", "CA chat 0.1%", "CA chat 1%")
_PROMISE = ("wrong/1000", "right", "wrong", "near answered")
_CHANNEL = ("dev, answered/1000", "train-ab, answered/1000", "right", "wrong", "near answered")
_RDO = (
    "questions", "P@1", "in five", "said", "said wrongly", "near said", "talk said", "told", "told wrongly", "near told", "talk told",
)  # fmt: skip
_GATE = ("requests", "precision", "recall", "F1", "false alarms/1000", "R@P.90", "R@P.95")
_ROUTE = ("questions", "Hit@1", "Hit@3", "MRR", "any answerer in top 3", "named somebody", "ceiling")
_SPEED = ("build s", "MiB", "p50 ms", "p99 ms", "p50 / scan", "p99 / scan")
TABLES: Mapping[str, tuple[str, str, tuple[str, ...]]] = {  # name -> command, title, columns
    "faq": ("faq", "Which entry, and when to be silent", ("task", "matcher", *_FAQ)),
    "promise": ("faq", "A promise of 1 wrong answer in 1,000 lines, on 6,000 lines of chatter", ("task", "matcher", *_PROMISE)),
    "channel": ("channel", "The same promise in a channel, behind the gate", ("task", "matcher", *_CHANNEL)),
    "rdo": ("rdo", "Questions of #rdo that nothing was fitted on, near misses and talk", ("matcher", *_RDO)),
    "gate": ("gate", "Is it a request for help?", ("logs", "gate", *_GATE)),
    "route": ("route", "Who will answer?", ("logs", "router", *_ROUTE)),
    "speed": ("speed", "Cost, one thread, 5 texts an entry", ("entries", "matcher", *_SPEED)),
}


def table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A markdown table."""
    lines = [columns, ["---"] * len(columns), *([cell(value) for value in row] for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def cell(value: Any) -> str:
    """A value in a table: three decimals below ten, fewer above; "-" for what was not measured."""
    if value is None:
        return "-"
    if not isinstance(value, float):
        return str(value)
    return f"{value:.3f}" if abs(value) < 10 else f"{value:.1f}" if abs(value) < 1000 else f"{value:.0f}"


def blocks(rows: Rows) -> dict[str, str]:
    """Each table that the run has figures for, by name; `targets` first."""
    reached = tuple(outcomes(rows))
    found = {"targets": targets(reached, fallen(rows) if "faq" in rows else None)} if reached else {}
    for name, (command, _, columns) in TABLES.items():
        own = [row for row in rows.get(command, []) if name != "promise" or row.get("wrong/1000") is not None]
        if own:
            found[name] = table(columns, ([row.get(key) for key in columns] for row in _in_order(own, command)))
    return found


def _in_order(rows: list[Row], command: str) -> list[Row]:
    """Grouped by what they are about, in the order of the run; baselines in front of us."""
    keys = {"faq": ("task",), "channel": ("task",), "rdo": (), "gate": ("logs",), "route": ("logs",), "speed": ("entries",)}[command]
    groups: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        groups.setdefault(tuple(row[key] for key in keys), []).append(row)
    last = ("Patience", "with `semantic`")
    return [
        row for group in groups.values() for row in sorted(group, key=lambda row: (row[WHO[command]] in last, row[WHO[command]] == last[1]))
    ]


def targets(found: Sequence[Outcome], lost: Sequence[str] | None) -> str:
    """What was wanted and what came out, and tasks in which a baseline is better (None: not measured)."""
    head = ("figure", "simple baseline", "better baseline", "of", "value", "target", "")
    body = [
        (
            one.target.name,
            *one.baselines,
            one.who,
            one.value,
            f"{'≤' if one.target.at_most else '≥'} {one.goal:g}",
            "met" if one.met else "**missed**",
        )
        for one in found
    ]
    below = "" if lost is None else f" Below a baseline: {'; '.join(lost)}." if lost else " No task is below a baseline."
    return f"{table(head, body)}\n\n{sum(one.met for one in found)} of {len(found)} targets are met.{below}"


def report(rows: Rows) -> str:
    """Everything, as it is printed."""
    titles = {"targets": "Targets", **{name: title for name, (_, title, _) in TABLES.items()}}
    return "\n\n".join(f"### {titles[name]}\n\n{text}" for name, text in blocks(rows).items())


def written(text: str, found: Mapping[str, str]) -> str:
    """A document with its blocks `<!-- quality:NAME -->` … `<!-- /quality:NAME -->` filled; others stay as they are."""

    def filled(block: re.Match[str]) -> str:
        name = block["name"]
        return f"<!-- quality:{name} -->\n{found[name]}\n<!-- /quality:{name} -->" if name in found else block[0]

    return re.sub(r"<!-- quality:(?P<name>\w+) -->\n.*?<!-- /quality:(?P=name) -->", filled, text, flags=re.DOTALL)


def write(paths: Iterable[Path], found: Mapping[str, str]) -> list[Path]:
    """Fill the blocks of these documents; those that have changed."""
    changed = []
    for path in paths:
        before = path.read_text(encoding="utf-8")
        after = written(before, found)
        if after != before:
            path.write_text(after, encoding="utf-8")
            changed.append(path)
    return changed
