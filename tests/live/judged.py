"""Whether what the bot said in a conversation is what it should have said."""

from tests.transcript import Conversation, Line, misses

Lines = list[Line]


def judge(conversation: Conversation, played: dict[str, Lines | Exception], tolerance: float) -> None:
    """Every expected line was said, to whom and when it should be, and nothing else."""
    lines = played[conversation.name]
    if isinstance(lines, Exception):
        raise lines
    wrong = misses(conversation, lines, tolerance)
    assert not wrong, "\n".join(wrong)
