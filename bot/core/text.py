"""Chat text, made safe to read and safe to say. Hostile text is ordinary here: nothing in this room fails on any string.

`plain` is for understanding (what do the words say?), `clean` for saying (nothing that a terminal, a client or a protocol
obeys), `fit` and `shorten` for the limits of a line. Codes: mIRC formatting (modern.ircdocs.horse/formatting), ANSI
escapes (ECMA-48), bidirectional controls (UAX 9), tag characters and lone surrogates.
"""

import re
import unicodedata
from collections.abc import Iterable

MARKS_IN_A_ROW = 3  # combining marks kept on one letter: Vietnamese and Hebrew need up to three, more is a flood
ELLIPSIS = "…"
PIECES = 4  # a word longer than a line is cut into this many pieces per line, so that most of a line can be filled with it

_CODES = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # ANSI control sequences
    r"|\x1b\][^\x07\x1b\r\n]*(?:\x07|\x1b\\)?"  # ANSI operating system commands: titles, links
    r"|\x1b[@-Z\\^_]?"
    r"|\x9b[0-?]*[ -/]*[@-~]"
    r"|\x03(?:[0-9]{1,2}(?:,[0-9]{1,2})?)?"  # mIRC colours
    r"|\x04(?:[0-9A-Fa-f]{6}(?:,[0-9A-Fa-f]{6})?)?"
)
_SPACES = re.compile("[\t\n\v\f\r\x85\u2028\u2029]+")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")  # embeddings, overrides, isolates: balanced in one line, unbalanced once it is cut
_FILLERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")  # letters and marks that show nothing
_FENCED = re.compile(r"(```|~~~).*?(?:\1|\Z)", re.DOTALL)
_INLINE = re.compile(r"(`{1,2})[^`\n]+\1")
_QUOTE = re.compile(r"^[ \t]*>.*$", re.MULTILINE)
_HOST = re.compile(r"[a-z][a-z0-9+.-]{1,20}://[^\s/]+")
_APOSTROPHES = re.compile("['\u2018\u2019\u02bc]")
_WORD = re.compile(r"\d+(?:\.\d+)+|[^\W_]+")


def plain(text: str) -> str:
    """The words as a person reads them: no codes, nothing invisible, NFKC, single spaces. Idempotent."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    visible = "".join(c for c in _SPACES.sub(" ", _CODES.sub("", text)) if not _invisible(c))
    return " ".join(_few_marks(unicodedata.normalize("NFKC", visible)).split())


def clean(text: str) -> str:
    """The text with nothing in it that could be obeyed: no control character, override or surrogate. Line breaks become spaces."""
    if text.isascii() and text.isprintable():
        return text
    spaced = _BIDI.sub("", _SPACES.sub(" ", _CODES.sub("", text)))
    return _few_marks("".join(c for c in spaced if unicodedata.category(c) not in ("Cc", "Cs") and not _tag(c)))


def _invisible(char: str) -> bool:
    if char.isascii():
        return not char.isprintable()
    return unicodedata.category(char) in ("Cc", "Cf", "Cs") or char in _FILLERS or _selector(char) or _tag(char)


def _selector(char: str) -> bool:
    return "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"


def _tag(char: str) -> bool:
    return "\U000e0000" <= char <= "\U000e007f"


def _mark(char: str) -> bool:
    return unicodedata.category(char) in ("Mn", "Me")


def _few_marks(text: str) -> str:
    """The text with floods of combining marks cut."""
    if text.isascii():
        return text
    kept: list[str] = []
    row = 0
    for char in text:
        row = row + 1 if _mark(char) else 0
        if row <= MARKS_IN_A_ROW:
            kept.append(char)
    return "".join(kept)


_LIKE_A_NICK = re.compile(r"[\w\-\[\]\\`^{|}]+")
_ADDRESS = re.compile(r"@[^\s:@]{1,200}:[\w.-]{1,200}|[\w.+-]{1,100}@[\w-]{1,100}\.[\w.-]{1,100}")
JOINER = "\u2060"  # WORD JOINER: invisible, and no client takes the word around it for a nick


def quieted(text: str, names: Iterable[str]) -> str:
    """The text with these names in it written so that it highlights nobody: what is quoted may name people whom nobody wants to call."""
    named = {name.lower() for name in names}
    return _LIKE_A_NICK.sub(lambda word: f"{word[0][0]}{JOINER}{word[0][1:]}" if word[0].lower() in named else word[0], text)


def nameless(text: str, names: Iterable[str]) -> str:
    """The text without these names, Matrix IDs and mail addresses: what is kept of it says nothing of anybody."""
    named = {name.lower() for name in names}
    return _LIKE_A_NICK.sub(lambda word: ELLIPSIS if word[0].lower() in named else word[0], _ADDRESS.sub(ELLIPSIS, text))


# --- what is whose ---


def without_quotes_and_code(text: str) -> str:
    """What the speaker says with their own words: no lines behind `>`, no fenced blocks, no inline code."""
    return _INLINE.sub(" ", _QUOTE.sub("", _FENCED.sub(" ", text))).strip()


def without_quotes(text: str) -> str:
    """The same, with inline code kept as words: what a question is about is often in it."""
    return _QUOTE.sub("", _FENCED.sub(" ", text)).replace("`", "").strip()


def words(text: str) -> tuple[str, ...]:
    """Lower-case words for matching. `nova-compute` is two, `2025.1` and `don't` are one; hosts of links say nothing."""
    return tuple(_WORD.findall(_APOSTROPHES.sub("", _HOST.sub(" ", plain(text).lower()))))


# --- the limits of a line ---


def size(text: str) -> int:
    """Bytes on the wire."""
    return len(text.encode("utf-8", "surrogatepass"))


def shorten(text: str, bytes_: int) -> str:
    """At most `bytes_` of the cleaned text, cut at a word with an ellipsis."""
    said = " ".join(clean(text).split())
    if size(said) <= bytes_:
        return said
    room = bytes_ - size(ELLIPSIS)
    if room < 0:
        return ""
    head = _head(said, room)
    at_word = head if said[len(head) : len(head) + 1] == " " else head.rpartition(" ")[0]
    return (at_word or head).rstrip(" ,;:.-") + ELLIPSIS


def _head(text: str, bytes_: int) -> str:
    """The longest beginning within `bytes_` that ends between characters, combining marks kept with theirs."""
    head = text.encode()[: max(bytes_, 0)].decode("utf-8", "ignore")
    end = len(head)
    while 0 < end < len(text) and (_mark(text[end]) or text[end] == "\u200d" or text[end - 1] == "\u200d"):
        end -= 1
    return head[:end] if end else head


def fit(text: str, links: tuple[str, ...], after: str, front: str, lines: int, bytes_: int) -> tuple[str, ...]:
    """One utterance (front, text, links, after) as at most `lines` lines of at most `bytes_` UTF-8 bytes (product 10.4).

    Too long: `after` goes first, then the text is cut at a word with an ellipsis, then `front` goes, then the last links.
    A link is never cut; one longer than a line is left out.
    """
    kept = tuple(link for link in (" ".join(clean(link).split()) for link in links) if 0 < size(link) <= bytes_)
    opening, body, closing = (_tokens(part, bytes_) for part in (front, text, after))
    ends = tuple((" ", link) for link in kept)
    main = (*opening, *body, *ends)
    for whole in (_apart(main, closing, lines, bytes_), _lay((*main, *closing), lines, bytes_), _lay(main, lines, bytes_)):
        if whole is not None:
            return whole
    tries = ((opening, ends), *(((), ends[:count]) for count in range(len(ends), -1, -1)))
    cuts = (_cut(start, body, kept_ends, lines, bytes_) for start, kept_ends in tries)
    return next((cut for cut in cuts if cut is not None), ())


_Token = tuple[str, str]  # what stands before it on the same line, and itself


def _tokens(text: str, bytes_: int) -> tuple[_Token, ...]:
    """Words; one longer than a line comes in pieces, unless it is a link: that is left out."""
    tokens: list[_Token] = []
    for word in clean(text).split():
        if size(word) <= bytes_:
            tokens.append((" ", word))
        elif "://" not in word:
            tokens.extend(("" if number else " ", piece) for number, piece in enumerate(_pieces(word, bytes_)))
    return tuple(tokens)


def _pieces(word: str, bytes_: int) -> list[str]:
    pieces = []
    while word:
        piece = _head(word, max(bytes_ // PIECES, 1)) or _head(word, bytes_)
        if not piece or size(piece) > bytes_:
            word = word[1:]  # one character wider than a line
            continue
        pieces.append(piece)
        word = word[len(piece) :]
    return pieces


def _lay(tokens: tuple[_Token, ...], lines: int, bytes_: int) -> tuple[str, ...] | None:
    """The tokens on lines, or None when they are too many."""
    laid: list[str] = []
    room = 0
    for before, token in tokens:
        width = size(before) + size(token)
        if laid and width <= room:
            laid[-1] += before + token
            room -= width
        elif len(laid) < lines and size(token) <= bytes_:
            laid.append(token)
            room = bytes_ - size(token)
        else:
            return None
    return tuple(laid)


def _apart(main: tuple[_Token, ...], closing: tuple[_Token, ...], lines: int, bytes_: int) -> tuple[str, ...] | None:
    """The end on a line of its own where it does not fit behind the rest: better than breaking in the middle of a sentence."""
    first, last = _lay(main, lines - 1, bytes_), _lay(closing, 1, bytes_)
    if not first or not last or _lay((*main, *closing), 1, bytes_):
        return None
    return (*first, *last)


def _cut(front: tuple[_Token, ...], body: tuple[_Token, ...], links: tuple[_Token, ...], lines: int, bytes_: int) -> tuple[str, ...] | None:
    """As much of the body as fits between front and links."""
    most = min(len(body), lines * bytes_)  # each token takes a byte at least
    for count in range(most, 0, -1):
        before, last = body[count - 1]
        ended = (*body[: count - 1], (before, last if count == len(body) else last.rstrip(",;:.-") + ELLIPSIS))
        laid = _lay((*front, *ended, *links), lines, bytes_)
        if laid is not None:
            return laid
    return None if front and body else _lay(links, lines, bytes_)
