"""The evaluation kit: where it lies, and one run of it as a process. It is no part of the repository; its path is an argument."""

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.builders import ROOT

Row = dict[str, Any]

NEEDED = ("evaluate.py", "baselines.py", "data")


class NoKit(Exception):
    """There is no kit at the path; the message says what is missing and what to do."""


class Failed(Exception):
    """The kit stopped with an error, which it has told on stderr."""


@dataclass(frozen=True, slots=True)
class Kit:
    """The folder that holds `evaluate.py`, `baselines.py` and `data/`."""

    path: Path

    @classmethod
    def at(cls, name: str) -> "Kit":
        """The kit in this folder. Raises NoKit."""
        how = "put the evaluation kit (evaluate.py, baselines.py, data/) anywhere, and name its folder: make quality KIT=path/to/quality"
        if not name:
            raise NoKit(f"which kit? {how}")
        path = Path(name).resolve()
        missing = [part for part in NEEDED if not (path / part).exists()]
        if missing:
            raise NoKit(f"{name}: has no {missing[0]}; {how}")
        return cls(path)

    @property
    def data(self) -> Path:
        """Its labelled data: gzipped JSON lines."""
        return self.path / "data"

    def run(self, command: str, bridge: str, options: Sequence[str] = ()) -> list[Row]:
        """The rows of one command (faq, gate, route, speed). Its progress goes to stderr. Raises Failed."""
        paths = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
        line = [sys.executable, str(self.path / "evaluate.py"), command, bridge, "--json", "-", *options]
        done = subprocess.run(line, cwd=ROOT, env=os.environ | {"PYTHONPATH": paths}, stdout=subprocess.PIPE, text=True, check=False)
        if done.returncode:
            raise Failed(f"{command}: the kit stopped with exit code {done.returncode}")
        rows: list[Row] = json.loads(done.stdout)
        return rows


def read(path: Path) -> list[Row]:
    """All rows of a file of the kit."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]
