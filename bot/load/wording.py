"""What does not fit a JSON Schema, in plain words.

`errorMessage` and `patternErrorMessage` are understood by editors and used here, too. `keyName` says what keys of a mapping are
called where they are a choice of names. `writeOnly` marks secrets, and they and what the environment filled in are never shown.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from bot.load.durations import DURATION, NO_DURATION
from bot.load.problem import Steps
from bot.load.yaml_lines import Document, scalar

SHOWN = 40  # characters of a value that are quoted in a message

_KINDS = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "object": "a mapping (key: value)",
    "array": "a list",
}
_BOUNDS = {
    "minimum": "must be at least {bound}, not {shown}",
    "maximum": "must be at most {bound}, not {shown}",
    "exclusiveMinimum": "must be more than {bound}, not {shown}",
    "minLength": "must not be empty",
    "maxLength": "must have at most {bound} characters",
    "minItems": "must have at least {bound} of them",
}


@dataclass(frozen=True, slots=True)
class Misfit:
    """One place where data and schema disagree."""

    steps: Steps
    rule: str  # the schema's keyword: type, required, pattern …
    bound: Any  # what the keyword says
    value: Any  # what the data says
    rules: Mapping[str, Any]  # the schema around the keyword
    cause: str  # what a format's test said


def kinds_of(bound: Any) -> list[str]:
    """The types that `type` allows."""
    return [bound] if isinstance(bound, str) else list(bound)


def sentences(document: Document, misfit: Misfit, later: Mapping[str, str]) -> Iterator[tuple[Steps, str]]:
    """Where something is wrong, and what; `later` has better sentences for some unknown keys."""
    known = misfit.rules.get("properties", {})
    match misfit.rule:
        case "additionalProperties":
            for key in (key for key in misfit.value if key not in known):
                yield (*misfit.steps, key), later.get(key) or _unknown(key, known, misfit.rules.get("keyName", ""))
        case "required":
            for key in (key for key in misfit.bound if key not in misfit.value):
                about = known.get(key, {}).get("description", "")
                hint = f" ({about[0].lower()}{about[1:].rstrip('.')})" if about else ""
                yield (*misfit.steps, key), f"is missing{hint}"
        case _:
            yield misfit.steps, _sentence(document, misfit)


def _unknown(key: str, known: Mapping[str, Any], called: str) -> str:
    near, all_ = get_close_matches(key, known, n=1), f"known here: {', '.join(known) or 'none'}"
    hint = f"did you mean {near[0]!r}?" if near else all_
    return f"unknown {called or 'key'} {key[:SHOWN]!r} ({f'{hint} {all_}' if called and near else hint})"


def _sentence(document: Document, misfit: Misfit) -> str:
    rules, shown = misfit.rules, _shown(document, misfit)
    match misfit.rule:
        case "pattern":
            return f"{rules.get('patternErrorMessage', f'must have the form {misfit.bound}')}, not {shown}"
        case "format":
            return f"{misfit.cause}, not {shown}" if misfit.cause.startswith("must") else f"{shown} {misfit.cause}"
        case _ if "errorMessage" in rules:
            return str(rules["errorMessage"])
        case "enum" | "const":
            return _choice(misfit, shown)
        case "type":
            return _kind(document, misfit, shown)
        case rule:
            rule = "minLength" if misfit.bound == 1 and rule == "minItems" else rule
            return _BOUNDS.get(rule, f"does not fit: {rule} {{bound}}").format(bound=misfit.bound, shown=shown)


def _choice(misfit: Misfit, shown: str) -> str:
    choices = [str(choice) for choice in misfit.bound] if misfit.rule == "enum" else [json.dumps(misfit.bound)]
    near = get_close_matches(str(misfit.value), choices, n=1)
    hint = f" (did you mean {near[0]!r}?)" if near else ""
    wanted = choices[0] if len(choices) == 1 else f"one of {', '.join(choices)}"
    return f"must be {wanted}, not {shown}{hint}"


def _kind(document: Document, misfit: Misfit, shown: str) -> str:
    kinds, value = kinds_of(misfit.bound), misfit.value
    words = " or ".join(_KINDS[kind] for kind in kinds if kind in _KINDS)
    if misfit.rules.get("format") == DURATION:
        return f"{NO_DURATION}, not {shown}"
    if value is None:
        hash_ = "; a text that starts with # needs quotes" if "string" in kinds else ""
        return f"is empty (it must be {words}{hash_})"
    remedy = _remedy(document, misfit, shown)
    return f"must be {words}, not {shown}" + (f" ({remedy})" if remedy else "")


def _remedy(document: Document, misfit: Misfit, shown: str) -> str:
    """What makes the right kind of value of a wrong one; "" where only its writer knows."""
    kinds, value = kinds_of(misfit.bound), misfit.value
    if "string" in kinds and isinstance(value, bool | int | float):
        example = "" if misfit.rules.get("writeOnly") else f': "{document.source.get(misfit.steps, value)}"'
        return f"put it in quotes{example}"
    if "string" in kinds and isinstance(value, dict):
        return "put a text that contains a colon and a space into quotes"
    if "array" in kinds and isinstance(value, str):
        return f"put it in brackets: [{shown}]"
    if isinstance(value, str) and not isinstance(scalar(value), str):
        return "leave out the quotes"
    return ""


def _shown(document: Document, misfit: Misfit) -> str:
    value = misfit.value
    if isinstance(value, dict | list):
        return "a mapping" if isinstance(value, dict) else "a list"
    if misfit.rules.get("writeOnly"):
        return "what is written there"
    written = document.source.get(misfit.steps, str(value))
    written = f"{written[:SHOWN]}…" if len(written) > SHOWN else written
    return repr(written) if isinstance(value, str) or misfit.steps in document.filled else written
