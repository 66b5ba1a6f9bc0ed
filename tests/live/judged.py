"""Whether what the bot said in a conversation is what it should have said."""

from dataclasses import dataclass, replace

from tests.transcript import Conversation, Line, misses


@dataclass(frozen=True)
class Played:
    """What was said in a conversation, and by how many simulated seconds a busy machine has shifted what is done in it."""

    lines: list[Line]
    late: float


def judge(conversation: Conversation, played: dict[str, Played | Exception], tolerance: float) -> None:
    """Every expected line was said, to whom and when it should be, and nothing else; of two places the order does not matter."""
    one = played[conversation.name]
    if isinstance(one, Exception):
        raise one
    lines, tolerance = one.lines, tolerance + one.late
    wrong = []
    for there in {_there(line.where, line.to) for line in conversation.expected} | {_there(where, to) for _, to, _, where in lines}:
        expected = tuple(line for line in conversation.expected if _there(line.where, line.to) == there)
        wrong += misses(replace(conversation, expected=expected), [line for line in lines if _there(line[3], line[1]) == there], tolerance)
    assert not wrong, "\n".join(wrong)


def _there(where: str, to: str) -> tuple[str, str]:
    """A room, or the private chat with one person."""
    return where, to if where == "private" else ""
