"""What IRC people put into text that is not text: mIRC formatting and CTCP.

Only `\\x01COMMAND words\\x01` at the start of a message is CTCP. The quoting of \\x10 is never undone: undoing it would turn
what a stranger typed into a real line end (a way to make a bot send commands).
"""

import re
from dataclasses import dataclass

CTCP = "\x01"
# modern.ircdocs.horse/formatting: colour (with digits), hex colour, and the single-character codes; then every other control code but tab
CODES = re.compile(r"\x03(?:\d{1,2}(?:,\d{1,2})?)?|\x04(?:[0-9A-Fa-f]{6}(?:,[0-9A-Fa-f]{6})?)?|[\x00-\x08\x0a-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Ctcp:
    """One CTCP request or, in a NOTICE, an answer to one."""

    command: str  # upper case
    words: str


def plain(text: str) -> str:
    """The text that people see."""
    return CODES.sub("", text)


def ctcp(text: str) -> Ctcp | None:
    """The CTCP message that this text is; None for ordinary text."""
    if not text.startswith(CTCP):
        return None
    command, _, words = text[1:].partition(CTCP)[0].partition(" ")
    return Ctcp(command.upper(), words)
