"""Likeness by direction: every text is a short vector of length one, every entry the mean of its texts."""

from collections.abc import Sequence

import numpy as np

from plugins.faq.rows import Floats, Numbers, Span

ROUGH = 32  # first dimensions, which tell most, by which groups are found before they are looked at closely


class Directions:
    """An index over rows of vectors (row x dimension, of length one or zeros). `groups`: spans that are also looked at as one."""

    def __init__(self, table: Floats, groups: Sequence[Span]) -> None:
        self._table, self._groups = table, groups
        self._sums = np.stack([table[first:end].sum(0) for first, end in groups])
        self._means = _of_length_one(self._sums)
        self._rough = np.ascontiguousarray(_of_length_one(self._sums[:, :ROUGH]).T)

    def rows(self, vector: Floats, rows: Numbers) -> Floats:
        """The cosine of a vector with some rows."""
        cosines: Floats = self._table[rows] @ vector
        return cosines

    def rough(self, vector: Floats) -> Floats:
        """About the cosine of a vector with each group."""
        cosines: Floats = _of_length_one(vector[:ROUGH]) @ self._rough
        return cosines

    def wholes(self, vector: Floats, chosen: list[int], without: int | None = None) -> Floats:
        """The cosine of a vector with the chosen groups. `without`: a row that is not counted."""
        cosines: Floats = self._means[chosen] @ vector
        if without is not None:
            for place, group in enumerate(chosen):
                first, end = self._groups[group]
                if first <= without < end:
                    cosines[place] = _of_length_one(self._sums[group] - self._table[without]) @ vector
        return cosines


def _of_length_one(vectors: Floats) -> Floats:
    scaled: Floats = vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), np.float32(1e-9))
    return scaled
