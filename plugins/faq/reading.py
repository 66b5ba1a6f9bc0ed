"""How the lines of a question are looked up: together, each by itself, and for error lines that are known word for word.

People spread a question over lines: what they did, what they ask, what they forgot to say. The last line alone is as often "any ideas?";
all lines together lose the question among the rest. So an entry is as likely as all lines make it, and more so if one line by itself says
the same.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.core.records import Question
from plugins.faq.errors import Errors, KnownLine, without_stamp
from plugins.faq.matcher import Match, Matcher

MAX_LINES = 40  # of a paste that are looked up: half from its beginning, half from its end, where the error mostly stands
MAX_OWN = 6  # lines of somebody's own that are looked up each by itself, the last ones: more are a paste, and each costs a look-up
KNOWN = 1.0  # confidence of an entry whose error line stands in the question
OTHERS = 0.5  # of the confidence of all others that is left, then


@dataclass(frozen=True, slots=True)
class Reading:
    """Looks up questions."""

    matcher: Matcher
    errors: Errors

    @classmethod
    def of(cls, matcher: Matcher) -> "Reading":
        return cls(matcher, Errors.of(known.entry for known in matcher.known))

    def look_up(self, question: Question) -> tuple[Match, ...]:
        """The best entries for a question, best first."""
        lines = [line for line in (without_stamp(line.text) for line in question.lines) if line.strip()]
        found = self._paste(lines) if question.wall else self._own(lines)
        known = self.errors.known(lines)
        against = known is not None and self.matcher.against(" ".join(lines), known.entry)
        return found if known is None or against else _first(known, found)

    def _own(self, lines: Sequence[str]) -> tuple[Match, ...]:
        """Lines that somebody wrote: all together, lifted by the best of them."""
        whole = self.matcher.match(" ".join(lines))
        if len(lines) < 2:
            return whole
        alone = [match for line in dict.fromkeys(lines[-MAX_OWN:]) for match in self.matcher.match(line)]
        best = {match.entry.id: match for match in sorted(alone, key=lambda match: match.confidence)}
        return _in_order(_lifted(match, best.get(match.entry.id, match)) for match in whole)

    def _paste(self, lines: Sequence[str]) -> tuple[Match, ...]:
        """Lines that a program wrote: each may be the error."""
        some = lines if len(lines) <= MAX_LINES else [*lines[: MAX_LINES // 2], *lines[-MAX_LINES // 2 :]]
        found = [self.matcher.match(text) for text in dict.fromkeys((" ".join(lines), *some))]
        return max(found, key=lambda matches: matches[0].confidence if matches else 0.0)


def _in_order(found: Iterable[Match]) -> tuple[Match, ...]:
    return tuple(sorted(found, key=lambda match: -match.confidence))


def _lifted(whole: Match, line: Match) -> Match:
    """The match of all lines, with the words of the line that is surer, if one is; between the two, by their geometric mean."""
    if line.confidence <= whole.confidence or whole.against:
        return whole
    return replace(line, confidence=math.sqrt(whole.confidence * line.confidence))


def _first(known: KnownLine, found: Sequence[Match]) -> tuple[Match, ...]:
    """The entry of a known error line in front, unless one of its `not` examples is nearer."""
    own = next((match for match in found if match.entry == known.entry), None)
    if own is not None and own.against:
        return tuple(found)
    others = (replace(match, confidence=OTHERS * match.confidence) for match in found if match.entry != known.entry)
    return (Match(known.entry, KNOWN, known.text, known.words), *others)
