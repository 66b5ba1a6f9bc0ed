"""What the matcher knows of itself before it has heard a room, without labels: what chatter reaches, and questions that no entry answers.

A question that no entry answers, although one is near, is what any question of the folder becomes when its own entry is taken away.
"""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from plugins.faq.matcher import Match, Matcher
from plugins.faq.room import Prior

SAMPLE = 200  # wordings that are looked up without their entry: enough for the share below
LINES = 600  # of chatter that are looked up: one in a hundred is six of them, and it takes a part of a second
NEAR_SHARE = 0.02  # of questions without an entry, so many may be answered: about one line in fourteen asks, most are answered by people
USUAL_NEAR, HELD = 0.8, 50  # what that comes to in four folders of other kinds (0.70 to 0.88); it counts as so many wordings

T = TypeVar("T")


def prior(matcher: Matcher, chatter: Iterable[str]) -> Prior:
    """The same for the same knowledge. Some hundred look-ups."""
    lines = _spread(tuple(dict.fromkeys(chatter)), LINES)
    return Prior(_near(matcher), matcher.sure, tuple(sorted(_best(matcher.match(line)) for line in lines)))


def _near(matcher: Matcher) -> float:
    """The confidence that few questions exceed with an entry that is not theirs; near the usual one while there are few."""
    wordings = [(known.entry.id, text) for known in matcher.known for text in (known.entry.question, *known.entry.phrasings)]
    reached = sorted(_best(m for m in matcher.match(text) if m.entry.id != own) for own, text in _spread(wordings, SAMPLE))
    few = reached[-1 - int(NEAR_SHARE * len(reached))] if reached else 0.0
    return (few * len(reached) + USUAL_NEAR * HELD) / (len(reached) + HELD)


def _best(matches: Iterable[Match]) -> float:
    return next((match.confidence for match in matches), 0.0)


def _spread(values: Sequence[T], wanted: int) -> Sequence[T]:
    """At most `wanted` of them, evenly spread."""
    return values if len(values) <= wanted else [values[i * len(values) // wanted] for i in range(wanted)]
