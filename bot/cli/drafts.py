"""`patience drafts …`: proposed entries of the knowledge folder; look at them, make entries of them, or take them away."""

import argparse
import getpass
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.cli.columns import columns
from bot.cli.console import FINE, FOUND_PROBLEMS, WRONG_USE, command, group, report, tell, today
from bot.core.knowledge import Draft
from bot.core.text import clean, shorten
from bot.drafting import Desk, Outcome
from bot.load import Problem, load_settings
from bot.load.drafts import drafts_of, faults, read_drafts
from bot.load.problem import ERROR

if TYPE_CHECKING:
    from bot.cli.console import Subparsers

QUESTION = 70  # bytes of a question in the list

# What has become of a draft; the same in chat is in the phrases.
_SAID = {
    "drafts.accepted": "Draft {number} is the entry {entry} now, in {file}.",
    "drafts.accepted_commit": "Draft {number} is the entry {entry} now, in {file}, committed as {commit}.",
    "drafts.accepted_patch": "Draft {number} is the entry {entry} now, in {file}. It is not committed; {patch} has the change.",
    "drafts.rejected": "Draft {number} is gone.",
}
_RELOAD = "A running bot knows it after a reload: say `reload` to it, or send it SIGHUP."


def add(subparsers: "Subparsers") -> None:
    commands = group(subparsers, "drafts", "look through proposed entries, and decide on them", "patience drafts list")
    for add_command in (_add_list, _add_show, _add_accept, _add_reject):
        add_command(commands)


def _add_list(subparsers: "Subparsers") -> None:
    parser = command(subparsers, "list", "list the drafts, oldest first", "patience drafts list")
    parser.add_argument("--json", action="store_true", help="print them as JSON")
    parser.set_defaults(run=run_list)


def _add_show(subparsers: "Subparsers") -> None:
    parser = _numbered(command(subparsers, "show", "show a draft, and what it still needs", "patience drafts show 17"))
    parser.add_argument("--json", action="store_true", help="print it as JSON")
    parser.set_defaults(run=run_show)


def _add_accept(subparsers: "Subparsers") -> None:
    parser = _numbered(
        command(subparsers, "accept", "make an entry of a draft: checked, added to its file, committed", "patience drafts accept 17")
    )
    parser.set_defaults(run=run_accept)


def _add_reject(subparsers: "Subparsers") -> None:
    example = 'patience drafts reject 17 --reason "covered by rpms-after-epoxy"'
    parser = _numbered(command(subparsers, "reject", "take a draft away", example))
    parser.add_argument("--reason", default="", help="for the commit, where the draft is under git")
    parser.set_defaults(run=run_reject)


def _numbered(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("number", type=int, metavar="N", help="its number, as `drafts list` shows it")
    return parser


# --- looking ---


@dataclass(frozen=True, slots=True)
class _Found:
    """The drafts of a folder, and what is wrong with their files."""

    desk: Desk
    drafts: tuple[Draft, ...]
    problems: tuple[Problem, ...]


def _find(args: argparse.Namespace) -> _Found:
    settings = load_settings(args.config, os.environ)
    documents = read_drafts(settings.knowledge)
    broken = tuple(problem for document in documents for problem in faults(document) if problem.severity == ERROR)
    return _Found(Desk(Path(settings.knowledge), settings.locale, settings.limits, today), drafts_of(documents), broken)


def run_list(args: argparse.Namespace) -> int:
    found = _find(args)
    if args.json:
        print(json.dumps({"drafts": [_data(draft) for draft in found.drafts]}, ensure_ascii=False, indent=2))
    elif found.drafts:
        print(columns([_row(draft) for draft in found.drafts], right=frozenset({0})))
    elif not found.problems:
        print("no drafts")
    tell(found.problems)
    return FOUND_PROBLEMS if found.problems else FINE


def run_show(args: argparse.Namespace) -> int:
    found = _find(args)
    draft = next((one for one in found.drafts if one.number == args.number), None)
    if draft is None:
        return _unknown(args.number, found)
    text = (found.desk.folder / "drafts" / Path(draft.source).name).read_text("utf-8", "replace")
    problems = found.desk.stands_between(draft.number)
    if args.json:
        rows = [asdict(problem) for problem in problems]
        print(json.dumps({**_data(draft), "text": text, "problems": rows}, ensure_ascii=False, indent=2))
        return FOUND_PROBLEMS if problems else FINE
    print("\n".join(map(clean, text.splitlines())))
    return report(problems, False, f"\n{draft.source}: ready (patience drafts accept {draft.number})")


def _row(draft: Draft) -> Sequence[str]:
    kind = f"changes {draft.entry}" if draft.entry else draft.kind
    return (str(draft.number), str(draft.at), kind, draft.topic or "-", shorten(draft.question or draft.answer, QUESTION))


def _data(draft: Draft) -> dict[str, Any]:
    """As JSON, by the names that its file has."""
    data = asdict(draft)
    del data["source"], data["at"]
    return {**data, "date": str(draft.at), "file": draft.source}


def _unknown(number: int, found: _Found) -> int:
    numbers = ", ".join(str(draft.number) for draft in found.drafts) or "none"
    print(f"there is no draft {number} (there are: {numbers})", file=sys.stderr)
    tell(found.problems)
    return WRONG_USE


# --- deciding ---


def run_accept(args: argparse.Namespace) -> int:
    found = _find(args)
    return _done(args.number, found.desk.accept(args.number, _somebody()), found)


def run_reject(args: argparse.Namespace) -> int:
    found = _find(args)
    return _done(args.number, found.desk.reject(args.number, _somebody(), args.reason), found)


def _done(number: int, outcome: Outcome, found: _Found) -> int:
    if outcome.sentence == "drafts.gone":
        return _unknown(number, found)
    if outcome.problems:
        return report(outcome.problems, False, "")
    if not outcome.done:
        print("nothing was changed", file=sys.stderr)
        return FOUND_PROBLEMS
    print(_SAID[outcome.sentence].format_map(outcome.words))
    if outcome.entries:
        print(_RELOAD)
    return FINE


def _somebody() -> str:
    """Who decides, as this machine knows them."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "somebody at the prompt"
