"""What the house does: a closed family of frozen values, decided in the core, performed by adapters and the shell."""

from dataclasses import dataclass

from bot.core.events import Message
from bot.core.knowledge import Draft
from bot.core.people import Person, Place


@dataclass(frozen=True, slots=True)
class Say:
    """Say one utterance. In a room the adapter adds the form of address of its network (product 10.3); it splits by its limits.

    `key` is unique for ever and the same for the same cause: the outbox and Matrix transaction ids are derived from it.
    """

    key: str
    place: Place
    lines: tuple[str, ...]
    to: Person | None = None  # whom it is for, as they were when it was decided; None for lines to everybody
    reply_to: str | None = None  # message that this answers, where the network can show it
    thread: str | None = None
    loud: bool = False  # the addressee must notice (m.text with a mention; IRC highlights anyway)
    prompted: bool = True  # somebody spoke to us; unprompted lines give way and expire sooner
    not_after: float = float("inf")  # a late answer is worse than none
    question: str | None = None  # id of the question it belongs to


@dataclass(frozen=True, slots=True)
class Reload:
    """Read knowledge and plugin settings again; the outcome is told in `place`."""

    place: Place
    to: Person | None


@dataclass(frozen=True, slots=True)
class Retract:
    """Take back what was said, or was about to be: the question behind it is gone.

    Still waiting to be sent: it never is. Sent (`id` is known), where the network can: it is removed.
    """

    place: Place
    key: str  # of the Say
    id: str = ""  # the line's own, once delivered


@dataclass(frozen=True, slots=True)
class Verify:
    """Ask the network who is behind this line, and hand it in again, vouched for (product 10.24)."""

    message: Message


@dataclass(frozen=True, slots=True)
class WriteDraft:
    """Write a proposed entry to the folder of drafts, where maintainers review it; whether it could be written is told in `place`."""

    draft: Draft
    place: Place
    to: Person | None


@dataclass(frozen=True, slots=True)
class Decide:
    """A maintainer has decided on a draft: it becomes an entry, or goes. The outcome is told in `place`."""

    number: int
    accept: bool
    by: str  # the maintainer, as the drafts are signed
    place: Place
    to: Person | None


Deferred = Reload | WriteDraft | Decide | Retract  # what plugins may ask the shell to do
Action = Say | Reload | Retract | Verify | WriteDraft | Decide
