"""Who a line is said to: a name in front, or ours in front or at the end (product 10.6). A name in the middle is talk about somebody."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

NAMES_AT_MOST = 8  # names read in front of a line: a longer list is a mass highlight, and its first name says enough
LONGEST_NAME = 64  # characters; display names on Matrix have spaces and run longer than nicks
LONGEST_HAIL = 120  # characters of a greeting with a name behind it
OWN_NAMES = 64  # sets of our own names kept compiled: a few per network

# Words that begin sentences: never somebody's name in front of a line, whoever is called so.
_SENTENCE_WORDS = """
    hi hello hey heya hiya howdy hallo hola salut bonjour ciao servus moin greetings yo sup morning evening afternoon good welcome all
    everyone everybody folks guys people team anyone anybody someone somebody here room channel there so well ok okay k kk yes yeah
    yep yup ya no nope nah hm hmm hmmm mm um uh ah aha oh ooh ouch oops wow lol haha sure right true correct exactly indeed agreed
    fine great cool nice perfect super awesome thanks thank thx ty tnx cheers please pls sorry but and or then also again still now
    first second third finally next later today yesterday tomorrow btw fyi imho imo afaik afaict iirc fwiw eg ie ps nb note edit
    update question questions problem issue error warning info debug critical trace fatal hint tip solution answer example however
    otherwise anyway actually basically maybe perhaps unfortunately fortunately apparently obviously hopefully if when while since
    because as for with after before in on at from to what why how where who which this that it bye goodbye cya goodnight night brb
    afk wait hold look see try step notice warn http https ftp
"""
NEVER_NAMES = frozenset(_SENTENCE_WORDS.split())

_NICK = r"[^\s,:;@<>()\"!?/][^\s,:;@<>()\"!?/]*"
_MXID = re.compile(r"@[^\s:]+:[A-Za-z0-9.-]+(?::\d+)?(?=[\s,:;]|$)")
_NAMED = re.compile(rf"(@)?({_NICK})(\s*[,:;](?=\s|$)|\s+(?:and|&|\+)\s+|(?=\s)|$)")
_COLON = re.compile(r"\s*[,:;](?=\s|$)")


def addressee(text: str, is_person: Callable[[str], bool]) -> tuple[str | None, str]:
    """The first name in front of the line, and the line without the names there; (None, text) when it is said to nobody.

    `is_person` says whether somebody of that name is here or was lately; a name that it does not confirm is a word.
    """
    rest = text.lstrip()
    full = _display_name(rest, is_person)
    if full is not None:
        return full
    first: str | None = None
    for _ in range(NAMES_AT_MOST):
        name, ended, after = _one_name(rest, is_person)
        if name is None or (first is None and ended == "and" and not _list_goes_on(after, is_person)):
            break
        first, rest = first or name, after
        if ended == ":":
            break
    return (first, rest) if first is not None else (None, text)


def _one_name(text: str, is_person: Callable[[str], bool]) -> tuple[str | None, str, str]:
    """A confirmed name at the start, how it ended (":", "," or "and"; "@" when it only was marked), and what follows."""
    mxid = _MXID.match(text)
    if mxid is not None:
        name = next((n for n in (mxid[0], mxid[0][1:].partition(":")[0]) if _is_name(n, is_person)), None)
        end = _COLON.match(text, mxid.end())
        return name, "@" if end is None else end[0].strip(), text[end.end() if end else mxid.end() :].lstrip()
    named = _NAMED.match(text)
    if named is None or not _is_name(named[2], is_person):
        return None, "", text
    ended = named[3].strip()
    if not ended:
        return (named[2], "@", text[named.end() :].lstrip()) if named[1] else (None, "", text)
    return named[2], {"&": "and", "+": "and", ";": ":"}.get(ended, ended), text[named.end() :].lstrip()


def _list_goes_on(text: str, is_person: Callable[[str], bool]) -> bool:
    """Whether "bob and …" is a list of names with a colon or comma behind it, and not the beginning of a sentence."""
    for _ in range(NAMES_AT_MOST):
        name, ended, text = _one_name(text, is_person)
        if name is None or ended != "and":
            return name is not None and ended in (":", ",")
    return False


def _is_name(name: str, is_person: Callable[[str], bool]) -> bool:
    return 0 < len(name) <= LONGEST_NAME and name.lower() not in NEVER_NAMES and is_person(name)


def _display_name(text: str, is_person: Callable[[str], bool]) -> tuple[str, str] | None:
    """A name with spaces in it, as Matrix has them: everything before the first colon."""
    name, colon, rest = text[: LONGEST_NAME + 2].partition(":")
    name = name.removeprefix("@").strip()
    if not colon or " " not in name or rest[:1].strip() or not _is_name(name, is_person):
        return None
    return name, text.partition(":")[2].lstrip()


# --- our own names ---

_ASKS = (
    r"(?:how|what|where|why|which)(?:'?s|'?re)?\b"
    r"|who(?:'?s)?\s+(?:is|are|can|could|knows|should|\w+\s*\?*$)|when\s+(?:is|are|will|do|does|did|was|can)\b"
    r"|(?:is|are)\s+(?:there|it|this|that|you|we|rdo|any)\b|(?:do|does|did)\s+(?:i|you|we|they|it|this|that|the|any\w*|some\w*|rdo)\b"
    r"|(?:can|could|would|will|should|may|might)\s+(?:i|you|we|they|it|one|any\w*|some\w*)\b|(?:have|has)\s+(?:you|any\w*|some\w*)\b"
    r"|any(?:one|body)?\s+\w|please\b|pls\b|i\s+(?:need|have|want|get|am|can)\b|i'm\b|my\b|tell\s+me\b|that'?s?\s+(?:is\s+)?(?:not|wrong)\b"
)
_COMMANDS = (
    r"(?:help|faq|ask|who|tell|release|contribute|iknow|handover)(?:\s+(?!is\b|was\b|are\b|does\b|said\b|has\b)\S.*)?$"
    r"|(?:about|events|list|optout|optin|mydata|forget\s+me|open|solved|reopen|wrong|why|mine|pass|back|renew|reload|status|audit|drafts|quiet|speak"
    r"|accept|reject|writeup|away)(?:\s+(?:\d+\w?|yes|no|until\s+.+))?\s*[?!.]*$"
    r"|(?:leave\s+me\s+alone|ignore\s+me|opt\s+me\s+out|stop\s+\w+ing\s+(?:to\s+|at\s+)?me|(?:don't|do\s+not)\s+\w+\s+(?:to\s+|at\s+)?me)\b"
)
_GREETS = r"(?:hi|hello|hey|heya|hiya|hallo|hola|salut|bonjour|ciao|moin|yo|greetings|(?:good\s+)?(?:morning|afternoon|evening|day)|there)"
_THANKS = (
    r"(?:thanks(?:\s+a\s+lot|\s+so\s+much)?|thank\s+you(?:\s+(?:so|very)\s+much)?|thx|ty|tnx|cheers|bye|goodbye"
    r"|ok|okay|yes|no|sorry|please)"
)
_HAILS = re.compile(rf"(?:(?:{_GREETS}|welcome|wb|and)(?:\s+back)?[\s,!.]+)+@?({_NICK}?)[!.,:;)\s]*$", re.IGNORECASE)
_OUTSIDE = r"[\w\-\[\]\\`^{}|]"  # what may stand in a nick: next to it our name is another one's


def hailed(text: str, is_person: Callable[[str], bool]) -> str | None:
    """Whom a line greets that is a greeting and a name: "hi alice", "welcome, alice!"."""
    found = _HAILS.match(text.strip()[:LONGEST_HAIL])
    return found[1] if found and _is_name(found[1], is_person) else None


@lru_cache(maxsize=OWN_NAMES)
def _patterns(names: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """Where our names may stand; the groups of each pattern are, joined, what was said to us."""
    name = rf"(?:{'|'.join(re.escape(n) for n in sorted(names, key=len, reverse=True))})(?!{_OUTSIDE})"
    about = r"(?:the|a|an|this|that|our|your|my|with|by|of|from|for|to|is|about|and|or|ask|asks|asked|called|named|use|using|via|in|on)"
    return tuple(
        re.compile(pattern, re.IGNORECASE | re.DOTALL)
        for pattern in (
            rf"@?{name}(?:\s*[,:;](?!/)\s*|\s+[-–—>]+\s+|\s*[!?.…]*$)(.*)",  # "helper: x", "helper, x", "helper?"
            rf"@{name}\s+(.*)",
            rf"@?{name}\s+((?:{_ASKS}|{_COMMANDS}).*)",  # "helper is there a repo?", not "helper is broken"
            rf"@?{name}\s+({_GREETS}|{_THANKS})\s*[!.]*$",
            rf"((?:{_GREETS}\s+)*{_GREETS}),?\s+@?{name}\s*[!?.,:;)]*$",  # "hi helper"
            rf"(?:{_GREETS}\s+)*{_GREETS},?\s+@?{name}(?:\s*[,:;!.]\s*|\s+[-–—]+\s+|\s+(?={_ASKS}|{_COMMANDS}))(.*)",  # "hi helper, x"
            rf"({_THANKS}),?\s+@?{name}\s*([,:;!.]\s*.*)?$",  # "thanks helper, that worked"
            rf"(.*\S)\s*,\s*@?{name}\s*([!?.]*)\s*$",  # "…, helper?"
            rf"(.*\b{_THANKS})\s+@?{name}\s*([!.]*)\s*$",  # "works now, thanks helper"
            rf"(?!.*\b{about}\s+@?{name}\s*\?+\s*$)(.*\S)\s+@?{name}\s*(\?+)\s*$",
        )
    )


def spoken_to(text: str, names: Sequence[str]) -> str | None:
    """What is said to one of our names, without it; None when the line is not said to us. Case does not matter."""
    ours = tuple(name for name in names if name)
    said = text.strip()
    if not ours or not said or not any(name.lower() in said.lower() for name in ours):
        return None
    for pattern in _patterns(ours):
        found = pattern.match(said)
        if found is not None:
            return "".join(group or "" for group in found.groups()).strip()
    return None
