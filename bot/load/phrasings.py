"""Phrasings as files have them: a list, or lists by kind. Everything that reads or writes them knows both forms from here."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from bot.core.knowledge import KINDS, PLAIN
from bot.load.problem import Steps

NOT = "not"  # beside the kinds: what the entry does not answer

Form = list[str] | dict[str, list[str] | None]


class Worded(NamedTuple):
    """One phrasing of an entry."""

    kind: str
    text: str
    steps: Steps  # where it stands in the entry


def worded(entry: Mapping[str, Any]) -> Iterator[Worded]:
    """The phrasings in the data of an entry, in the order of the file."""
    phrasings: Form = entry.get("phrasings") or []
    if isinstance(phrasings, dict):
        for kind, texts in phrasings.items():
            yield from (Worded(kind, text, ("phrasings", kind, i)) for i, text in enumerate(texts or ()))
    else:
        yield from (Worded(PLAIN, text, ("phrasings", i)) for i, text in enumerate(phrasings))


def widened(entry: Mapping[str, Any], kind: str, text: str) -> dict[str, Any]:
    """The data of an entry with one more text: a phrasing of this kind, or for NOT a near miss. A list stays one if it can."""
    if kind == NOT:
        return {**entry, NOT: [*(entry.get(NOT) or ()), text]}
    before: Form = entry.get("phrasings") or {}
    if isinstance(before, list) and kind == PLAIN:
        return {**entry, "phrasings": [*before, text]}
    kinds = {PLAIN: before} if isinstance(before, list) else before
    after = {**kinds, kind: [*(kinds.get(kind) or ()), text]}
    return {**entry, "phrasings": dict(sorted(after.items(), key=lambda item: KINDS.index(item[0])))}


def filled(phrasings: Form) -> Form:
    """Without the kinds that have no text: a draft offers all of them."""
    return {kind: texts for kind, texts in phrasings.items() if texts} if isinstance(phrasings, dict) else phrasings
