"""What would have been said to a question that somebody answered first; asking for it leaves no trace."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.core.kernel import Kernel
from bot.core.memory import Memory
from bot.core.moments import Moment, StillWaiting
from bot.core.plugin import CommandSpec, Proposal, Reason
from bot.core.records import Question, Status
from bot.core.settings import Timing
from bot.core.view import View
from bot.replay.foresight import Foreseen, foreseen
from bot.replay.playing import Playing
from tests.builders import START, bob, question
from tests.replay.playing import playing, report_of
from tests.replay.test_playing import CAROL, GAZPACHO, NOVA

TIMING = Timing()


def house() -> Playing:
    """A room in which Carol, who offered to be asked about nova, has spoken."""
    made = playing(CAROL)
    report_of(made, ["11:00:00 <carol> morning"])
    return made


def asked(made: Playing, text: str, *topics: str) -> Question:
    """A question of Alice's in that room that Bob has answered already."""
    by, at = made.person("terminal", "alice"), made.at - START
    said = question(text, by, at, place=made.place, room=made.place.key, topics=topics)
    return replace(said, status=Status.ANSWERED, answered_by=bob)


def test_the_entry_that_it_was_sure_of_is_foreseen() -> None:
    made = house()
    seen = foreseen(made.kernel, made.memory, asked(made, GAZPACHO), made.at)
    assert (seen.entry, seen.after) == ("rpms-after-epoxy", TIMING.answer)


def test_whom_it_would_have_called_is_foreseen() -> None:
    made = house()
    seen = foreseen(made.kernel, made.memory, asked(made, NOVA, "nova"), made.at)
    assert (seen.entry, seen.expert, seen.after) == ("", "carol", TIMING.route)
    assert seen.person == made.person("terminal", "carol")


def test_somebody_frustrated_would_have_waited_less() -> None:
    made = house()
    seen = foreseen(made.kernel, made.memory, replace(asked(made, NOVA, "nova"), frustrated=True), made.at)
    assert seen.after == TIMING.frustrated


def test_of_what_nobody_knows_nothing_is_foreseen() -> None:
    made = house()
    assert foreseen(made.kernel, made.memory, asked(made, "which colour has the cupboard?"), made.at).expert == ""


def test_asking_leaves_no_trace() -> None:
    made = house()
    before = repr(made.memory.records)
    foreseen(made.kernel, made.memory, asked(made, NOVA, "nova"), made.at)
    assert repr(made.memory.records) == before


@dataclass(frozen=True)
class Broken:
    """A plugin that fails whenever it is asked."""

    name: str = "broken"
    hears: tuple[type[Moment], ...] = (StillWaiting,)
    commands: tuple[CommandSpec, ...] = ()

    def handle(self, moment: Moment, memory: View) -> Iterable[Proposal | Reason]:  # noqa: ARG002
        raise RuntimeError


def test_a_plugin_that_fails_says_nothing() -> None:
    made = house()
    kernel = Kernel(made.kernel.settings, made.kernel.knowledge, (Broken(),))
    seen = foreseen(kernel, Memory(b"k" * 32), asked(made, NOVA, "nova"), made.at)
    assert (seen.entry, seen.expert, seen.person) == (Foreseen().entry, Foreseen().expert, None)
