"""What an entry is recognised by."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Texts:
    """What an entry is recognised by, folded."""

    phrasings: tuple[str, ...]  # the question first
    answer: str
    unlike: tuple[str, ...]


def say_the_same(answer: str, other: str) -> bool:
    """Whether it makes no difference which of two entries is given. Where nothing is known of their answers, it does."""
    return bool(answer) and answer == other
