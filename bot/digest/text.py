"""A digest as plain text, for terminals and mail: 78 columns, no colour, nothing that could steer a terminal."""

from collections.abc import Iterable, Iterator
from textwrap import wrap

from bot.core.spans import span
from bot.core.text import clean
from bot.digest.figures import day_of
from bot.digest.values import Digest, Figures, Listening, Thin
from bot.digest.words import (
    after_words,
    clock,
    count,
    day_words,
    heard_words,
    median_words,
    percent,
    period_words,
    rate,
    thin_words,
    wait_words,
)

WIDTH = 78
BAR = 24  # columns of the longest bar
MOST = 15  # items of a list in the text; the page and --json have them all


def as_text(digest: Digest) -> str:
    """The whole digest."""
    title = f"{digest.name}: {period_words(digest.period)} ({count(digest.period.days, 'day')})"
    sections = [f"{title}\n{'=' * min(len(title), WIDTH)}"]
    for heading, lines in _sections(digest):
        body = list(lines)
        if body:
            sections.append("\n".join((heading, "-" * len(heading), *body)))
    return "\n\n".join(sections) + "\n"


def _sections(digest: Digest) -> Iterator[tuple[str, Iterable[str]]]:
    yield "Questions", _figures(digest)
    yield "Time to the first answer", _waits(digest.figures)
    yield "Week by week", _weeks(digest)
    yield "Open", _listed(_waiting(digest))
    yield "Asked, and no entry covers it", _listed(_gaps(digest))
    yield "Entries reported wrong", _listed(_wrong(digest))
    yield "Entries to compare with their source", _listed(_due(digest))
    yield "Topics with one active person or none", _thin(digest)
    yield "They answer and have not offered to be asked", _listed(_unregistered(digest))
    yield "New helpers", _listed(_helpers(digest))
    yield "Drafts", _listed(_drafts(digest))
    if digest.listening is not None:
        yield f"In listen mode: {', '.join(digest.listening.rooms)}", _listening(digest.listening)


def _figures(digest: Digest) -> Iterator[str]:
    now, before = digest.figures, digest.before
    rows = (
        ("asked", str(now.asked), str(before.asked)),
        ("answered by people", str(now.by_people), str(before.by_people)),
        ("answered by entries", str(now.by_entries), str(before.by_entries)),
        ("answered by nobody", str(now.by_nobody), str(before.by_nobody)),
        ("answered, of those that ended", percent(now.share), percent(before.share)),
        ("first answer, median", median_words(now), median_words(before)),
        ("lines heard", str(now.lines), str(before.lines)),
        ("unprompted lines per 1,000", rate(now.per_1000), rate(before.per_1000)),
    )
    compared = digest.period.days == 7 and len(digest.weeks) > 1
    if compared:
        yield f"{'':<32}{'this week':>16}{'week before':>16}"
    for name, value, earlier in rows:
        yield f"{name:<32}{value:>16}{earlier:>16}" if compared else f"{name:<32}{value:>16}"


def _waits(figures: Figures) -> Iterator[str]:
    most = max(figures.waits)
    if most:
        for index, number in enumerate(figures.waits):
            yield f"{wait_words(index):<18}{number:>5}  {'#' * round(BAR * number / most)}".rstrip()


def _weeks(digest: Digest) -> Iterator[str]:
    if len(digest.weeks) < 2:
        return
    yield f"{'week':<16}{'asked':>7}{'people':>8}{'entries':>9}{'nobody':>8}{'answered':>10}{'first answer':>18}"
    for week in digest.weeks:
        one, name = week.figures, f"{day_words(week.first)} - {day_words(week.last)}"
        numbers = f"{one.asked:>7}{one.by_people:>8}{one.by_entries:>9}{one.by_nobody:>8}{percent(one.share):>10}"
        yield f"{name:<16}{numbers}{median_words(one):>18}"


def _waiting(digest: Digest) -> Iterator[str]:
    for one in digest.waiting:
        about = f", {one.topic}" if one.topic else ""
        yield f'{one.room} {one.number}: {one.asker}, {span(one.age)} ago{about}, {one.status}: "{one.text}"'
    if digest.in_private:
        yield f"{count(digest.in_private, 'question')} asked in private"


def _gaps(digest: Digest) -> Iterator[str]:
    for gap in digest.gaps:
        topic = f" ({gap.topic})" if gap.topic else ""
        yield f'{gap.count} x "{gap.example}"{topic}'


def _wrong(digest: Digest) -> Iterator[str]:
    for one in digest.wrong:
        todo = "waits for a new text" if one.accepted else f"accept {one.number} or reject {one.number}"
        yield f"{one.number}: {one.entry} in {one.room}, {span(one.age)} ago ({todo})"


def _due(digest: Digest) -> Iterator[str]:
    for one in digest.due:
        yield f"{one.entry}: {'since' if one.overdue else 'by'} {one.review_by.isoformat()}"


def _thin(digest: Digest) -> Iterator[str]:
    """Those that were asked about first; the rest as one list, since it is long where few have offered."""
    asked = [one for one in digest.thin if one.asked or one.active or one.away]
    quiet = [one.topic for one in digest.thin if not (one.asked or one.active or one.away)]
    yield from _listed(map(_topic, asked))
    if quiet:
        yield from _item(f"nobody, and not asked about: {', '.join(quiet)}")


def _topic(one: Thin) -> str:
    asked = f" ({count(one.asked, 'question')} that no entry covers)" if one.asked else ""
    return f"{one.topic}: {thin_words(one)}{asked}"


def _unregistered(digest: Digest) -> Iterator[str]:
    for one in digest.unregistered:
        yield f"{one.topic}: {', '.join(one.names)} ({count(one.answers, 'answer')})"


def _helpers(digest: Digest) -> Iterator[str]:
    for one in digest.new_helpers:
        yield f"{one.name} on {', '.join(one.topics)}{', who came with a question once' if one.asked_before else ''}"


def _drafts(digest: Digest) -> Iterator[str]:
    for one in digest.drafts:
        yield f"{one.number}: {one.kind}: {one.question}"
    if digest.writeups:
        yield f"{count(digest.writeups, 'write-up')} waiting for consent"


def _listening(found: Listening) -> Iterator[str]:
    yield from wrap(
        f"It would have answered {found.answers} and called somebody for {found.calls}; {count(len(found.said), 'line')} in all, "
        f"{rate(found.per_1000)} per 1,000 lines heard. People answered {found.faster} before it would have spoken, "
        f"and {found.slower} after. "
        f"Where it would have called somebody and somebody answered, it was the same person in {found.hits} of {found.compared}.",
        WIDTH,
    )
    if found.prompted:
        yield f"It was spoken to {count(found.prompted, 'time')} and kept silent."
    yield from _listed(f"{day_of(one.at)} {clock(one.at)} {one.room}: {heard_words(one)}; {after_words(one)}" for one in found.said)


def _listed(items: Iterable[str]) -> Iterator[str]:
    known = list(items)
    for item in known[:MOST]:
        yield from _item(item)
    if len(known) > MOST:
        yield f"  … and {len(known) - MOST} more (--html, --json)"


def _item(text: str) -> list[str]:
    return wrap(clean(text), WIDTH, initial_indent="* ", subsequent_indent="  ", break_on_hyphens=False)
