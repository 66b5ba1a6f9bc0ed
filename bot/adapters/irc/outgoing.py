"""Words to lines: cleaned so that nothing in them can act, cut so that nothing of them is lost.

A server puts our own prefix before a line and cuts what is then too long, in the middle of a character if need be; so lines are
cut here, by bytes, for the prefix that we really have. Cuts fall between words; where a word is longer than a line, between
graphemes (a letter with its accents, an emoji with its parts); URLs are words and stay whole where they fit.
"""

import re
import unicodedata
from dataclasses import dataclass

from bot.adapters.irc.out import LINE_LIMIT, line
from bot.adapters.irc.state import State
from bot.core.actions import Say

BREAKS = re.compile(r"[\r\n\t\u0085\u2028\u2029]+")  # whatever any server or client might take for a line end, or show as a gap
# Controls (C0, DEL, C1: line ends, CTCP, mIRC codes, terminal escapes), text direction overrides, and halves of surrogate pairs.
UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
SMALLEST = 40  # bytes of text in a line, whatever a server says about its limits
LENGTH = re.compile(r"[0-9]{1,4}")
JOINER = "\u200d"
MODIFIERS = range(0x1F3FB, 0x1F400)  # emoji skin tones
TAG_CHARACTERS = range(0xE0020, 0xE0080)  # flags of regions
INDICATORS = range(0x1F1E6, 0x1F200)  # two of them are a flag
TAG_ESCAPES = str.maketrans({";": "\\:", " ": "\\s", "\\": "\\\\"})  # IRCv3 message-tags


@dataclass(frozen=True, slots=True)
class Target:
    """Where lines go, as written on the wire."""

    name: str
    room: bool


def clean(text: str) -> str:
    """Text that is one line and does nothing but be read."""
    return UNSAFE.sub("", BREAKS.sub(" ", text)).strip()


def cut(text: str, budget: int) -> str:
    """As much of a text as fits in so many bytes, by whole words where it can."""
    return next(iter(split(text, budget)), "")


def lines_for(say: Say, target: Target, state: State) -> list[str]:
    """The PRIVMSG lines of an utterance; empty when nothing is left of it after cleaning. The target must be one word."""
    texts = [text for text in map(clean, say.lines) if text]
    if texts and say.to is not None and target.room:
        texts[0] = f"{clean(state.shown(say.to.id) if say.to.id in state.users else say.to.name)}: {texts[0]}"
    budget = _budget(target.name, state)
    parts = [part for text in texts for part in split(text, budget)]
    return [line("PRIVMSG", target.name, text=part, tags=_tags(say, number, state)) for number, part in enumerate(parts)]


def labels(say: Say, count: int, state: State) -> frozenset[str]:
    """The labels under which the server will answer to so many lines of an utterance."""
    return frozenset(_label(say, number) for number in range(count) if "labeled-response" in state.caps)


def _label(say: Say, number: int) -> str:
    return f"{clean(say.key)}/{number}"


def _tags(say: Say, number: int, state: State) -> str:
    """What goes with one line for the server and for clients (IRCv3 message-tags, labeled-response, reply)."""
    tags = {}
    if "labeled-response" in state.caps:
        tags["label"] = _label(say, number)
    if say.reply_to and "message-tags" in state.caps:
        tags["+draft/reply"] = clean(say.reply_to)
    return ";".join(f"{name}={value.translate(TAG_ESCAPES)}" for name, value in tags.items())


def _budget(target: str, state: State) -> int:
    """Bytes of text that fit in one line once the server has put our prefix before it.

    A LINELEN below the standard is obeyed; a longer one is not used, because others read the line through other servers.
    """
    advertised = state.isupport.raw.get("LINELEN") or ""
    limit = min(LINE_LIMIT, int(advertised)) if LENGTH.fullmatch(advertised) else LINE_LIMIT
    return max(SMALLEST, limit - 2 - len(f"{state.source_prefix()}PRIVMSG {target} :".encode()))


def split(text: str, budget: int) -> list[str]:
    """Cut one line into parts of at most `budget` bytes of UTF-8 (at least 4). Only spaces at the cuts are lost."""
    parts: list[str] = []
    current = ""
    for word in text.split(" "):
        joined = f"{current} {word}" if current else word
        if len(joined.encode()) <= budget:
            current = joined
            continue
        if current:
            parts.append(current)
        *full, current = _pieces(word, budget)
        parts += full
    return [part for part in [*parts, current] if part]


def _pieces(word: str, budget: int) -> list[str]:
    """A word in pieces that fit; graphemes are torn only when one alone does not fit."""
    pieces = [""]
    for grapheme in _graphemes(word):
        units = [grapheme] if len(grapheme.encode()) <= budget else list(grapheme)
        for unit in units:
            if len((pieces[-1] + unit).encode()) > budget:
                pieces.append("")
            pieces[-1] += unit
    return pieces


def _graphemes(word: str) -> list[str]:
    """The word's user-perceived characters: enough of Unicode UAX 29 for what people type."""
    found: list[str] = []
    for char in word:
        if found and (_extends(char) or found[-1].endswith(JOINER) or _completes_flag(found[-1], char)):
            found[-1] += char
        else:
            found.append(char)
    return found


def _extends(char: str) -> bool:
    code = ord(char)
    return char == JOINER or code in MODIFIERS or code in TAG_CHARACTERS or unicodedata.category(char) in ("Mn", "Mc", "Me")


def _completes_flag(before: str, char: str) -> bool:
    return len(before) == 1 and ord(before) in INDICATORS and ord(char) in INDICATORS
