"""`patience check`: are bot.yaml, the knowledge folder, its sentences and the plugins fit to run with?"""

import argparse
import os
import sys
from datetime import date
from typing import TYPE_CHECKING

from bot.cli.console import command, report, today
from bot.cli.online import online
from bot.cli.progress import count
from bot.lint import lint
from bot.load import BadInput, BadSettings, Problem, in_order, knowledge_of, load_plugins, load_settings, read_folder
from bot.load.people import nobody
from bot.load.problem import ERROR

if TYPE_CHECKING:
    from bot.cli.console import Subparsers


def add(subparsers: "Subparsers") -> None:
    parser = command(
        subparsers,
        "check",
        "check settings, knowledge, phrases and plugins, all problems at once",
        "patience check --config /etc/patience/bot.yaml",
    )
    parser.add_argument(
        "--online", action="store_true", help="also go to every network (on IRC as NAME-check), without saying a word in any room"
    )
    parser.add_argument("--json", action="store_true", help="print the problems as JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    problems, summary = examine(args.config, today())
    fine = f"{args.config}: fine ({summary})"
    if not args.online:
        return report(problems, args.json, fine)
    if any(problem.severity == ERROR for problem in problems):
        print("not looked at the networks: what is wrong with the files comes first", file=sys.stderr)
        return report(problems, args.json, fine)
    return online(load_settings(args.config, os.environ), problems, args.json, fine)


def examine(config: str, day: date) -> tuple[tuple[Problem, ...], str]:
    """Everything that is wrong, in order, and what there is in a few words. Without usable settings nothing else is looked at."""
    try:
        settings = load_settings(config, os.environ)
    except BadSettings as fault:
        return fault.problems, ""
    try:
        files = read_folder(settings.knowledge, settings.locale)
    except BadInput as fault:
        return fault.problems, ""
    knowledge = knowledge_of(files)
    problems = in_order((*lint(files, settings.limits, day), *nobody(files.experts, settings)))
    try:
        load_plugins(settings, knowledge, count)
    except BadInput as fault:
        problems = in_order((*problems, *fault.problems))
    counts = (
        (len(settings.networks), "network", "networks"),
        (len(settings.plugins), "plugin", "plugins"),
        (len(knowledge.entries), "entry", "entries"),
        (len(knowledge.topics), "topic", "topics"),
        (len(knowledge.experts), "expert", "experts"),
    )
    return problems, ", ".join(f"{count} {one if count == 1 else many}" for count, one, many in counts)
