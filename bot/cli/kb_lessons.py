"""What `patience kb test --leave-one-out` teaches, as tables: which kinds are found, which entries are taken for each other."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.cli.columns import columns
from bot.cli.matching import Confusion, Score, Trial
from bot.core.text import clean

SHOWN = 10  # rows of a table on a screen; --json has all
CUT = 70  # characters of a phrasing beside them
HEAD = ("kind", "tried", "first", "in five", "said", "wrong")
TAKEN = "Taken for another entry, most frequent first:"
HELD = "Held back by their own entry. Make its `not` example more exact, or add phrasings in such words to the entry:"
LOST = "Not recognised: too little of these is in the other phrasings of their entry. Add some in such words, each of another kind:"
LEGEND = """\
first: its own entry comes first; in five: it is among the first five; said: answered rightly without being asked;
wrong: answered so, and wrongly. These figures are to learn from: write phrasings for the kinds that are not found, in
other words than those that are there. Near-copies only raise the figure."""


def lessons(outcome: Trial) -> str:
    """The tables, for people."""
    return "\n\n".join(_parts(outcome))


def as_data(outcome: Trial) -> Mapping[str, Any]:
    """The same and the rest of it, for --json."""
    counts = ("kind", "tried", "first", "in_five", "said", "wrong")
    pairs = ("asked", "found", "texts", "nearest", "held", "remedy")
    return {
        "kinds": [{key: getattr(score, key) for key in counts} for score in outcome.kinds],
        "confusions": [{key: getattr(pair, key) for key in pairs} for pair in outcome.confusions],
        "near_copies": [{"entry": copy.entry.id, "text": copy.text, "of": copy.of} for copy in outcome.copies],
    }


def _parts(outcome: Trial) -> Iterator[str]:
    yield "Each phrasing, as if nobody had written it down:"
    yield columns([HEAD, *map(_row, outcome.kinds)], right=frozenset(range(1, len(HEAD))))
    yield LEGEND
    for title, pairs in (
        (TAKEN, [pair for pair in outcome.confusions if pair.found and not pair.held]),
        (HELD, [pair for pair in outcome.confusions if pair.held]),
        (LOST, [pair for pair in outcome.confusions if not pair.found and not pair.held]),
    ):
        if pairs:
            yield title
            yield _first(pairs)


def _row(score: Score) -> tuple[str, ...]:
    shares = (score.first, score.in_five, score.said, score.wrong)
    return score.kind, str(score.tried), *(f"{100 * share / score.tried:.0f} %" for share in shares)


def _first(confusions: Sequence[Confusion]) -> str:
    more = len(confusions) - SHOWN
    return "\n".join((*map(_pair, confusions[:SHOWN]), *([f"({more} more: --json)"] if more > 0 else [])))


def _pair(pair: Confusion) -> str:
    count, text = f"{len(pair.texts):3} ×", _quoted(pair.texts[0])
    if pair.held:
        return f"{count}  {pair.asked}: {text}\n       {clean(pair.held)}"
    if not pair.found:
        return f"{count}  {pair.asked}: {text}"
    return f"{count}  {pair.asked} → {pair.found}: {text}, which is like {_quoted(pair.nearest)}\n       {pair.remedy}"


def _quoted(text: str) -> str:
    return f'"{clean(text if len(text) <= CUT else f"{text[: CUT - 1]}…")}"'
