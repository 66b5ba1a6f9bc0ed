"""What we want to reach, and whether a run has: one line for each figure, beside the two baselines of the kit."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from tests.quality.kit import Row

OURS, SEMANTIC = "Patience", "with `semantic`"
BASELINES = {
    "faq": ("token_set", "fusion"),
    "channel": ("", ""),
    "gate": ("question_mark", "hand_rule"),
    "route": ("recency", "answers30"),
    "speed": ("token_set", "fusion"),
}
WHO = {
    "faq": "matcher",
    "channel": "matcher",
    "gate": "gate",
    "route": "router",
    "speed": "matcher",
    "rdo": "matcher",
}  # the column that names the contender

Rows = Mapping[str, list[Row]]  # by command
Figure = Callable[[list[Row]], float | None]  # of one contender's rows


@dataclass(frozen=True, slots=True)
class Target:
    """One figure and the value that it should reach, for the default install and with the `semantic` extra."""

    name: str
    command: str
    figure: Figure
    goal: float
    semantic: float | None = None  # None: the extra has no target of its own
    at_most: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """A target and what was measured."""

    target: Target
    who: str
    goal: float
    value: float
    baselines: tuple[float | None, float | None]

    @property
    def met(self) -> bool:
        return self.value <= self.goal if self.target.at_most else self.value >= self.goal


def one(key: str, **where: object) -> Figure:
    """The figure in the column `key` of the row with these values."""

    def figure(rows: list[Row]) -> float | None:
        return next((row.get(key) for row in rows if all(row.get(name) == value for name, value in where.items())), None)

    return figure


def worst(*keys: str) -> Figure:
    """The largest value of the columns."""
    return lambda rows: max((row[key] for row in rows for key in keys if row.get(key) is not None), default=None)


def growth(rows: list[Row]) -> float | None:
    """How much dearer a look-up gets from 1,000 to 10,000 entries."""
    small, large = one("p50 ms", entries=1000)(rows), one("p50 ms", entries=10_000)(rows)
    return large / small if small and large else None


TARGETS = (
    Target("P@1 HINT3 Curekart", "faq", one("P@1", task="hint3-curekart"), 0.86, 0.88),
    Target("P@1 BANKING77-OOS", "faq", one("P@1", task="banking77-oos-dev"), 0.71, 0.80),
    Target("P@1 CLINC150", "faq", one("P@1", task="clinc150"), 0.66, 0.78),
    Target("P@1 real #ubuntu lines → the entry a helper chose", "faq", one("P@1", task="factoids"), 0.30, 0.42),
    Target("answered rightly when 5 % of near misses are, Curekart", "faq", one("CA near 5%", task="hint3-curekart"), 0.52, 0.55),
    Target("answered rightly when 1 % of chatter is, BANKING77-OOS", "faq", one("CA chat 1%", task="banking77-oos-dev"), 0.66, 0.75),
    Target("answered rightly when 1 % of chatter is, CLINC150", "faq", one("CA chat 1%", task="clinc150"), 0.48, 0.60),
    Target("promise of 1 in 1,000, bare chatter, worst task", "faq", worst("wrong/1000"), 2.0, 2.0, at_most=True),
    Target(
        "promise of 1 in 1,000, channel lines behind the gate, worst task",
        "channel",
        worst("dev, answered/1000", "train-ab, answered/1000"),
        2.0,
        2.0,
        at_most=True,
    ),
    Target("gate, dev: recall at precision .90", "gate", one("R@P.90", logs="dev"), 0.72),
    Target("who will answer, dev: Hit@1", "route", one("Hit@1", logs="dev"), 0.34),
    Target("who will answer, dev: Hit@3", "route", one("Hit@3", logs="dev"), 0.53),
    Target("who will answer, dev: any answerer in top 3", "route", one("any answerer in top 3", logs="dev"), 0.65),
    Target("look-up at 1,000 × 5: p50 ÷ token_set scan", "speed", one("p50 / scan", entries=1000), 0.05, at_most=True),
    Target("look-up at 1,000 × 5: p99 ÷ token_set scan", "speed", one("p99 / scan", entries=1000), 0.10, at_most=True),
    Target("look-up at 1,000 × 5: p50, ms", "speed", one("p50 ms", entries=1000), 20.0, 20.0, at_most=True),
    Target("growth of p50 from 1,000 to 10,000 entries", "speed", growth, 2.0, at_most=True),
)


def outcomes(rows: Rows) -> Iterator[Outcome]:
    """What was measured of each target, the default install before the extra; what was not measured is left out."""
    for target in TARGETS:
        goals = {OURS: target.goal} | ({SEMANTIC: target.semantic} if target.semantic is not None else {})
        first, second = (_value(target, rows, name) for name in BASELINES[target.command])
        for who, goal in goals.items():
            value = _value(target, rows, who)
            if value is not None:
                yield Outcome(target, who, goal, value, (first, second))


def _value(target: Target, rows: Rows, who: str) -> float | None:
    own = [row for row in rows.get(target.command, []) if row[WHO[target.command]] == who]
    return target.figure(own) if who else None


def fallen(rows: Rows) -> list[str]:
    """The tasks in which the right entry comes first more rarely than with the better baseline: there must be none."""
    found = []
    for task in dict.fromkeys(row["task"] for row in rows.get("faq", [])):
        by = {row["matcher"]: row["P@1"] for row in rows["faq"] if row["task"] == task}
        bar = max((by[name] for name in BASELINES["faq"] if name in by), default=0.0)
        found += [f"{who} on {task}: {by[who]:.3f}, baseline {bar:.3f}" for who in (OURS, SEMANTIC) if by.get(who, bar) < bar]
    return found
