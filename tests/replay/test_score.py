"""Labels, and how a replay does against them."""

import pytest

from bot.replay.logged import Malformed
from bot.replay.score import Label, Score, label
from tests.replay.playing import playing, report_of
from tests.replay.test_playing import CAROL, GAZPACHO, NOVA

LINES = [
    "11:00:00 <carol> morning",
    f"12:00:00 <alice> {GAZPACHO}",
    f"13:00:00 <dan> {NOVA}",
    "13:00:40 <carol> dan: set the host to forced down",
    "14:00:00 <eve> lunch time",
    "15:00:00 <fred> it does what it should",
]
LABELS = {"log:2": Label(True, ("bob",)), "log:3": Label(True, ("carol",)), "log:5": Label(False), "log:6": Label(True)}


def test_the_figures() -> None:
    score = Score(LABELS)
    report_of(playing(CAROL), LINES, score.opened, score.finished)
    assert dict(score.result()) == {
        "labelled": 4,
        "questions": 3,
        "precision": 1.0,
        "recall": 2 / 3,
        "f1": 0.8,
        "false_alarms_per_1000": 0.0,
        "answered_lines": 2,
        "somebody_chosen": 1,
        "hit_at_1": 0.5,
        "hit_at_1_of_chosen": 1.0,
        "entry_though_answered": 1,
    }


def test_of_nothing_there_is_no_share() -> None:
    assert set(Score({}).result().values()) == {0, None}


def test_a_line_with_an_id_of_its_own_is_found_by_its_number() -> None:
    score = Score({"log:1": Label(True)})
    score.met("log:1", "$1")
    assert score.by_id == {"$1": score.labels["log:1"]}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('{"line": 12, "question": true, "by": ["bob"]}', ("log:12", Label(True, ("bob",)))),
        ('{"line": 12, "file": "b.log", "question": false}', ("b.log:12", Label(False))),
        ('{"id": "$1", "question": true}', ("$1", Label(True))),
        ('{"at": 1, "nick": "a", "text": "x", "question": true}', ("log:7", Label(True))),
        ('{"at": 1, "nick": "a", "text": "x"}', None),
    ],
)
def test_what_a_label_is_about(text: str, found: tuple[str, Label] | None) -> None:
    assert label(text, 7, ["log"] if "b.log" not in text else ["log", "b.log"]) == found


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "no JSON"),
        ("[]", "not a JSON object"),
        ('{"question": 1}', '"question" must be'),
        ('{"by": "bob"}', '"by" must be'),
        ('{"question": true, "line": 0}', '"line" must be'),
        ('{"question": true, "line": 1}', '"file" must name'),
        ('{"question": true, "line": 1, "file": "c.log"}', '"file" must name'),
        ('{"question": true, "line": 1, "file": 3}', '"file" must name'),
    ],
)
def test_what_is_wrong_with_a_label_is_said(text: str, why: str) -> None:
    with pytest.raises(Malformed, match=why):
        label(text, 1, ["a.log", "b.log"])
