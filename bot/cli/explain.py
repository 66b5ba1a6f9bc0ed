"""`patience explain "TEXT"`: what it would do with a line, asked in a room by a newcomer whom nobody answers, and why."""

import argparse
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from bot.cli.chat import usable_knowledge
from bot.cli.console import FINE, FOUND_PROBLEMS, command
from bot.cli.progress import count
from bot.clock import Clock
from bot.core.actions import Say
from bot.core.events import Message, Named, Present
from bot.core.kernel import Kernel, Turn
from bot.core.knowledge import Knowledge
from bot.core.memory import Memory
from bot.core.people import Person, Place
from bot.core.plugin import Plugin, Reason
from bot.core.records import DAY
from bot.core.settings import Settings
from bot.core.spans import span
from bot.load import load_plugins, load_settings

if TYPE_CHECKING:
    from bot.cli.console import Subparsers

DECISIONS = {
    "answer": "answer",
    "again": "answer",
    "suggest": "suggest",
    "call": "route",
    "park": "route",
    "which": "route",
}  # by kind of what is said
WAITED = DAY / 2  # simulated time in which nobody answers: every first step falls due long before
KEY = b"explain" * 5  # nobody is remembered: any key will do


@runtime_checkable
class Weighs(Protocol):
    """A plugin that can say which entries a text resembles, best first."""

    def weigh(self, text: str) -> tuple[tuple[str, float], ...]: ...


@dataclass(frozen=True, slots=True)
class Explanation:
    """What would happen, and why."""

    decision: str  # answer | suggest | route | silent
    entry: str | None
    confidence: float
    candidates: tuple[tuple[str, float], ...]
    reasons: tuple[str, ...]
    said: tuple[tuple[float, str], ...]  # seconds after the line, and the words


def add(subparsers: "Subparsers") -> None:
    parser = command(
        subparsers,
        "explain",
        "what it would do with a line that nobody answers, and why",
        'patience explain "is there a repo for gazpacho?"',
    )
    parser.add_argument("text", nargs="?", help='the line; "-" with --json: JSON lines {"text": …} from standard input')
    parser.add_argument("--addressed", action="store_true", help="as if it were spoken to")
    parser.add_argument("--json", action="store_true", help="one JSON line for each text")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    settings = load_settings(args.config, os.environ)
    knowledge = usable_knowledge(settings)
    explain = Explainer(settings, knowledge, load_plugins(settings, knowledge, count))
    if args.json and args.text in (None, "-"):
        return _lines(explain, args.addressed)
    if not args.text:
        print('explain: a text is needed, for example: patience explain "is there a repo for gazpacho?"', file=sys.stderr)
        return 2
    explanation = explain(args.text, args.addressed)
    print(_as_json(explanation) if args.json else _in_words(explanation))
    return FINE


def _lines(explain: "Explainer", addressed: bool) -> int:
    """One answer for each line of standard input; a line that is no JSON object with a text is named and skipped."""
    code = FINE
    for number, line in enumerate(sys.stdin, 1):
        if not line.strip():
            continue
        try:
            text = json.loads(line)["text"]
            if not isinstance(text, str):
                raise TypeError
        except (ValueError, TypeError, KeyError):
            print(f'<stdin>:{number}: not a JSON object like {{"text": "…"}}', file=sys.stderr)
            code = FOUND_PROBLEMS
            continue
        print(_as_json(explain(text, addressed)), flush=True)
    return code


class Explainer:
    """Asks the kernel, with a memory that knows nobody, in a room where everybody who offered to be asked is present."""

    def __init__(self, settings: Settings, knowledge: Knowledge, plugins: tuple[Plugin, ...]) -> None:
        self.plugins = plugins
        self.kernel = Kernel(settings, knowledge, self.plugins)
        self.name = settings.name
        network = settings.networks[0]
        self.place = Place(network.name, network.rooms[0].name.lower() if network.rooms else "#rdo")
        self.newcomer = Person(network.name, "newcomer", "newcomer", host="newcomer@example.org")
        self.present = tuple(
            Person(network.name, (i.id or i.nick or e.name).lower(), e.name, account=i.account)
            for e in knowledge.experts
            for i in e.identities
            if i.network == network.name
        )
        self.now = Clock()()

    def __call__(self, text: str, addressed: bool) -> Explanation:
        memory = Memory(KEY)
        self.kernel.handle(Named(self.now, self.place.network, self.name), memory)
        self.kernel.handle(Present(self.now, self.place, (*self.present, self.newcomer)), memory)
        line = f"{self.name}: {text}" if addressed else text
        turns = [self.kernel.handle(Message(self.now, self.place, self.newcomer, line, vouched=True), memory)]
        if not _spoke(turns):
            for turn in self.kernel.until(self.now + WAITED, memory):
                turns.append(turn)
                if _spoke(turns):
                    break
        return self._explained(text, turns, memory)

    def _explained(self, text: str, turns: list[Turn], memory: Memory) -> Explanation:
        kinds = [said.kind for said in memory.said(room=self.place.key)]
        decision = next((DECISIONS[kind] for kind in reversed(kinds) if kind in DECISIONS), "silent")
        entry = next((said.entry for said in memory.said(room=self.place.key) if said.entry), None)
        candidates = next((c for plugin in self.plugins if isinstance(plugin, Weighs) for c in [plugin.weigh(text)]), ())
        sure = dict(candidates).get(entry or "", candidates[0][1] if candidates else 0.0)
        return Explanation(decision, entry, sure, candidates, tuple(_reasons(turns)), tuple(_said(turns, self.now)))


def _spoke(turns: list[Turn]) -> bool:
    return bool(turns[-1].actions)


def _reasons(turns: list[Turn]) -> Iterator[str]:
    yield from (_reason(reason) for turn in turns for reason in turn.reasons)


def _reason(reason: Reason) -> str:
    return f"{reason.by}: {reason.text}"


def _said(turns: list[Turn], start: float) -> Iterator[tuple[float, str]]:
    for turn in turns:
        for action in turn.actions:
            if isinstance(action, Say):
                address = f"{action.to.name}: " if action.to and not action.place.direct else ""
                yield turn.event.at - start, address + " ".join(action.lines)


def _as_json(explanation: Explanation) -> str:
    data = {
        "decision": explanation.decision,
        "entry": explanation.entry,
        "confidence": round(explanation.confidence, 4),
        "candidates": [[entry, round(confidence, 4)] for entry, confidence in explanation.candidates],
        "reasons": list(explanation.reasons),
    }
    return json.dumps(data, ensure_ascii=False)


def _in_words(explanation: Explanation) -> str:
    lines = [f"decision: {explanation.decision}" + (f" ({explanation.entry})" if explanation.entry else "")]
    lines += [f"  {entry}: {confidence:.2f}" for entry, confidence in explanation.candidates[:5] if confidence >= 0.005]
    lines += ["because:", *(f"  {reason}" for reason in explanation.reasons)]
    lines += [f"it would say, after {span(after)}:\n  {words}" for after, words in explanation.said] or ["it would say nothing"]
    return "\n".join(lines)
