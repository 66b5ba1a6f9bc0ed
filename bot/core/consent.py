"""A yes or no to what we asked, and nothing else: whoever says more may mean more, and nothing is decided by that."""

from bot.core.speech import AGREES, DECLINES, POLITE
from bot.core.text import words

BESIDE = POLITE | frozenset("i will ill take it sorry".split())  # what may stand beside it: "yes, I'll take it", "no, sorry"


def agrees(text: str) -> bool | None:
    """Whether a line is a yes (True) or a no (False); None when it is neither, or more than that."""
    meant = frozenset(words(text)) - BESIDE
    if not meant:
        return None
    return True if meant <= AGREES else False if meant <= DECLINES else None
