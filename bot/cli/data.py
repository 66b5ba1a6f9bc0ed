"""`patience data …`: what is kept, what is kept of one person, erasing it, and a backup. All but `erase` work beside a running bot."""

import argparse
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.console import FINE, FOUND_PROBLEMS, WRONG_USE, command, group, now
from bot.cli.data_export import exported
from bot.cli.data_report import Report, as_json, in_words, look
from bot.core.memory import Memory
from bot.core.people import Person
from bot.core.privacy import Kept, Whose, forgotten, kept
from bot.core.records import Question
from bot.core.settings import IrcNetwork, MatrixNetwork, Settings
from bot.load import load_settings
from bot.store.backup import back_up
from bot.store.errors import StoreBusy, StoreFailed
from bot.store.files import hash_key
from bot.store.reading import Reader, reading
from bot.store.store import Batch, Store

if TYPE_CHECKING:
    from bot.cli.console import Subparsers

WHO = "NETWORK:account=NAME, NETWORK:nick!user@host, or NETWORK:@name:server"


class NotSoNamed(Exception):
    """`--who` names nobody. Says why, and how it is written."""


def add(subparsers: "Subparsers") -> None:
    commands = group(subparsers, "data", "what is kept: report, export, erase, backup", "patience data report")
    for add_command in (_add_report, _add_export, _add_erase, _add_backup):
        add_command(commands)


# --- report ---


def _add_report(subparsers: "Subparsers") -> None:
    parser = command(subparsers, "report", "what is kept, how old it is, and when it goes", "patience data report")
    parser.add_argument("--json", action="store_true", help="print it as JSON")
    parser.set_defaults(run=run_report)


def run_report(args: argparse.Namespace) -> int:
    """Exit 1 when something is there that should not be: too old, or not promised at all."""
    settings = load_settings(args.config, os.environ)
    found: Report = look(settings.store, now())
    print(json.dumps(as_json(found), indent=2) if args.json else in_words(found))
    for fault in found.faults:
        print(fault, file=sys.stderr)
    return FOUND_PROBLEMS if found.faults else FINE


# --- one person ---


def _meant(who: str, settings: Settings) -> Person | None:
    """Whose data it is about; None when nobody is named so, which is told."""
    try:
        return named(who, settings)
    except NotSoNamed as fault:
        print(fault, file=sys.stderr)
        return None


# --- export ---


def _add_export(subparsers: "Subparsers") -> None:
    parser = command(
        subparsers, "export", "everything that is kept of one person, as JSON", "patience data export --who oftc:account=carol > carol.json"
    )
    parser.add_argument("--who", required=True, metavar="WHO", help=WHO)
    parser.set_defaults(run=run_export)


def run_export(args: argparse.Namespace) -> int:
    settings = load_settings(args.config, os.environ)
    person = _meant(args.who, settings)
    if person is None:
        return WRONG_USE
    with reading(settings.store) as reader:
        memory, whose = _known(settings, reader, person)
        print(json.dumps(exported(args.who, whose, memory, [*reader.waiting(), *reader.in_flight()]), ensure_ascii=False, indent=2))
    return FINE


# --- erase ---


def _add_erase(subparsers: "Subparsers") -> None:
    parser = command(
        subparsers,
        "erase",
        "erase what is kept of one person, while the bot is stopped (in chat: forget me)",
        "patience data erase --who 'oftc:carol!carol@host.example.org'",
    )
    parser.add_argument("--who", required=True, metavar="WHO", help=WHO)
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.set_defaults(run=run_erase)


def run_erase(args: argparse.Namespace) -> int:
    """Nothing brings it back, so it is asked for first; without anybody to answer, `--yes` must say so."""
    settings = load_settings(args.config, os.environ)
    person = _meant(args.who, settings)
    if person is None:
        return WRONG_USE
    if not args.yes and not sys.stdin.isatty():
        print("nothing was erased: nobody can be asked here; add --yes", file=sys.stderr)
        return WRONG_USE
    with reading(settings.store) as reader:  # a store that does not exist is not made for it
        memory, whose = _known(settings, reader, person)
    print(summary(args.who, kept(whose, memory)))
    if not forgotten(whose, memory):
        return FINE
    if not args.yes and not _sure():
        print("nothing was erased", file=sys.stderr)
        return FOUND_PROBLEMS
    try:
        print(erase(settings, person))
    except StoreBusy as busy:
        print(f"{busy}; or let them say to the bot: forget me", file=sys.stderr)
        return FOUND_PROBLEMS
    return FINE


def summary(who: str, found: Kept) -> str:
    """What would be erased, in one line."""
    return f"{who}: {len(found.own)} records of their own, {len(found.named)} of others that name them"


def _sure() -> bool:
    print("Erase all of it? There is no way back. [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def erase(settings: Settings, person: Person) -> str:
    """Erase it, with what waits to be said to them, and write the file anew; what was done. Raises StoreBusy."""
    with Store.open(settings.store) as store:
        memory = Memory(hash_key(settings.store, make=False), store.load(now()))
        whose = _whose(person, memory)
        theirs = {question.key for question in kept(whose, memory).own if isinstance(question, Question)}
        changes = forgotten(whose, memory)
        store.commit([Batch(changes)])
        waiting = [*store.waiting(), *store.in_flight()]
        store.done([say.key for say in waiting if say.question in theirs or (say.to is not None and whose.are(say.to, memory))])
        left = _scrubbed(store)
    return f"erased: {len(changes)} changes{left}. Backups that were made before still hold it, and so do chat logs of other people."


def _scrubbed(store: Store) -> str:
    """Write the file anew; what is to be said where that cannot be done: what was erased stays erased."""
    try:
        if store.scrub():
            return ""
    except StoreFailed as failed:
        return f", but the file could not be written anew ({failed}): make room and erase once more"
    return "; PostgreSQL keeps deleted rows until VACUUM FULL, and in its own write-ahead log and backups"


# --- backup ---


def _add_backup(subparsers: "Subparsers") -> None:
    parser = command(subparsers, "backup", "copy the store and its key while the bot runs", "patience data backup /var/backups/patience.db")
    parser.add_argument("file", metavar="FILE", help="where to; an older backup there is replaced. The key goes to FILE.key")
    parser.set_defaults(run=run_backup)


def run_backup(args: argparse.Namespace) -> int:
    settings = load_settings(args.config, os.environ)
    for file in back_up(settings.store, Path(args.file)):
        print(file)
    logins = [network.name for network in settings.networks if isinstance(network, MatrixNetwork)]
    if logins:
        print(f"not in it: the logins of {', '.join(logins)}; the next start logs in anew with the password", file=sys.stderr)
    return FINE


# --- who ---


def named(who: str, settings: Settings) -> Person:
    """The person that `--who` names. Raises NotSoNamed."""
    network_name, _, name = who.partition(":")
    network = settings.network(network_name)
    if network is None:
        known = ", ".join(one.name for one in settings.networks)
        raise NotSoNamed(f"--who {who}: there is no network {network_name!r} in bot.yaml (there are: {known})")
    if isinstance(network, MatrixNetwork):
        if not (name.startswith("@") and ":" in name):
            raise NotSoNamed(f"--who {who}: on {network_name} people are named like {network_name}:@carol:example.org")
        return Person(network_name, name, name, account=name)
    account = name.removeprefix("account=")
    if account != name and account:
        return Person(network_name, "", account, account=account)
    nick, _, host = name.partition("!")
    if not (nick and "@" in host):
        alone = "a nick alone is anybody's; " if nick and not host else ""
        form = f"{network_name}:account=carol or {network_name}:carol!user@host"
        raise NotSoNamed(f"--who {who}: {alone}people are named like {form}")
    return Person(network_name, nick.lower() if isinstance(network, IrcNetwork) else nick, nick, host=host)


def _known(settings: Settings, reader: Reader, person: Person) -> tuple[Memory, Whose]:
    memory = Memory(hash_key(settings.store, make=False), reader.load(now()))
    return memory, _whose(person, memory)


def _whose(person: Person, memory: Memory) -> Whose:
    return Whose(person.network, person.account, person.id or None, person.host, frozenset(memory.selves(person)))
