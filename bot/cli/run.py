"""`patience run`: the service. The composition root: everything is built here and handed to the App."""

import argparse
import asyncio
import logging
import os
import random
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bot.adapters.base import Adapter
from bot.app import App, ReloadFailed
from bot.cli.chat import run as chat
from bot.cli.chat import usable_knowledge
from bot.cli.console import FOUND_PROBLEMS, command, today
from bot.cli.journal import Journal
from bot.cli.progress import count
from bot.clock import Clock
from bot.core.kernel import Kernel
from bot.core.memory import Memory
from bot.core.records import Question, Said
from bot.core.roster import identity_of
from bot.core.settings import IrcNetwork, MatrixNetwork, Settings, TerminalNetwork
from bot.drafting import Desk
from bot.load import BadInput, BadSettings, load_plugins, load_settings, refuse_mixed_terminal
from bot.load.drafts import drafts_of, read_drafts
from bot.papers import Papers
from bot.store.errors import BadStore
from bot.store.files import beside, hash_key
from bot.store.store import Store

if TYPE_CHECKING:
    from bot.cli.console import Subparsers

log = logging.getLogger("patience")


def add(subparsers: "Subparsers") -> None:
    parser = command(subparsers, "run", "run the service: all networks of bot.yaml", "patience run --config /etc/patience/bot.yaml")
    parser.add_argument("--verbose", action="store_true", help="log every decision, too")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Run until SIGTERM or SIGINT; SIGHUP reads knowledge and plugin settings again."""
    settings = load_settings(args.config, os.environ)
    mixed = refuse_mixed_terminal(settings)
    if mixed:
        raise BadSettings(mixed)
    if all(isinstance(network, TerminalNetwork) for network in settings.networks):
        return chat(args)
    journal = logging.StreamHandler(sys.stderr)
    journal.setFormatter(Journal())
    logging.basicConfig(handlers=[journal], level=logging.DEBUG if args.verbose else logging.INFO)
    logging.getLogger("alembic").setLevel(logging.WARNING)  # it announces every part of itself
    kernel = build_kernel(settings)
    try:
        store = Store.open(settings.store)
    except BadStore as fault:
        print(fault, file=sys.stderr)
        return FOUND_PROBLEMS
    return asyncio.run(serve(build_app(args.config, settings, kernel, store)))


def build_kernel(settings: Settings) -> Kernel:
    """Knowledge and plugins, wired. Raises BadSettings."""
    knowledge = usable_knowledge(settings)
    return Kernel(settings, knowledge, load_plugins(settings, knowledge, count))


def build_app(config: str, settings: Settings, kernel: Kernel, store: Store) -> App:
    """Memory from the store, an adapter for each network, and the way to reload."""
    started = Clock()
    records = tuple(store.load(started()))
    times = [r.at for r in records if isinstance(r, Said)] + [r.last_at for r in records if isinstance(r, Question)]
    clock = Clock(not_before=max(times, default=0.0))
    memory = Memory(hash_key(settings.store), records)
    app = App(kernel, memory, store, clock, lambda: rebuild(config, settings))
    app.papers = Papers(Desk(Path(settings.knowledge), settings.locale, settings.limits, today), relisted)
    for network in settings.networks:
        if isinstance(network, IrcNetwork):
            app.add(irc(network, settings, clock), network.pace)
        elif isinstance(network, MatrixNetwork):
            app.add(matrix(network, settings, app), network.pace)
    return app


def irc(network: IrcNetwork, settings: Settings, clock: Callable[[], float]) -> Adapter:
    """The IRC adapter; its library is imported only when a network needs it."""
    from bot.adapters.irc.link import IrcAdapter

    return IrcAdapter(network, settings.name, settings.owner, clock, random.Random(), log.warning)  # noqa: S311 - back-off jitter


def matrix(network: MatrixNetwork, settings: Settings, app: App) -> Adapter:
    """The Matrix adapter; its library is imported only when a network needs it."""
    from bot.adapters.matrix.adapter import MatrixAdapter

    def watched() -> frozenset[str]:
        """Whom it matters to know in a room: those who may be called, and maintainers."""
        experts = [identity for expert in app.kernel.knowledge.experts for identity in expert.identities]
        experts += [identity_of(offer.person) for offer in app.memory.offers()]
        return frozenset(one.id for one in (*experts, *settings.maintainers) if one.network == network.name and one.id)

    return MatrixAdapter(
        network,
        settings.name,
        beside(settings.store, network.name),
        app.clock,
        random.Random(),  # noqa: S311 - back-off jitter
        log.warning,
        app.memory.position(network.name),
        watched,
    )


def rebuild(config: str, running: Settings) -> Kernel:
    """A kernel with the files as they are now. Only knowledge, phrases and plugin settings change. Raises ReloadFailed."""
    try:
        fresh = load_settings(config, os.environ)
        return build_kernel(replace(running, plugins=fresh.plugins))
    except BadInput as fault:
        for problem in fault.problems:
            log.error("%s", problem)
        first = fault.problems[0]
        raise ReloadFailed(f"{first.file}:{first.line}") from fault


def relisted(kernel: Kernel) -> Kernel:
    """The same kernel with the drafts as they lie in the folder now. Raises ReloadFailed."""
    settings = kernel.settings
    knowledge = replace(kernel.knowledge, drafts=drafts_of(read_drafts(settings.knowledge)))
    try:
        return Kernel(settings, knowledge, load_plugins(settings, knowledge))
    except BadInput as fault:
        first = fault.problems[0]
        raise ReloadFailed(f"{first.file}:{first.line}") from fault


async def serve(app: App) -> int:
    """Run the App under the signals of a service."""
    loop = asyncio.get_running_loop()
    asked = 0

    def end() -> None:
        nonlocal asked
        asked += 1
        if asked > 1:  # a second signal: leave at once; what was not sent is in the store
            os._exit(FOUND_PROBLEMS)
        app.stop()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, end)
    loop.add_signal_handler(signal.SIGHUP, app.hangup.set)
    return await app.run()
