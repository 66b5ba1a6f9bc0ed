"""`patience kb stale`: what in the knowledge folder is past or soon will be; with --online, which links lead nowhere."""

import argparse
import os
import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from bot.cli.console import command, report, today
from bot.links import Verdict, link_fault, visit
from bot.load import BadInput, Folder, Problem, in_order, load_settings, read_folder
from bot.load.problem import ERROR, WARNING, Steps
from bot.load.yaml_lines import Document
from bot.stale import stale

if TYPE_CHECKING:
    from bot.cli.console import Subparsers


def add_stale(subparsers: "Subparsers") -> None:
    parser = command(subparsers, "stale", "entries, series and events that are past or soon due", "patience kb stale --online")
    parser.add_argument("--online", action="store_true", help="ask for each page that entries link to, a few servers at a time")
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")
    parser.set_defaults(run=run_stale)


def run_stale(args: argparse.Namespace) -> int:
    try:
        settings = load_settings(args.config, os.environ)
        files = read_folder(settings.knowledge, settings.locale)
    except BadInput as fault:
        return report(fault.problems, args.json, "")
    found = stale(files, today())
    if args.online:
        verdicts = visit((link for *_, link in _links(files) if not link_fault(link)), _progress)
        found = in_order((*found, *dead(files, verdicts)))
    return report(found, args.json, f"nothing is past; {len(found)} to look at" if found else "nothing is past or soon due")


def dead(files: Folder, verdicts: Mapping[str, Verdict]) -> Iterator[Problem]:
    """What a visit has found, where the links stand. A page that could not be looked at may be there tomorrow: a warning."""
    for document, steps, name, link in _links(files):
        verdict = verdicts.get(link, Verdict())
        if verdict.text:
            yield document.problem(steps, f"{name}: {link} {verdict.text}", ERROR if verdict.dead else WARNING)


def _links(files: Folder) -> Iterator[tuple[Document, Steps, str, str]]:
    """Each link of each entry: its file, where it stands there, the entry's id, the link."""
    for document in files.faq:
        for i, item in enumerate(document.data or ()):
            for j, link in enumerate(item.get("links", ())):
                yield document, (i, "links", j), item["id"], link


def _progress(done: int, of: int) -> None:
    """Show how far it is, on a terminal only."""
    if sys.stderr.isatty():
        print(f"\r{done} of {of} pages" if done < of else "\r\x1b[K", end="", file=sys.stderr, flush=True)
