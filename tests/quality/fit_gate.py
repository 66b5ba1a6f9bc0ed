"""Fits the weights of the gate (bot/core/gate_weights.py) on labelled logs, and says how well they do on others.

    python -m tests.quality.fit_gate path/to/quality [--on fit --on train-ab] [--precision 0.91]

Logistic regression with a ridge penalty, by Newton's method; lines that a rule of the gate decides are left out. `BIAS` is moved so
that the score 0.5 lies where the wanted precision is reached among the lines of the last part that it is fitted on, each judged by weights
fitted without its half of the slices (cross-fitting). It prints the tables that gate_weights.py holds. What a burst is
depends a little on the gate in place (a question ends one), so a second run may differ in the hundredths. Not part of the product.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.core.company import Company
from bot.core.gate import Burst, asks_for_help, ruled_out
from bot.core.gate_signs import Told, signs
from bot.core.gate_weights import BY_HAND
from tests.quality.gate_bridge import Channel
from tests.quality.kit import Kit, Row, read

Floats = npt.NDArray[np.float64]
RIDGE = 1.0  # weight of the penalty: one line's worth for each sign
STEPS = 30  # of Newton's method: it has converged long before
PARTS = ("fit", "train-ab", "dev")
PRECISIONS = (0.85, 0.90, 0.95)


@dataclass(frozen=True, slots=True)
class Lines:
    """Labelled lines of one part: their signs (n, k), the sum of those weighed by hand (n), whether the signs decide (n), label, slice."""

    signs: Floats
    by_hand: Floats
    open: npt.NDArray[np.bool_]
    asks: npt.NDArray[np.bool_]
    slices: npt.NDArray[np.int64]

    def of(self, chosen: npt.NDArray[np.bool_]) -> "Lines":
        return Lines(*(getattr(self, name)[chosen] for name in Lines.__slots__))


def labelled(logs: Sequence[Row]) -> Iterator[tuple[int, Burst | None, bool]]:
    """Slice, burst and label of every line that has one."""
    for number, log in enumerate(logs):
        channel = Channel()
        for line in log["messages"]:
            burst = channel.burst(line["t"], line["n"], line["x"])
            label = line.get("help", {"start": True, "other": False}.get(line.get("l", "")))
            if burst is not None and asks_for_help(burst).asks:
                channel.asked(line["n"])
            if label is not None:
                yield number, burst, bool(label)


def lines(logs: Sequence[Row]) -> Lines:
    found = [(*_signs(burst), label, number) for number, burst, label in labelled(logs)]
    return Lines(*map(np.array, zip(*found, strict=True)))


NAMES = tuple(name for name, _ in signs(Company(), Told.of(("x",))) if name not in BY_HAND)


def _signs(burst: Burst | None) -> tuple[list[float], float, bool]:
    """The signs that are fitted, the sum of those that are not, and whether the signs decide."""
    if burst is None:
        return [0.0] * len(NAMES), 0.0, False
    told = Told.of(burst.lines)
    found = dict(signs(burst.company, told))
    by_hand = sum(weight * found[name] for name, weight in BY_HAND.items())
    return [found[name] for name in NAMES], by_hand, not ruled_out(burst, told)


def fitted(data: Lines) -> Floats:
    """Weights, the bias last."""
    used = data.of(data.open)
    x, y = np.column_stack([used.signs, np.ones(len(used.asks))]), used.asks.astype(float)
    penalty = np.diag([RIDGE] * (x.shape[1] - 1) + [0.0])
    weights = np.zeros(x.shape[1])
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-x @ weights - used.by_hand))
        hessian = (x * (p * (1 - p))[:, None]).T @ x + penalty
        weights = weights + np.linalg.solve(hessian, x.T @ (y - p) - penalty @ weights)
    return weights


def totals(weights: Floats, data: Lines) -> Floats:
    return np.where(data.open, data.signs @ weights[:-1] + data.by_hand + weights[-1], -np.inf)


def recall_at(total: Floats, asks: npt.NDArray[np.bool_], precision: float) -> tuple[float, float]:
    """The highest recall with this precision, and from which sum on."""
    order = np.argsort(-total, kind="stable")
    hits, flagged = np.cumsum(asks[order]), np.arange(1, len(order) + 1)
    good = np.flatnonzero((hits >= precision * flagged) & (flagged >= 20) & np.isfinite(total[order]))
    return (float(hits[good[-1]] / asks.sum()), float(total[order][good[-1]])) if len(good) else (0.0, np.inf)


def at_line(total: Floats, asks: npt.NDArray[np.bool_], line: float) -> tuple[float, float]:
    """Precision and recall of what reaches this sum."""
    said = total >= line
    return float(asks[said].mean()) if said.any() else 0.0, float(said[asks].mean())


def crossed(part: Lines, rest: Sequence[Lines]) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Sums of all lines of a part, each slice judged by weights fitted on the other half of its slices, and on the rest."""
    halves = [(part.of(part.slices % 2 != odd), part.of(part.slices % 2 == odd)) for odd in (0, 1)]
    found = [totals(fitted(joined([*rest, other])), held) for other, held in halves]
    return np.concatenate(found), np.concatenate([held.asks for _, held in halves])


def joined(parts: Sequence[Lines]) -> Lines:
    return Lines(*(np.concatenate([getattr(part, name) for part in parts]) for name in Lines.__slots__))


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kit")
    parser.add_argument("--on", action="append", choices=PARTS, help="what the weights are fitted on (repeatable)")
    parser.add_argument("--precision", type=float, default=0.90, help="at the score 0.5, cross-fitted")
    given = parser.parse_args(arguments)
    data = {part: lines(read(Kit.at(given.kit).data / f"logs-{part}.jsonl.gz")) for part in PARTS}
    for on in (("fit",), ("fit", "train-ab"), ("fit", "dev")):
        weights = fitted(joined([data[part] for part in on]))
        for part in PARTS:
            if part not in on:
                recalls = (recall_at(totals(weights, data[part]), data[part].asks, at)[0] for at in PRECISIONS)
                print(f"# fitted on {' + '.join(on)}, {part}: recall at precision .85 .90 .95: {' '.join(f'{x:.3f}' for x in recalls)}")
    on = tuple(given.on or ("fit", "train-ab"))
    weights = fitted(joined([data[part] for part in on]))
    _, line = recall_at(*crossed(data[on[-1]], [data[part] for part in on[:-1]]), given.precision)
    for part in PARTS:
        precision, recall = at_line(totals(weights, data[part]), data[part].asks, line)
        print(f"# {part}{' (fitted on)' if part in on else ''}: at 0.5 precision {precision:.3f}, recall {recall:.3f}")
    print(f"BIAS: Final = {weights[-1] - line:.2f}")
    for name, weight in zip(NAMES, weights, strict=False):
        print(f'        "{name}": {weight:.2f},')


if __name__ == "__main__":
    main(sys.argv[1:])
