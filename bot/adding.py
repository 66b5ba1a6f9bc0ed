"""A new entry joins a file of faq/: behind the others, in their layout, and only if the folder is then as good as before.

Nothing here writes: from the text of a file to the text with the entry, and what `lint` would say of the folder then.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from bot.core.settings import Limits
from bot.lint import lint
from bot.load import BadKnowledge, Folder, Problem
from bot.load.form import check, schema
from bot.load.phrases import shown
from bot.load.problem import ERROR
from bot.load.yaml_lines import Document, Unreadable, parse


def home(folder: Path, files: Folder, topic: str) -> Path:
    """The file for an entry of this topic: where most of its entries stand, else one of its own."""
    homes = Counter(document.file for document in files.faq for item in document.data or () if item["topic"] == topic)
    name = f"{topic}.yaml"
    if homes and shown(folder / "faq" / name) not in homes:
        name = Path(homes.most_common(1)[0][0]).name
    return folder / "faq" / name


def added(text: str, item: str) -> str:
    """The text of a file with an item (`- id: …`, as bot.load.writing lays it out) behind its last one; what stood there stays as it is."""
    ends = "\r\n" if "\r\n" in text else "\n"
    indent = indent_of(text)
    lines = [f"{indent}{line}" if line else "" for line in item.rstrip("\n").split("\n")]
    before = text.rstrip()
    before = "" if before in ("", "[]") else f"{before.removesuffix(f'{ends}[]')}{ends}{ends}"  # an empty list has no place for an item
    return before + ends.join(lines) + ends


def indent_of(text: str) -> str:
    """What stands before the dash of an item of the file."""
    first = next((line for line in text.splitlines() if line.lstrip().startswith("- ")), "")
    return first[: len(first) - len(first.lstrip())]


def span(document: Document, position: int, lines: Sequence[str]) -> tuple[int, int]:
    """The lines of an entry (from, to; from 0), without what stands between it and the next."""
    first = document.line((position,)) - 1
    end = document.line((position + 1,)) - 1 if (position + 1,) in document.lines else len(lines)
    while end > first + 1 and lines[end - 1].strip()[:1] in ("", "#"):
        end -= 1
    return first, end


def changed(files: Folder, path: Path, text: str) -> Folder:
    """The folder if the file had this text. Raises BadKnowledge when that is no list of entries in the right form."""
    try:
        document = check(parse(text, shown(path)), schema("faq"), {})
    except Unreadable as fault:
        raise BadKnowledge([fault.problem]) from None
    if any(problem.severity == ERROR for problem in document.problems) or not isinstance(document.data, list):
        raise BadKnowledge(document.problems)
    others = [one for one in files.faq if one.file != document.file]
    return replace(files, faq=(*others, document))  # last: of two entries that say the same, lint names the second


def judged(before: Folder, after: Folder, limits: Limits, today: date) -> tuple[Problem, ...]:
    """What is wrong with the folder after a change and was not before it, warnings included."""
    known = {(one.file, one.path, one.text) for one in lint(before, limits, today)}
    return tuple(one for one in lint(after, limits, today) if (one.file, one.path, one.text) not in known)
