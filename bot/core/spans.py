"""Lengths of time as people write and read them: `90s`, `3m`, `48h`, `30d` (product 10.1)."""

import re

UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0, "w": 604800.0}
SPAN = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)(ms|[smhdw])")
STEPS = ((86400.0, "d", "day"), (3600.0, "h", "hour"), (60.0, "min", "minute"), (1.0, "s", "second"))


def seconds(text: str) -> float | None:
    """The length in seconds; None when the text is not one (a bare number and a negative one are none)."""
    found = SPAN.fullmatch(text.strip().lower())
    return float(found[1]) * UNITS[found[2]] if found else None


def span(length: float) -> str:
    """The length in short, for lists: "2 d", "5 h", "10 min", "40 s"; in a smaller unit where rounding would lie ("90 min" is not 2 h)."""
    number, unit, _ = _rounded(length)
    return f"{number} {unit}"


def in_words(length: float) -> str:
    """The same in a sentence: "2 days", "1 hour", "90 minutes"."""
    number, _, word = _rounded(length)
    return f"{number} {word}{'' if number == 1 else 's'}"


def _rounded(length: float) -> tuple[int, str, str]:
    size, unit, word = next((step for step in STEPS if length >= 2 * step[0] or length == step[0]), STEPS[-1])
    return max(0, round(length / size)), unit, word
