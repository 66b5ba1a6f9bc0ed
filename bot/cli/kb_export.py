"""`patience kb export`: the FAQ as one HTML page that can be searched, opened from a file, and put on any web server."""

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.console import FINE, WRONG_USE, command, report
from bot.files import replace_file
from bot.load import BadInput, load_knowledge, load_settings
from bot.pages.faq import faq_page

if TYPE_CHECKING:
    from bot.cli.console import Subparsers


def add_export(subparsers: "Subparsers") -> None:
    parser = command(subparsers, "export", "the FAQ as one searchable HTML page", "patience kb export --out faq.html")
    parser.add_argument("--out", metavar="FILE", help="where to write it (default: standard output)")
    parser.set_defaults(run=run_export)


def run_export(args: argparse.Namespace) -> int:
    try:
        settings = load_settings(args.config, os.environ)
        knowledge, _ = load_knowledge(settings.knowledge, settings.locale, None)
    except BadInput as fault:
        return report(fault.problems, False, "")
    page = faq_page(knowledge, settings.name, settings.owner, settings.locale)
    if args.out is None:
        sys.stdout.buffer.write(page.encode())  # as it says of itself, whatever the terminal's encoding
        return FINE
    try:
        replace_file(Path(args.out), page)
    except OSError as fault:
        print(f"{args.out}: cannot be written: {fault.strerror}", file=sys.stderr)
        return WRONG_USE
    print(f"Wrote {args.out}: {len(page.encode()) // 1024} KiB.")
    return FINE
