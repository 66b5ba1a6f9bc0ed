"""Which entries hold a feature, and what it is worth there. Laid out flat: a look-up reads few places of memory, whatever their number."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from plugins.faq.rows import Floats, Numbers, Row

MOST = 1_000  # of one text that are read, rarest features first: they name a shortlist, and of 3,651 entries none was found better by more


class Postings:
    """An index over entries, each a row of features. `features`: one more than the highest number that is ever asked for."""

    def __init__(self, entries: Sequence[Row], features: int) -> None:
        numbers = np.concatenate([numbers for numbers, _ in entries])
        order = np.argsort(numbers, kind="stable")
        self._entries = np.repeat(np.arange(len(entries), dtype=np.int32), [len(numbers) for numbers, _ in entries])[order]
        self._worth = np.concatenate([worth for _, worth in entries])[order]
        self._counts = np.bincount(numbers, minlength=features)
        self._starts = np.cumsum(self._counts) - self._counts
        self._many = len(entries)

    def read(self, numbers: Numbers) -> Numbers:
        """Which of some features (their places in `numbers`) are read: those that entries hold, rarest first, while they are few enough."""
        counts = self._counts[numbers]
        rarest = np.argsort(counts, kind="stable")[np.count_nonzero(counts == 0) :]
        return rarest[: max(1, int(np.searchsorted(np.cumsum(counts[rarest]), MOST, side="right")))]

    def totals(self, numbers: Numbers, weights: Floats) -> npt.NDArray[np.float64]:
        """The dot product of some features, by their weights, with each entry; of those that are read."""
        read = self.read(numbers)
        if not len(read):
            return np.zeros(self._many)
        numbers, weights = numbers[read], weights[read]
        counts = self._counts[numbers]
        behind = np.cumsum(counts)
        where = np.repeat(self._starts[numbers] + counts - behind, counts) + np.arange(behind[-1])
        worth = self._worth[where] * np.repeat(weights, counts)
        return np.bincount(self._entries[where], worth, self._many).astype(np.float64, copy=False)
