"""The report in sections of facts and tables, one source for text and HTML; and as data for JSON."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from typing import Any

from bot.core.spans import in_words, span
from bot.core.tallies import WAITS
from bot.core.text import clean
from bot.replay.report import Answerer, Numbers, Report
from bot.replay.row import BY_PERSON, BY_US, CALLED, NOBODY, Row

WIDE = 60  # characters of a cell from which rows are written one below the other
PEOPLE_SHOWN, PAIRS_SHOWN, ENTRIES_SHOWN, BAD_SHOWN = 20, 20, 20, 10


@dataclass(frozen=True, slots=True)
class Reading:
    """How the logs were read."""

    logs: tuple[tuple[str, str], ...]  # name and format
    bad: int = 0  # lines that their format does not explain
    samples: tuple[str, ...] = ()  # the first of them: file:line: why
    ours: int = 0
    back: int = 0
    hidden: int = 0
    zone: tzinfo = UTC


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with a table; `note` says how to read it."""

    title: str
    head: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    note: str = ""


def sections(report: Report, reading: Reading, score: Mapping[str, float | int | None] | None = None) -> Iterator[Section]:
    """Everything, the most important first."""
    yield Section("Replay", ("what", "figure"), tuple(_facts(report, reading)))
    if score is not None:
        rows = tuple((name.replace("_", " "), _figure(value)) for name, value in score.items())
        yield Section("Against the labels", ("what", "figure"), rows, "Only labelled lines count.")
    yield Section("Time to the first answer by a person", ("within", "answers", "share"), tuple(_waits(report)))
    people = sorted(report.people.items(), key=lambda one: (-one[1].answers, one[0]))[:PEOPLE_SHOWN]
    yield Section(
        "Who answered",
        ("who", "answers", "mean time", "faster than the bot", "slower"),
        tuple(_answerer(*one) for one in people),
        "Compared where the bot answered or called somebody, or would have, had nobody answered before.",
    )
    pairs = report.pairs.most_common(PAIRS_SHOWN)
    share = f"{report.hits} of {report.compared} ({_share(report.hits, report.compared)})"
    yield Section(
        "Whom it would have called, and who answered",
        ("called first", "answered", "questions"),
        tuple((called, who, str(count)) for (called, who), count in pairs),
        f"The same person: {share}." if report.compared else "There is nothing to compare.",
    )
    given = report.entries.most_common(ENTRIES_SHOWN)
    yield Section("Entries given", ("entry", "times"), tuple((entry, str(count)) for entry, count in given))
    yield Section("Kept back", ("by the rule", "times"), tuple((rule, str(count)) for rule, count in report.kept_back.most_common()))
    yield Section("By day", _HEAD, tuple(_numbers(day, report.days[day]) for day in sorted(report.days)))
    if len(report.rooms) > 1:
        yield Section("By room", _HEAD, tuple(_numbers(*one) for one in sorted(report.rooms.items())))
    yield Section("Questions", ("when", "who", "question", "the bot", "people"), tuple(_rows(report, reading.zone)), _left_out(report))


_HEAD = ("", "lines", "questions", "by people first", "by the bot", "unprompted lines", "per 1,000")


def _facts(report: Report, reading: Reading) -> Iterator[tuple[str, str]]:
    total, over = report.total, max(report.told, 1)
    yield "logs", ", ".join(f"{name} ({kind})" for name, kind in reading.logs[:3]) + (" …" if len(reading.logs) > 3 else "")
    if report.began is not None:
        yield "from, to", f"{_when(report.began, reading.zone)}, {_when(report.ended, reading.zone)}"
    yield "lines of the channel", f"{total.lines:,}"
    yield "unprompted lines", f"{total.unprompted:,}, or {total.per_1000:.2f} per 1,000 lines of the channel"
    yield "questions", f"{report.told:,}"
    for outcome in (BY_PERSON, BY_US, CALLED, NOBODY):
        count = report.outcomes[outcome]
        also = f"; to {report.also_person:,} of these a person, too" if outcome == BY_US and report.also_person else ""
        yield f"  {outcome}", f"{count:,} ({_share(count, over)}){also}"
    yield "  solved, by the asker's word", f"{report.solved:,}"
    if report.prompted:
        yield "answers to people who spoke to it", f"{report.prompted:,}"
    if reading.ours:
        yield "lines under its own name, left out", f"{reading.ours:,}"
    if reading.back:
        yield "lines out of order", f"{reading.back:,}"
    if reading.hidden:
        yield "encrypted lines, left out", f"{reading.hidden:,}"
    if reading.bad:
        yield "lines that could not be read", f"{reading.bad:,}: {'; '.join(reading.samples[:BAD_SHOWN])}"
    if report.faults:
        yield "failures of plugins", f"{report.faults:,}; the last: {report.fault}"


def _waits(report: Report) -> Iterator[tuple[str, str, str]]:
    answers = sum(report.waits)
    names = (*(in_words(end) for end in WAITS), "later")
    yield from ((name, str(count), _share(count, answers)) for name, count in zip(names, report.waits, strict=True) if answers)


def _answerer(name: str, person: Answerer) -> tuple[str, ...]:
    return name, str(person.answers), span(person.mean), str(person.faster), str(person.slower)


def _numbers(name: str, numbers: Numbers) -> tuple[str, ...]:
    counts = (numbers.lines, numbers.questions, numbers.by_people, numbers.by_us, numbers.unprompted)
    return (name, *(f"{count:,}" for count in counts), f"{numbers.per_1000:.2f}")


def _rows(report: Report, zone: tzinfo) -> Iterator[tuple[str, ...]]:
    for row in sorted((*report.first, *report.last), key=lambda row: row.at):
        yield _when(row.at, zone), row.asker, row.text, "; ".join(_said(row)) or "nothing", _answered(row)


def _said(row: Row) -> Iterator[str]:
    for spoken in row.said:
        what = " ".join(filter(None, (spoken.kind.rpartition(".")[2], spoken.entry, f"to {spoken.to}" if spoken.to else "")))
        yield f"after {span(spoken.after)} {what}: {spoken.text}"
    seen = row.foreseen
    if not row.said and seen is not None and (seen.entry or seen.expert):
        yield f"after {span(seen.after)} it would have " + (f"given {seen.entry}" if seen.entry else f"called {seen.expert}")


def _answered(row: Row) -> str:
    if row.person is None or row.answered is None:
        return "nobody"
    return f"{row.person.name} after {span(row.answered)}{_compared(row.lead)}"


def _compared(lead: float | None) -> str:
    if not lead:
        return "" if lead is None else ", just after the bot"
    return f", {span(abs(lead))} {'before' if lead > 0 else 'after'} the bot"


def _left_out(report: Report) -> str:
    missing = report.told - len(report.first) - len(report.last)
    return f"The first and the last; {missing:,} between them are left out (--json has all)." if missing > 0 else ""


def _when(at: float, zone: tzinfo) -> str:
    return datetime.fromtimestamp(at, zone).strftime("%Y-%m-%d %H:%M")


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "–"


def _figure(value: float | int | None) -> str:
    return "–" if value is None else f"{value:.3f}" if isinstance(value, float) else f"{value:,}"


# --- text ---


def in_text(told: Iterable[Section]) -> Iterator[str]:
    """The sections as lines that a terminal shows as they are: tables in columns, and without the tables that would be empty."""
    for section in map(_cleaned, told):
        if not section.rows:
            continue
        yield f"{section.title}"
        if section.note:
            yield f"  {section.note}"
        wide = max(map(len, (cell for row in section.rows for cell in row))) > WIDE
        yield from _listed(section) if wide and len(section.head) > 2 else _columns(section)
        yield ""


def _cleaned(section: Section) -> Section:
    return replace(section, rows=[tuple(map(clean, row)) for row in section.rows])


def _columns(section: Section) -> Iterator[str]:
    rows = (section.head, *section.rows) if len(section.head) > 2 else section.rows
    widths = [max(len(row[column]) for row in rows) for column in range(len(section.head))]
    for row in rows:
        yield "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _listed(section: Section) -> Iterator[str]:
    """Rows of long texts, one below the other."""
    for first, *rest in section.rows:
        yield f"  {first}"
        yield from (f"      {head}: {cell}" for head, cell in zip(section.head[1:], rest, strict=True))


# --- JSON ---


def row_data(row: Row) -> Mapping[str, Any]:
    """One question as data. Times are seconds after the question."""
    seen, (_, choice) = row.foreseen, row.first_choice
    return {
        "kind": "question",
        "number": row.number,
        "room": row.room,
        "at": row.at,
        "lines": row.lines,
        "asker": row.asker,
        "text": row.text,
        "outcome": row.outcome,
        "said": [{"after": s.after, "kind": s.kind, "to": s.to or None, "entry": s.entry or None, "text": s.text} for s in row.said],
        "entry": row.entry or None,
        "called": row.called or None,
        "answered_by": row.person.name if row.person else None,
        "answered_after": row.answered,
        "would_have": {"after": seen.after, "entry": seen.entry or None, "call": seen.expert or None} if seen else None,
        "person_faster_by": row.lead,
        "first_choice": choice.name if choice else None,
        "solved": row.solved,
    }


def summary(report: Report, reading: Reading, score: Mapping[str, float | int | None] | None = None) -> Mapping[str, Any]:
    """The figures as data."""
    total = report.total
    return {
        "kind": "summary",
        "logs": [{"name": name, "format": kind} for name, kind in reading.logs],
        "began": report.began,
        "ended": report.ended if report.began is not None else None,
        "lines": total.lines,
        "unread": reading.bad,
        "unread_samples": list(reading.samples),
        "own_lines": reading.ours,
        "encrypted_lines": reading.hidden,
        "questions": report.told,
        "outcomes": {name: report.outcomes[name] for name in (BY_PERSON, BY_US, CALLED, NOBODY)},
        "person_after_the_bot": report.also_person,
        "solved": report.solved,
        "unprompted_lines": total.unprompted,
        "unprompted_per_1000": round(total.per_1000, 3),
        "prompted": report.prompted,
        "kinds": dict(report.kinds),
        "kept_back": dict(report.kept_back),
        "waits": [{"within": end, "answers": count} for end, count in zip((*WAITS, None), report.waits, strict=True)],
        "hits": report.hits,
        "compared": report.compared,
        "pairs": [{"called": c, "answered": who, "questions": n} for (c, who), n in report.pairs.most_common()],
        "people": {
            name: {"answers": p.answers, "mean": round(p.mean, 1), "faster": p.faster, "slower": p.slower}
            for name, p in report.people.items()
        },
        "entries": dict(report.entries),
        "days": {day: _data(numbers) for day, numbers in sorted(report.days.items())},
        "rooms": {room: _data(numbers) for room, numbers in sorted(report.rooms.items())},
        "score": score,
    }


def _data(numbers: Numbers) -> Mapping[str, float]:
    return {
        "lines": numbers.lines,
        "questions": numbers.questions,
        "by_people": numbers.by_people,
        "by_us": numbers.by_us,
        "unprompted_lines": numbers.unprompted,
        "per_1000": round(numbers.per_1000, 3),
    }
