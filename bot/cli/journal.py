"""What the service logs: one record is one line, and the lines of a traceback look like nothing else.

Words of strangers are in it (nicks, reasons, what a server said), and they stay words: no line end of theirs begins a line of
ours, and no escape sequence reaches the terminal of whoever reads the journal.
"""

import logging
from typing import Any

from bot.core.text import clean

FORMAT = "%(levelname)s %(name)s: %(message)s"  # the system's journal adds the time
INDENT = "  | "  # in front of each line of a traceback: none of them can be taken for a record


class Journal(logging.Formatter):
    """Formats records."""

    def __init__(self) -> None:
        super().__init__(FORMAT)

    def formatMessage(self, record: logging.LogRecord) -> str:  # type: ignore[explicit-override]  # noqa: N802  # logging's name
        return clean(super().formatMessage(record))

    def formatException(self, ei: Any) -> str:  # type: ignore[explicit-override]  # noqa: N802
        return _indented(super().formatException(ei))

    def formatStack(self, stack_info: str) -> str:  # type: ignore[explicit-override]  # noqa: N802
        return _indented(super().formatStack(stack_info))


def _indented(text: str) -> str:
    return "\n".join(INDENT + clean(line) for line in text.split("\n"))
