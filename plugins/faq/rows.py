"""Texts as rows of weighted features, laid out entry by entry, so that all rows of a shortlist are compared at once."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]
Vector = Mapping[int, float]  # number of a feature, from 1 -> weight
Span = tuple[int, int]  # first row, and the one behind the last

NOTHING = 0  # number of the feature that no text has: a row of nothing holds it, so that every row holds something


class Rows:
    """Rows of features in blocks of consecutive rows, one block for each entry."""

    def __init__(self, rows: Sequence[Vector], blocks: Sequence[Span]) -> None:
        held = [row or {NOTHING: 0.0} for row in rows]
        self.features = 1 + max((max(row) for row in held), default=0)
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


def _block(rows: Sequence[Vector]) -> tuple[npt.NDArray[np.int32], Floats, Numbers]:
    """Features, weights, and where each row begins."""
    sizes = np.cumsum([0, *map(len, rows[:-1])], dtype=np.int64)
    numbers = [number for row in rows for number in row]
    weights = [weight for row in rows for weight in row.values()]
    return np.array(numbers, np.int32), np.array(weights, np.float32), sizes


def length_of(vectors: Sequence[Vector]) -> float:
    """The length of the sum of some vectors; never 0."""
    total: dict[int, float] = {}
    for vector in vectors:
        for number, weight in vector.items():
            total[number] = total.get(number, 0.0) + weight
    return math.sqrt(math.fsum(weight * weight for weight in total.values())) or 1.0
