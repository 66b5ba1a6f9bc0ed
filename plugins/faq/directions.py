"""Likeness by direction: every text is a short vector of length one, every entry the sum of its texts'."""

import math
from collections.abc import Sequence

import numpy as np

from plugins.faq.lexicon import Lexicon
from plugins.faq.rows import Floats, LeftOut, Span

ROUGH = 32  # first dimensions, which tell most, by which entries are found before they are looked at closely


class Directions:
    """An index over `texts` (folded). `wholes`: spans of them, one for each entry."""

    def __init__(self, lexicon: Lexicon, texts: Sequence[str], wholes: Sequence[Span]) -> None:
        self._lexicon, self._texts = lexicon, texts
        self._sums = np.stack([lexicon.table(texts[first:end]).sum(0) for first, end in wholes])
        self._means = _of_length_one(self._sums)
        self._rough = np.ascontiguousarray(_of_length_one(self._sums[:, :ROUGH]).T)

    def rough(self, vector: Floats) -> Floats:
        """About the cosine of a vector with each entry."""
        part = vector[:ROUGH]
        cosines: Floats = part @ self._rough
        cosines /= np.float32(math.sqrt(part @ part) or 1.0)
        return cosines

    def entries(self, vector: Floats, chosen: Sequence[int], out: LeftOut | None = None) -> Floats:
        """The cosine of a vector with the chosen entries."""
        cosines: Floats = self._means[chosen] @ vector
        if out is not None and out.entry in chosen:
            rest = self._sums[out.entry] - self._lexicon.vector(self._texts[out.row])
            cosines[chosen.index(out.entry)] = _of_length_one(rest) @ vector
        return cosines


def _of_length_one(vectors: Floats) -> Floats:
    scaled: Floats = vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), np.float32(1e-9))
    return scaled
