"""What is kept, and for how long: product section 8."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.core.records import (
    DAY,
    ENDED,
    KINDS,
    NEVER,
    OPEN,
    Claim,
    Counter,
    Fared,
    Handing,
    Helped,
    Line,
    Mark,
    Offer,
    Pause,
    Position,
    Quiet,
    Read,
    Record,
    Reported,
    Sketch,
    Status,
    Tally,
    Uncovered,
    Writeup,
    spoken_by,
)
from tests.builders import ROOM, START, alice, bob, question, uttered

KEPT: tuple[tuple[Record, float], ...] = (
    (question(), START + 48 * 3600),
    (uttered(at=0), START + 30 * DAY),
    (uttered(withheld="quiet"), START + 30 * DAY),
    (Mark("spoke", "h", START), START + 365 * DAY),
    (Mark("hello", "h", START), START + 365 * DAY),
    (Mark("optout", "h", START), NEVER),  # until it is undone
    (Helped("oftc:bob", "bob", "repos", 100, 1), 100 * DAY + 90 * DAY),
    (Quiet("oftc/#rdo", START + 7200, "quiet"), START + 7200),
    (Counter("said", 3), NEVER),
    (Position("oftc", "x"), NEVER),
    (Read("matrix", "$e", START), START + 14 * DAY),
    (Reported("oftc/#rdo", "entry", START, "h"), NEVER),  # until a maintainer has looked; who said so is blanked earlier
    (Offer(bob, "bob", ("nova",), date(2026, 12, 31), START), datetime(2027, 1, 1, tzinfo=UTC).timestamp()),
    (Pause("bob", START + 7200, START), START + 7200),
    (Handing("nova", "carol", alice, bob, START), START + 7 * DAY),
    (Writeup(1, START, "oftc/#rdo#1", "oftc/#rdo", ROOM, "nova", "why?", "so", alice, bob), START + 14 * DAY),
    (Uncovered("oftc/#rdo#1", "oftc/#rdo", "nova", "why?", START), START + 30 * DAY),
    (Tally("asked", "oftc/#rdo", 100, 3), 100 * DAY + 400 * DAY),
    (Sketch("oftc/#rdo", START, (1.0,)), START + 90 * DAY),
    (Fared("entry", "v", START), START + 400 * DAY),
    (Claim("h", "i", START), START + DAY),
    (Claim("h", "i", START, mutual=True), START + 365 * DAY),
)


@pytest.mark.parametrize(("record", "until"), KEPT)
def test_a_record_is_kept_as_long_as_was_said(record: Record, until: float) -> None:
    assert record.expires == until


def test_every_kind_of_record_has_its_time() -> None:
    assert {type(record) for record, _ in KEPT} == set(KINDS)


def test_keys_are_different_within_a_kind() -> None:
    keys = [Mark("spoke", "h", 0).key, Mark("hello", "h", 0).key, Mark("spoke", "i", 0).key]
    assert len(set(keys)) == len(keys)


def test_a_question_is_named_by_place_and_number() -> None:
    assert question(number=7).key == "oftc/#rdo#7"


def test_no_question_is_open_and_ended_at_once() -> None:
    assert not OPEN & ENDED
    assert {status for status in Status if question(status=status).open} == OPEN


def test_a_reply_points_to_the_last_line_that_has_an_id() -> None:
    lines = (Line(0, "a", "id1"), Line(1, "b", "id2"), Line(2, "c"))
    assert (question(lines=lines).message_id, question().message_id) == ("id2", None)


def test_the_text_is_all_lines() -> None:
    assert question(lines=(Line(0, "a"), Line(1, "b"))).text == "a b"


def test_a_question_follows_its_asker_and_stays_the_same_question() -> None:
    asked = question(by=alice)
    assert spoken_by(asked, bob) == replace(asked, asker=bob)
