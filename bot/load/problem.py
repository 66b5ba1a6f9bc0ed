"""What is wrong in a file, where, and what would be right; the errors that carry such problems."""

from collections.abc import Iterable
from dataclasses import dataclass

Steps = tuple[str | int, ...]  # the way to a value in a file: keys and positions

ERROR = "error"
WARNING = "warning"
HINT = "hint"  # nothing is wrong, and more could be right


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend. `file` is the name as the user gave it, `line` counts from 1, `path` reads `networks[0].host`."""

    file: str
    line: int
    path: str
    text: str
    severity: str = ERROR

    def __str__(self) -> str:  # type: ignore[explicit-override]  # typing.override came with 3.12
        """`FILE:LINE: path: what is wrong (and what would be right)`; what is no error says so before its path."""
        parts = (f"{self.file}:{self.line}", "" if self.severity == ERROR else self.severity, self.path, self.text)
        return ": ".join(part for part in parts if part)


class BadInput(Exception):
    """Files of the user's that cannot be used. `problems` has all that was found, in order of file and line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = in_order(problems)
        super().__init__("\n".join(map(str, self.problems)))


class BadSettings(BadInput):
    """bot.yaml cannot be used."""


class BadKnowledge(BadInput):
    """The knowledge folder cannot be used."""


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Each problem once, by file and line."""
    return tuple(sorted(set(problems), key=lambda p: (p.file, p.line, p.path, p.text)))


def path_of(steps: Steps) -> str:
    """`("networks", 0, "host")` as `networks[0].host`."""
    path = ""
    for step in steps:
        path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else step
    return path
