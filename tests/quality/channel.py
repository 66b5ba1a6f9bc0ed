"""Wrong answers in a channel as it is: every line goes through the gate, and what passes, through a matcher of another domain.

The kit counts answers to bare chatter. A channel holds questions, too, which are what a matcher falls for; and of all its lines the
gate lets only a few through. Here both stand in the way, and the answers are counted per 1,000 lines of the channel. It is an upper
bound: nothing waits for people, who answer many of these questions first. Entries of the factoid tasks are about the same channel,
so some of the answers to it are right.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from tests.quality.kit import Row, read
from tests.quality.matcher_bridge import Asked

PARTS = ("dev", "train-ab")  # logs whose lines are counted; those before the first labelled line of a slice are context
ASKS_FROM = 0.5  # verdict of a gate from which a line passes

Make = Callable[[list[Row], list[str]], Asked]
Feed = Callable[[float, str, str], float | bool | None]  # time, nick, text of each line -> whether it asks for help


def channel(data: Path, gate: Callable[[], Feed], makes: Mapping[str, Make], limit: int | None = None) -> list[Row]:
    """One row for each task and matcher, and their means.

    Answers to each part of the logs are per 1,000 of its lines. The same matchers, from the same confidence on, answer so many of the
    task's own questions rightly and wrongly, and of near-domain questions that have no entry.
    """
    files = {part: data / f"logs-{part}.jsonl.gz" for part in PARTS}
    logs = {part: Lines.of(read(path)[:limit], gate) for part, path in files.items() if path.exists()}
    chatter = [row["text"] for row in read(data / "chatter.jsonl.gz") if row["use"] == "calib"]
    rows: list[Row] = []
    for path in sorted(data.glob("faq-*.jsonl.gz")):
        task, name = read(path), path.name.removeprefix("faq-").removesuffix(".jsonl.gz")
        for who, make in makes.items():
            match = make([row for row in task if row["kind"] == "entry"], chatter)
            answered = {f"{part}, answered/1000": lines.answered(match) for part, lines in logs.items()}
            rows.append({"task": name, "matcher": who, **answered, **asked(match, task, limit)})
    return [*rows, *(_mean(who, [row for row in rows if row["matcher"] == who]) for who in makes if rows)]


def asked(match: Asked, task: Sequence[Row], limit: int | None) -> Row:
    """Shares of the task's questions that are answered rightly, wrongly, and although they have no entry."""
    queries, near = ([row for row in task if row["kind"] == kind][:limit] for kind in ("query", "near"))
    given = [(match.answer(row["text"]), row["gold"]) for row in queries]
    return {
        "right": share([answer in gold for answer, gold in given]),
        "wrong": share([answer not in {"", *gold} for answer, gold in given]),
        "near answered": share([match.answer(row["text"]) != "" for row in near]),
    }


def share(values: Sequence[float]) -> float | None:
    """The mean; None of nothing."""
    return fmean(values) if values else None


@dataclass(frozen=True, slots=True)
class Lines:
    """Labelled lines of some logs."""

    count: int
    passing: list[str]  # the gate takes them for requests

    @classmethod
    def of(cls, logs: Sequence[Row], gate: Callable[[], Feed]) -> "Lines":
        verdicts = [(row["x"], passes) for log in logs for row, passes in gated(log, gate()) if "l" in row]
        return cls(len(verdicts), [text for text, passes in verdicts if passes])

    def answered(self, match: Asked) -> float:
        """Answers per 1,000 lines."""
        return 1000 * sum(match.answer(text) != "" for text in self.passing) / max(self.count, 1)


def gated(log: Row, feed: Feed) -> Iterator[tuple[Row, bool]]:
    """Every line of a slice, and whether it passes the gate."""
    for row in log["messages"]:
        verdict = feed(row["t"], row["n"], row["x"])
        yield row, verdict is not None and float(verdict) >= ASKS_FROM


def _mean(who: str, rows: Sequence[Row]) -> Row:
    figures = [key for key in rows[0] if key not in ("task", "matcher")]
    return {"task": "mean", "matcher": who, **{key: share([row[key] for row in rows if row[key] is not None]) for key in figures}}
