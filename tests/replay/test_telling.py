"""The report in words and as data."""

import json

import pytest

from bot.replay.telling import Reading, in_text, row_data, sections, summary
from tests.replay.playing import playing, report_of, rows
from tests.replay.test_playing import CAROL, GAZPACHO, NOVA

LINES = [
    "11:00:00 <carol> morning",
    f"12:00:00 <alice> {GAZPACHO}",
    f"13:00:00 <dan> {NOVA}",
    "13:20:00 <carol> dan: set it to forced down",
]
READING = Reading((("rdo.log", "iso"),), bad=1, samples=("rdo.log:7: no time stamp",), ours=2, back=3, hidden=4)


def test_everything_is_told() -> None:
    text = "\n".join(in_text(sections(report_of(playing(CAROL), LINES), READING, {"recall": 0.5, "f1": None})))
    for part in (
        "rdo.log (iso)",
        "2026-11-23 11:00, 2026-11-23 13:20",
        "rdo.log:7: no time stamp",
        "encrypted lines, left out",
        "Against the labels",
        "0.500",
        "carol after 20 min, 10 min after the bot",
        "after 10 min call to carol",
        "rpms-after-epoxy",
        "The same person: 1 of 1 (100 %)",
    ):
        assert part in text


@pytest.mark.parametrize(
    ("time", "told"),
    [("12:01:00", "after 1 min, 1 min before the bot"), ("12:02:00", "just after the bot"), ("12:30:00", "28 min after the bot")],
)
def test_an_answer_by_a_person_is_compared_with_the_bots(time: str, told: str) -> None:
    report = report_of(playing(), [f"12:00:00 <alice> {GAZPACHO}", f"{time} <bob> alice: there is none, see the project page"])
    assert told in "\n".join(in_text(sections(report, READING)))


def test_of_nothing_there_is_a_report_too() -> None:
    assert "0 (0 %)" in "\n".join(in_text(sections(report_of(playing(), []), READING)))


def test_rows_and_summary_are_json() -> None:
    report = report_of(playing(CAROL), LINES)
    data = json.loads(json.dumps([row_data(row) for row in rows(report)]))
    assert [(one["asker"], one["entry"], one["called"], one["answered_by"]) for one in data] == [
        ("alice", "rpms-after-epoxy", None, None),
        ("dan", None, "carol", "carol"),
    ]
    assert json.loads(json.dumps(summary(report, READING)))["unprompted_lines"] == report.total.unprompted
