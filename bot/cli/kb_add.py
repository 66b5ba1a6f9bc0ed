"""`patience kb add`: an entry by questions. It is written behind the others of its topic, which stay as they are, or not at all."""

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.console import FINE, WRONG_USE, command, report, today
from bot.cli.desk import at_terminal
from bot.cli.entry_interview import interview
from bot.cli.interview import NO, Desk
from bot.cli.matching import faq
from bot.cli.shelf import Shelf
from bot.files import OPEN_MODE, replace_file
from bot.load import BadInput, load_settings, read_folder
from bot.load.phrases import shown
from bot.load.writing import entry_text

if TYPE_CHECKING:
    from bot.cli.console import Subparsers


def add_add(subparsers: "Subparsers") -> None:
    parser = command(subparsers, "add", "write an entry by answering questions, and see what finds it", "patience kb add")
    parser.set_defaults(run=run_add)


def run_add(args: argparse.Namespace) -> int:
    try:
        settings = load_settings(args.config, os.environ)
        files = read_folder(settings.knowledge, settings.locale)
    except BadInput as fault:
        return report(fault.problems, False, "")
    shelf = Shelf(Path(settings.knowledge), files, settings.limits, today(), lambda knowledge: faq(settings, knowledge))
    return add_entry(at_terminal(), shelf)


def add_entry(desk: Desk, shelf: Shelf) -> int:
    """Interview, show, write; the exit code. Whoever leaves before the last yes leaves everything as it was."""
    try:
        answers = interview(desk, shelf)
        path, text = shelf.text(answers)
        desk.tell(f"\n{entry_text(answers)}")
        if desk.ask(f"Write it to {shown(path)}? [yes]: ").strip().lower() in NO:
            raise EOFError
    except (EOFError, KeyboardInterrupt):
        desk.tell("\nNothing was written.")
        return WRONG_USE
    try:
        replace_file(path, text, path.stat().st_mode & 0o777 if path.exists() else OPEN_MODE)
    except OSError as fault:
        desk.tell(f"{shown(path)}: cannot be written: {fault.strerror}")
        return WRONG_USE
    line = text.count("\n") - entry_text(answers).count("\n") + 1
    desk.tell(f"Wrote {shown(path)}:{line}. Next: patience kb test.")
    return FINE
