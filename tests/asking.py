"""Questions and people, for tests of what is said to them."""

from dataclasses import replace
from typing import Any

from bot.core.people import Person, Place
from bot.core.records import Line, Question, Status, Step

ROOM = Place("net", "#rdo")
ALICE = Person("net", "alice", "alice", host="alice@example.org")
NOW = 1_790_000_000.0


def question(*lines: str, **more: Any) -> Question:
    """A question of alice's that waits for an answer; `more` are further fields."""
    said = tuple(Line(NOW, text) for text in lines)
    plain = Question(1, ROOM, ROOM.key, ALICE, said, NOW, NOW, Status.ASKED, Step.ANSWER, NOW, NOW + 1000)
    return replace(plain, **more)
