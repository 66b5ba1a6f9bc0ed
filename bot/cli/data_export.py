"""What is kept of one person, for them to take along: their records as they are; of other people no more than their names."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec

from bot.core.actions import Say
from bot.core.people import Person
from bot.core.privacy import Whose, kept
from bot.core.records import NEVER, Record
from bot.core.retention import PROMISES, made_at
from bot.core.view import View

_PERSON = frozenset(Person.__dataclass_fields__)


def exported(who: str, whose: Whose, memory: View, waiting: Sequence[Say]) -> dict[str, Any]:
    """All of it as JSON can hold it."""
    found = kept(whose, memory)
    to_them = [say for say in waiting if say.to is not None and whose.are(say.to, memory)]
    return {
        "who": who,
        "own": [_record(record, whose, memory) for record in found.own],
        "named_in": [_record(record, whose, memory) for record in found.named],
        "waiting_to_be_said": [list(say.lines) for say in to_them],
    }


def _record(record: Record, whose: Whose, memory: View) -> dict[str, Any]:
    made, promise = made_at(record), PROMISES[type(record)]
    return {
        "kind": type(record).__name__.lower(),
        "what": promise.line,
        "since": _day(made) if made is not None else None,
        "until": _day(record.expires) if record.expires < NEVER else None,
        "record": _without_others(msgspec.to_builtins(record), whose, memory),
    }


def _without_others(value: Any, whose: Whose, memory: View) -> Any:
    """The same with other people's nicks, accounts and hosts left out."""
    if isinstance(value, Mapping):
        if value.keys() >= _PERSON and not whose.are(Person(**value), memory):
            return {"name": value["name"]}
        return {key: _without_others(one, whose, memory) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_without_others(one, whose, memory) for one in value]
    return value


def _day(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds")
