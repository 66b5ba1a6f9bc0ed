"""Fits the weights of the router (plugins/experts/likely.py) on labelled logs, and says how well they do on others.

    python -m tests.quality.fit_router path/to/quality [--on fit --on train-ab]

A conditional logit by Newton's method: of everybody who is compared one answers first; whoever joined later counts a part. Then, with
these weights, NOBODY: the score of "nobody of them" that makes it as frequent as it was, among all that began a conversation. The history
of all parts is heard, as it happened; only questions of the parts named are learned from. It prints what likely.py holds. Not part of the
product.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from plugins.experts.likely import WEIGHTS, candidates, named_in, terms
from tests.quality.kit import Kit, Row, read
from tests.quality.router_bridge import Router

Floats = npt.NDArray[np.float64]
RIDGE = 3.0  # weight of the penalty, as in three questions a sign
STEPS = 20  # of Newton's method: it has converged long before
SHORTEST = 1e-3  # of a step: it is no better in that direction
TINY = 1e-300  # no logarithm of nothing
JOINED = 0.3  # what somebody counts who joined later, beside the first answerer's 1
PARTS = ("fit", "train-ab", "dev")


@dataclass(frozen=True, slots=True)
class Question:
    """One question: what is weighed of each who might answer (n, k), and their shares in answering (n), or 0 for all."""

    part: str
    signs: Floats
    shares: Floats
    first: int | None  # which of them answered first; None: somebody else, or nobody


def questions(logs: Iterable[Row]) -> Iterator[Question]:
    """Every question of one channel, in order of time, answered or not."""
    router = Router()
    for log in sorted(logs, key=lambda one: one["messages"][0]["t"]):
        here: dict[str, str] = {}
        for line in log["messages"]:
            if line.get("l") in ("start", "lone"):
                by = [nick.lower() for nick in line.get("by", ()) if nick != line["n"]]
                yield _question(router, log["part"], line, by)
            name = line["x"].split(maxsplit=1)[0].lstrip("@") if line["x"].strip() else ""
            to = here.get(name[:-1].lower()) if name[-1:] in (":", ",") else None
            router.observe(line["t"], line["n"], line["x"], to)
            here[line["n"].lower()] = line["n"]


def _question(router: Router, part: str, line: Row, by: Sequence[str]) -> Question:
    names, found = named_in(line["x"]), dict(candidates(router.answering, line["n"].lower(), line["t"]))
    rows = np.array([terms(signs, who in names) for who, signs in found.items()]).reshape(len(found), len(WEIGHTS))
    shares = np.array([1.0 if who in by[:1] else JOINED if who in by else 0.0 for who in found])
    first = next((number for number, who in enumerate(found) if who in by[:1]), None)
    return Question(part, rows, shares / max(shares.sum(), JOINED), first)


def fitted(asked: Sequence[Question]) -> Floats:
    """The weights (k), from the questions that somebody who was compared has answered."""
    asked = [one for one in asked if one.shares.any()]
    weights: Floats = np.zeros(len(WEIGHTS))
    for _ in range(STEPS):
        step, length = _step(asked, weights), 1.0
        while length > SHORTEST and _worth(asked, weights + length * step) < _worth(asked, weights):
            length /= 2  # too far: from the start, Newton's method overshoots
        weights += length * step
    return weights


def _step(asked: Sequence[Question], weights: Floats) -> Floats:
    """Newton's step."""
    slope: Floats = -RIDGE * weights
    curve: Floats = RIDGE * np.eye(len(weights))
    for one in asked:
        chances = _chances(one.signs, weights)
        mean: Floats = chances @ one.signs
        spread: Floats = (one.signs * chances[:, None]).T @ one.signs - np.outer(mean, mean)
        slope += one.shares @ one.signs - mean
        curve += spread
    step: Floats = np.asarray(np.linalg.solve(curve, slope), dtype=np.float64)
    return step


def _worth(asked: Sequence[Question], weights: Floats) -> float:
    """The logarithm of the likelihood, less the penalty."""
    likelihood = sum(float(one.shares @ np.log(_chances(one.signs, weights) + TINY)) for one in asked)
    return likelihood - RIDGE * float(weights @ weights) / 2


def _chances(signs: Floats, weights: Floats) -> Floats:
    scores = signs @ weights
    powers: Floats = np.exp(scores - scores.max())
    chances: Floats = powers / powers.sum()
    return chances


def nobody(asked: Sequence[Question], weights: Floats) -> float:
    """The score with which "nobody of them" is as frequent as it was."""
    low, high = -20.0, 20.0
    wanted = sum(not one.shares.any() for one in asked)
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if sum(_none(one, weights, middle) for one in asked) < wanted else (low, middle)
    return low


def _none(one: Question, weights: Floats, score: float) -> float:
    """The chance that nobody of them answers."""
    return float(1 / (1 + np.exp(one.signs @ weights - score).sum()))


def told(asked: Sequence[Question], weights: Floats) -> str:
    """Hit@1, Hit@3 and whether one of the first three joined, of all answered questions whose first answerer was compared."""
    known = [one for one in asked if one.first is not None and one.shares.any()]
    orders = [np.argsort(-(one.signs @ weights), kind="stable")[:3] for one in known]
    first = np.mean([order[0] == one.first for order, one in zip(orders, known, strict=True)])
    three = np.mean([one.first in order for order, one in zip(orders, known, strict=True)])
    joined = np.mean([one.shares[order].any() for order, one in zip(orders, known, strict=True)])
    return f"{len(known)} questions: Hit@1 {first:.3f}, Hit@3 {three:.3f}, one of three joined {joined:.3f}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kit", help="folder of the evaluation kit")
    parser.add_argument("--on", action="append", choices=PARTS[:2], help="learn from this part; repeatable; default both")
    given = parser.parse_args()
    data = Kit.at(given.kit).data
    asked = list(questions(log for part in PARTS for log in read(data / f"logs-{part}.jsonl.gz")))
    on = given.on or PARTS[:2]
    weights = fitted([one for one in asked if one.part in on])
    for name, weight in zip(WEIGHTS, weights, strict=True):
        print(f"{name:8} {weight:6.2f}")
    print(f"NOBODY   {nobody([one for one in asked if one.part in on], weights):6.2f}")
    for part in PARTS:
        print(f"{part}{' (learned from)' if part in on else ''}: {told([one for one in asked if one.part == part], weights)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
