"""Which texts of a question are looked up: the whole of it, and of pasted output each line that may name the error."""

import re

from bot.core.records import Question
from plugins.faq.matcher import Match, Matcher

MAX_LINES = 40  # of a paste that are looked up: half from its beginning, half from its end, where the error mostly stands

# What a log puts in front of its words: date and time, process, level.
_STAMP = re.compile(
    r"^[\[(\s]*(?:(?:\d{4}-\d\d-\d\d[T ]|\w{3} [ \d]\d )?\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?\W*(?:\d+ +)?)?"
    r"(?:(?:TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|CRITICAL|FATAL)\b\W*)?(?=\S)"
)


def without_stamp(line: str) -> str:
    """The line without the date, process and level that a log puts in front."""
    return _STAMP.sub("", line, count=1)


def look_up(matcher: Matcher, question: Question) -> tuple[Match, ...]:
    """The best entries for a question, best first."""
    lines = [without_stamp(line.text) for line in question.lines]
    found = [matcher.match(" ".join(lines))]
    if question.wall:
        some = lines if len(lines) <= MAX_LINES else [*lines[: MAX_LINES // 2], *lines[-MAX_LINES // 2 :]]
        found += [matcher.match(line) for line in dict.fromkeys(some)]
    return max(found, key=lambda matches: matches[0].confidence if matches else 0.0)
