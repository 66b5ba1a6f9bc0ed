"""Durations in bot.yaml: `90s`, `3m`, `1.5h` (product 10.1), and what to say when one is wrong."""

from bot.core import spans

LONGEST = 10 * 366 * spans.UNITS["d"]  # ten years: longer is a slip of the finger
DURATION = "patience-duration"  # the name of their format in schemas: bot.schema.json, and what plugins declare
NO_DURATION = 'must be a duration: a number with a unit (ms s m h d w), such as "90s"'


def seconds(text: str) -> float:
    """Seconds of a duration. Raises ValueError with a sentence for people."""
    length = spans.seconds(text)
    if length is None:
        raise ValueError(NO_DURATION)
    if length > LONGEST:
        raise ValueError("must not be longer than ten years")
    return length
