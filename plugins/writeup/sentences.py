"""The sentences that the plugin says, each with the variables it fills in; the words are in knowledge/phrases."""

from collections.abc import Mapping

PHRASES: Mapping[str, frozenset[str]] = {"writeup.none": frozenset(), "help.writeup": frozenset()}
