"""Meanings of sentences as vectors, by a small model that runs here from files that are here. docs/semantic.md tells operators.

`open_model()` is the pinned model of the extra `semantic`, `open_model(folder)` one that an operator has put there, and
`Remembered` keeps the vectors of the knowledge in a file. The libraries are imported when a model is opened, not before.
"""

from bot.semantic.model import Model, open_model
from bot.semantic.parts import NoModel
from bot.semantic.remembered import Remembered

__all__ = ["Model", "NoModel", "Remembered", "open_model"]
