"""Read YAML into plain data and remember the line of every value.

The scalars are those of YAML 1.2, as editors see them: `yes` is a word, `18:00` and `2026-08-14` are text. Files are
written by people and may be anything: what this cannot read is one clear problem, and a hostile file costs little.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bot.load.problem import ERROR, Problem, Steps, path_of

MAX_BYTES = 4 * 1024 * 1024  # thousands of FAQ entries; more is not a file that a person wrote
MAX_DEPTH = 30  # our files need six; also the end of an alias that contains itself
MAX_VALUES = 200_000  # counted with aliases written out, so that ten lines of aliases cannot fill the memory

_NUMBER = "tag:yaml.org,2002:"
_SCALARS = {
    f"{_NUMBER}null": re.compile(r"(?:~|null|Null|NULL|)\Z"),
    f"{_NUMBER}bool": re.compile(r"(?:true|True|TRUE|false|False|FALSE)\Z"),
    f"{_NUMBER}int": re.compile(r"[-+]?[0-9]{1,18}\Z"),
    f"{_NUMBER}float": re.compile(r"[-+]?(?=[0-9.]*[0-9])[0-9]{0,18}(?:\.[0-9]*)?(?:[eE][-+]?[0-9]{1,2})?\Z"),
}
_TEXT = f"{_NUMBER}str"
_CONTAINERS = (f"{_NUMBER}map", f"{_NUMBER}seq")
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_HIDDEN = re.compile(r"^[^#'\"]*[\[,:]\s*(?:\[\s*)?#\w[^'\"]*[\]}]\s*$")  # rooms: [#rdo]

# What PyYAML says, and what helps.
_NO_TABS = "indent with spaces, never with tabs"
_REMEDIES = (
    (r"'\\t' that cannot start|tab", _NO_TABS),
    (r"cannot start any token", "put a text that starts with a special character into quotes"),
    (r"mapping values are not allowed", "put a text that contains a colon and a space into quotes, and check the indentation"),
    (r"could not find expected ':'", "a key needs a colon and a space after it; check the indentation"),
    (r"undefined alias", "put a text that starts with * into quotes"),
    (r"expected a single document", "leave out the line ---"),
    (r"did not find expected|expected ['<]", "check the indentation, the quotes and the brackets above"),
    (r"while scanning a quoted|unexpected end of stream", "a quote or bracket is not closed"),
)


class Unreadable(Exception):
    """The file cannot be read at all; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(str(problem))


@dataclass(frozen=True, slots=True)
class Document:
    """One file: its data, and where each value stands."""

    file: str  # as shown to people
    data: Any
    lines: Mapping[Steps, int]  # a value in a mapping stands where its key stands
    source: Mapping[Steps, str]  # scalars as written
    problems: tuple[Problem, ...] = ()  # what was wrong with a part of it: duplicate keys, tags
    filled: frozenset[Steps] = field(default=frozenset())  # texts that came from the environment

    def line(self, steps: Steps) -> int:
        """The line of a value, or of the nearest thing around it."""
        while steps and steps not in self.lines:
            steps = steps[:-1]
        return self.lines.get(steps, 1)

    def problem(self, steps: Steps, text: str, severity: str = ERROR) -> Problem:
        """A problem at this place."""
        return Problem(self.file, self.line(steps), path_of(steps), text, severity)


def scalar(text: str) -> Any:
    """A scalar as YAML 1.2 understands it without quotes."""
    for tag, pattern in _SCALARS.items():
        if pattern.match(text):
            return _value(tag, text)
    return text


def _value(tag: str, text: str) -> Any:
    match tag.removeprefix(_NUMBER):
        case "null":
            return None
        case "bool":
            return text.lower() == "true"
        case "int":
            return int(text)
        case "float":
            return float(text)
        case _:
            return text


def _loader(base: type) -> type:
    """PyYAML's safe loader with the scalars of YAML 1.2; `None` as first character means any."""
    return type("Loader", (base,), {"yaml_implicit_resolvers": {None: list(_SCALARS.items()), "": list(_SCALARS.items())}})


PLAIN = _loader(yaml.SafeLoader)
# libyaml composes the same nodes fifteen times as fast; not every machine has it.
FAST = _loader(yaml.CSafeLoader) if getattr(yaml, "__with_libyaml__", False) else PLAIN


def read(path: Path, shown: str) -> Document:
    """Read a file. Raises Unreadable, naming the file as `shown`."""
    try:
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise Unreadable(Problem(shown, 1, "", "there is no such file")) from None
    except (OSError, ValueError) as fault:  # ValueError: a NUL in the name
        raise Unreadable(_closed(shown, fault)) from None
    if len(raw) > MAX_BYTES:
        raise Unreadable(Problem(shown, 1, "", f"is larger than {MAX_BYTES // 1024 // 1024} MiB (split it)"))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = raw.count(b"\n", 0, fault.start) + 1
        raise Unreadable(Problem(shown, line, "", "is not UTF-8 (save it with that encoding)")) from None
    return parse(text, shown)


def listed(folder: Path, shown: str) -> tuple[Path, ...] | None:
    """The YAML files of a folder by name, None where there is no such folder. Hidden ones are left out: editors keep locks there.

    Raises Unreadable.
    """
    try:
        return tuple(sorted(path for path in folder.iterdir() if path.suffix == ".yaml" and not path.name.startswith(".")))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as fault:
        raise Unreadable(_closed(shown, fault)) from None


def _closed(shown: str, fault: OSError | ValueError) -> Problem:
    why = fault.strerror if isinstance(fault, OSError) and fault.strerror else str(fault)
    return Problem(shown, 1, "", f"cannot be read: {why}")


def readable(text: str) -> str:
    """The text without what `parse` refuses to read."""
    return _UNPRINTABLE.sub("", text)


def parse(text: str, shown: str, loader: type = FAST) -> Document:
    """Understand the text of a file. Raises Unreadable."""
    if odd := _UNPRINTABLE.search(text):
        line = text.count("\n", 0, odd.start()) + 1
        raise Unreadable(Problem(shown, line, "", f"has a control character, U+{ord(odd[0]):04X} (take it out)"))
    try:
        root = yaml.compose(text, loader)  # a safe loader in both cases; compose makes nodes and no objects
    except yaml.YAMLError as fault:
        raise Unreadable(_syntax(shown, text, fault)) from None
    except RecursionError:
        raise Unreadable(Problem(shown, 1, "", f"is nested more than {MAX_DEPTH} levels deep")) from None
    walk = _Walk(shown)
    data = None if root is None else walk.plain(root, (), 1)
    return Document(shown, data, walk.lines, walk.source, tuple(walk.problems))


def _syntax(shown: str, text: str, fault: yaml.YAMLError) -> Problem:
    marks = [getattr(fault, name, None) for name in ("problem_mark", "context_mark")]
    lost = "could not find expected ':'" in str(getattr(fault, "problem", ""))  # noticed where the next key begins
    mark = next(filter(None, reversed(marks) if lost else marks), None)
    rows = text.split("\n")
    line = min(mark.line + 1 if mark else 1, len(rows))
    said = ", ".join(str(part) for part in (getattr(fault, "context", None), getattr(fault, "problem", None)) if part)
    remedy = next((f" ({remedy})" for pattern, remedy in _REMEDIES if re.search(pattern, said)), "")
    if "\t" in rows[line - 1][: mark.column + 1 if mark else 0]:
        remedy = f" ({_NO_TABS})"
    if _lacks_colon(rows[: line - 1], said):
        return Problem(
            shown, line - 1, "", "is not valid YAML: a key needs a colon and a space after it (or continue the text above in quotes)"
        )
    if "${" in rows[line - 1]:
        remedy = " (inside { } and [ ], put what has a ${…} into quotes)"
    for number in range(line, 0, -1):  # a comment that was meant as a name hides the end of its list
        if _HIDDEN.search(rows[number - 1]):
            return Problem(shown, number, "", "is not valid YAML: # starts a comment here (put a name that starts with # into quotes)")
    return Problem(shown, line, "", f"is not valid YAML: {said or 'it cannot be parsed'}{remedy}")


def _lacks_colon(above: list[str], said: str) -> bool:
    """Whether the row above is a key that lost its colon: the parser takes both rows for one text, and complains about the second."""
    row = above[-1].strip() if above else ""
    return "mapping values are not allowed" in said and bool(row) and ":" not in row and row[0] not in "-#'\"[{|>"


class _Walk:
    """From composed nodes to plain data, noting lines and what people should mend."""

    def __init__(self, shown: str) -> None:
        self.shown = shown
        self.lines: dict[Steps, int] = {}
        self.source: dict[Steps, str] = {}
        self.problems: list[Problem] = []

    def plain(self, node: yaml.Node, steps: Steps, line: int) -> Any:
        self.lines[steps] = line
        if len(self.lines) > MAX_VALUES:
            raise Unreadable(Problem(self.shown, line, "", f"has more than {MAX_VALUES} values (write aliases out, or split it)"))
        if len(steps) > MAX_DEPTH:
            raise Unreadable(Problem(self.shown, line, "", f"is nested more than {MAX_DEPTH} levels deep"))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, steps)
        if isinstance(node, yaml.SequenceNode):
            return [self.plain(item, (*steps, i), item.start_mark.line + 1) for i, item in enumerate(node.value)]
        return self._scalar(node, steps, line)

    def _mapping(self, node: yaml.MappingNode, steps: Steps) -> dict[str, Any]:
        data: dict[str, Any] = {}
        self._known(node.tag, steps, node.start_mark.line + 1)
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                self._wrong(steps, line, "a key must be a single word")
                continue
            name = str(key.value)
            if name in data:
                first = self.lines[(*steps, name)]
                self._wrong((*steps, name), line, f"stands here a second time (first in line {first})")
                continue
            data[name] = self.plain(value, (*steps, name), line)
        return data

    def _scalar(self, node: yaml.Node, steps: Steps, line: int) -> Any:
        text = str(node.value)
        self.source[steps] = text
        if node.tag in _SCALARS and _SCALARS[node.tag].match(text):
            return _value(node.tag, text)
        if node.tag != _TEXT:
            self._known(node.tag, steps, line)
        return text

    def _known(self, tag: str, steps: Steps, line: int) -> None:
        if tag not in _CONTAINERS:
            self._wrong(steps, line, "has a tag (leave out the word that starts with an exclamation mark)")

    def _wrong(self, steps: Steps, line: int, text: str) -> None:
        self.problems.append(Problem(self.shown, line, path_of(steps), text))
