"""What an entry is recognised by."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Texts:
    """What an entry is recognised by, folded."""

    phrasings: tuple[str, ...]  # the question first
    answer: str
    unlike: tuple[str, ...]
