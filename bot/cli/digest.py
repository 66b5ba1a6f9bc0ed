"""`patience digest`: the maintainers' report as text, as a page or as data, read beside a running bot."""

import argparse
import json
import math
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.chat import usable_knowledge
from bot.cli.console import FINE, WRONG_USE, command, now, period
from bot.cli.kept import kept
from bot.cli.matching import faq
from bot.core.knowledge import Knowledge
from bot.core.memory import Memory
from bot.core.records import DAY
from bot.core.settings import Settings
from bot.digest import Digest, digest_of
from bot.digest.data import as_data
from bot.digest.report import last_days
from bot.digest.text import as_text
from bot.files import replace_file
from bot.load import load_settings
from bot.pages.digest import digest_page
from bot.store.files import hash_key

if TYPE_CHECKING:
    from bot.cli.console import Subparsers

WEEK = "7d"


def add(subparsers: "Subparsers") -> None:
    parser = command(
        subparsers, "digest", "how things stand: what waits, what is missing, who helps", "patience digest --since 30d --html digest.html"
    )
    parser.add_argument("--since", default=WEEK, type=period, metavar="TIME", help="how far back, in whole days with today (default: 7d)")
    parser.add_argument("--html", metavar="FILE", help="write it as a page, with plots")
    parser.add_argument("--json", action="store_true", help="print it as JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Raises BadStore where there is no store yet, which `main` puts into words."""
    settings = load_settings(args.config, os.environ)
    digest = read(settings, usable_knowledge(settings), now(), args.since)
    if args.json:
        print(json.dumps(as_data(digest), ensure_ascii=False, indent=2))
    elif not args.html:
        sys.stdout.write(as_text(digest))
    return _write(args.html, digest_page(digest, settings.locale)) if args.html else FINE


def read(settings: Settings, knowledge: Knowledge, at: float, length: float) -> Digest:
    """The digest of what the store holds at this time, about as many days as `length` (seconds) needs."""
    records = kept(settings, at)  # first: where there is no store, that is what must be said, and not that its key is missing
    memory = Memory(hash_key(settings.store, make=False), records)
    memory.now = at
    matcher = faq(settings, knowledge)
    return digest_of(memory, settings, knowledge, last_days(max(1, math.ceil(length / DAY)), at), lambda text: matcher.attempt(text).sure)


def _write(name: str, page: str) -> int:
    try:
        replace_file(Path(name), page)
    except OSError as fault:
        print(f"{name}: cannot be written: {fault.strerror}", file=sys.stderr)
        return WRONG_USE
    print(f"Wrote {name}: {len(page.encode()) // 1024} KiB.", file=sys.stderr)
    return FINE
