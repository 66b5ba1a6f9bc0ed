"""Known error lines: what a program prints is the same for everybody, but for the parts that vary. Found exactly, they leave no doubt.

The phrasings of the kind `error` are the known lines. Each becomes a template: without date, process and level, numbers and ids as one
sign, of a path its last name. A line of a log is known when a template stands in it, word for word. A template that several entries have
says nothing, and a short one ("Permission denied") is no line of one program.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.core.knowledge import Entry
from plugins.faq.words import fold

LETTERS = 18  # of a template, at least: fewer are said by many programs
WORDS = 4  # of a template, at least; or one word that
TELLING = 15  # letters has, such as the name of an exception
FIRST = 2  # words by which templates are looked up

# What a log puts in front of its words: date and time, process, level.
_STAMP = re.compile(
    r"^[\[(\s]*(?:(?:\d{4}-\d\d-\d\d[T ]|\w{3} [ \d]\d )?\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?\W*(?:\d+ +)?)?"
    r"(?:(?:TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|CRITICAL|FATAL)\b\W*)?(?=\S)"
)
_VARIES = re.compile(r"(?:req-)?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{20,40}|\b(?=[a-z]*\d)[0-9a-f]{8,64}\b|\d+(?:[.:]\d+)*")
_PROCESS = re.compile(r"(?<=\w)\[\d+\](?=:|\s)")  # systemd[1]:
_PATH = re.compile(r"(?<![\w/.])(?:~|\.{1,2})?/(?:[\w.+@#-]+/)+(?=[\w.+@#-])")
_WORD = re.compile(r"[^\W_]+(?:[-_.][^\W_]+)*|#[^\W_]*")

Template = tuple[str, ...]


def without_stamp(line: str) -> str:
    """The line without the date, process and level that a log puts in front."""
    return _STAMP.sub("", line, count=1)


def template(line: str) -> Template:
    """The words of a line that are the same whenever it is printed."""
    fixed = _PATH.sub("", _VARIES.sub("#", _PROCESS.sub("", fold(without_stamp(line)))))
    return tuple(_WORD.findall(fixed))


@dataclass(frozen=True, slots=True)
class KnownLine:
    """An error line that an entry is about."""

    words: Template
    entry: Entry
    text: str  # as it is written in the entry


@dataclass(frozen=True, slots=True)
class Errors:
    """All known lines, by their first words."""

    lines: dict[Template, tuple[KnownLine, ...]]

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> "Errors":
        owners: dict[Template, dict[str, KnownLine]] = defaultdict(dict)
        for line in _lines(entries):
            owners[line.words].setdefault(line.entry.id, line)
        found: dict[Template, tuple[KnownLine, ...]] = {}
        for words, known in owners.items():
            if len(known) == 1:
                found[words[:FIRST]] = (*found.get(words[:FIRST], ()), *known.values())
        return cls(found)

    def known(self, lines: Sequence[str]) -> KnownLine | None:
        """The known line that stands in one of these, the most telling of them; None when there is none."""
        found = [known for line in dict.fromkeys(lines) for known in self._in(template(line))]
        return max(found, key=lambda known: (_letters(known.words), known.words), default=None)

    def _in(self, words: Template) -> Iterator[KnownLine]:
        for at in range(len(words)):
            for known in (*self.lines.get(words[at : at + FIRST], ()), *self.lines.get(words[at : at + 1], ())):
                end = at + len(known.words)
                if words[at:end] == known.words and not _is_other(known, words):
                    yield known


def _lines(entries: Iterable[Entry]) -> Iterator[KnownLine]:
    for entry in entries:
        for kind, text in zip(entry.kinds, entry.phrasings, strict=False):
            words = template(text)
            if kind == "error" and _tells(words):
                yield KnownLine(words, entry, text)


def _tells(words: Template) -> bool:
    """Whether such words are printed by one program for one reason."""
    return _letters(words) >= LETTERS and (len(words) >= WORDS or max(map(len, words)) >= TELLING)


def _letters(words: Template) -> int:
    return sum(map(len, words))


def _is_other(known: KnownLine, words: Template) -> bool:
    """Whether the line is one that the entry says it is not for: it holds a `not` example that is no less telling."""
    unlike = (template(text) for text in known.entry.unlike)
    return any(_letters(other) >= _letters(known.words) and _holds(words, other) for other in unlike)


def _holds(words: Template, other: Template) -> bool:
    return any(words[at : at + len(other)] == other for at in range(len(words) - len(other) + 1)) if other else False
