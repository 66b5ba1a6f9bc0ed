"""What the plugin asks of a model of meaning. The house opens it (`semantic` in bot.yaml); the plugin sees vectors alone."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt


class Meaning(Protocol):
    """Texts as vectors whose directions are alike where meanings are."""

    @property
    def name(self) -> str:
        """Stands for its content: the same name, the same vectors."""
        ...

    def vectors(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """One row a text, of unit length: (n, d). A few milliseconds a text, so ask for few, and for all of them at once."""
        ...
