"""What some words find, and what one more wording of an entry does, in a few lines for whoever writes."""

from collections.abc import Iterator

from bot.cli.matching import Attempt, Effect, Shift
from bot.core.text import clean, shorten

SHOWN = 3  # wordings of each sort that are named; there is a prompt below
LONG = 80  # bytes of a wording in a line

# What became of other wordings, in the order in which it is told. Each was looked up as if it were not written down.
SAYINGS = {
    "helps": 'helps "{text}": {before:.2f} → {after:.2f}',
    "gives": 'leaves "{text}" to {owner}',
    "hurts": 'hurts "{text}": {before:.2f} → {after:.2f} (put the word that decides into one of the two)',
    "takes": 'takes "{text}" from {owner} (put the word that decides into yours, or give that line as a near miss at the end)',
}


def in_a_line(attempt: Attempt) -> str:
    """The entry that comes first, and whether it would be said."""
    best = next((match for match in attempt.matches if not match.against), None)
    if best is None:
        return "nothing"
    limits = attempt.thresholds
    if attempt.sure:
        how = "sure enough to be said unasked"
    elif attempt.rival:
        how = f"not said, {attempt.rival} is too close"
    elif best.confidence > limits.asked:
        how = "said to who asks for it"
    else:
        how = "offered as one of two" if best.confidence >= limits.likely else "not said"
    return f"{best.entry.id} ({best.confidence:.2f}: {how})"


def consequences(effect: Effect) -> Iterator[str]:
    """What one more wording does to others, and whether it is one of its own."""
    for turn, saying in SAYINGS.items():
        those = [shift for shift in effect.shifts if shift.turn == turn]
        yield from (_said(saying, shift) for shift in those[:SHOWN])
        if len(those) > SHOWN:
            yield f"{turn} {len(those) - SHOWN} more"
    if effect.repeats:
        yield f'nearly repeats "{_short(effect.repeats)}": in other words it would help more people'


def _said(saying: str, shift: Shift) -> str:
    return saying.format(text=_short(shift.text), owner=shift.owner, before=shift.before, after=shift.after)


def _short(text: str) -> str:
    return clean(shorten(text, LONG))
