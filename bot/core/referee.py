"""At most one voice per question or addressed line, and only where and when it may speak.

Plugins propose in the order of bot.yaml; the first voice wins, half-sentences (a welcome) go in front of it. Then the
house rules: mode, quiet and meetings, opt-out, budget. A proposal kept back by the budget or by quiet is postponed,
not dropped (product 10.22).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.memory import Memory
from bot.core.moments import (
    AskerBack,
    Command,
    ConsentDue,
    Daily,
    EntryEnds,
    Greeted,
    HelperActive,
    Moment,
    Overheard,
    SpokenTo,
    StillWaiting,
    TooFast,
    Unread,
    WasSolved,
)
from bot.core.people import Person, Place
from bot.core.plugin import Proposal
from bot.core.records import HOUR, Question
from bot.core.settings import Mode, Settings

NOBODY = Person("", "", "")  # whom the daily report is about
LISTENS = "mode: listen"  # the rule under which what would have been said is recorded: the report of listen mode looks for it
QUIET_AGAIN = 300.0  # seconds until a room in a meeting is looked at again: meetings end without telling us in advance


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a moment takes place, and whom it is about."""

    at: float
    place: Place
    room: str
    person: Person
    question: Question | None
    prompted: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """Who speaks: `voice` with `fronts` before it; or nobody, by which `rule`, and `until` when (None: not later either)."""

    voice: Proposal | None = None
    fronts: tuple[Proposal, ...] = ()
    unheard: tuple[Proposal, ...] = ()  # other voices that would have spoken
    rule: str = ""
    until: float | None = None


def scene(moment: Moment) -> Scene:
    """The scene of a moment."""
    match moment:
        case SpokenTo():
            return Scene(moment.at, moment.place, moment.room, moment.person, moment.question, True)
        case Command() | TooFast():
            return Scene(moment.at, moment.place, moment.room, moment.person, None, True)
        case StillWaiting() | AskerBack() | WasSolved():
            question = moment.question
            return Scene(moment.at, question.place, question.room, question.asker, question, False)
        case HelperActive() | Greeted() | EntryEnds() | ConsentDue():
            return Scene(moment.at, moment.place, moment.room, moment.person, None, False)
        case Daily() | Overheard():
            room = moment.room if isinstance(moment, Overheard) else moment.place.key
            return Scene(moment.at, moment.place, room, NOBODY, None, isinstance(moment, Daily))
        case Unread():
            return Scene(moment.at, moment.place, moment.room, moment.person, None, moment.place.direct)


@dataclass(frozen=True, slots=True)
class Referee:
    """The last step of the kernel."""

    settings: Settings

    def decide(self, moment: Moment, proposals: Sequence[Proposal], memory: Memory) -> Verdict:
        """Pick the voice, then see whether the house lets it speak."""
        voices = sorted((p for p in proposals if not p.front), key=lambda p: p.last)
        if not voices or isinstance(moment, Overheard):  # to ordinary talk nothing is ever said
            return Verdict(rule="nobody has anything to say")
        where = scene(moment)
        rule, until = ("", None) if isinstance(moment, Daily) else self._forbids(moment, where, memory)  # a control room is there for it
        if rule:
            return Verdict(unheard=tuple(voices), rule=rule, until=until)
        wanted = [voice for voice in voices if not self._unwelcome(voice, where, memory)]
        if not wanted:
            return Verdict(unheard=tuple(voices), rule="opted out")
        fronts = () if where.place.direct else tuple(p for p in proposals if p.front)
        return Verdict(wanted[0], fronts, tuple(voice for voice in voices if voice is not wanted[0]))

    def _unwelcome(self, voice: Proposal, where: Scene, memory: Memory) -> bool:
        """Whether it would speak to somebody else than who asked for it, and they have opted out: whoever asked, they did not."""
        others = (words.to for words in voice.words if words.to is not None and words.to.id != where.person.id)
        return any(memory.marked("optout", other) is not None for other in others)

    def forbids(self, moment: Moment, memory: Memory) -> tuple[str, float | None]:
        """The rule that keeps us silent at this moment, and until when; "" when none does."""
        return self._forbids(moment, scene(moment), memory)

    def _forbids(self, moment: Moment, where: Scene, memory: Memory) -> tuple[str, float | None]:
        """The rule that keeps us silent, and until when."""
        mode = self.settings.mode_of(where.place)
        if mode is Mode.LISTEN and not (where.place.direct and isinstance(moment, Command) and self._listening(moment)):
            return LISTENS, None
        if where.prompted:
            return "", None
        if mode is Mode.ASKED:
            return "mode: asked", None
        if memory.marked("optout", where.person) is not None:
            return "opted out", None
        quiet = memory.quiet(where.room, where.at)
        if quiet is not None:
            return quiet.reason, min(quiet.until, where.at + QUIET_AGAIN)
        return self._over_budget(where, memory)

    def _listening(self, command: Command) -> bool:
        return any(spec.listening for spec in command.known if spec.name == command.name)

    def _over_budget(self, where: Scene, memory: Memory) -> tuple[str, float | None]:
        """Unprompted utterances of the last hour in this place, calls of experts included."""
        recent = memory.said(room=where.room, since=where.at - HOUR)
        times = {said.utterance: said.at for said in recent if not said.prompted and said.at + HOUR > where.at}
        if len(times) < self.settings.limits.unprompted_per_hour:
            return "", None
        return "limits.unprompted_per_hour", min(times.values(), default=where.at) + HOUR
