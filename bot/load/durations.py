"""Durations as people write them: `90s`, `3m`, `1.5h` (product 10.1)."""

import re

UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86_400.0, "w": 604_800.0}  # in seconds
LONGEST = 10 * 366 * UNITS["d"]  # ten years: longer is a slip of the finger
_DURATION = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,12})?)(ms|s|m|h|d|w)")


def seconds(text: str) -> float:
    """Seconds of a duration. Raises ValueError with a sentence for people."""
    found = _DURATION.fullmatch(text)
    if found is None:
        raise ValueError('must be a duration: a number with a unit (ms s m h d w), such as "90s"')
    length = float(found[1]) * UNITS[found[2]]
    if length > LONGEST:
        raise ValueError("must not be longer than ten years")
    return length
