"""The sentences that the plugin says, each with the variables it fills in; the words are in knowledge/phrases."""

from collections.abc import Mapping

from plugins.writeup.deciding import PHRASES as DECIDING

PHRASES: Mapping[str, frozenset[str]] = {
    "writeup.none": frozenset(),
    "writeup.how": frozenset(),
    "writeup.waits": frozenset(),
    "writeup.refused": frozenset(),
    "writeup.thanks": frozenset({"helper", "prefix"}),
    "writeup.thanks_named": frozenset({"helper", "name", "prefix"}),
    "writeup.credited": frozenset({"name"}),
    "writeup.uncredited": frozenset(),
    "writeup.ask": frozenset({"question", "answer", "name"}),
    "writeup.both": frozenset({"number"}),
    "help.writeup": frozenset(),
    **DECIDING,
}
