"""What all commands share: their options, how problems are shown, and where a clock may be read."""

import argparse
import json
import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, TextIO

from bot.core.text import clean
from bot.load import Problem
from bot.load.durations import seconds
from bot.load.problem import ERROR

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]  # argparse names it no other way

FINE, FOUND_PROBLEMS, WRONG_USE = 0, 1, 2  # exit codes, product 6

_RED, _YELLOW, _PLAIN = "\x1b[31m", "\x1b[33m", "\x1b[0m"


def command(subparsers: "Subparsers", name: str, summary: str, example: str) -> argparse.ArgumentParser:
    """A parser with what every command has: --config, and a help that ends with an example."""
    parser = _named(subparsers, name, summary, example)
    parser.add_argument("--config", default="bot.yaml", metavar="FILE", help="the settings (default: bot.yaml)")
    return parser


def group(subparsers: "Subparsers", name: str, summary: str, example: str) -> "Subparsers":
    """Where the commands of a group go, such as those of `kb`; its help ends with an example, too."""
    return _named(subparsers, name, summary, example).add_subparsers(metavar="COMMAND", required=True, title="commands")


def _named(subparsers: "Subparsers", name: str, summary: str, example: str) -> argparse.ArgumentParser:
    return subparsers.add_parser(
        name,
        help=summary,
        description=summary[0].upper() + summary[1:] + ".",
        epilog=f"example:\n  {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def today() -> date:
    """The day here and now."""
    return datetime.now(UTC).astimezone().date()  # noqa: TID251  # a command at the prompt has no event to take it from


def now() -> float:
    """Seconds since the epoch."""
    return datetime.now(UTC).timestamp()  # noqa: TID251  # as above


def period(text: str) -> float:
    """A span of time such as `7d` as an argument of a command, in seconds."""
    try:
        return seconds(text)
    except ValueError as fault:
        raise argparse.ArgumentTypeError(str(fault)) from None


def coloured(stream: TextIO, environ: Mapping[str, str]) -> bool:
    """Whether colour helps: on a terminal that shows it, unless NO_COLOR says otherwise (no-color.org)."""
    return stream.isatty() and not environ.get("NO_COLOR") and environ.get("TERM") != "dumb"


def tell(problems: Iterable[Problem], stream: TextIO | None = None) -> None:
    """Show problems, one a line. What files put into them cannot steer the terminal."""
    stream = stream or sys.stderr
    for problem in problems:
        print(painted(clean(str(problem)), stream, bad=problem.severity == ERROR), file=stream)


def painted(line: str, stream: TextIO, bad: bool) -> str:
    """A line in the colour of its weight, where colour helps."""
    return f"{_RED if bad else _YELLOW}{line}{_PLAIN}" if coloured(stream, os.environ) else line


def report(problems: Iterable[Problem], as_json: bool, fine: str) -> int:
    """Show what a check has found, or that all is well; the exit code. Warnings alone are no failure."""
    found = tuple(problems)
    failed = any(problem.severity == ERROR for problem in found)
    if as_json:
        print(json.dumps({"problems": [asdict(problem) for problem in found]}, ensure_ascii=False, indent=2))
        return FOUND_PROBLEMS if failed else FINE
    tell(found)
    if failed:
        print(f"{len(found)} {'problem' if len(found) == 1 else 'problems'}", file=sys.stderr)
        return FOUND_PROBLEMS
    print(fine)
    return FINE
