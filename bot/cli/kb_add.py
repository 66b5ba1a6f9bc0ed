"""`patience kb add`: an entry by questions, or more phrasings for one that is there. All else in its file stays as it is."""

import argparse
import os
from collections.abc import Iterator
from difflib import get_close_matches, unified_diff
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.console import FINE, WRONG_USE, command, report, today
from bot.cli.desk import at_terminal
from bot.cli.entry_interview import interview
from bot.cli.interview import NO, Desk
from bot.cli.matching import faq
from bot.cli.shelf import Shelf
from bot.cli.wordings import overview, wordings
from bot.files import OPEN_MODE, replace_file
from bot.load import BadInput, load_settings, read_folder
from bot.load.phrases import shown
from bot.load.writing import entry_text

if TYPE_CHECKING:
    from bot.cli.console import Subparsers


def add_add(subparsers: "Subparsers") -> None:
    parser = command(subparsers, "add", "write an entry by answering questions, and see what finds it", "patience kb add")
    parser.add_argument("--to", metavar="ENTRY", default="", help="more phrasings and `not` examples for the entry with this id")
    parser.set_defaults(run=run_add)


def run_add(args: argparse.Namespace) -> int:
    try:
        settings = load_settings(args.config, os.environ)
        files = read_folder(settings.knowledge, settings.locale)
    except BadInput as fault:
        return report(fault.problems, False, "")
    shelf = Shelf(Path(settings.knowledge), files, settings.limits, today(), lambda knowledge: faq(settings, knowledge), args.to)
    return add_wordings(at_terminal(), shelf) if args.to else add_entry(at_terminal(), shelf)


def add_entry(desk: Desk, shelf: Shelf) -> int:
    """Interview, show, write; the exit code. Whoever leaves before the last yes leaves everything as it was."""
    try:
        answers = interview(desk, shelf)
        path, text = shelf.text(answers)
        desk.tell(f"\n{entry_text(answers)}")
        _agree(desk, path)
    except (EOFError, KeyboardInterrupt):
        return _left(desk)
    return _written(desk, path, text, text.count("\n") - entry_text(answers).count("\n") + 1)


def add_wordings(desk: Desk, shelf: Shelf) -> int:
    """The same for more phrasings of an entry that is there."""
    entry = shelf.there()
    if entry is None:
        near = get_close_matches(shelf.to, [one.id for one in shelf.knowledge().entries], n=1)
        desk.tell(f"there is no entry {shelf.to!r}" + (f" (did you mean {near[0]!r}?)" if near else ""))
        return WRONG_USE
    try:
        desk.tell(f"{entry['question']}\n  {entry['answer'].strip()}\n  {overview(entry)}")
        path, text = shelf.text(wordings(desk, shelf, entry))
        before = path.read_bytes().decode("utf-8-sig")
        if text == before:
            return _left(desk)
        desk.tell("\n" + "\n".join(_change(before, text)))
        _agree(desk, path)
    except (EOFError, KeyboardInterrupt):
        return _left(desk)
    return _written(desk, path, text, shelf.line)


def _change(before: str, after: str) -> Iterator[str]:
    """The rows that are new and gone, each with the row in front of it."""
    rows = unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=1)
    return (row for row in islice(rows, 2, None) if not row.startswith("@@"))


def _agree(desk: Desk, path: Path) -> None:
    """Ask for the last yes. Raises EOFError without it."""
    if desk.ask(f"Write it to {shown(path)}? [yes]: ").strip().lower() in NO:
        raise EOFError


def _left(desk: Desk) -> int:
    desk.tell("\nNothing was written.")
    return WRONG_USE


def _written(desk: Desk, path: Path, text: str, line: int) -> int:
    """Replace the file, and say where the entry stands in it."""
    try:
        replace_file(path, text, path.stat().st_mode & 0o777 if path.exists() else OPEN_MODE)
    except OSError as fault:
        desk.tell(f"{shown(path)}: cannot be written: {fault.strerror}")
        return WRONG_USE
    desk.tell(f"Wrote {shown(path)}:{line}. Next: patience kb test.")
    return FINE
