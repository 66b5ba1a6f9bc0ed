"""drafts/*.yaml: proposed entries, one a file. They are never shown to anybody who asks.

People edit them, so anything may stand in them. A draft that cannot be read is told of by `kb lint` and `check`, and keeps
nobody from working: the bot goes on without it.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from bot.core.knowledge import Draft
from bot.load.form import check, schema
from bot.load.phrases import shown
from bot.load.problem import ERROR, WARNING, Problem
from bot.load.yaml_lines import Document, Unreadable, listed, read

FOLDER = "drafts"


def read_drafts(folder: str | Path) -> tuple[Document, ...]:
    """All drafts of a knowledge folder, their form checked, by file name. What is wrong with one is in its `problems`."""
    drafts = Path(folder) / FOLDER
    try:
        return tuple(read_draft(path) for path in listed(drafts, shown(drafts)) or ())
    except Unreadable as fault:
        return (Document(shown(drafts), None, {}, {}, (fault.problem,)),)


def read_draft(path: Path) -> Document:
    """One draft; without data where it cannot be read at all."""
    try:
        document = read(path, shown(path))
    except Unreadable as fault:
        return Document(shown(path), None, {}, {}, (fault.problem,))
    return check(document, schema("drafts"), {})


def drafts_of(documents: Iterable[Document]) -> tuple[Draft, ...]:
    """The drafts that can be used, by number."""
    return tuple(sorted((_draft(document) for document in documents if _usable(document)), key=lambda draft: (draft.number, draft.source)))


def faults(document: Document) -> Iterator[Problem]:
    """What keeps a draft from becoming an entry: errors in its form, and warnings of what is not filled in yet."""
    yield from document.problems
    if not any(problem.severity == ERROR for problem in document.problems):
        yield from missing(document, WARNING)


def missing(document: Document, severity: str) -> Iterator[Problem]:
    """What an entry must have and this draft has not."""
    for key, remedy in _NEEDED.items():
        if not str(document.data.get(key) or "").strip():
            yield document.problem((key,), f"is empty ({remedy})", severity)


_NEEDED: Mapping[str, str] = {
    "topic": "write one of the ids in topics.yaml",
    "question": "write the question in good English, as a heading",
    "answer": "write what the bot should say",
}


def _usable(document: Document) -> bool:
    return isinstance(document.data, dict) and not any(problem.severity == ERROR for problem in document.problems)


def _draft(document: Document) -> Draft:
    data: Mapping[str, Any] = document.data
    about = data["draft"]
    return Draft(
        number=about["number"],
        kind=about["kind"],
        question=(data.get("question") or "").strip(),
        answer=(data.get("answer") or "").strip(),
        topic=data.get("topic") or "",
        credit=tuple(about.get("credit") or ()),
        at=date.fromisoformat(about["date"]) if about.get("date") else date.min,
        room=about.get("room") or "",
        links=tuple(data.get("links") or ()),
        entry=about.get("entry") or "",
        source=document.file,
    )
