"""What the bot would have said to a question that a person answered before it spoke: the plugins are asked, and nothing comes of it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.core.kernel import Kernel
from bot.core.memory import Memory
from bot.core.moments import StillWaiting
from bot.core.people import Person
from bot.core.plugin import Called, Gave, Proposal
from bot.core.records import Question, Status, Step


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What it would have done, had nobody spoken."""

    entry: str = ""  # the entry that it was sure of
    expert: str = ""  # whom it would have called first
    person: Person | None = None  # who that is
    after: float = 0.0  # seconds after the question at which it would have said or called so


def foreseen(kernel: Kernel, memory: Memory, question: Question, at: float) -> Foreseen:
    """Ask the plugins at `at` about a question as it was before anybody spoke to it."""
    asked = replace(question, status=Status.ASKED, answered_by=None, faq=True, calls=(), entry="", history=(), replies=())
    given = next((p for p in _proposals(kernel, memory, asked, Step.ANSWER, at) if isinstance(p.effect, Gave)), None)
    call = next((p.effect for p in _proposals(kernel, memory, asked, Step.ROUTE, at) if isinstance(p.effect, Called)), None)
    timing = kernel.settings.timing
    waits = timing.answer if given else timing.frustrated if asked.frustrated else timing.route
    after = asked.last_at - asked.asked_at + max(waits, timing.settle)
    return Foreseen(given.entry if given else "", call.expert if call else "", call.person if call else None, after)


def _proposals(kernel: Kernel, memory: Memory, question: Question, step: Step, at: float) -> Iterator[Proposal]:
    """What the plugins would say at a step. One that fails says nothing here: where it matters the kernel meets the same fault."""
    moment = StillWaiting(at, replace(question, step=step, due_at=at), step)
    for plugin in kernel.plugins:
        if StillWaiting in plugin.hears:
            try:
                yield from (said for said in plugin.handle(moment, memory) if isinstance(said, Proposal) and not said.front)
            except Exception:  # noqa: BLE001, S112
                continue
