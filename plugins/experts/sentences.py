"""The sentences that the plugin says, each with the variables it fills in; the words are in knowledge/phrases."""

from collections.abc import Mapping

_ABOUT = frozenset({"asker", "topic", "question"})
PHRASES: Mapping[str, frozenset[str]] = {
    "experts.call": _ABOUT,
    "experts.call_private": _ABOUT | {"room"},
    "experts.called": frozenset({"expert", "topic", "keep"}),
    "experts.called_unknown": frozenset({"expert", "topic", "keep"}),
    "experts.called_next": frozenset({"expert", "topic", "keep"}),
    "experts.called_instead": frozenset({"expert", "topic", "keep"}),
    "experts.which": frozenset(),
    "experts.park": frozenset({"topic"}),
    "experts.park_night": frozenset({"topic"}),
    "experts.park_when": frozenset({"topic", "when"}),
    "experts.park_night_when": frozenset({"topic", "when"}),
    "experts.park_no_topic": frozenset(),
    "experts.park_called": frozenset({"topic"}),
    "experts.park_nobody": frozenset({"topic"}),
    "experts.next_step": frozenset({"place"}),
    "experts.next_step_list": frozenset({"place", "list"}),
    "experts.next_step_mail": frozenset({"place", "list"}),
    "experts.waiting": frozenset({"expert"}),
    "experts.kept": frozenset(),
    "experts.direct": frozenset({"room"}),
    "experts.show": frozenset({"count", "topic", "asker", "age", "question"}),
    "experts.show_one": frozenset({"topic", "asker", "age", "question"}),
    "experts.who": frozenset({"topic"}),
    "experts.who_later": frozenset({"topic"}),
    "experts.who_days": frozenset({"topic"}),
    "experts.who_nobody": frozenset({"topic"}),
    "experts.who_unknown": frozenset({"topic"}),
    "experts.who_what": frozenset(),
    "help.who": frozenset(),
}
