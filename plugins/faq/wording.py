"""What the plugin says to a question, and why: the answer, a pointer to it, two likely ones, a hint about paste sites."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core.knowledge import Phrases
from bot.core.plugin import Gave, Proposal, Reason, Words
from bot.core.records import Question
from plugins.faq.matcher import Match
from plugins.faq.showing import month

CANDIDATES = 5  # shown in the reasons

PHRASES: Mapping[str, frozenset[str]] = {
    "faq.dated": frozenset({"answer", "month"}),
    "faq.hint": frozenset(),
    "faq.again": frozenset({"age"}),
    "faq.paste": frozenset(),
    "faq.suggest": frozenset({"first", "second"}),
    "faq.suggest_one": frozenset({"first"}),
}


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for a question, and how it was judged."""

    matches: tuple[Match, ...]  # best first
    best: Match | None  # the one that is sure enough
    how: str  # how sure, and of what was needed
    kept: str = ""  # why it is not shown although it is sure enough

    @property
    def shown(self) -> Match | None:
        """What is given."""
        return None if self.kept else self.best


@dataclass(frozen=True, slots=True)
class Wording:
    """The sentences."""

    phrases: Phrases

    def answer(self, best: Match, question: Question, how: str) -> Proposal:
        words = Words(self.text(best, question.key), best.entry.links, question.asker, loud=True, after=self._hint(question))
        return Proposal("answer", (words,), f"{how}: {why(best)}", best.entry.id, effect=_gave(best))

    def again(self, best: Match, question: Question, how: str, age: str) -> Proposal:
        text = self.phrases.say("faq.again", question.key, age=age)
        words = Words(text, best.entry.links, question.asker, loud=True, after=self._hint(question))
        return Proposal("again", (words,), f"{how}: {why(best)}; it was said here {age} ago", best.entry.id, effect=_gave(best))

    def paste(self, question: Question) -> Proposal:
        words = Words(self.phrases.say("faq.paste", question.key), to=question.asker, loud=True)
        return Proposal("paste", (words,), "pasted output without an error line that I know")

    def suggest(self, likely: Sequence[Match], question: Question) -> Proposal:
        """One or two."""
        named = dict(zip(("first", "second"), (m.entry.question for m in likely), strict=False))
        key = "faq.suggest" if len(likely) > 1 else "faq.suggest_one"
        links = tuple(m.entry.links[0] for m in likely if m.entry.links)
        words = Words(self.phrases.say(key, question.key, **named), links, question.asker, loud=True)
        return Proposal("suggest", (words,), " or ".join(why(m) for m in likely), likely[0].entry.id)

    def text(self, match: Match, seed: str) -> str:
        """The answer, with the month of its check where the entry is not current."""
        answer, checked = match.entry.answer, month(match.entry)
        return self.phrases.say("faq.dated", seed, answer=answer, month=checked) if checked else answer

    def _hint(self, question: Question) -> str:
        """How to say that it was not it."""
        return self.phrases.say("faq.hint", question.key)


def reason(by: str, found: Found) -> Reason:
    """What was weighed, and what came of it."""
    if not found.matches:
        return Reason(by, "no entry resembles it")
    nearest = found.matches[0]
    verdict = f"{found.kept}: not said" if found.kept else "with a clear lead" if found.best else "and a clear lead: not said"
    return Reason(by, f"{nearest.entry.id}, {found.how}, {verdict}; {why(nearest)}", candidates(found.matches, CANDIDATES))


def candidates(matches: Sequence[Match], most: int | None = None) -> tuple[tuple[str, float], ...]:
    return tuple((match.entry.id, match.confidence) for match in matches[:most])


def why(match: Match) -> str:
    """What it resembles, and by which words."""
    if match.against:
        return f'like "{match.nearest}", but {match.against}'
    shared = f" (shared: {', '.join(match.words)})" if match.words else ""
    return f'the words are like "{match.nearest}"{shared}'


def _gave(match: Match) -> Gave:
    return Gave(match.entry.id, version=match.entry.version)
