"""A draft as a change of one file of the FAQ: appended to its topic's file, or in the place of the entry that it corrects.

The rest of the file stays as people wrote it, comments and all. The outcome is read again and linted before anything is written.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import chain, count
from pathlib import Path
from typing import Any

from bot.adding import added, span
from bot.commits import Edit
from bot.load import Folder, Problem
from bot.load.form import check, schema
from bot.load.knowledge import form_problems
from bot.load.phrases import shown
from bot.load.phrasings import filled
from bot.load.problem import ERROR, path_of
from bot.load.writing import NOTES, entry_text, slug
from bot.load.yaml_lines import Document, Unreadable, parse

REVIEW_AFTER = timedelta(days=180)  # half a year: what holds for anything about releases and repositories

Judge = Callable[[Folder], tuple[Problem, ...]]


class NotReady(Exception):
    """The draft makes no good entry yet. `problems` says where in the draft to mend it, at least one."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be written, and the id of the entry."""

    edit: Edit
    entry: str


@dataclass(frozen=True, slots=True)
class _Target:
    """Where the entry goes: a file (None: a new one), and its number among the entries there."""

    path: Path
    document: Document | None
    position: int
    replaces: bool


def entry_of(files: Folder, id_: str) -> Mapping[str, Any] | None:
    """The data of an entry as its file has it."""
    return next((entry for document in files.faq for entry in document.data or () if entry["id"] == id_), None)


def edited(files: Folder, base: Path, draft: Document, today: date, judge: Judge) -> Change:
    """The change that makes an entry of a draft whose form is right. `judge`: lint of a folder. Raises NotReady."""
    data = _entry(files, draft, today)
    target = _target(files, base, draft, data)
    before = target.path.read_bytes().decode("utf-8-sig") if target.document else None
    after = _text(before or "", target, entry_text(data))
    try:
        new = check(parse(after, shown(target.path)), schema("faq"), {})
    except Unreadable as fault:
        raise NotReady([draft.problem((), f"cannot be added by me, do it by hand: {fault.problem}")]) from None
    if not new.problems and not _only_added(target, new):
        raise NotReady([draft.problem((), f"cannot be added by me, do it by hand: {new.file} has a layout of its own")])
    others = (document for document in files.faq if document is not target.document)
    whole = replace(files, faq=(*others, new))  # the new one last: of two that say the same, lint names the second
    found = tuple(form_problems(replace(whole, faq=(new,)))) or _caused(judge(files), judge(whole), new, target.position)
    if wrong := [problem for problem in found if problem.severity == ERROR]:
        raise NotReady([_in_draft(problem, draft, new, target.position) for problem in wrong])
    return Change(Edit(target.path, before, after), str(data["id"]))


def _entry(files: Folder, draft: Document, today: date) -> dict[str, Any]:
    """The fields of the entry; what was left open is filled in."""
    given = {key: draft.data[key] for key in NOTES if draft.data.get(key)}
    given |= {"phrasings": filled(given["phrasings"])} if "phrasings" in given else {}
    taken = {entry["id"] for document in files.faq for entry in document.data or ()}
    checked = date.fromisoformat(given.get("checked") or today.isoformat())
    usual = {"id": _free(given["question"], taken, draft), "releases": "all", "state": "current"}
    dates = {"checked": checked.isoformat(), "review_by": (checked + REVIEW_AFTER).isoformat()}
    corrects = draft.data["draft"].get("entry")
    return usual | dates | given | ({"id": corrects} if corrects else {})


def _free(question: str, taken: set[str], draft: Document) -> str:
    """An id of the question's words that no entry has."""
    made = slug(question) or f"draft-{draft.data['draft']['number']}"
    return next(id_ for id_ in chain([made], (f"{made}-{number}" for number in count(2))) if id_ not in taken)


def _target(files: Folder, base: Path, draft: Document, data: Mapping[str, Any]) -> _Target:
    corrects = draft.data["draft"].get("entry")
    if corrects:
        for document in files.faq:
            for position, entry in enumerate(document.data or ()):
                if entry["id"] == corrects:
                    return _Target(base / "faq" / Path(document.file).name, document, position, True)
        raise NotReady([draft.problem(("draft", "entry"), f"there is no entry {corrects!r} any more (without this line it is a new one)")])
    if data["topic"] not in {topic["id"] for topic in files.topics.data or ()}:  # it becomes the name of a file
        raise NotReady(
            [draft.problem(("topic",), f"there is no topic {data['topic']!r} in topics.yaml (add it there, or use one of its ids)")]
        )
    path = base / "faq" / f"{data['topic']}.yaml"
    found = next((document for document in files.faq if Path(document.file).name == path.name), None)
    return _Target(path, found, len(found.data or ()) if found else 0, False)


def _text(before: str, target: _Target, entry: str) -> str:
    """The file with the entry in it."""
    if target.replaces and target.document is not None:
        entry = entry.replace("\n", "\r\n") if "\r\n" in before else entry
        lines = before.splitlines(keepends=True)
        first, end = span(target.document, target.position, lines)
        return "".join((*lines[:first], entry, *lines[end:]))
    return added(before, entry)


def _only_added(target: _Target, new: Document) -> bool:
    """Whether all other entries are what they were."""
    others = [entry for position, entry in enumerate(new.data or ()) if position != target.position]
    was = list(target.document.data or ()) if target.document else []
    return others == [entry for position, entry in enumerate(was) if not (target.replaces and position == target.position)]


# --- what lint says ---


def _caused(before: Sequence[Problem], after: Sequence[Problem], new: Document, position: int) -> tuple[Problem, ...]:
    """What is wrong with the entry, and what is wrong elsewhere because of it."""
    known = {(problem.file, problem.path, problem.text) for problem in before}
    return tuple(p for p in after if _about(p, new, position) or (p.file, p.path, p.text) not in known)


def _about(problem: Problem, new: Document, position: int) -> bool:
    return problem.file == new.file and problem.path.startswith(f"[{position}]")


def _in_draft(problem: Problem, draft: Document, new: Document, position: int) -> Problem:
    """The problem where people mend it: in the draft."""
    if not _about(problem, new, position):
        return replace(problem, file=draft.file, line=1, path="", text=f"{problem.file}:{problem.line}: {problem.text}")
    path = problem.path.removeprefix(f"[{position}]").removeprefix(".")
    return Problem(draft.file, dict(_paths(draft)).get(path, draft.line(())), path, problem.text)


def _paths(draft: Document) -> Iterator[tuple[str, int]]:
    return ((path_of(steps), line) for steps, line in draft.lines.items())
