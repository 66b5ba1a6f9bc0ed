"""A small house for replays: lines in, a report out."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC

from bot.core.kernel import Kernel
from bot.core.knowledge import Expert
from bot.core.memory import Memory
from bot.core.people import Place
from bot.core.records import Question
from bot.core.settings import Settings, Timing
from bot.replay.foresight import foreseen
from bot.replay.formats import reader
from bot.replay.playing import Playing, as_replayed
from bot.replay.report import Report
from bot.replay.row import Row
from tests.transcript import all_plugins, matrix_settings, shipped, terminal_settings

DAY = "2026-11-23T"


def playing(*experts: Expert, settings: Settings | None = None) -> Playing:
    """A replay in the first room, with the shipped knowledge and these experts."""
    house = as_replayed(settings or terminal_settings(Timing()))
    known = replace(shipped(), experts=experts)
    place = Place(house.networks[0].name, house.networks[0].rooms[0].name)
    return Playing(Kernel(house, known, all_plugins(house, known)), Memory(b"k" * 32), place)


def report_of(
    made: Playing,
    lines: Iterable[str],
    opened: Callable[[Question], None] = lambda _question: None,
    finished: Callable[[Row], None] = lambda _row: None,
    log: str = "iso",
) -> Report:
    """The report after these lines; those of ISO logs may leave out their day."""
    report = Report(lambda question, at: foreseen(made.kernel, made.memory, question, at), opened, finished)
    read = reader(log, UTC)
    for number, line in enumerate(lines, 1):
        logged = read.read(DAY + line if log == "iso" and not line.startswith("20") else line)
        if logged is not None:
            for turn in made.take(logged, f"log:{number}"):
                report.hear(turn)
    for turn in made.end():
        report.hear(turn)
    report.close()
    return report


def rows(report: Report) -> list[Row]:
    return sorted((*report.first, *report.last), key=lambda row: row.at)


__all__ = ["matrix_settings", "playing", "report_of", "rows"]
