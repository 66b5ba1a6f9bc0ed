"""The tone of what the bot says (product principle 6): words that make people feel small, and what to write instead.

Rules are data. They judge phrases and answers, never people who are quoted. Code and names of options are left alone.
"""

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Rule:
    """Words that we do not say, why, and a better way."""

    words: str  # regular expression for whole words, in any case
    why: str
    better: str


_EASY = "what is easy for you was not easy for the person who asks"
_AWAY = "it sends people away, and the next step is missing"

RULES: Final = (
    Rule(r"just", _EASY, "leave it out"),
    Rule(r"simply", _EASY, "leave it out"),
    Rule(r"eas(?:y|ily|ier|iest)", _EASY, "leave it out, or say what it takes"),
    Rule(r"trivial(?:ly)?|no[ -]brainer|piece of cake|straightforward", _EASY, "leave it out, or say what it takes"),
    Rule(r"obvious(?:ly)?|of course|needless to say|naturally", "it was not obvious to the person who asks", "leave it out"),
    Rule(r"as (?:every(?:one|body)|you(?: all| should)?) know(?:s)?|every(?:one|body) knows", "they did not know", "leave it out"),
    Rule(r"rtfm|read the (?:fine |fucking |friendly )?manual|stfw", _AWAY, "name the page and what it says"),
    Rule(r"google (?:it|that|for it)|(?:let me )?google that for you|lmgtfy", _AWAY, "give the link"),
    Rule(
        r"patches (?:are |always |are always )?welcome|pull requests? (?:are )?welcome",
        _AWAY,
        "say where fixes go, and who helps with the first one",
    ),
    Rule(
        r"(?:only|merely|nothing but) an? (?:bot|robot|machine|script)",
        "it makes the bot smaller than the problem",
        "say what it can do next",
    ),
    Rule(r"you (?:have )?forg[eo]t(?:ten)?", "it blames", '"check that …"'),
    Rule(
        r"you (?:should|could|must) have|you (?:did not|didn't|failed to) (?:even )?(?:read|search|look|try|check)",
        "it blames",
        "say what to do now",
    ),
    Rule(r"as (?:already )?(?:said|told|mentioned) (?:before|above|already)|like i said", "it sounds impatient", "say it again, shorter"),
    Rule(r"stupid|dumb|idiots?|lazy|clueless|n[o0]{2}bs?|newb(?:ie)?s?|silly|duh", "it insults", "leave it out"),
    Rule(r"calm down|relax|chill(?: out)?|don't panic|no need to (?:shout|worry)", "it tells people how to feel", "help with the problem"),
    Rule(r"wtf|damn|hell|crap|shit|fuck\w*", "it is rude", "leave it out"),
)

_CODE = re.compile(r"`[^`]*`")
# A sign or a hyphen beside it makes it part of a name: --just-print, just.conf, /usr/bin/just, just=1.
_BEFORE, _AFTER = r"(?<![\w./=@$<>:-])(?<!\w['’])", r"(?![\w/=@-]|[.:]\w)"
_COMPILED = tuple((re.compile(f"{_BEFORE}(?:{rule.words}){_AFTER}", re.IGNORECASE), rule) for rule in RULES)
_SHOUT = re.compile(r"\S!(?=[\s\"'”’)\]]|$)|(?<!\S)!(?:!+|\s*$)")  # not !help, not !=, not `if ! test`


def faults(text: str) -> tuple[str, ...]:
    """What is wrong with the tone of a sentence, each with the reason and a better way; empty: nothing."""
    said = _CODE.sub(" ", text)
    found = [f'"{match[0]}": {rule.why} (better: {rule.better})' for pattern, rule in _COMPILED if (match := pattern.search(said))]
    if _SHOUT.search(said):
        found.append('"!": an exclamation mark shouts (better: a full stop)')
    return tuple(found)
