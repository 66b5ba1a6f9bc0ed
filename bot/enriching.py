"""More phrasings and `not` examples join an entry that is there: behind those of their kind, and all else stays as people wrote it.

Nothing here writes. What was made is read again and must be the entry with these texts; where an insertion would not be, the entry is laid
out anew.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.adding import indent_of, span
from bot.core.knowledge import KINDS
from bot.load import BadKnowledge, Problem
from bot.load.phrasings import NOT, widened
from bot.load.problem import Steps
from bot.load.writing import entry_text, quoted
from bot.load.yaml_lines import Document, Unreadable, parse

_ITEM, _KEY = re.compile(r"( *)- "), re.compile(r"( *)\w+:")


def enriched(text: str, file: str, id_: str, more: Iterable[tuple[str, str]]) -> str:
    """The text of a file with more texts in the entry `id_`, each with its kind (or NOT). `file`: as shown to people.

    Raises BadKnowledge where the file is laid out in a way that takes none.
    """
    for kind, said in more:
        document = parse(text, file)
        position = next(i for i, entry in enumerate(document.data) if entry["id"] == id_)
        text = _with(document, text, position, kind, said)
    return text


def _with(document: Document, text: str, position: int, kind: str, said: str) -> str:
    entries: list[Mapping[str, Any]] = list(document.data)
    entries[position] = widened(entries[position], kind, said)
    ends = "\r\n" if "\r\n" in text else "\n"
    rows = text.splitlines(keepends=True)
    rows[-1] = rows[-1].rstrip("\r\n") + ends
    for way in (_insertion(document, rows, position, kind, said), _anew(document, rows, position, entries[position])):
        if way is not None:
            first, end, lines = way
            made = "".join((*rows[:first], *(f"{line}{ends}" for line in lines), *rows[end:]))
            if _data(made, document.file) == entries:
                return made
    line = document.line((position,))
    raise BadKnowledge([Problem(document.file, line, f"[{position}]", "has a layout of its own (add phrasings to it by hand)")])


def _data(text: str, file: str) -> Any:
    try:
        return parse(text, file).data
    except Unreadable:
        return None


_Way = tuple[int, int, Sequence[str]]  # rows from, to (from 0), and what stands there then


def _insertion(document: Document, rows: Sequence[str], position: int, kind: str, said: str) -> _Way | None:
    """A row behind the last text of its kind, or a new kind where it belongs among the others; None where no block is to be seen."""
    entry = document.data[position]
    phrasings = entry.get("phrasings")
    steps: Steps = (position, NOT) if kind == NOT else (position, "phrasings", *([kind] if isinstance(phrasings, dict) else []))
    there = entry.get(NOT) if kind == NOT else phrasings.get(kind) if isinstance(phrasings, dict) else phrasings
    if there:
        dash = _ITEM.match(rows[document.line((*steps, 0)) - 1])
        end = _end(document, rows, (*steps, len(there) - 1))
        return (end, end, [f"{dash[1]}- {quoted(said)}"]) if dash else None
    if kind != NOT and isinstance(phrasings, dict) and phrasings:
        return _new_kind(document, rows, (position, "phrasings"), list(phrasings), [f"{kind}:", f"  - {quoted(said)}"])
    return None


def _new_kind(document: Document, rows: Sequence[str], steps: Steps, kinds: Sequence[str], lines: Sequence[str]) -> _Way | None:
    first = document.line((*steps, kinds[0])) - 1
    key = _KEY.match(rows[first])
    before = [kind for kind in kinds if KINDS.index(kind) < KINDS.index(lines[0].rstrip(":"))]
    at = _end(document, rows, (*steps, before[-1])) if before else first
    return (at, at, [f"{key[1]}{line}" for line in lines]) if key else None


def _end(document: Document, rows: Sequence[str], steps: Steps) -> int:
    """The row behind a value, without blank rows and comments in front of the next one."""
    within = max(line for path, line in document.lines.items() if path[: len(steps)] == steps)
    end = min((line - 1 for line in document.lines.values() if line > within), default=len(rows))
    while end > within and rows[end - 1].strip()[:1] in ("", "#"):
        end -= 1
    return end


def _anew(document: Document, rows: Sequence[str], position: int, entry: Mapping[str, Any]) -> _Way:
    """The entry as the other writers lay it out."""
    first, end = span(document, position, rows)
    indent = indent_of("".join(rows))
    return first, end, [f"{indent}{line}" for line in entry_text(entry).splitlines()]
