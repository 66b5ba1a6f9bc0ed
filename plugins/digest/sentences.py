"""The sentences of this plugin and their variables; the words are in knowledge/phrases/."""

from collections.abc import Mapping

PHRASES: Mapping[str, frozenset[str]] = {
    "digest.figures": frozenset({"name", "when", "asked", "people", "entries", "nobody", "open"}),
    "digest.within": frozenset({"span"}),
    "digest.over": frozenset({"span"}),
    "digest.gaps": frozenset({"items"}),
    "digest.gap": frozenset({"count", "question"}),
    "digest.care": frozenset({"wrong", "due", "drafts"}),
    "digest.thin": frozenset({"items", "count"}),
    "digest.thin_nobody": frozenset({"topic"}),
    "digest.thin_until": frozenset({"topic", "day"}),
    "digest.thin_one": frozenset({"topic", "name"}),
    "digest.helpers": frozenset({"names"}),
    "digest.askers": frozenset({"names"}),
    "digest.unregistered": frozenset({"names", "topic"}),
    "digest.more": frozenset({"names", "count"}),
    "digest.listening": frozenset({"rooms", "answers", "calls", "faster", "slower", "rate"}),
    "digest.rest": frozenset(),
}
