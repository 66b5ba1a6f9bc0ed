"""The view of a model that reads whole sentences (the extra `semantic`), beside those that read words."""

from collections.abc import Sequence

import numpy as np

from plugins.faq.meaning import Meaning, Meanings
from plugins.faq.rows import Floats
from plugins.faq.texts import Texts


class Sentences:
    """The phrasings and answers of all entries as the model reads them."""

    def __init__(self, meaning: Meaning, entries: Sequence[Texts], chatter: Sequence[str]) -> None:
        texts = [(*entry.phrasings, *filter(None, (entry.answer,))) for entry in entries]
        self._meanings = Meanings(meaning, texts, chatter)
        self._line = {line: number for number, line in enumerate(chatter)}
        self._row: dict[int, int] = {}  # of all rows -> of those that are read
        first = read = 0
        for entry, said in zip(entries, texts, strict=True):
            self._row.update({first + number: read + number for number in range(len(said))})
            first, read = first + len(entry.phrasings) + 1 + len(entry.unlike), read + len(said)

    def look(self, folded: str, without: int | None) -> Floats:
        """How like a text is to each entry, at most 1. `without`: a row of all texts that is left out."""
        left = self._row.get(without) if without is not None else None
        return self._meanings.look(folded, left, self._line.get(folded)).astype(np.float32)
