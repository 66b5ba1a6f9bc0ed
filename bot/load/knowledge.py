"""From the knowledge folder to Knowledge: read every file, check its form, build the values.

Only form is judged here; what makes an entry good or bad is lint's (bot/lint.py). Every file but faq/ may be absent.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from bot.core.knowledge import Entry, Expert, Hours, Knowledge, Meeting, NameKind, Notify, Series, State, Topic
from bot.core.people import Identity
from bot.load.drafts import drafts_of, read_drafts
from bot.load.form import check, schema
from bot.load.phrases import phrases_of, read_phrases, shown, variables
from bot.load.phrasings import worded
from bot.load.problem import ERROR, WARNING, BadKnowledge, Problem, Steps, in_order
from bot.load.yaml_lines import Document, Unreadable, listed, read

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
OPEN_ENDS = ("later", "earlier")  # last words of `releases`

_LISTS = ("topics", "experts", "releases", "events", "names", "chatter")
_EMPTY = Document("", None, {}, {})
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Folder:
    """The knowledge folder as it was read, with lines. Absent files are empty documents."""

    faq: tuple[Document, ...]
    topics: Document = _EMPTY
    experts: Document = _EMPTY
    releases: Document = _EMPTY
    events: Document = _EMPTY
    names: Document = _EMPTY
    chatter: Document = _EMPTY
    phrases: tuple[Document, ...] = ()  # the folder's own first, then the shipped ones
    drafts: tuple[Document, ...] = ()  # what is wrong with one is told by lint alone: a proposal stops nothing


def load_knowledge(folder: str | Path, locale: str, today: date | None) -> tuple[Knowledge, tuple[Problem, ...]]:
    """Read the folder. `today` ends what is past, None ends nothing. Raises BadKnowledge when the form of a file is broken.

    Besides the knowledge come warnings: what can be used and should be looked at.
    """
    files = read_folder(folder, locale)
    return knowledge_of(files), expired(files, today)


def read_folder(folder: str | Path, locale: str) -> Folder:
    """Read and check every file. Raises BadKnowledge with all problems of all files."""
    base = Path(folder)
    problems: list[Problem] = []
    faq = [_list(path, "faq", problems) for path in _entries(base, problems)]
    lists = {name: _list(base / f"{name}.yaml", name, problems) for name in _LISTS if (base / f"{name}.yaml").exists()}
    phrases: tuple[Document, ...] = ()
    try:
        phrases = read_phrases(base, locale)
    except Unreadable as fault:
        problems.append(fault.problem)
    files = Folder(tuple(faq), **lists, phrases=phrases, drafts=read_drafts(base))
    problems += form_problems(files)
    if any(problem.severity == ERROR for problem in problems):
        raise BadKnowledge(problems)
    return files


def _entries(base: Path, problems: list[Problem]) -> tuple[Path, ...]:
    """The files with entries. Raises BadKnowledge for a folder that may not be read: nothing else in it would be."""
    try:
        paths = listed(base / "faq", shown(base / "faq"))
    except Unreadable as fault:
        raise BadKnowledge([fault.problem]) from None
    if paths is None:
        problems.append(Problem(shown(base), 1, "", "has no folder faq (it is the one part that a knowledge folder must have)"))
    return paths or ()


def form_problems(files: Folder) -> Iterator[Problem]:
    """What is wrong with the form of files that could be read. Of drafts only lint tells."""
    yield from (problem for document in _documents(files) for problem in document.problems)
    yield from _open_ends(files)
    yield from _twice_spelled(files.names)
    yield from (problem for document in files.phrases for problem in _braces(document))


def _documents(files: Folder) -> Iterator[Document]:
    yield from files.faq
    yield from (getattr(files, name) for name in _LISTS)
    yield from files.phrases


def _list(path: Path, kind: str, problems: list[Problem]) -> Document:
    """A file that is a list; an empty one is an empty list."""
    try:
        document = read(path, shown(path))
    except Unreadable as fault:
        problems.append(fault.problem)
        return _EMPTY
    return document if document.data is None else check(document, schema(kind), {})


def _open_ends(files: Folder) -> Iterator[Problem]:
    """`later` and `earlier` mean something only at the end, after a series."""
    for document in files.faq:
        for i, entry in enumerate(document.data or ()):
            releases = (entry or {}).get("releases")
            for j, release in enumerate(releases if isinstance(releases, list) else ()):
                if release in OPEN_ENDS and (j == 0 or j + 1 < len(releases or ())):
                    yield document.problem((i, "releases", j), f"{release} must be the last word, after a series")


def _twice_spelled(document: Document) -> Iterator[Problem]:
    """A spelling stands for one name."""
    seen: dict[str, Steps] = {}
    for i, kind in enumerate(document.data or ()):
        for name, others in ((kind or {}).get("names") or {}).items():
            own: Steps = (i, "names", name)
            for place, spelling in ((own, name), *(((*own, j), other) for j, other in enumerate(others or ()))):
                first = seen.setdefault(str(spelling).casefold(), own)
                if first != own:
                    yield document.problem(place, f"{spelling} stands for {first[-1]} already (keep it with one of them)")


def _braces(document: Document) -> Iterator[Problem]:
    for key, texts in (document.data or {}).items():
        for i, text in enumerate(texts or ()):
            try:
                variables(text or "")
            except ValueError as fault:
                yield document.problem((key, i), str(fault))


def knowledge_of(files: Folder) -> Knowledge:
    """The values of a folder that has been read without errors."""
    return Knowledge(
        entries=tuple(entry for document in files.faq for entry in _each(document, _entry)),
        topics=_each(files.topics, _topic),
        experts=_each(files.experts, _expert),
        releases=_each(files.releases, _series),
        events=_each(files.events, _meeting),
        names=_each(files.names, _names),
        phrases=phrases_of(files.phrases),
        chatter=tuple(files.chatter.data or ()),
        drafts=drafts_of(files.drafts),
    )


def expired(files: Folder, today: date | None) -> tuple[Problem, ...]:
    """Experts whose time has ended: a warning, since they vanish quietly."""
    past = [
        files.experts.problem((i, "until"), f"{expert.name} is not called any more (renew the date, or take the entry out)", WARNING)
        for i, expert in enumerate(_each(files.experts, _expert))
        if today is not None and expert.until is not None and expert.until < today
    ]
    return in_order(past)


def _each(document: Document, build: Callable[[Mapping[str, Any], str], _Value]) -> tuple[_Value, ...]:
    return tuple(build(item, f"{document.file}:{document.line((i,))}") for i, item in enumerate(document.data or ()))


def _entry(data: Mapping[str, Any], source: str) -> Entry:
    releases = data.get("releases", "all")
    phrasings = tuple(worded(data))
    return Entry(
        id=data["id"],
        topic=data["topic"],
        question=data["question"].strip(),
        answer=data["answer"].strip(),
        checked=date.fromisoformat(data["checked"]),
        review_by=date.fromisoformat(data["review_by"]),
        phrasings=tuple(phrasing.text for phrasing in phrasings),
        kinds=tuple(phrasing.kind for phrasing in phrasings),
        unlike=tuple(data.get("not", ())),
        links=tuple(data.get("links", ())),
        releases=() if releases == "all" else tuple(releases),
        state=State(data.get("state", State.CURRENT)),
        rooms=tuple(data.get("rooms", ())),
        source=source,
    )


def _topic(data: Mapping[str, Any], _source: str) -> Topic:
    return Topic(data["id"], tuple(data["words"]), data.get("fallback"), tuple(data.get("places", ())))


def _expert(data: Mapping[str, Any], _source: str) -> Expert:
    return Expert(
        name=data["name"],
        identities=tuple(Identity(**identity) for identity in data["identities"]),
        topics=tuple(data["topics"]),
        hours=_hours(data["hours"]) if "hours" in data else None,
        max_per_day=data.get("max_per_day"),
        notify=Notify(data.get("notify", Notify.HERE)),
        until=_date(data, "until"),
    )


def _series(data: Mapping[str, Any], _source: str) -> Series:
    plain = {key: data[key] for key in ("series", "name", "status", "slurp", "rpms", "link") if key in data}
    released, planned, until = (_date(data, key) for key in ("released", "planned", "until"))
    return Series(**plain, checked=date.fromisoformat(data["checked"]), released=released, planned=planned, until=until)


def _meeting(data: Mapping[str, Any], _source: str) -> Meeting:
    first = date.fromisoformat(data["from"])
    return Meeting(data["name"], first, _date(data, "to") or first, data["place"], data["link"], data.get("for", ""))


def _names(data: Mapping[str, Any], _source: str) -> NameKind:
    names = {name: tuple(others or ()) for name, others in data["names"].items()}
    return NameKind(data["kind"], names, data.get("versions", False), frozenset(data.get("unless", ())))


def _date(data: Mapping[str, Any], key: str) -> date | None:
    return date.fromisoformat(data[key]) if key in data else None


def _hours(data: Mapping[str, str]) -> Hours:
    start, end = minutes(data.get("from", "00:00")), minutes(data.get("to", "24:00"))
    return Hours(data.get("zone", "UTC"), days(data.get("days", "mon-sun")), start, end)


def days(text: str) -> frozenset[int]:
    """Days such as `mon-fri` or `sat,sun`; Monday is 0, and `fri-mon` goes over the weekend."""
    chosen: set[int] = set()
    for part in text.replace(" ", "").split(","):
        first, _, last = part.partition("-")
        chosen.update(_span(DAYS.index(first), DAYS.index(last or first)))
    return frozenset(chosen)


def _span(first: int, last: int) -> Iterable[int]:
    return ((first + step) % 7 for step in range((last - first) % 7 + 1))


def minutes(text: str) -> int:
    """Minutes after midnight of a time such as `09:30`."""
    hour, _, minute = text.partition(":")
    return int(hour) * 60 + int(minute)
