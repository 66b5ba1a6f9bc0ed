"""The maintainers' digest as one page: what needs somebody first, then who helps, then the figures with their plots."""

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from bot.core.spans import span
from bot.digest.figures import day_of
from bot.digest.values import Digest, Figures, Week
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
from bot.pages.plots import Bar, Plot, rows, stacked
from bot.pages.render import render

KINDS = ("by people", "by entries", "by nobody")


@dataclass(frozen=True, slots=True)
class Table:
    """A heading with what stands below it: rows of cells, and what to say of an empty one ("": nothing, it is left out)."""

    id: str
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A plot, with its figures as a table."""

    svg: Markup
    table: Table


def digest_page(digest: Digest, lang: str = "en") -> str:
    """The page. The same digest gives the same bytes."""
    return render(
        "digest",
        {
            "title": f"How things stand: {period_words(digest.period)}",
            "lang": lang,
            "name": digest.name,
            "days": count(digest.period.days, "day"),
            "facts": tuple(_facts(digest.figures, digest.before if digest.period.days == 7 else None)),
            "needs": tuple(one for one in _needs(digest) if one.rows or one.empty),
            "people": tuple(one for one in _people(digest) if one.rows or one.empty),
            "pictures": (_weekly(digest.weeks), _waits(digest.figures)),
            "listening": _listening(digest),
        },
    )


def _facts(now: Figures, before: Figures | None) -> Iterator[tuple[str, str, str]]:
    """Name, figure, and what it was the week before."""
    for name, told in (
        ("asked", lambda one: str(one.asked)),
        ("answered by people", lambda one: str(one.by_people)),
        ("answered by entries", lambda one: str(one.by_entries)),
        ("answered by nobody", lambda one: str(one.by_nobody)),
        ("answered, of those that ended", lambda one: percent(one.share)),
        ("first answer, median", median_words),
        ("lines heard", lambda one: f"{one.lines:,}"),
        ("unprompted lines per 1,000", lambda one: rate(one.per_1000)),
    ):
        yield name, told(now), told(before) if before is not None else ""


# --- what needs somebody ---


def _needs(digest: Digest) -> Iterator[Table]:
    private = f"{count(digest.in_private, 'question')} more, asked in private." if digest.in_private else ""
    waiting = ((f"{q.room} {q.number}", q.asker, span(q.age), q.topic, q.text, q.status) for q in digest.waiting)
    yield Table("open", "Open questions", ("where", "who", "age", "topic", "question", ""), tuple(waiting), private, "Nothing waits.")
    gaps = ((str(gap.count), gap.example, gap.topic, ", ".join(gap.rooms)) for gap in digest.gaps)
    yield Table("gaps", "Asked, and no entry covers it", ("times", "for example", "topic", "where"), tuple(gaps))
    yield Table("wrong", "Entries reported wrong", ("number", "entry", "where", "since", ""), tuple(_wrong(digest)))
    due = ((one.entry, one.review_by.isoformat(), "overdue" if one.overdue else "soon") for one in digest.due)
    yield Table("due", "Entries to compare with their source", ("entry", "review by", ""), tuple(due))
    drafts = ((str(one.number), one.kind, one.question) for one in digest.drafts)
    consent = f"{count(digest.writeups, 'write-up')} waiting for somebody's consent." if digest.writeups else ""
    yield Table("drafts", "Drafts", ("number", "kind", "question"), tuple(drafts), consent)


def _wrong(digest: Digest) -> Iterator[tuple[str, ...]]:
    for one in digest.wrong:
        todo = "waits for a new text" if one.accepted else "waits for your decision"
        yield str(one.number), one.entry, one.room, span(one.age), todo


# --- who helps ---


def _people(digest: Digest) -> Iterator[Table]:
    thin = ((one.topic, thin_words(one), str(one.asked) if one.asked else "") for one in digest.thin)
    head = ("topic", "who", "questions that no entry covers")
    yield Table("thin", "Topics with one active person or none", head, tuple(thin), empty="Every topic has two people or more.")
    strangers = ((one.topic, ", ".join(one.names), str(one.answers)) for one in digest.unregistered)
    note = "They are never called. Ask whether they would like to be, with the command “iknow TOPIC”."
    yield Table("strangers", "They answer and have not offered to be asked", ("topic", "who", "answers"), tuple(strangers), note)
    new = ((one.name, ", ".join(one.topics), "asked a question before" if one.asked_before else "") for one in digest.new_helpers)
    yield Table("new", "New helpers", ("who", "topics", ""), tuple(new))


# --- figures ---


def _weekly(weeks: tuple[Week, ...]) -> Picture:
    bars = [Bar(day_words(week.first), _parts(week.figures), percent(week.figures.share).replace("-", "")) for week in weeks]
    asked = [week.figures.asked for week in weeks]
    about = f"{count(len(weeks), 'week')}; {sum(asked)} questions in all, {asked[-1] if asked else 0} in the last week."
    plot = Plot("weekly", "Questions that ended, by week, with the part that was answered", about)
    head = ("week from", "asked", "answered by people", "by entries", "by nobody", "answered", "first answer, median")
    cells = (
        (
            day_words(week.first),
            str(week.figures.asked),
            *map(str, _parts(week.figures)),
            percent(week.figures.share),
            median_words(week.figures),
        )
        for week in weeks
    )
    return Picture(stacked(plot, KINDS, bars), Table("weeks", plot.title, head, tuple(cells)))


def _parts(figures: Figures) -> tuple[int, int, int]:
    return figures.by_people, figures.by_entries, figures.by_nobody


def _waits(figures: Figures) -> Picture:
    bars = [Bar(wait_words(index), (number,)) for index, number in enumerate(figures.waits)]
    half = f"Half of them within the class {median_words(figures)}." if sum(figures.waits) else "Nobody was answered."
    plot = Plot("waits", "Time to the first answer", f"{count(sum(figures.waits), 'first answer')}. {half}")
    cells = tuple((bar.name, str(sum(bar.parts))) for bar in bars)
    return Picture(rows(plot, bars), Table("classes", plot.title, ("time", "questions"), cells))


# --- listen mode ---


def _listening(digest: Digest) -> tuple[str, tuple[tuple[str, str], ...], Table] | None:
    """The rooms, the figures, and one row for each thing that would have been said."""
    found = digest.listening
    if found is None:
        return None
    facts = (
        ("lines heard", f"{found.lines:,}"),
        ("unprompted lines, had it spoken", str(len(found.said))),
        ("that is, per 1,000 lines", rate(found.per_1000)),
        ("it would have answered", str(found.answers)),
        ("it would have called somebody for", str(found.calls)),
        ("people were faster with", str(found.faster)),
        ("people answered after it with", str(found.slower)),
        ("called, and who answered: the same person", f"{found.hits} of {found.compared}"),
        ("spoken to, and silent", str(found.prompted)),
    )
    said = ((f"{day_of(one.at)} {clock(one.at)}", one.room, heard_words(one), after_words(one)) for one in found.said)
    table = Table("said", "What it would have said", ("when (UTC)", "where", "the bot", "people"), tuple(said), empty="Nothing.")
    return ", ".join(found.rooms), facts, table
