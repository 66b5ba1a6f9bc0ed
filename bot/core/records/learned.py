"""What is learned from how people talk and from what becomes of answers: numbers, never words, never names. They fade with time."""

from dataclasses import dataclass

from bot.core.records.times import FARED_KEPT, SKETCH_KEPT


@dataclass(frozen=True, slots=True)
class Sketch:
    """How far the ordinary talk of a place resembles what could be answered: how many lines fell into each class of confidence.

    Nothing of a line is in it but one more in one class. Counts are worth what they are at `at`, and less later.
    """

    room: str  # key of the joined place
    at: float  # of the last line that was counted
    counts: tuple[float, ...]
    scale: str = ""  # what the classes are of: numbers of another scale mean nothing, and are not added to

    @property
    def key(self) -> str:
        return self.room

    @property
    def expires(self) -> float:
        return self.at + SKETCH_KEPT


@dataclass(frozen=True, slots=True)
class Fared:
    """What became of an entry's answers, as it reads now. Counts are worth what they are at `at`, and less later (fares.py)."""

    entry: str
    version: str  # an entry that says something else begins anew
    at: float  # of the last of it
    wrong: float = 0.0  # it was called wrong
    not_it: float = 0.0  # the asker said that it was not it
    solved: float = 0.0  # the question was solved by it alone
    same: float = 0.0  # it was kept back, and a person gave the same

    @property
    def key(self) -> str:
        return f"{self.entry}|{self.version}"

    @property
    def expires(self) -> float:
        return self.at + FARED_KEPT
