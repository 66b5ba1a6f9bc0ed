"""Records and utterances as rows, and back. Reading validates: what comes out has the types that its class declares.

The JSON is the standard library's and not msgspec's own, which writes an endless `not_after` as null and refuses half
a surrogate pair; both occur, the second because people on chat can send anything.
"""

import json
from math import isinf
from typing import TypeVar

import msgspec

T = TypeVar("T")


class BadBody(Exception):
    """The text is not what its class declares."""


def encode(value: object) -> str:
    """A frozen dataclass as JSON in plain ASCII."""
    return json.dumps(msgspec.to_builtins(value), separators=(",", ":"))


def decode(body: str, kind: type[T]) -> T:
    """The value that `encode` was given. Raises BadBody. Unknown fields are ignored, absent ones take their default."""
    try:
        return msgspec.convert(json.loads(body), kind)
    except ValueError as bad:  # both libraries' errors are ValueErrors
        raise BadBody(str(bad)) from bad


def plain(text: str) -> str:
    """The text as a column can hold it, one to one: no half surrogate pair (no database stores one), no NUL (PostgreSQL stores none)."""
    return text.replace("\\", "\\\\").encode("utf-8", "backslashreplace").decode().replace("\0", "\\0")


def moment(at: float) -> float | None:
    """A time as a column holds it: NULL for never."""
    return None if isinf(at) else at
