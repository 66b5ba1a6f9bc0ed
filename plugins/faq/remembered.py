"""What was worked out about a word, so that it is worked out once."""

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")

MOST = 20_000  # words: a few times the vocabulary of a busy channel
LONGEST = 64  # letters of a word of which anything is remembered: longer ones do not come again, and fill the memory


class Remembered(dict[str, T], Generic[T]):
    """`remembered[word]` is what `read` says of it. Where there are too many it begins anew.

    A cache that keeps an order of use (`lru_cache`) moves what it finds to the front, and touches what stood beside it; reaching for
    memory is what a look-up costs.
    """

    def __init__(self, read: Callable[[str], T]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, word: str) -> T:
        found = self._read(word)
        if len(word) <= LONGEST:
            if len(self) >= MOST:
                self.clear()
            self[word] = found
        return found
