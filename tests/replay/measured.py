"""A replay that tells how much memory it has taken (KiB, early and at the end): `python -m tests.replay.measured FILE EARLY_LINES`."""

import os
import sys
from datetime import UTC
from pathlib import Path

from bot.cli.logs import Log, read
from bot.core.settings import Timing
from bot.replay.foresight import foreseen
from bot.replay.report import Report
from tests.replay.playing import playing
from tests.transcript import terminal_settings


def resident() -> int:
    """KiB of memory that this process holds now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1024


def main(file: str, early: int) -> None:
    made = playing(settings=terminal_settings(Timing()))
    report = Report(lambda question, at: foreseen(made.kernel, made.memory, question, at))
    for number, (line, logged) in enumerate(read(Log(file, "iso", 0.0, 0), UTC, print), 1):
        for turn in made.take(logged, line):
            report.hear(turn)
        if number == early:
            print(resident())
    print(resident(), report.total.questions)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
