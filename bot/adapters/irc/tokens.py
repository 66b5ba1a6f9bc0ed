"""Bytes from a server to lines, lines to tokens (irctokens). Hostile input gives fewer lines, never an exception but TooLongError.

Decoding is by line: UTF-8, else cp1252, because one channel is shared by people of both (modern.ircdocs.horse, "Character
encodings"). Lines end at LF; what follows a bare CR or a NUL is not part of a line.
"""

from irctokens import line as irctokens
from irctokens.line import Line

LINE_CAP = 64 * 1024  # bytes without a newline; tags (8191) and text (512) need a seventh of it

__all__ = ["LINE_CAP", "Line", "LineReader", "TooLongError", "decode", "param", "tokenise"]


class TooLongError(Exception):
    """The server sends without ever ending its line: nothing sensible can follow."""


class LineReader:
    """Cuts a stream into lines, wherever the network has cut it."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> list[str]:
        """The lines that are complete now. Raises TooLongError."""
        *raw, self._rest = (self._rest + data).split(b"\n")
        if len(self._rest) > LINE_CAP or any(len(line) > LINE_CAP for line in raw):
            raise TooLongError
        return [decode(line) for line in raw]


def decode(raw: bytes) -> str:
    """One line as text. Tags are UTF-8 by their specification and decoded for themselves, so that they survive a latin-1 text."""
    if raw.startswith(b"@"):
        tags, space, rest = raw.partition(b" ")
        return tags.decode("utf-8", "replace") + space.decode() + _decode_text(rest)
    return _decode_text(raw)


def _decode_text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def tokenise(text: str) -> Line | None:
    """One line in its parts; None when it has no command. Extra spaces are tolerated, as clients must."""
    text = text.lstrip(" ").rstrip("\r\n")
    if text.startswith("@"):
        tags, _, rest = text.partition(" ")
        text = f"{tags} {rest.lstrip(' ')}"
    try:
        line = irctokens.tokenise(text)
    except (ValueError, IndexError):
        return None
    line.tags = line.tags or {}
    return line


def param(line: Line, index: int) -> str:
    """A parameter, "" where the line is too short; -1 is the last."""
    try:
        return line.params[index]
    except IndexError:
        return ""
