"""All views as one, in units: 0 is about what ordinary chatter reaches with its best entry of a hundred, and 1 is a spread of that more."""

import numpy as np

from plugins.faq.rows import Floats

# Of each view: how much it counts, and the mean and spread of what chatter reaches. Learned from each folder's own chatter they did harm:
# how long its entries are moved them (README.md). The last view is a model that reads whole sentences, where there is one.
WEIGHTS = np.array([1.5, 1, 1, 2], np.float32) / np.float32(5.5)
MEAN = np.array([0.2, 0.18, 0.25, 0.4, 0.17], np.float32)
SPREAD = np.array([0.1, 0.1, 0.12, 0.13, 0.1], np.float32)
SHARE = np.float32(0.6)  # of all, that this last one counts

_ALL: Floats = np.append((1 - SHARE) * WEIGHTS, SHARE).astype(np.float32) / SPREAD
_WORDS: Floats = WEIGHTS / SPREAD[: len(WEIGHTS)]


def units(views: Floats) -> Floats:
    """Likeness of each entry. `views`: view x entry, with or without the one that reads sentences."""
    each = _WORDS if len(views) == len(_WORDS) else _ALL
    found: Floats = (each @ (views - MEAN[: len(views), None])).astype(np.float32, copy=False)
    return found
