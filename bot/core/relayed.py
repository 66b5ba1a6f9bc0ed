"""What bridges do to a line on its way, undone: names, quotes, corrections, cuts. Pure: text in, text out.

The formats are those of matrix-appservice-irc (src/bridge/MatrixHandler.ts: short and long replies, `s/old/new/` and `* new`
for edits, "full message at" for long ones; its issues #1477, #1556, #1558, #806) and of heisenbridge (plumbed_room.py: a zero-width
space within names, "long message truncated"). bot/README.md tells them.
"""

import re
from collections.abc import Callable, Iterator

from bot.core.text import words

LONG = 300  # characters: a bridge cuts what does not fit into a line of IRC (512 bytes with everything around it) into several
SIMILAR = 0.5  # of the words: a line behind a star that shares fewer with the one before is an item of a list, not its correction
LONGEST_NAME = 80  # characters: display names on Matrix have some dozens, and whoever writes a longer one wants nothing good
LONGEST_REMARK = 400  # characters at the end of a line in which a bridge says that it was longer: a link and a few words
HIDDEN = re.compile("[\u200b-\u200f\u2060-\u2064\ufeff\u00ad]")  # what bridges put into names so that nobody is highlighted

_SUFFIX = re.compile(r"(?:\s*\((?:irc|matrix|discord|telegram|xmpp|slack)\)|\[(?:m|irc|matrix)\]\d*|[_`]+|\|m)$", re.IGNORECASE)
_LONG_REPLY = re.compile(r"<(?P<nick>[^>\"\n]+)> \"(?P<quote>.*?)\" <- (?P<text>.*)", re.DOTALL)  # longReplyTemplate
_NAMED_QUOTE = re.compile(r"\"(?P<nick>[^:\"\s]+): (?P<quote>.*?)\" <- (?P<text>.*)", re.DOTALL)
_INNER_QUOTE = re.compile(r"<(?P<nick>[^>\"\s]+) \"(?P<quote>.*?)\"> (?P<text>.*)", re.DOTALL)
_FALLBACK = re.compile(
    r"> ?(?:\* )?<(?P<nick>[^>\n]+)>[^\n]*(?P<rest>(?:\n>[^\n]*)*)(?:\n+(?P<text>.*))?", re.DOTALL
)  # body of a Matrix reply
_QUOTED = re.compile(r"(?P<nick>[^\s:,>]+)[:,] > ?[^\n]*(?:\n>[^\n]*)*(?:\n+(?P<text>.*))?", re.DOTALL)
_QUOTE_LINE = re.compile(r"<(?P<nick>[^>\"\n]+)> [^\n]*(?:\n(?P<text>.*))?", re.DOTALL)  # a longReplyTemplate of two lines, as some set it
_BARE_QUOTE = re.compile(r"> ?[^\n]*(?:\n>[^\n]*)*(?:\n+(?P<text>.*))?", re.DOTALL)
_QUOTES = (_LONG_REPLY, _NAMED_QUOTE, _INNER_QUOTE, _FALLBACK, _QUOTED)

_CUT = re.compile(
    r"(?:\.{3}|…)?\s?\(full message at <?\S+?>?\)$|(?:\.{3}|…)\s?\(truncated\)$"
    r"|(?:\.{3}|…)\s?long message truncated(?::\s\S+(?:\s\(\d+ lines\))?)?$"
)
_SED = re.compile(r"\s*s/(?P<old>(?:[^/\\]|\\.)*)/(?P<new>(?:[^/\\]|\\.)*)(?:/[a-z]*)?\s*")
_STAR = re.compile(r"\s*\*\s+(?P<text>\S.*)", re.DOTALL)
_IN_FRONT = re.compile(r"^\S+[:,] +")
_ACTION = re.compile(r"/me (?P<nick>\S+) (?P<text>\S.*)", re.DOTALL)


def bare(name: str) -> str:
    """A name without what bridges hide in it."""
    return HIDDEN.sub("", name[:LONGEST_NAME]).strip()


def compared(name: str) -> str:
    """A name in the form in which the two sides of a bridge are compared: `Alice[m]1`, `alice_` and `alice (IRC)` are `alice`."""
    short = bare(name)
    while (cut := _SUFFIX.sub("", short)) not in ("", short):
        short = cut
    return short.removeprefix("@").replace(" ", "_").casefold()


def variants(name: str) -> Iterator[str]:
    """Names under which the same person may be known on the other side: the surest first, few enough to look each up."""
    short = bare(name)
    yield from dict.fromkeys((short, _SUFFIX.sub("", short), short.replace("_", " "), short.rstrip("_")))


def unquoted(text: str, is_person: Callable[[str], bool]) -> str:
    """The line without the line that it answers, said to whoever is quoted; "" when it is a quote and nothing else."""
    for form in _QUOTES:
        found = form.fullmatch(text)
        if found is not None:
            return _said_to(found["nick"], found["text"])
    found = _QUOTE_LINE.fullmatch(text)
    if found is not None and is_person(bare(found["nick"])):
        return _said_to(found["nick"], found["text"])
    found = _BARE_QUOTE.fullmatch(text)
    return text if found is None else (found["text"] or "").strip()


def _said_to(nick: str, text: str | None) -> str:
    said = (text or "").strip()
    name = bare(nick)
    if name.startswith("@") and ":" in name:  # a Matrix ID in front of an IRC line is nobody's name there
        name = name[1:].partition(":")[0]
    return f"{name}: {said}" if said else ""


def uncut(text: str) -> tuple[str, bool]:
    """The line without the bridge's remark that it was longer, and whether it was."""
    head, tail = text[:-LONGEST_REMARK], text[-LONGEST_REMARK:]
    short = (head + _CUT.sub("", tail)).rstrip()
    return (short, True) if _CUT.search(tail) else (text, False)


def action(text: str) -> tuple[str, str] | None:
    """Of "/me alice waves", as a relaying bot says it: who does what."""
    found = _ACTION.fullmatch(text)
    return (bare(found["nick"]), f"/me {found['text']}") if found else None


def correction(text: str, before: str) -> str | None:
    """The line before as it reads after this correction of it; None when this is none, `before` itself when nothing has changed."""
    sed = _SED.fullmatch(text)
    if sed is not None:
        old, new = (re.sub(r"\\(.)", r"\1", sed[part]) for part in ("old", "new"))
        return before.replace(old, new, 1) if old and old in before else before
    star = _STAR.fullmatch(text)
    if star is None:
        return None
    mine, theirs = set(words(star["text"])), set(words(before))
    return star["text"] if len(mine & theirs) >= SIMILAR * max(len(mine), len(theirs), 1) else None


def corrects(text: str) -> bool:
    """Whether the line can be nothing but a correction."""
    return _SED.fullmatch(text) is not None


def copies(one: str, other: str, cut: bool = False) -> bool:
    """Whether one line is the other after its way over a bridge: the same words, or a part of a long one or of one of several lines."""
    short, long = sorted((words(one), words(other)), key=len)
    if short == long:
        return bool(short) or one.strip() == other.strip()
    if not short or len(short) == len(long):
        return False
    whole = max((one, other), key=len)
    if cut:
        return long[: len(short) - 1] == short[:-1]  # the last word may be cut within
    if "\n" in whole:
        return any(words(line) == short for line in whole.split("\n"))
    if len(whole) >= LONG:
        return within(short, long)
    return words(_IN_FRONT.sub("", whole)) == short  # a reply comes over as "alice: …"


def within(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether these words stand among those, one behind the other."""
    return f" {' '.join(short)} " in f" {' '.join(long)} "


def remaining(text: str, heard: Callable[[str], bool]) -> str:
    """The lines of a text that have not been heard one by one before."""
    return "\n".join(line for line in text.split("\n") if line.strip() and not heard(line))
