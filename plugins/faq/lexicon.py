"""What everyday words mean, as far as numbers can say it: "wifi" is near "wireless", "card" near "cards" and "visa".

A table of 24,000 common English and computing words, each with a short vector; the vector of a text is the sum of its words'.
The table is made by `tests/quality/lexicon.py` (README.md beside this file says from what); it needs no library but numpy, and a look-up
costs microseconds. It is a weak reader, so it is only one view among several. The `semantic` extra reads whole sentences instead.
"""

import io
import pkgutil
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from plugins.faq.rows import Floats
from plugins.faq.words import MAX_WORDS, PLAIN

UNKNOWN = 0.5  # square of the length of a word that is not in the table: as of a common word in it
TABLE = "lexicon.npz"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words and their vectors."""

    rows: dict[str, int]
    vectors: npt.NDArray[np.int8]  # word × dimension, small enough to stay near
    scale: Floats  # of each word: what one of its numbers is worth

    def vector(self, folded: str) -> Floats:
        """The direction of a folded text, of length one, less for each word that is not known; zeros when none is."""
        said = PLAIN.findall(folded)[:MAX_WORDS]
        rows = [row for word in said if (row := self.rows.get(word)) is not None]
        total: Floats = self.scale[rows] @ self.vectors[rows].astype(np.float32)
        length = float(np.sqrt(total @ total + UNKNOWN * (len(said) - len(rows))))
        return total / np.float32(length) if length else total

    def table(self, folded: Sequence[str]) -> Floats:
        """One row for each text, at least one."""
        return np.stack([self.vector(text) for text in folded])


@cache
def lexicon() -> Lexicon:
    """The shipped table."""
    data = pkgutil.get_data(__package__, TABLE)
    assert data is not None  # it lies beside this module
    with np.load(io.BytesIO(data), allow_pickle=False) as stored:
        words = bytes(stored["words"]).decode().split("\n")
        vectors, scale = stored["vectors"], stored["scale"].astype(np.float32)[:, 0]
    return Lexicon({word: row for row, word in enumerate(words)}, vectors, scale)
