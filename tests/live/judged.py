"""Whether what the bot said in a conversation is what it should have said."""

from dataclasses import replace

from tests.transcript import Conversation, Line, misses

Lines = list[Line]


def judge(conversation: Conversation, played: dict[str, Lines | Exception], tolerance: float) -> None:
    """Every expected line was said, to whom and when it should be, and nothing else; of two places the order does not matter."""
    lines = played[conversation.name]
    if isinstance(lines, Exception):
        raise lines
    wrong = []
    for there in {_there(one.where, one.to) for one in conversation.expected} | {_there(where, to) for _, to, _, where in lines}:
        expected = tuple(one for one in conversation.expected if _there(one.where, one.to) == there)
        wrong += misses(replace(conversation, expected=expected), [one for one in lines if _there(one[3], one[1]) == there], tolerance)
    assert not wrong, "\n".join(wrong)


def _there(where: str, to: str) -> tuple[str, str]:
    """A room, or the private chat with one person."""
    return where, to if where == "private" else ""
