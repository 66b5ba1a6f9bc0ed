"""A digest as plain data, for `--json`: its values, and the figures that follow from them."""

from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from bot.core.tallies import WAITS
from bot.digest.values import Digest

DERIVED = ("answered", "share", "median", "per_1000", "last", "days", "answers", "calls", "slower", "compared", "hits")


def as_data(digest: Digest) -> dict[str, Any]:
    """What `json.dumps` can write. Days are ISO dates, lengths and times seconds, `waits` counts by the upper ends in `wait_ends`."""
    found = _plain(digest)
    assert isinstance(found, dict)  # a dataclass becomes one
    return {"wait_ends": list(WAITS), **found}


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        own = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        return own | {name: _plain(getattr(value, name)) for name in DERIVED if name not in own and hasattr(value, name)}
    if isinstance(value, tuple | frozenset):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value
