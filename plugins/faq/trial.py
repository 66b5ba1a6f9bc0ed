"""The knowledge put to the test against itself: does every phrasing find its entry, is every `not` example left alone?

Entries of every state are matched; the state only decides what is shown (product 10.25).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.core.knowledge import Entry, Knowledge
from plugins.faq.lessons import HEADING, Confusion, Copy, Score, Tried, confusions, near_copies, scores
from plugins.faq.matcher import WRONG_PER_1000, Match, Matcher
from plugins.faq.sureness import Sureness

Watch = Callable[[int, int], None]  # told how many texts of all have been tried

CUT = 80  # characters of a text in a message

REMEDIES = {
    "phrasing": "add the deciding word to the phrasing, or this text as a `not` example to the other entry",
    "not": "reword it closer to what people write, or take its words out of the phrasings",
    "chatter": "add it to that entry as a `not` example, or make its phrasings more exact",
}


@dataclass(frozen=True, slots=True)
class Case:
    """One text of the knowledge, and what should become of it."""

    kind: str  # phrasing | not | chatter
    text: str
    entry: Entry | None = None  # whose text it is; None for chatter
    worded: str = ""  # of a phrasing: in what way it asks


@dataclass(frozen=True, slots=True)
class Failure:
    """A text that does not behave."""

    case: Case
    found: str  # id of the entry that it finds; "" for none
    confidence: float

    @property
    def said(self) -> str:
        """What is wrong, and what would be right."""
        text = self.case.text if len(self.case.text) <= CUT else f"{self.case.text[: CUT - 1]}…"
        found = f"{self.found} ({self.confidence:.2f})" if self.found else "nothing"
        what = f"finds {found}" if self.case.kind == "phrasing" else f"would be answered with {found}"
        return f'"{text}" {what} ({REMEDIES[self.case.kind]})'


@dataclass(frozen=True, slots=True)
class Trial:
    """What came out."""

    phrasings: int
    found: int  # phrasings that find their entry first
    sure: int  # of them so surely that it would be given unprompted in a room of which nothing is known
    unlike: int
    chatter: int
    failures: tuple[Failure, ...]
    kinds: tuple[Score, ...] = ()
    confusions: tuple[Confusion, ...] = ()
    copies: tuple[Copy, ...] = ()


def trial(
    knowledge: Knowledge,
    leave_one_out: bool = False,
    matcher: Matcher | None = None,
    watch: Watch | None = None,
    needed: float | None = None,
) -> Trial:
    """Look up every phrasing, `not` example and line of chatter.

    `leave_one_out`: each phrasing as if nobody had written it down, which shows how new words for the same question fare.
    `matcher`: one over the same knowledge; None: as the plugin builds it without settings. `needed`: confidence above which a phrasing is
    answered; None: what a room needs of which nothing is known. Chatter is held to what is enough where every line is looked up.
    """
    matcher = matcher or Matcher.of(knowledge)
    needed = Sureness.of(matcher, WRONG_PER_1000).anywhere if needed is None else needed
    cases = tuple(_cases(knowledge))
    failures: list[Failure] = []
    tried: list[Tried] = []
    for done, case in enumerate(cases, 1):
        matches = matcher.match(case.text, case.text if leave_one_out and case.kind == "phrasing" else "")
        best = matcher.surely(matches, needed if case.kind == "phrasing" else None)
        failure = _failure(case, matches, best)
        failures += [failure] if failure else []
        tried += _tried(case, matches, best, matcher.likely)
        if watch:
            watch(done, len(cases))
    unlike, chatter = (sum(case.kind == kind for case in cases) for kind in ("not", "chatter"))
    found, sure = sum(one.first for one in tried), sum(one.said == one.entry for one in tried)
    copies = near_copies(knowledge.entries)
    return Trial(len(tried), found, sure, unlike, chatter, tuple(failures), scores(tried, copies), confusions(tried), copies)


def _cases(knowledge: Knowledge) -> Iterator[Case]:
    for entry in knowledge.entries:
        yield from (Case("phrasing", text, entry, kind) for kind, text in ((HEADING, entry.question), *entry.worded))
        yield from (Case("not", text, entry) for text in entry.unlike)
    yield from (Case("chatter", text) for text in knowledge.chatter)


def _tried(case: Case, matches: tuple[Match, ...], best: Match | None, likely: float) -> Iterator[Tried]:
    if case.kind == "phrasing" and case.entry is not None:
        found = tuple(match for match in matches if match.confidence > 0)
        offered = bool(found) and found[0].confidence >= likely
        held = next((match.against for match in matches if match.entry == case.entry), "")
        yield Tried(case.worded, case.text, case.entry, found, best.entry if best else None, offered, held)


def _failure(case: Case, matches: tuple[Match, ...], best: Match | None) -> Failure | None:
    """What is wrong with the outcome of a case; None when it is as it should be."""
    if case.kind == "phrasing":
        first = matches[0] if matches and matches[0].confidence > 0 else None
        if first is None:
            return Failure(case, "", 0.0)
        return None if first.entry == case.entry else Failure(case, first.entry.id, first.confidence)
    answered = best is not None and (case.entry is None or best.entry == case.entry)
    return Failure(case, best.entry.id, best.confidence) if best is not None and answered else None
