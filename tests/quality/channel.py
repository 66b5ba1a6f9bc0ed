"""Wrong answers in a channel as it is: every line goes through the gate, and what passes, through a matcher of another domain.

The kit counts answers to bare chatter. A channel holds questions, too, which are what a matcher falls for; and of all its lines the
gate lets only a few through. Here both stand in the way, and the answers are counted per 1,000 lines of the channel. It is an upper
bound: nothing waits for people, who answer many of these questions first. Entries of the factoid tasks are about the same channel,
so some of the answers to it are right.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import fmean

from tests.quality.kit import Row, read
from tests.quality.matcher_bridge import Asked

PARTS = ("dev", "train-ab")  # logs whose lines are counted; those before the first labelled line of a slice are context
ASKS_FROM = 0.5  # verdict of a gate from which a line passes

Make = Callable[[list[Row], list[str]], Asked]
Feed = Callable[[float, str, str], float | bool | None]  # time, nick, text of each line -> whether it asks for help


def channel(data: Path, gate: Callable[[], Feed], makes: Mapping[str, Make], limit: int | None = None) -> list[Row]:
    """One row for each task, part of the logs and matcher: lines, those that pass, and answers, both per 1,000 lines."""
    parts = {part: Part(read(data / f"logs-{part}.jsonl.gz")[:limit], gate) for part in PARTS if (data / f"logs-{part}.jsonl.gz").exists()}
    chatter = [row["text"] for row in read(data / "chatter.jsonl.gz") if row["use"] == "calib"]
    rows = [
        {"task": name, "logs": part, "matcher": who, **logs.counted(match)}
        for name, entries in tasks(data)
        for who, make in makes.items()
        for match in (make(entries, chatter),)
        for part, logs in parts.items()
    ]
    return [*rows, *_means(rows)]


class Part:
    """The slices of one file, through the gate once."""

    def __init__(self, logs: Sequence[Row], gate: Callable[[], Feed]) -> None:
        verdicts = [(row["x"], passes) for log in logs for row, passes in gated(log, gate()) if "l" in row]
        self.lines = len(verdicts)
        self.passing = [text for text, passes in verdicts if passes]

    def counted(self, match: Asked) -> Row:
        answered = sum(map(match.answers, self.passing))
        each = 1000 / max(self.lines, 1)
        return {"lines": self.lines, "passing/1000": len(self.passing) * each, "answered/1000": answered * each}


def gated(log: Row, feed: Feed) -> Iterator[tuple[Row, bool]]:
    """Every line of a slice, and whether it passes the gate."""
    for row in log["messages"]:
        verdict = feed(row["t"], row["n"], row["x"])
        yield row, verdict is not None and float(verdict) >= ASKS_FROM


def tasks(data: Path) -> Iterator[tuple[str, list[Row]]]:
    """Name and entries of each FAQ task."""
    for path in sorted(data.glob("faq-*.jsonl.gz")):
        yield path.name.removeprefix("faq-").removesuffix(".jsonl.gz"), [row for row in read(path) if row["kind"] == "entry"]


def _means(rows: list[Row]) -> Iterator[Row]:
    for part, who in dict.fromkeys((row["logs"], row["matcher"]) for row in rows):
        own = [row for row in rows if (row["logs"], row["matcher"]) == (part, who)]
        figures = {key: fmean(row[key] for row in own) for key in ("passing/1000", "answered/1000")}
        yield {"task": "mean", "logs": part, "matcher": who, "lines": own[0]["lines"], **figures}
