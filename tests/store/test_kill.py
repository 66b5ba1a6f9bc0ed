"""The process dies at any moment: every batch is whole or absent, and what was acknowledged is there."""

import subprocess
import sys
import time
from collections import Counter as Tally
from pathlib import Path
from random import Random

import pytest

from bot.core.records import Counter, Mark
from bot.store.store import Store
from tests.store.endless import PARTS

ROOT = Path(__file__).parents[2]
KILLS = 20
LONGEST = 0.05  # seconds that a process lives on after its first word: some dozen commits


def killed(url: str, moment: float) -> int:
    """Let a process commit for a moment and kill it; the last number that it acknowledged."""
    command = [sys.executable, str(Path(__file__).parent / "endless.py"), url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, text=True) as process:
        assert process.stdout is not None  # PIPE
        first = process.stdout.readline()
        time.sleep(moment)  # no waiting for anything: the moment of death is what is tried
        process.kill()
        whole = [line for line in (first + process.stdout.read()).splitlines(keepends=True) if line.endswith("\n")]
    return int(whole[-1])


def check(url: str, acknowledged: int) -> None:
    with Store.open(url) as store:
        kept = list(store.load(0.0))
        last = next(record.value for record in kept if isinstance(record, Counter))
        parts = Tally(int(record.hash.partition(".")[0]) for record in kept if isinstance(record, Mark) and record.kind == "part")
        assert (last >= acknowledged, last % 2) == (True, 0)
        assert parts == dict.fromkeys(range(1, last + 1), PARTS)
        assert [record.hash for record in kept if isinstance(record, Mark) and record.kind == "brief"] == [str(last)]
        said = [int(say.key.partition(".")[2]) for say in (*store.waiting(), *store.in_flight())]
        assert sorted(said) == list(range(1, last + 1))
        assert f"say.{acknowledged - 1}" in {say.key for say in store.in_flight()}


@pytest.mark.slow
def test_a_killed_process_leaves_whole_batches_and_all_that_it_acknowledged(tmp_path: Path) -> None:
    url, chance = f"sqlite:///{tmp_path}/patience.db", Random(20)  # noqa: S311
    for _ in range(KILLS):
        check(url, killed(url, chance.uniform(0.0, LONGEST)))
