"""Texts as rows of weighted features, laid out entry by entry, so that all rows of a shortlist are compared at once."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]
Row = tuple[Numbers, Floats]  # numbers of features, from 1, each once, and their weights
Span = tuple[int, int]  # first row, and the one behind the last

ROUNDING = 1e-4  # what it leaves of the square of a length of about 1 that was taken off
NOTHING = 0  # number of the feature that no text has: a row of nothing holds it, so that every row holds something
EMPTY: Row = (np.array([NOTHING], np.int64), np.zeros(1, np.float32))


class Rows:
    """Rows of features in blocks of consecutive rows, one block for each entry."""

    def __init__(self, rows: Sequence[Row], blocks: Sequence[Span]) -> None:
        held = [row if len(row[0]) else EMPTY for row in rows]
        self.features = 1 + max((int(numbers.max()) for numbers, _ in held), default=0)
        self._blocks = [_block(held[first:end]) for first, end in blocks]

    def dots(self, chosen: Sequence[int], sides: Floats) -> Floats:
        """The dot product of each side (side x feature) with each row of the chosen blocks, one behind the other: side x row."""
        blocks = [self._blocks[block] for block in chosen]
        numbers = np.concatenate([block[0] for block in blocks])
        weights = np.concatenate([block[1] for block in blocks])
        sizes, behind = [], 0
        for block in blocks:
            sizes.append(behind)
            behind += len(block[0])
        starts = np.concatenate([block[2] for block in blocks]) + np.repeat(sizes, [len(block[2]) for block in blocks])
        dots: Floats = np.add.reduceat(sides[:, numbers] * weights, starts, axis=1)
        return dots

    def length(self, block: int, end: int) -> float:
        """The length of the sum of the first `end` rows of a block."""
        numbers, weights, starts = self._blocks[block]
        behind = starts[end] if end < len(starts) else len(numbers)
        _, where = np.unique(numbers[:behind], return_inverse=True)
        return float(np.sqrt(np.square(np.bincount(where, weights[:behind])).sum()))

    def length_without(self, block: int, end: int, row: int, length: float) -> float:
        """The same without one of these rows. `length`: with it."""
        numbers, weights, starts = self._blocks[block]
        its = slice(starts[row], starts[row + 1] if row + 1 < len(starts) else None)
        side = np.zeros((1, self.features), np.float32)
        side[0, numbers[its]] = weights[its]
        common = self.dots([block], side)[0, :end].astype(np.float64)
        left = length**2 - 2 * common.sum() + common[row]
        return float(np.sqrt(left)) if left > ROUNDING else 0.0


def _block(rows: Sequence[Row]) -> tuple[npt.NDArray[np.int32], Floats, Numbers]:
    """Features, weights, and where each row begins."""
    starts = np.cumsum([0, *(len(numbers) for numbers, _ in rows[:-1])], dtype=np.int64)
    numbers, weights = (np.concatenate([row[part] for row in rows]) for part in (0, 1))
    return numbers.astype(np.int32), weights.astype(np.float32, copy=False), starts
