"""What in the knowledge folder time has overtaken, or will soon: entries to compare with their sources again.

`lint` says whether a file is right; this says whether it is still right. An error is past, a warning is worth a look.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bot.core.knowledge import Entry, Knowledge, State
from bot.links import link_fault
from bot.lint import OLD_SERIES
from bot.load import Folder, Problem, in_order, knowledge_of
from bot.load.knowledge import OPEN_ENDS
from bot.load.problem import WARNING
from bot.load.yaml_lines import Document

SOON = timedelta(days=30)  # a month's notice is enough to read a page
AGED = timedelta(days=365)  # a dated entry stands on an old page: after a year somebody may have written a newer one
ENDED = "eol"  # the status of releases.yaml that says so
COMING = frozenset({"planned", "development"})


@dataclass(frozen=True, slots=True)
class _Case:
    """One item of a file and where it stands."""

    document: Document
    index: int

    @property
    def data(self) -> Mapping[str, Any]:
        item: Mapping[str, Any] = self.document.data[self.index]
        return item

    def past(self, key: str, text: str) -> Problem:
        return self.document.problem((self.index, key), text)

    def soon(self, key: str, text: str) -> Problem:
        return self.document.problem((self.index, key), text, WARNING)


@dataclass(frozen=True, slots=True)
class _Task:
    """What all rules look at."""

    files: Folder
    knowledge: Knowledge
    entries: tuple[tuple[_Case, Entry], ...]
    today: date


def stale(files: Folder, today: date) -> tuple[Problem, ...]:
    """Everything that is past or soon will be, by file and line. Each text starts with the name of what it is about."""
    knowledge = knowledge_of(files)
    cases = (case for document in files.faq for case in _cases(document))
    task = _Task(files, knowledge, tuple(zip(cases, knowledge.entries, strict=True)), today)
    return in_order(problem for rule in _RULES for problem in rule(task))


def _cases(document: Document) -> Iterator[_Case]:
    return (_Case(document, i) for i in range(len(document.data or ())))


def _reviews(task: _Task) -> Iterator[Problem]:
    for case, entry in task.entries:
        if entry.review_by < task.today:
            yield case.past("review_by", f"{entry.id}: was due on {entry.review_by} (compare it with its source, then move both dates)")
        elif entry.review_by <= task.today + SOON:
            yield case.soon("review_by", f"{entry.id}: is due on {entry.review_by}")


def _aged(task: _Task) -> Iterator[Problem]:
    for case, entry in task.entries:
        if entry.state is State.DATED and entry.checked + AGED < task.today:
            yield case.soon("checked", f"{entry.id}: is dated, and nobody has looked since {entry.checked} (is there a newer page?)")


def _ended_releases(task: _Task) -> Iterator[Problem]:
    """Entries that hold only for series that have ended: they help hardly anybody, and mislead some."""
    ended = OLD_SERIES | {series.series for series in task.knowledge.releases if series.status == ENDED}
    for case, entry in task.entries:
        named = [release for release in entry.releases if release not in OPEN_ENDS]
        open_end = entry.releases[-1:] == ("later",)
        if named and not open_end and set(named) <= ended and entry.state not in (State.HISTORICAL, State.UNSURE):
            remedy = "make it historical, or say what is true now"
            yield case.soon("releases", f"{entry.id}: {', '.join(named)} {'has' if len(named) == 1 else 'have'} ended ({remedy})")


def _link_forms(task: _Task) -> Iterator[Problem]:
    for case, entry in task.entries:
        for i, link in enumerate(entry.links):
            if fault := link_fault(link):
                yield case.document.problem((case.index, "links", i), f"{entry.id}: {fault}")


def _releases(task: _Task) -> Iterator[Problem]:
    for case in _cases(task.files.releases):
        series = task.knowledge.releases[case.index]
        if series.until is not None and series.until < task.today:
            yield case.past("until", f"{series.series}: {series.status} was planned to end on {series.until} (compare it with its link)")
        elif series.status in COMING and series.planned is not None and series.planned < task.today:
            yield case.past("planned", f"{series.series}: was to come out on {series.planned} (compare it with its link)")


def _events(task: _Task) -> Iterator[Problem]:
    for case in _cases(task.files.events):
        last = date.fromisoformat(case.data.get("to", case.data["from"]))
        if last < task.today:
            yield case.past("from", f"{case.data['name']}: was over on {last} (take it out)")


_RULES: tuple[Callable[[_Task], Iterator[Problem]], ...] = (_reviews, _aged, _ended_releases, _link_forms, _releases, _events)
