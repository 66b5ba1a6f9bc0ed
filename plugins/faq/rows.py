"""Texts as rows of weighted features, laid out flat, so that all rows of a shortlist are compared at once."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]
Row = tuple[Numbers, Floats]  # numbers of features, from 1, each once, and their weights
Span = tuple[int, int]  # first row, and the one behind the last

ROUNDING = 1e-4  # what it leaves of the square of a length of about 1 that was taken off
NOTHING = 0  # number of the feature that no text has: a row of nothing holds it, so that every row holds something
EMPTY: Row = (np.array([NOTHING], np.int64), np.zeros(1, np.float32))


class LeftOut(NamedTuple):
    """A text that must not vouch for itself, and the entry whose it is: that is compared by its other texts."""

    entry: int
    row: int


def rest(span: Span, out: LeftOut | None) -> list[Span]:
    """The rows of an entry without the one that is left out."""
    first, end = span
    if out is None or not first <= out.row < end:
        return [span]
    return [part for part in ((first, out.row), (out.row + 1, end)) if part[0] < part[1]]


class Rows:
    """Rows of features, one behind the other, and a scratch of one number a feature. At least one row. One thread at a time."""

    def __init__(self, rows: Sequence[Row]) -> None:
        held = [row if len(row[0]) else EMPTY for row in rows]
        self._starts = np.cumsum([0, *(len(numbers) for numbers, _ in held)])
        self._numbers = np.concatenate([numbers for numbers, _ in held]).astype(np.int32)
        self._weights = np.concatenate([weights for _, weights in held]).astype(np.float32, copy=False)
        self.features = 1 + int(self._numbers.max())
        self._side = np.zeros(self.features, np.float32)  # written and cleared by each look-up: zeros anew would cost as much

    def row(self, row: int) -> Row:
        """One of them."""
        its = slice(*self._starts[row : row + 2])
        return self._numbers[its].astype(np.int64), self._weights[its]

    def sums(self, numbers: Numbers, weights: Floats) -> Floats:
        """For each of some features: what all with its number weigh together."""
        try:
            np.add.at(self._side, numbers, weights)
            return self._side[numbers]
        finally:
            self._side[numbers] = 0.0

    def dots(self, numbers: Numbers, weights: Floats, spans: Sequence[Span]) -> Floats:
        """The dot product of some features with each row of some spans, none of them empty. Equal numbers must have equal weights."""
        try:
            self._side[numbers] = weights
            return self._dots(spans)
        finally:
            self._side[numbers] = 0.0

    def _dots(self, spans: Sequence[Span]) -> Floats:
        bounds = [(int(self._starts[first]), int(self._starts[end])) for first, end in spans]
        numbers = np.concatenate([self._numbers[first:end] for first, end in bounds])
        weights = np.concatenate([self._weights[first:end] for first, end in bounds])
        starts, behind = [], 0
        for (first, end), (begin, stop) in zip(spans, bounds, strict=True):
            starts.append(self._starts[first:end] + (behind - begin))
            behind += stop - begin
        dots: Floats = np.add.reduceat(self._side[numbers] * weights, np.concatenate(starts))
        return dots

    def sum(self, span: Span) -> Row:
        """The sum of consecutive rows."""
        its = slice(self._starts[span[0]], self._starts[span[1]])
        numbers, where = np.unique(self._numbers[its], return_inverse=True)
        return numbers.astype(np.int64), np.bincount(where, self._weights[its]).astype(np.float32)


def length(row: Row) -> float:
    """Of a row as a vector."""
    return float(np.sqrt(np.square(row[1], dtype=np.float64).sum()))
