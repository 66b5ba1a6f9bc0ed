"""What makes an entry, a sentence or a name in the knowledge folder good or bad, once its form is right.

Each rule is a function from the folder to problems; `lint` runs them all. Nothing here touches the network: links are
judged by their form.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from itertools import chain

from bot.core.knowledge import Entry, Knowledge, State
from bot.core.settings import Limits
from bot.core.text import fit, words
from bot.core.tone import faults
from bot.links import link_fault
from bot.load import Folder, Problem, expired, in_order, knowledge_of
from bot.load.drafts import faults as draft_faults
from bot.load.knowledge import OPEN_ENDS
from bot.load.phrasings import worded
from bot.load.problem import ERROR, WARNING, Steps
from bot.load.yaml_lines import Document

WELCOME, HINT = "welcome", "faq.hint"  # sentences that may stand before and after an answer
DATED = " (checked 2026-08)"  # what the bot adds to entries that are not current

# Series before 2023.1, which releases.yaml need not list: the list is complete and will not change.
OLD_SERIES = frozenset(
    "austin bexar cactus diablo essex folsom grizzly havana icehouse juno kilo liberty mitaka newton ocata pike queens rocky "
    "stein train ussuri victoria wallaby xena yoga zed".split()
)


@dataclass(frozen=True, slots=True)
class _Case:
    """One FAQ entry and where it stands."""

    document: Document
    index: int
    entry: Entry

    def problem(self, key: str, text: str, position: int | None = None, severity: str = ERROR) -> Problem:
        steps: Steps = (key,) if position is None else (key, position)
        return self.document.problem((self.index, *steps), text, severity)

    def claims(self) -> Iterator[tuple[Steps, str]]:
        """The texts by which the entry is found, and where each stands in it."""
        yield ("question",), self.entry.question
        yield from ((phrasing.steps, phrasing.text) for phrasing in worded(self.document.data[self.index]))


@dataclass(frozen=True, slots=True)
class _Task:
    """What all rules look at."""

    files: Folder
    knowledge: Knowledge
    cases: tuple[_Case, ...]
    limits: Limits
    today: date


def lint(files: Folder, limits: Limits, today: date) -> tuple[Problem, ...]:
    """All problems of a folder that was read without errors, by file and line."""
    knowledge = knowledge_of(files)
    places = ((document, i) for document in files.faq for i in range(len(document.data or ())))
    cases = tuple(_Case(*place, entry) for place, entry in zip(places, knowledge.entries, strict=True))
    task = _Task(files, knowledge, cases, limits, today)
    return in_order(chain(expired(files, today), *(rule(task) for rule in _RULES)))


# --- answers and sentences ---


def _tone(task: _Task) -> Iterator[Problem]:
    for case in task.cases:
        for fault in faults(case.entry.answer):
            yield case.problem("answer", fault)
    for document in task.files.phrases[:1]:  # the folder's own
        for key, texts in (document.data or {}).items():
            for i, text in enumerate(texts):
                for fault in faults(text):
                    yield document.problem((key, i), fault)


def _unsaid(task: _Task) -> Iterator[Problem]:
    """A key that the shipped sentences do not have: misspelt, it is never said. One of a plugin of somebody's own is fine."""
    known = {key for document in task.files.phrases[1:] for key in document.data or {}}
    for document in task.files.phrases[:1] if known else ():
        for key in sorted(set(document.data or {}) - known):
            if near := get_close_matches(key, known, n=1):
                yield document.problem((key,), f"is no sentence that the shipped plugins say (did you mean {near[0]!r}?)", WARNING)


def _shape(task: _Task) -> Iterator[Problem]:
    for case in task.cases:
        answer = case.entry.answer
        if "\n" in answer:
            yield case.problem("answer", "has line breaks (start it with >- in place of |)")
        if answer.startswith(("!", "/")):
            yield case.problem("answer", f"starts with {answer[0]}, which other programs take for a command (put a word before it)")
        if any(mark in answer for mark in ("**", "](", "```")):
            yield case.problem("answer", "has markup (IRC shows it as it is: leave it out)")


def _size(task: _Task) -> Iterator[Problem]:
    said = task.knowledge.phrases.variants
    front, after = (max(said.get(key, ("",)), key=lambda text: len(text.encode())) for key in (WELCOME, HINT))
    room = task.limits.lines * task.limits.bytes
    for case in task.cases:
        entry = case.entry
        text = entry.answer if entry.state is State.CURRENT else entry.answer + DATED
        whole = " ".join(" ".join((front, text, *entry.links, after)).split())
        if " ".join(fit(text, entry.links, after, front, task.limits.lines, task.limits.bytes)) != whole:
            own = len(" ".join((text, *entry.links)).encode())
            rest = room - len(whole.encode()) + own
            limit = f"{task.limits.lines} lines of {task.limits.bytes} bytes"
            yield case.problem(
                "answer", f"is too long with its links: {own} bytes (about {rest} fit {limit} beside the longest welcome and hint)"
            )


def _links(task: _Task) -> Iterator[Problem]:
    for case in task.cases:
        for i, link in enumerate(case.entry.links):
            if fault := link_fault(link):
                yield case.problem("links", fault, i)


# --- names that must fit together ---


def _twice(task: _Task) -> Iterator[Problem]:
    files = task.files
    lists = ((files.faq, "id"), ((files.topics,), "id"), ((files.experts,), "name"), ((files.releases,), "series"))
    for documents, key in lists:
        seen: dict[str, str] = {}
        for document in documents:
            for i, item in enumerate(document.data or ()):
                name, line = item[key], document.line((i, key))
                if name in seen:
                    yield document.problem((i, key), f"{name!r} is taken by {seen[name]} (choose another)")
                seen.setdefault(name, f"{document.file}:{line}")


def _topics(task: _Task) -> Iterator[Problem]:
    known = {topic.id for topic in task.knowledge.topics}
    uses: list[tuple[Document, Steps, str | None]] = [(case.document, (case.index, "topic"), case.entry.topic) for case in task.cases]
    uses += [(task.files.topics, (i, "fallback"), topic.fallback) for i, topic in enumerate(task.knowledge.topics)]
    uses += [
        (task.files.experts, (i, "topics", j), topic)
        for i, expert in enumerate(task.knowledge.experts)
        for j, topic in enumerate(expert.topics)
    ]
    for document, steps, name in uses:
        if name is not None and name not in known:
            yield document.problem(steps, f"there is no topic {name!r} in topics.yaml (add it there, or use one of its ids)")
    for i, topic in enumerate(task.knowledge.topics):
        if topic.fallback == topic.id:
            yield task.files.topics.problem((i, "fallback"), "is the topic itself (name another, or leave it out)")


def _releases(task: _Task) -> Iterator[Problem]:
    known = OLD_SERIES | {series.series for series in task.knowledge.releases} | set(OPEN_ENDS)
    for case in task.cases:
        for i, release in enumerate(case.entry.releases):
            if release not in known:
                yield case.problem("releases", f"releases.yaml has no series {release!r} (add it there)", i, WARNING)


# --- phrasings ---


def _collisions(task: _Task) -> Iterator[Problem]:
    """Two entries that claim the same words: no matcher can tell which is meant."""
    seen: dict[tuple[str, ...], tuple[_Case, Steps]] = {}
    for case in task.cases:
        for steps, text in case.claims():
            first, earlier = seen.setdefault(words(text), (case, steps))
            heading_as_typed = first is case and earlier == ("question",)
            if not heading_as_typed and (first is not case or earlier != steps) and not _apart(first.entry, case.entry):
                of = f"{first.document.file}:{first.document.line((first.index, *earlier))} ({first.entry.id})"
                yield case.document.problem((case.index, *steps), f"says the same as {of}: leave it out, or add the word that decides")


def _apart(one: Entry, other: Entry) -> bool:
    """Whether no room uses both."""
    return one is not other and bool(one.rooms and other.rooms) and not set(one.rooms) & set(other.rooms)


def _contradictions(task: _Task) -> Iterator[Problem]:
    for case in task.cases:
        own = {words(text) for _, text in case.claims()}
        for i, text in enumerate(case.entry.unlike):
            if words(text) in own:
                yield case.problem("not", "is one of the entry's own phrasings (leave one of them out, or add the word that decides)", i)


# --- dates ---


def _dates(task: _Task) -> Iterator[Problem]:
    for case in task.cases:
        entry = case.entry
        if entry.checked > task.today:
            yield case.problem("checked", f"is in the future, {entry.checked} (write the day on which somebody compared it)")
        if entry.review_by < entry.checked:
            yield case.problem("review_by", f"is before checked, {entry.checked}")


# --- drafts ---


def _drafts(task: _Task) -> Iterator[Problem]:
    """What stands between a draft and an entry: errors where it cannot be read, warnings where something is to be filled in."""
    seen: dict[int, str] = {}
    for document in task.files.drafts:
        yield from draft_faults(document)
    for draft in task.knowledge.drafts:
        if draft.number in seen:
            yield Problem(draft.source, 1, "draft.number", f"{draft.number} is taken by {seen[draft.number]} (choose another)")
        seen.setdefault(draft.number, draft.source)


_RULES: tuple[Callable[[_Task], Iterator[Problem]], ...] = (
    _tone,
    _unsaid,
    _shape,
    _size,
    _links,
    _twice,
    _topics,
    _releases,
    _collisions,
    _contradictions,
    _dates,
    _drafts,
)
