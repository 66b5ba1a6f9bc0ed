"""A plugin of another package, as small as one can be: for the tests of the loader."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from bot.core.knowledge import Knowledge
from bot.core.moments import Moment
from bot.core.plugin import CommandSpec, Proposal, Reason
from bot.core.settings import Settings
from bot.core.view import View

SETTINGS: Mapping[str, Any] = {
    "size": {"type": "integer", "minimum": 1, "maximum": 9, "description": "How small."},
    "reads": {
        "type": ["boolean", "object"],
        "format": "patience-model",
        "properties": {"model": {"type": "string"}},
        "additionalProperties": False,
        "description": "With what it compares meanings.",
    },
    "rest": {"type": "string", "format": "patience-duration", "description": "How long it rests."},
}
PHRASES: Mapping[str, frozenset[str]] = {"tiny.says": frozenset({"size"})}


@dataclass(frozen=True, slots=True)
class Tiny:
    """The plugin: hears nothing."""

    size: int
    reads: Any
    name: ClassVar[str] = "tiny"
    hears: ClassVar[tuple[type[Moment], ...]] = ()
    commands: ClassVar[tuple[CommandSpec, ...]] = ()

    def handle(self, _moment: Moment, _memory: View) -> Iterable[Proposal | Reason]:
        return ()


def build(section: Mapping[str, Any], _settings: Settings, _knowledge: Knowledge) -> Tiny:
    if section.get("size") == 7:
        raise ValueError("seven is not small")
    reads = section["reads"]
    if reads:
        reads.vectors(("what it knows",))
    return Tiny(section.get("size", 1), reads)
