"""`make quality KIT=path/to/quality`: how good matcher, gate and router are, beside the baselines and our targets, in one run.

Each of the kit's commands runs in a process of its own through the bridges in this folder; what the kit does not count (answers
behind the gate, questions of #rdo) is in channel.py and rdo.py.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from pathlib import Path

from bot.semantic import NoModel
from tests.builders import ROOT
from tests.quality.channel import channel
from tests.quality.kit import Failed, Kit, NoKit, Row
from tests.quality.matcher_bridge import matcher, model, semantic
from tests.quality.rdo import rdo
from tests.quality.tables import blocks, report, write
from tests.quality.targets import OURS, SEMANTIC, WHO

FINE, FAILED, WRONG_USE = 0, 1, 2
BRIDGES = {"faq": "matcher_bridge:matcher", "gate": "gate_bridge:gate", "route": "router_bridge:Router", "speed": "matcher_bridge:matcher"}
PARTS = (*BRIDGES, "channel", "rdo")
SEMANTIC_BRIDGE = "matcher_bridge:semantic"
WITH_MEANINGS = {"faq": (), "speed": ("--sizes", "100,1000")}  # commands with a row for the extra; vectors of 50,000 texts take minutes
KEPT_IN = ("plugins/faq/README.md", "plugins/experts/README.md", "bot/README.md")  # whose blocks `--write` fills


def arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make quality", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("kit", nargs="?", default="", help="the folder of the evaluation kit")
    parser.add_argument("--only", action="append", choices=PARTS, help="this part alone; repeatable")
    parser.add_argument("--limit", type=int, help="the first N of everything: a quick look, not to be kept")
    parser.add_argument("--jobs", type=int, default=2, help="processes of the FAQ part (default 2)")
    parser.add_argument("--json", metavar="FILE", help="keep all rows, too")
    parser.add_argument("--write", action="store_true", help=f"fill the tables in {', '.join(KEPT_IN)}")
    args = parser.parse_args(words)
    if args.write and args.limit:
        parser.error("--limit is a quick look: its numbers are not written")
    return args


def main(words: Sequence[str] | None = None) -> int:
    args = arguments(words)
    try:
        kit = Kit.at(args.kit)
        rows = {command: _measured(kit, command, args) for command in args.only or PARTS}
    except NoKit as why:
        print(f"quality: {why}", file=sys.stderr)
        return WRONG_USE
    except Failed as why:
        print(f"quality: {why}", file=sys.stderr)
        return FAILED
    print(report(rows))
    if args.json:
        Path(args.json).write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    if args.write:
        whole = {name: text for name, text in blocks(rows).items() if name != "targets" or not args.only}
        changed = write([ROOT / name for name in KEPT_IN if (ROOT / name).exists()], whole)
        print(f"\nwritten: {', '.join(str(path.relative_to(ROOT)) for path in changed) or 'nothing has changed'}")
    return FINE


def _measured(kit: Kit, command: str, args: argparse.Namespace) -> list[Row]:
    """The rows of one command, ours and those of the baselines."""
    print(f"{command} …", file=sys.stderr, flush=True)
    if command == "channel":
        gate = import_module("tests.quality.gate_bridge").gate  # as the kit loads it
        return channel(kit.data, gate, {OURS: matcher} | ({SEMANTIC: semantic} if _has_semantic() else {}), args.limit)
    if command == "rdo":
        return rdo({OURS: None} | ({SEMANTIC: model()} if _has_semantic() else {}), args.limit)
    options = [*(["--limit", str(args.limit)] if args.limit else []), *(["--jobs", str(args.jobs)] if command == "faq" else [])]
    rows = _named(kit, command, BRIDGES[command], OURS, options)
    if command in WITH_MEANINGS and _has_semantic():
        rows += _named(kit, command, SEMANTIC_BRIDGE, SEMANTIC, [*options, "--baseline", "none", *WITH_MEANINGS[command]])
    return rows


def _named(kit: Kit, command: str, bridge: str, name: str, options: Sequence[str]) -> list[Row]:
    """The rows of one run, with our name instead of the bridge's. What the kit measures along with the extra is in the table already."""
    own, column = f"tests.quality.{bridge}", WHO[command]
    rows = [row | {column: name} if row[column] == own else row for row in kit.run(command, own, options)]
    return [row for row in rows if name == OURS or row[column] == name]


@cache
def _has_semantic() -> bool:
    """Whether the extra is there."""
    try:
        model()
    except NoModel as why:
        print(f"without a row for the extra semantic: {why}", file=sys.stderr)
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
