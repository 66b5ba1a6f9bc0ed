"""`${NAME}`, `${NAME:-default}` and `${file:/path}` in the texts of bot.yaml. `$${` stands for a plain `${`.

Secrets come this way, so what was filled in is never shown: messages quote the text as it was written.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.load.problem import Problem, Steps
from bot.load.yaml_lines import Document

SECRET_BYTES = 64 * 1024  # of a ${file:…}; keys and passwords are far smaller
_REFERENCE = re.compile(r"\$\$\{|\$\{([^}]*)(\}?)")
_NAME = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)(?::-(.*))?", re.DOTALL)


class _Missing(Exception):
    """A reference that leads nowhere; the text says why."""


def fill(document: Document, environ: Mapping[str, str], folder: Path) -> Document:
    """The document with its references filled in; relative paths start at `folder`. Missing ones become its problems."""
    problems: list[Problem] = []
    filled: set[Steps] = set()

    def visit(value: Any, steps: Steps) -> Any:
        if isinstance(value, dict):
            return {key: visit(inner, (*steps, key)) for key, inner in value.items()}
        if isinstance(value, list):
            return [visit(inner, (*steps, i)) for i, inner in enumerate(value)]
        if not isinstance(value, str) or "${" not in value:
            return value
        filled.add(steps)
        try:
            return _REFERENCE.sub(lambda found: _meaning(found, environ, folder), value)
        except _Missing as fault:
            problems.append(document.problem(steps, str(fault)))
            return value

    data = visit(document.data, ())
    return replace(document, data=data, problems=(*document.problems, *problems), filled=frozenset(filled))


def _meaning(found: re.Match[str], environ: Mapping[str, str], folder: Path) -> str:
    if found[0] == "$${":
        return "${"
    inner, closed = found[1], found[2]
    if not closed:
        raise _Missing("has a ${ without its } (write $${ for a plain ${)")
    if inner.startswith("file:"):
        return _content(folder / inner.removeprefix("file:"))
    named = _NAME.fullmatch(inner)
    if named is None:
        raise _Missing(f"has ${{{inner}}}, which names no variable (write ${{NAME}}, ${{NAME:-default}} or ${{file:/path}})")
    name, default = named[1], named[2]
    value = environ.get(name)
    if default is not None:
        return value or default
    if value is None:
        raise _Missing(f"the environment variable {name} is not set (set it, or write ${{{name}:-default}})")
    return value


def _content(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            raw = stream.read(SECRET_BYTES + 1)
        if len(raw) > SECRET_BYTES:
            raise _Missing(f"the file {path} is larger than {SECRET_BYTES // 1024} KiB")
        return raw.decode().rstrip("\r\n")
    except UnicodeDecodeError:
        raise _Missing(f"the file {path} is not UTF-8") from None
    except (OSError, ValueError) as fault:
        why = fault.strerror if isinstance(fault, OSError) and fault.strerror else str(fault)
        raise _Missing(f"the file {path} cannot be read: {why}") from None
