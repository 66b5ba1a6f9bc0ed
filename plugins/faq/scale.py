"""Units in which the views are comparable: what ordinary chatter reaches with its best entry is 0, its spread is 1."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from plugins.faq.rows import Floats
from plugins.faq.views import Look

WEIGHTS = np.array([1, 1, 1, 0.5, 1, 1, 1], np.float32) / np.float32(6.5)  # whole words: BM25 finds, but is easily taken in
SENTENCES = np.float32(0.6)  # share of a model that reads whole sentences, where there is one
FLOOR = 1e-3  # smallest spread of a view: chatter of one kind must not make units of nothing
TRUST = 30  # lines of chatter that weigh as much as the usual units

MIXED = np.append((1 - SENTENCES) * WEIGHTS, SENTENCES).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Scale:
    """Mean and spread of each view's best entry, over chatter."""

    mean: Floats
    spread: Floats

    def units(self, views: Floats) -> Floats:
        """All views (view x entry) as one, in units of chatter."""
        weights = WEIGHTS if len(views) == len(WEIGHTS) else MIXED
        each = weights / self.spread[: len(views)]
        units: Floats = (each @ views - each @ self.mean[: len(views)]).astype(np.float32, copy=False)
        return units


USUAL = Scale(  # a hundred entries, real chatter
    np.array([0.2, 0.18, 0.2, 0.25, 0.4, 0.4, 0.25, 0.17], np.float32), np.array([0.1, 0.1, 0.12, 0.12, 0.13, 0.13, 0.08, 0.1], np.float32)
)


def learn_scale(looks: Sequence[Look]) -> Scale:
    """Units from looks at chatter, held near the usual ones while there is little of it."""
    tops = [look.views.max(1) for look in looks if look.entries]
    trust = np.float32(len(tops) / (len(tops) + TRUST))
    if not tops:
        return USUAL
    seen = np.stack(tops)

    def blend(usual: Floats, found: Floats) -> Floats:
        mixed: Floats = (1 - trust) * usual[: len(found)] + trust * found
        return mixed

    return Scale(blend(USUAL.mean, seen.mean(0)), np.maximum(blend(USUAL.spread, seen.std(0)), np.float32(FLOOR)))
