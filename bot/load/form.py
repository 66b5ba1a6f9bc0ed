"""Compare data with a JSON Schema; what does not fit becomes problems and is left out of the data.

The schemas in knowledge/schemas are for editors, too. The sentences are wording.py's.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

from bot.load.durations import DURATION, seconds
from bot.load.problem import Steps, path_of
from bot.load.wording import Misfit, kinds_of, sentences
from bot.load.yaml_lines import Document, scalar

SHIPPED = Path(__file__).parents[2] / "knowledge"  # beside the packages: the program is installed from its checkout

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (OSError, ValueError, KeyError):  # unknown, or a folder of the zone files
        raise ValueError("is no time zone (such as Europe/Paris or UTC)") from None


def _date(text: str) -> None:
    try:
        date.fromisoformat(text if _DATE.fullmatch(text) else "")
    except ValueError:
        raise ValueError("must be a date such as 2026-08-14") from None


def _pattern(text: str) -> None:
    _has_groups(text, "nick", "text")


def _puppets(text: str) -> None:
    _has_groups(text, "nick")


def _has_groups(text: str, *names: str) -> None:
    try:
        groups = re.compile(text).groupindex
    except (re.error, OverflowError, RecursionError) as fault:
        raise ValueError(f"is no regular expression: {fault}") from None
    missing = [f"(?P<{name}>…)" for name in names if name not in groups]
    if missing:
        raise ValueError(f"has no group {' and no group '.join(missing)}")


FORMATS: Mapping[str, Callable[[str], object]] = {
    DURATION: seconds,
    "date": _date,
    "patience-zone": _zone,
    "patience-bridge": _pattern,
    "patience-puppets": _puppets,
}


@cache
def schema(name: str) -> Mapping[str, Any]:
    """A shipped schema by its short name: faq, topics, experts, phrases, releases, events, drafts, bot."""
    loaded: Mapping[str, Any] = json.loads((SHIPPED / "schemas" / f"{name}.schema.json").read_text("utf-8"))
    return loaded


def check(document: Document, wanted: Mapping[str, Any], later: Mapping[str, str]) -> Document:
    """The document with what does not fit added to its problems and taken out of its data.

    What is left may lack keys, and lists may have None in place of an item, but every value has its form. Texts from the
    environment become numbers where numbers are wanted. `later` names unknown keys that deserve a better sentence.
    """
    validator = _VALIDATOR(wanted, format_checker=_checker())
    data = _typed(document, validator)
    document = replace(document, data=data)
    found = [pair for error in validator.iter_errors(data) for pair in sentences(document, _misfit(error), later)]
    told = {problem.path for problem in document.problems}  # one sentence about a value that is not there is enough
    problems = (document.problem(steps, text) for steps, text in found if path_of(steps) not in told)
    return replace(document, data=_without(data, {steps for steps, _ in found}), problems=(*document.problems, *problems))


def _misfit(error: ValidationError) -> Misfit:
    rules = error.schema if isinstance(error.schema, Mapping) else {}
    return Misfit(tuple(error.absolute_path), str(error.validator), error.validator_value, error.instance, rules, str(error.cause))


def _matches(validator: Any, pattern: str, value: Any, rules: Any) -> Iterator[ValidationError]:  # noqa: ARG001  # the library's signature
    """`pattern` as JSON Schema means it: Python's `$` would let a line break pass at the end."""
    if isinstance(value, str) and not re.search(f"{pattern[:-1]}\\Z" if pattern.endswith("$") else pattern, value):
        yield ValidationError("does not match")


_VALIDATOR = extend(Draft202012Validator, {"pattern": _matches})  # type: ignore[no-untyped-call]


@cache
def _checker() -> FormatChecker:
    checker = FormatChecker(formats=())
    for name, test in FORMATS.items():
        checker.checks(name, raises=ValueError)(lambda value, test=test: not isinstance(value, str) or (test(value), True)[1])
    return checker


def _typed(document: Document, validator: Any) -> Any:
    """Texts from the environment as numbers or truth values where the schema wants those."""
    data = document.data
    for error in list(validator.iter_errors(data)) if document.filled else ():
        steps = tuple(error.absolute_path)
        if error.validator == "type" and steps in document.filled:
            meant = scalar(error.instance)
            if any(validator.is_type(meant, kind) for kind in kinds_of(error.validator_value)):
                data = _with(data, steps, meant)
    return data


def _with(data: Any, steps: Steps, value: Any) -> Any:
    if not steps:
        return value
    copy = data.copy()
    copy[steps[0]] = _with(data[steps[0]], steps[1:], value)
    return copy


def _without(data: Any, bad: set[Steps], steps: Steps = ()) -> Any:
    if steps in bad:
        return None
    if isinstance(data, dict):
        return {key: _without(value, bad, (*steps, key)) for key, value in data.items() if (*steps, key) not in bad}
    if isinstance(data, list):
        return [_without(value, bad, (*steps, i)) for i, value in enumerate(data)]
    return data
