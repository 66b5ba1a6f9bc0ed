"""Fits the weights of how sure an answer is (plugins/faq/weighing.py), and says how well they travel.

    python -m tests.quality.fit_score path/to/quality [--semantic]

The texts: questions of the kit's corpora; those of them that nothing answers; #ubuntu chatter, looked up in each corpus; and of the shipped
knowledge each phrasing without itself, each phrasing without its entry, each `not` example without itself. Of each the entry that comes
first, and whether it is right. Logistic regression by Newton's method, each corpus and each kind of text of equal weight in it, whatever
its number. Every corpus is judged by weights of all others (the two sets of factoids count as one). Not part of the product.
"""

import argparse
import math
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.load import load_knowledge
from plugins.faq import weighing
from plugins.faq.calibration import spread
from plugins.faq.matcher import Matcher
from plugins.faq.meaning import Meaning
from plugins.faq.weighing import Text, Weighing, doubted, weigh
from plugins.faq.words import fold
from tests.builders import ROOT
from tests.quality.kit import Kit, Row, read
from tests.quality.matcher_bridge import entry_of, model

Floats = npt.NDArray[np.float64]

SIGNS = ("units", "shared", "rarity")
SHIPPED = "shipped"
# How much each kind of text counts: all that must not be answered twice what is right; wrong ones and chatter more than the near.
WEIGHTS = {"right": 1.0, "wrong": 0.7, "chatter": 0.7, "near": 0.35, "not": 0.35}
CHATTER = 4000  # lines that are looked up in each corpus
STEPS = 30  # of Newton's method: it has converged long before
RIDGE = 1e-4  # of the number of texts, so that no sign can run away
NEAR_RATE, CHATTER_RATE = 0.05, 0.01  # of near questions, and of chatter, that are answered where a share is told

Signs = tuple[float, float, float]
NOTHING: tuple[int, Signs] = -1, (-10.0, 0.0, 0.0)  # no entry, and what is far below what chatter reaches


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts of one kind: their signs (n, k)."""

    kind: str
    signs: Floats


def told(found: Weighing) -> tuple[int, Signs]:
    """The entry that comes first, and its signs."""
    best = found.first
    return (best.entry, (best.units, math.log1p(best.shared), found.rarity)) if best else NOTHING


def look_up(matcher: Matcher, text: Text) -> Weighing:
    assert matcher.views is not None  # no corpus is empty
    return doubted(weigh(matcher.views, text), matcher.doubts(text))


def corpus(rows: Sequence[Row], chatter: Mapping[str, Sequence[str]], meaning: Meaning | None) -> list[Texts]:
    """One corpus of the kit."""
    matcher = Matcher.build([entry_of(row) for row in rows if row["kind"] == "entry"], chatter["calib"], meaning=meaning)
    number = {known.entry.id: place for place, known in enumerate(matcher.known)}
    kinds: dict[str, list[Signs]] = {}
    asked = [(row["text"], [number[gold] for gold in row.get("gold", ())]) for row in rows if row["kind"] in {"query", "near"}]
    for text, gold in [*asked, *((line, None) for line in spread(chatter["test"], CHATTER))]:
        weighed = look_up(matcher, Text(matcher.releases.spell(fold(text))))
        entry, found = told(weighed)
        kind = "chatter" if gold is None else "near" if not gold else "right" if entry in gold else "wrong"
        kinds.setdefault(kind, []).append(found)
    return [Texts(kind, np.array(found)) for kind, found in kinds.items()]


def shipped(chatter: Sequence[str], meaning: Meaning | None) -> list[Texts]:
    """The knowledge in this repository."""
    knowledge, _ = load_knowledge(ROOT / "knowledge", "en", None)
    matcher = Matcher.of(knowledge, meaning=meaning)
    kinds: dict[str, list[Signs]] = {}
    for kind, found in _own(matcher):
        kinds.setdefault(kind, []).append(found)
    for line in spread(chatter, CHATTER):
        weighed = look_up(matcher, Text(matcher.releases.spell(fold(line))))
        kinds.setdefault("chatter", []).append(told(weighed)[1])
    return [Texts(kind, np.array(found)) for kind, found in kinds.items()]


def _own(matcher: Matcher) -> Iterator[tuple[str, Signs]]:
    """The texts of the entries themselves, each as if it were not written down."""
    views = matcher.views
    assert views is not None
    for own, ((start, answer), (_, end)) in enumerate(zip(views.phrasings, views.spans, strict=True)):
        for row in range(start, answer):
            weighed = look_up(matcher, Text(views.texts[row], row))
            entry, found = told(weighed)
            yield ("right" if entry == own else "wrong"), found
            yield "near", told(weighed.less(own))[1]
        for row in range(answer + 1, end):
            entry, found = told(look_up(matcher, Text(views.texts[row], row)))
            if entry == own:
                yield "not", found


def fitted(corpora: Sequence[Sequence[Texts]]) -> Floats:
    """Weights, the offset last."""
    every = [texts for one in corpora for texts in one if len(texts.signs)]
    x = np.concatenate([np.column_stack([texts.signs, np.ones(len(texts.signs))]) for texts in every])
    y = np.concatenate([np.full(len(texts.signs), float(texts.kind == "right")) for texts in every])
    w = np.concatenate([np.full(len(texts.signs), WEIGHTS[texts.kind] / len(texts.signs)) for texts in every])
    w *= len(w) / w.sum()
    weights, penalty = np.zeros(x.shape[1]), np.diag([RIDGE * len(w)] * (x.shape[1] - 1) + [0.0])
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-x @ weights))
        hessian = (x * (w * p * (1 - p))[:, None]).T @ x + penalty
        weights = weights + np.linalg.solve(hessian, x.T @ (w * (y - p)) - penalty @ weights)
    return weights


def answered(weights: Floats, one: Sequence[Texts], kind: str, rate: float) -> float:
    """Share of the questions that are answered rightly when `rate` of the texts of a kind are answered."""
    scores = {texts.kind: texts.signs @ weights[:-1] + weights[-1] for texts in one}
    if len(scores.get(kind, ())) < 1 / rate:
        return math.nan
    line = np.sort(scores[kind])[::-1][math.floor(rate * len(scores[kind]))]
    return float((scores["right"] > line).sum() / sum(len(scores.get(name, ())) for name in ("right", "wrong")))


def kin(name: str) -> str:
    """Corpora of one origin must not judge each other."""
    return name.split("-")[0]


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kit")
    parser.add_argument("--semantic", action="store_true", help="with the model of the extra semantic")
    given = parser.parse_args(arguments)
    data, meaning = Kit.at(given.kit).data, model() if given.semantic else None
    lines = read(data / "chatter.jsonl.gz")
    chatter = {use: [row["text"] for row in lines if row["use"] == use] for use in ("calib", "test")}
    found = {_name(path): corpus(read(path), chatter, meaning) for path in sorted(data.glob("faq-*.jsonl.gz"))}
    found[SHIPPED] = shipped(chatter["test"], meaning)
    now = np.array([weighing.UNITS, weighing.SHARED, weighing.RARITY, weighing.OFFSET])
    for name, one in found.items():
        rest = fitted([texts for other, texts in found.items() if kin(other) != kin(name)])
        for whose, weights in (("fitted on the others", rest), ("as they are", now)):
            near, talk = answered(weights, one, "near", NEAR_RATE), answered(weights, one, "chatter", CHATTER_RATE)
            print(f"# {name}, {whose}: answered rightly at near 5 % {near:.3f}, at chatter 1 % {talk:.3f}")
    every = fitted(list(found.values()))
    print(", ".join(f"{sign} {weight:.2f}" for sign, weight in zip((*SIGNS, "offset"), every, strict=True)))


def _name(path: Path) -> str:
    return path.name.removeprefix("faq-").removesuffix(".jsonl.gz")


if __name__ == "__main__":
    main(sys.argv[1:])
