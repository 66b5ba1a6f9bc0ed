"""A text against every entry by what it means. The house opens a model of meaning (`semantic` in bot.yaml); here are only vectors.

The likeness of two texts is the cosine of their vectors. An entry is as like as the mean of its nearest phrasing and of its
phrasings together: the first knows an unusual wording, the second what all wordings have in common, and neither is as good
alone. What any chatter has in common with the text is taken off, so that small talk resembles nothing.
"""

import re
from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Vectors = npt.NDArray[np.float32]

NULL_LINES = 5  # nearest lines of chatter whose mean likeness is "what chatter has in common with this text"
NULL_SHARE = 0.5  # how much of that is taken off
NULL_KEPT = 1000  # lines of chatter that are compared; more change nothing but the time
NOWHERE = -1.0  # likeness of a phrasing that is left out: the least there is

_ADDRESS = re.compile(r"\b(?:[a-z][a-z0-9+.-]*://|www\.)\S+", re.IGNORECASE)


class Meaning(Protocol):
    """Texts as vectors whose directions are alike where meanings are."""

    @property
    def name(self) -> str:
        """Stands for its content: the same name, the same vectors."""
        ...

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """One row a text, of unit length: (n, d). A few milliseconds a text, so ask for few, and for all of them at once."""
        ...


class Meanings:
    """The phrasings of all entries as vectors: at least one entry, each with at least one phrasing. The model reads them here, once."""

    def __init__(self, meaning: Meaning, phrasings: Sequence[Sequence[str]], chatter: Sequence[str] = ()) -> None:
        self._meaning = meaning
        counts = [len(texts) for texts in phrasings]
        self._step = 1 + len(chatter) // (NULL_KEPT + 1)
        null = chatter[:: self._step]
        read = self._read([*(text for texts in phrasings for text in texts), *null])
        self._rows, self._null = read[: sum(counts)], read[sum(counts) :]
        self._starts = np.cumsum([0, *counts[:-1]], dtype=np.intp)
        self._owner = np.repeat(np.arange(len(counts)), counts)
        self._sums = np.add.reduceat(self._rows, self._starts, axis=0)

    def look(self, text: str, without: int | None = None, line: int | None = None) -> Floats:
        """How like a text is to each entry: about 0 for what has nothing to do with it, 1 at most.

        `without`: the row of a phrasing to leave out; `line`: the line of chatter that this text is.
        """
        [vector] = self._read((text,))
        near = (self._rows @ vector).astype(np.float64)
        whole = (self._sums @ vector) / _lengths(self._sums)
        if without is not None:
            near[without] = NOWHERE
            owner = self._owner[without]
            rest = self._sums[owner] - self._rows[without]
            whole[owner] = rest @ vector / _lengths(rest) if np.count_nonzero(self._owner == owner) > 1 else NOWHERE
        found: Floats = (np.maximum.reduceat(near, self._starts) + whole) / 2 - self._common(vector, line)
        return found

    def _common(self, vector: Vectors, line: int | None) -> float:
        """What any chatter has in common with the text."""
        null = self._null @ vector
        if line is not None and line % self._step == 0:
            null = np.delete(null, line // self._step)
        if len(null) < NULL_LINES:
            return 0.0
        return NULL_SHARE * float(np.partition(null, -NULL_LINES)[-NULL_LINES:].mean())

    def _read(self, texts: Sequence[str]) -> Vectors:
        """Vectors of the texts without addresses: those say where something lies, not what it is."""
        return self._meaning.vectors([_ADDRESS.sub(" ", text).strip() or text for text in texts])


def _lengths(vectors: Vectors) -> Vectors:
    lengths: Vectors = np.maximum(np.linalg.norm(vectors, axis=-1), np.finfo(np.float32).tiny)
    return lengths
