"""`patience kb …`: what keeps the knowledge folder good. One function a command; longer ones have their own files."""

import argparse
import os
from typing import TYPE_CHECKING

from bot.cli.console import command, group, report, today
from bot.cli.kb_add import add_add
from bot.cli.kb_export import add_export
from bot.cli.kb_gaps import add_gaps
from bot.cli.kb_new import add_new
from bot.cli.kb_stale import add_stale
from bot.cli.kb_stats import add_stats
from bot.cli.kb_trial import add_test, add_try
from bot.hints import hints
from bot.lint import lint
from bot.load import BadInput, in_order, load_settings, read_folder

if TYPE_CHECKING:
    from bot.cli.console import Subparsers


def add(subparsers: "Subparsers") -> None:
    commands = group(subparsers, "kb", "look after the knowledge folder", 'patience kb try "dhcp does not work"')
    for add_command in _COMMANDS:
        add_command(commands)


def add_lint(subparsers: "Subparsers") -> None:
    parser = command(subparsers, "lint", "check form, tone, size and links of all files in the knowledge folder", "patience kb lint")
    parser.add_argument("--json", action="store_true", help="print the problems as JSON")
    parser.set_defaults(run=run_lint)


def run_lint(args: argparse.Namespace) -> int:
    try:
        settings = load_settings(args.config, os.environ)
        files = read_folder(settings.knowledge, settings.locale)
    except BadInput as fault:
        return report(fault.problems, args.json, "")
    count = sum(len(document.data or ()) for document in files.faq)
    more = hints(files)
    problems = in_order((*lint(files, settings.limits, today()), *more))
    return report(problems, args.json, f"{count} entries, all fine" + (f"; {len(more)} could be found more often" if more else ""))


_COMMANDS = (add_lint, add_test, add_try, add_add, add_new, add_stale, add_gaps, add_stats, add_export)
