"""Every kind of record has its line in the promise of what is kept, and what is older than promised is told."""

from datetime import UTC, datetime

import pytest
from hypothesis import given

from bot.core.records import DAY, KINDS, MARK_KEPT, NEVER, Counter, Mark, Quiet, Record, Tally
from bot.core.retention import PROMISES, made_at, overdue
from bot.core.retention import SAYINGS as LINE
from tests.builders import START, question, uttered
from tests.strategies import records

NAMES = {"people", "hashes", "nobody"}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_nothing_is_kept_that_is_not_promised(kind: type[Record]) -> None:
    assert PROMISES[kind].names in NAMES


def test_nothing_is_promised_that_is_not_kept() -> None:
    assert set(PROMISES) == set(KINDS)


@given(records)
def test_what_was_made_now_is_not_overdue_unless_it_ends_before(record: Record) -> None:
    made = made_at(record)
    if made is not None and record.expires > made >= 0:
        assert not overdue(record, made)


@given(records)
def test_what_has_expired_is_overdue(record: Record) -> None:
    if record.expires < NEVER:
        assert overdue(record, record.expires)


def test_an_opt_out_is_never_overdue() -> None:
    assert not overdue(Mark("optout", "x", 0.0), START)
    assert overdue(Mark("spoke", "x", START - MARK_KEPT - 1), START)


def test_age_is_counted_from_when_it_was_made() -> None:
    assert made_at(question(at=5)) == START + 5
    assert made_at(Tally("asked", "r", 20781, 1)) == datetime(2026, 11, 24, tzinfo=UTC).timestamp() == 20781 * DAY
    assert [made_at(one) for one in (Counter("a", 1), Quiet("r", START, "quiet"))] == [None, None]


def test_what_is_kept_too_long_is_told() -> None:
    assert not overdue(uttered(1), START + 30 * DAY - 1)
    assert overdue(uttered(1), START + 30 * DAY)
    assert PROMISES[type(uttered(1))].line == LINE
