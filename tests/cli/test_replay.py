"""`patience replay`: the report in its three forms, labels, people who are remembered, and what is wrong."""

import json
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.cli.console import now
from bot.core.memory import Memory
from bot.core.people import Person
from bot.core.records import DAY, Mark
from bot.store.files import hash_key
from bot.store.store import Store
from tests.folders import fill

CONFIG = """name: helper
owner: the operators
networks: [{name: terminal, kind: terminal}]
store: sqlite:///store.db
plugins: {commands: {}, experts: {}, greeting: {}}
"""
EXPERTS = "- name: carol\n  identities: [{network: terminal, nick: carol}]\n  topics: [nova]\n"
TOPICS = "- id: nova\n  words: [nova]\n"
LOG = """2026-11-23T11:00:00 <carol> morning
2026-11-23T12:00:00 <dan> evacuating my nova instances from a dead compute leaves them rebuilding for ever
2026-11-23T12:20:00 <carol> dan: set the host to <b>forced down</b>
nobody can read this
2026-11-23T13:00:00 <eve> lunch time
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    faq = "- id: one\n  topic: nova\n  question: Where?\n  answer: Here.\n  releases: all\n  checked: 2026-08-14\n  review_by: 2027-02-14\n"
    files = {"bot.yaml": CONFIG, "knowledge/experts.yaml": EXPERTS, "knowledge/topics.yaml": TOPICS, "knowledge/faq/a.yaml": faq}
    return fill(tmp_path, {**files, "rdo.log": LOG})


def replay(folder: Path, *options: str) -> int:
    return main(["replay", str(folder / "rdo.log"), "--config", str(folder / "bot.yaml"), *options])


def test_the_text_tells_what_would_have_been_said_and_what_could_not_be_read(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert replay(folder) == 1
    shown = capsys.readouterr()
    assert "after 10 min call to carol" in shown.out
    assert "carol after 20 min, 10 min after the bot" in shown.out
    assert "rdo.log:4: no time stamp" in shown.err


def test_json_is_a_line_for_each_question_and_one_for_all(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    replay(folder, "--json")
    question, summary = map(json.loads, capsys.readouterr().out.splitlines())
    assert (question["called"], question["answered_by"], question["answered_after"]) == ("carol", "carol", 1200.0)
    assert (summary["lines"], summary["questions"], summary["hits"], summary["compared"], summary["unread"]) == (4, 1, 1, 1, 1)


def test_the_page_shows_what_people_wrote_as_text(folder: Path) -> None:
    replay(folder, "--html", str(folder / "report.html"))
    page = (folder / "report.html").read_text()
    assert "<caption>" in page
    assert "dead compute" in page
    assert "<script" not in page


def test_labels_are_scored(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "labels").write_text('{"line": 2, "question": true, "by": ["carol"]}\n\n{"line": 5, "question": false}\n')
    replay(folder, "--json", "--score", str(folder / "labels"))
    score = json.loads(capsys.readouterr().out.splitlines()[-1])["score"]
    assert (score["precision"], score["recall"], score["hit_at_1"]) == (1.0, 1.0, 1.0)


def test_labels_that_are_none_are_named_by_their_lines(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "labels").write_text('{"line": 2, "question": true}\n{"line": "x", "question": true}\n{\n')
    assert replay(folder, "--score", str(folder / "labels")) == 2
    errors = capsys.readouterr().err
    assert "labels:2:" in errors
    assert "labels:3:" in errors


def test_people_who_spoke_are_remembered_under_the_stores_own_key(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    day = (now() - DAY) // 1
    (folder / "rdo.log").write_text(f"{day - 500 * DAY:.0f} <old> good to be here\n{day:.0f} <eve> lunch time, back soon\n")
    assert replay(folder, "--remember") == 0
    assert replay(folder, "--remember") == 0
    assert "0 marks" in capsys.readouterr().err
    url = f"sqlite:///{folder}/store.db"
    with Store.open(url) as store:
        memory = Memory(hash_key(url), store.load(now()))
    known = [memory.marked("spoke", Person("terminal", nick, nick)) is not None for nick in ("eve", "old", "mallory")]
    assert known == [True, False, False]
    assert {type(record) for kind in memory.records.values() for record in kind.values()} == {Mark}


def test_a_store_in_use_is_left_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Store.open(f"sqlite:///{folder}/store.db"):
        assert replay(folder, "--remember") == 1
    assert "in use by process" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (["--zone", "Atlantis"], "no time zone is called Atlantis"),
        (["--score", "nowhere"], "nowhere:1: cannot be read"),
        (["--format", "znc"], ""),
    ],
)
def test_what_is_wrong_is_said(folder: Path, options: list[str], why: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert replay(folder, *options) != 0
    assert why in capsys.readouterr().err


def test_a_page_that_cannot_be_written_is_told_before_anything_else(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert replay(folder, "--html", str(folder / "none" / "report.html")) == 2
    assert "cannot be written" in capsys.readouterr().err
