"""`patience check --online`: goes to every network as the bot would, and says in one line each what stands in its way."""

import asyncio
import json
import random
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from bot.cli.console import FINE, FOUND_PROBLEMS, painted, report
from bot.clock import Clock
from bot.core.settings import IrcNetwork, MatrixNetwork, Settings
from bot.core.text import clean
from bot.load import Problem
from bot.store.files import beside

if TYPE_CHECKING:
    from bot.adapters.finding import Finding


def online(settings: Settings, warnings: Sequence[Problem], as_json: bool, fine: str) -> int:
    """Show what the files gave (no errors), then visit the networks, showing every finding as soon as it is known; the exit code."""
    found: list[Finding] = []
    if as_json:
        look(settings, found.append)
        print(
            json.dumps(
                {"problems": [asdict(one) for one in warnings], "online": [asdict(one) for one in found]}, ensure_ascii=False, indent=2
            )
        )
    else:
        report(warnings, as_json, fine)

        def tell(finding: "Finding") -> None:
            found.append(finding)
            show(finding)

        look(settings, tell)
    return FOUND_PROBLEMS if any(not finding.fine for finding in found) else FINE


def look(settings: Settings, tell: "Callable[[Finding], None]") -> None:
    """Visit the networks one after the other. The terminal needs no visit."""
    for network in settings.networks:
        if isinstance(network, IrcNetwork):
            asyncio.run(_visit(network, settings, tell))
        elif isinstance(network, MatrixNetwork):
            asyncio.run(_visit_matrix(network, settings, tell))


async def _visit(network: IrcNetwork, settings: Settings, tell: "Callable[[Finding], None]") -> None:
    from bot.adapters.irc.link import IrcAdapter
    from bot.adapters.irc.probe import NICK_TAIL, VISIT, Probe

    name = settings.name + NICK_TAIL
    chance = random.Random()  # noqa: S311 - digits behind a nick that is taken
    await Probe(IrcAdapter(network, name, settings.owner, Clock(), chance, lambda _: None, VISIT), tell).visit()


async def _visit_matrix(network: MatrixNetwork, settings: Settings, tell: "Callable[[Finding], None]") -> None:
    from bot.adapters.matrix.probe import Probe

    await Probe(network, settings.name, beside(settings.store, network.name), Clock(), tell).visit()


def show(finding: "Finding") -> None:
    """What is well goes to stdout, what is not to stderr. Words of a server cannot steer the terminal."""
    stream = sys.stdout if finding.fine else sys.stderr
    line = clean(finding.line)
    print(line if finding.fine else painted(line, stream, bad=True), file=stream, flush=True)
