"""A year of talk, half a million lines, and the memory that they take: what grows with a log is what is kept, and no more.

With SOAK=1 it is a million, nearly two years.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builders import ROOT
from tests.replay.generator import lines

LINES = 1_000_000 if os.environ.get("SOAK") else 500_000
EARLY = 100_000  # lines, two months: what lives for days and weeks is there by then
# KiB between then and the end: records within their retention (30 days to a year of a busy channel, 4,000 visitors), caches
# that fill, and what the allocator keeps. Unbounded growth of 16 bytes a line would be more in the long run.
GROWTH = 12_000


@pytest.mark.slow
def test_memory_does_not_grow_with_the_log(tmp_path: Path) -> None:
    log = tmp_path / "long.log"
    with log.open("w") as file:
        file.writelines(f"{line}\n" for line in lines(LINES))
    child = [sys.executable, "-m", "tests.replay.measured", str(log), str(EARLY)]
    done = subprocess.run(child, cwd=ROOT, capture_output=True, text=True, check=True)
    early, late, questions = map(int, done.stdout.split())
    assert questions > LINES / 5000
    assert late - early < GROWTH
