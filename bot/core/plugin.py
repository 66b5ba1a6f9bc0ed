"""The contract between the house and its plugins: hear Moments, return Proposals. plugins/README.md teaches it.

A proposal that is not said has no effect: its changes are applied only when the referee lets it speak.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from bot.core.actions import Deferred
from bot.core.commands import CommandSpec as CommandSpec
from bot.core.moments import Moment
from bot.core.people import Person, Place
from bot.core.records import Change, Sketch
from bot.core.view import View


@dataclass(frozen=True, slots=True)
class Words:
    """One utterance to one addressee. None for `to` and `place`: to nobody by name, in the place of the moment."""

    text: str
    links: tuple[str, ...] = ()  # kept whole when the text must be cut
    to: Person | None = None
    place: Place | None = None
    loud: bool = False  # the addressee must notice
    after: str = ""  # said last, after the links: how to say it was not it


# What being said does to the question. talk.py alone turns these into a new status.


@dataclass(frozen=True, slots=True)
class Gave:
    """An entry was given as the answer."""

    entry: str
    question: str = ""  # key; "": the question of the moment
    version: str = ""  # of the entry, as it reads now: what becomes of the answer is counted for that


@dataclass(frozen=True, slots=True)
class Called:
    """An expert was called."""

    expert: str
    person: Person


@dataclass(frozen=True, slots=True)
class Parked:
    """Nobody suitable is around; the question is kept."""

    reason: str


@dataclass(frozen=True, slots=True)
class AskedBack:
    """We asked for what is missing; the asker's next line goes on from there."""


@dataclass(frozen=True, slots=True)
class Showed:
    """Open questions were shown to an expert."""

    expert: str
    questions: tuple[str, ...]  # keys


@dataclass(frozen=True, slots=True)
class Closed:
    """Somebody with the right to do so says that it is solved."""

    question: str
    by: Person


@dataclass(frozen=True, slots=True)
class Reopened:
    """Somebody with the right to do so says that it is not solved."""

    question: str
    by: Person


@dataclass(frozen=True, slots=True)
class PassedOn:
    """The asker was told what people had answered while they were away."""

    question: str


@dataclass(frozen=True, slots=True)
class Took:
    """An expert says that the question is theirs to answer: nobody else is called."""

    question: str
    by: Person
    expert: str


@dataclass(frozen=True, slots=True)
class Declined:
    """A called expert says "not me": the next one is sought at once."""

    question: str
    by: Person


Effect = Gave | Called | Parked | AskedBack | Showed | Closed | Reopened | PassedOn | Took | Declined


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something a plugin would say. The referee lets at most one speak per question or addressed line."""

    kind: str  # recorded with what was said: answer, suggest, call, park, welcome, hello, hint, command, …
    words: tuple[Words, ...]
    why: str  # for `why` and `explain`
    entry: str = ""
    front: bool = False  # not a voice of its own: a half-sentence in front of what another says
    last: bool = False  # only when no other plugin has anything to say
    recorded: bool = True  # False: what is said of forgetting somebody is not itself remembered
    effect: Effect | None = None
    changes: tuple[Change, ...] = ()
    actions: tuple[Deferred, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of a decision, in words, with what was weighed: the trail that `why` and `explain` show."""

    by: str  # guard, ear, talk, gate, referee, or the plugin's name
    text: str
    candidates: tuple[tuple[str, float], ...] = field(default=())  # entry ids and confidences, best first


@dataclass(frozen=True, slots=True)
class Learned:
    """Numbers that stay whatever is said: what a place's talk is like. It has no words, so it needs no turn to speak."""

    sketch: Sketch


UNSURE = "not sure enough"  # the rule under which that is recorded


@dataclass(frozen=True, slots=True)
class KeptBack:
    """What the plugin was not sure enough to say: recorded once for a question, so that `why` can tell."""

    proposal: Proposal


Outcome = Proposal | Reason | Learned | KeptBack


class Plugin(Protocol):
    """One ability. Synchronous, pure; told everything by its arguments."""

    @property
    def name(self) -> str: ...

    @property
    def hears(self) -> tuple[type[Moment], ...]: ...

    @property
    def commands(self) -> tuple[CommandSpec, ...]: ...

    def handle(self, moment: Moment, memory: View) -> Iterable[Outcome]:
        """What it would say. Nothing is fine. Never raises for what people write."""
        ...
