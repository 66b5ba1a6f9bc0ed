"""The sentences that the plugin says, each with the variables it fills in; the words are in knowledge/phrases."""

from collections.abc import Mapping

_LATE = frozenset({"helper", "time", "text"})
PHRASES: Mapping[str, frozenset[str]] = {
    "followup.late": _LATE,
    "followup.late_wrote": _LATE,
    "followup.late_more": _LATE,
    "followup.late_rest": frozenset({"count"}),
    "followup.list_sent": frozenset(),
    "followup.list_none": frozenset(),
    "followup.list_bridge": frozenset(),
    "followup.list_to": frozenset({"list", "subject"}),
    "followup.list_nowhere": frozenset({"subject"}),
    "followup.list_asked": frozenset({"room", "day", "time", "question"}),
    "followup.list_system": frozenset(),
    "followup.list_tried": frozenset(),
    "followup.list_how": frozenset(),
    "followup.last_word": frozenset({"left"}),
    "followup.last_word_list": frozenset({"left", "list"}),
    "followup.invite": frozenset({"prefix", "name"}),
    "followup.offer": frozenset({"prefix", "topic", "days"}),
    "followup.offer_how": frozenset({"topic", "days"}),
    "followup.offer_refused": frozenset(),
    "help.list": frozenset(),
}
