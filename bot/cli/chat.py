"""`patience chat`: talk to it in the terminal as one or several people, in simulated time.

Reads a script from a pipe too: then every line comes a moment after the one before, and at the end time passes until
nothing is due.
"""

import argparse
import os
import secrets
import select
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TextIO

from bot.adapters.terminal import Hint, Quit, Terminal, Typed, Wait, later
from bot.cli.console import FINE, command, today
from bot.cli.progress import count
from bot.clock import Clock
from bot.core.actions import Decide, Reload, Say, Verify, WriteDraft
from bot.core.kernel import Kernel, Turn
from bot.core.knowledge import Knowledge
from bot.core.memory import Memory
from bot.core.records import Step
from bot.core.settings import Settings, TerminalNetwork
from bot.load import BadKnowledge, BadSettings, load_knowledge, load_plugins, load_settings

if TYPE_CHECKING:
    from bot.cli.console import Subparsers

IDLE = 2.0  # seconds without a key before time jumps to the next thing due
KEYSTROKES = 1.0  # simulated seconds that typing one line of a script takes
STEPS = frozenset({Step.SETTLE, Step.ANSWER, Step.ROUTE, Step.NEXT_EXPERT})  # what an idle jump goes to (product 10.26)


def add(subparsers: "Subparsers") -> None:
    parser = command(
        subparsers,
        "chat",
        "talk to it in the terminal, as one or several people, in simulated time",
        'echo "is there a repo for gazpacho?" | patience chat',
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Talk until /quit or the end of the input."""
    conversation = open_conversation(load_settings(args.config, os.environ))
    try:
        return conversation.talk(sys.stdin, sys.stdout)
    except KeyboardInterrupt:
        print()
        return FINE


def terminal_network(settings: Settings) -> TerminalNetwork:
    """The terminal of bot.yaml, or a plain one where it names other networks only."""
    return next((n for n in settings.networks if isinstance(n, TerminalNetwork)), TerminalNetwork("terminal"))


def usable_knowledge(settings: Settings) -> Knowledge:
    """The knowledge that `run`, `chat` and `explain` work with. A broken folder ends them with exit code 2. Raises BadSettings."""
    try:
        return load_knowledge(settings.knowledge, settings.locale, today())[0]
    except BadKnowledge as fault:
        raise BadSettings(fault.problems) from fault


def open_conversation(settings: Settings) -> "Conversation":
    """A conversation with the shipped or configured knowledge. Raises BadSettings or BadKnowledge."""
    knowledge = usable_knowledge(settings)
    kernel = Kernel(settings, knowledge, load_plugins(settings, knowledge, count))
    memory = Memory(secrets.token_bytes(32))
    return Conversation(kernel, memory, Terminal(settings, terminal_network(settings)), Clock()())


@dataclass
class Conversation:
    """The loop: read a line, let time pass, show what is said. `now` is simulated seconds since the epoch."""

    kernel: Kernel
    memory: Memory
    terminal: Terminal
    now: float
    out: TextIO = field(default_factory=lambda: sys.stdout)
    shown_at: float = 0.0  # simulated time of the last line on the screen

    def __post_init__(self) -> None:
        self.shown_at = self.now

    def talk(self, source: TextIO, out: TextIO) -> int:
        """Read until the end. At a terminal, two idle seconds let time jump to what is due next."""
        self.out = out
        for event in self.terminal.opening(self.now):
            self.show(self.kernel.handle(event, self.memory))
        interactive = source.isatty()
        if interactive:
            self.print(f"This is {self.terminal.room.room}, and time is simulated. Ask something; /join carol, /wait 10m, /quit.")
        for line in self.lines(source, interactive):
            if not interactive:
                self.print(line.rstrip("\n") if line.startswith("/") or "> " in line else f"<{self.terminal.nick}> {line.rstrip()}")
            self.pass_time(self.now + KEYSTROKES)
            self.shown_at = self.now
            if not self.take(self.terminal.typed(line, self.now)):
                return 0
        while (due := self.next_step()) is not None:
            self.pass_time(due)
        return 0

    def lines(self, source: TextIO, interactive: bool) -> Iterator[str]:
        """Lines as they are typed; while nobody types, time jumps to the next thing due."""
        while True:
            if interactive:
                self.out.write(f"{self.terminal.nick}> ")
                self.out.flush()
                self.idle(source)
            line = source.readline()
            if not line:
                return
            yield line

    def idle(self, source: TextIO) -> None:
        while (due := self.next_step()) is not None:
            if select.select([source], [], [], IDLE)[0]:
                return
            self.out.write("\r")
            if self.pass_time(due):
                self.out.write(f"{self.terminal.nick}> ")
                self.out.flush()

    def take(self, typed: Iterable[Typed]) -> bool:
        """Do what was typed; False at the end."""
        for one in typed:
            if isinstance(one, Quit):
                return False
            if isinstance(one, Hint):
                self.print(one.text)
            elif isinstance(one, Wait):
                self.pass_time(self.now + one.seconds)
                self.print_gap(self.now)
            else:
                self.show(self.kernel.handle(one, self.memory))
        return True

    def pass_time(self, until: float) -> bool:
        """Let time pass; whether anything was said. How long it took is shown before what is said."""
        until, said = max(until, self.now), False
        for turn in self.kernel.until(until, self.memory):
            if turn.actions:
                self.print_gap(turn.event.at)
                said = True
            self.show(turn)
        self.now = until
        return said

    def print_gap(self, now: float) -> None:
        """Say how long nothing happened."""
        if now - self.shown_at >= KEYSTROKES:
            self.print(later(now - self.shown_at))
        self.shown_at = now

    def next_step(self) -> float | None:
        """When the next step of an open question, or a bare hello, is due."""
        room = self.kernel.settings.joined_place(self.terminal.room)
        steps = [question.due_at for question in self.memory.questions(room) if question.step in STEPS]
        hellos = [due_at for due_at, _ in self.memory.passing(self.terminal.room).hellos.values()]
        return min([*steps, *hellos], default=None)

    def show(self, turn: Turn) -> None:
        for action in turn.actions:
            if isinstance(action, Say):
                for line in self.terminal.said(action):
                    self.print(line)
            elif isinstance(action, Reload):
                self.print("(reload works in `patience run`)")
            elif isinstance(action, WriteDraft | Decide):
                self.print("(drafts are written and decided on in `patience run`; `patience drafts` lists them)")
            elif isinstance(action, Verify):  # nobody to ask: people are who they are played as
                self.show(self.kernel.handle(replace(action.message, vouched=True), self.memory))
        for fault in turn.faults:
            sys.stderr.write(f"plugin {fault.plugin} failed on {fault.moment}: {fault.error!r}\n")

    def print(self, text: str) -> None:
        self.out.write(f"{text}\n")
        self.out.flush()
