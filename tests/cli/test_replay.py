"""`patience replay`: the report in its three forms, labels, people who are remembered, and what is wrong."""

import gzip
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import main
from bot.cli.console import now
from bot.core.memory import Memory
from bot.core.people import Person
from bot.core.records import DAY, Mark
from bot.store.files import hash_key
from bot.store.store import Store
from tests.builders import ROOT
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


def message(nick: str, at: int, body: str) -> Mapping[str, Any]:
    content = {"msgtype": "m.text", "body": body}
    return {"type": "m.room.message", "sender": f"@{nick}:x", "origin_server_ts": at * 1000, "event_id": f"${at}", "content": content}


QUESTION, ANSWER = "evacuating my nova instances from a dead compute leaves them rebuilding for ever", "dan: set the host to forced down"
SAME = {  # Carol speaks, Dan asks an hour later, Carol answers after 20 minutes: 23 November 2026, 23:40 and so on, in UTC
    "rdo.log": f"--- Log opened Mon Nov 23 23:00:00 2026\n23:40 < carol> morning\n"
    f"--- Day changed Tue Nov 24 2026\n00:40 < dan> {QUESTION}\n01:00 <@carol> {ANSWER}\n",
    "rdo.weechatlog": f"2026-11-23 23:40:00\tcarol\tmorning\n2026-11-24 00:40:00\tdan\t{QUESTION}\n2026-11-24 01:00:00\t@carol\t{ANSWER}\n",
    "2026-11-23.log": f"[23:40:00] <carol> morning\n[00:40:00] <dan> {QUESTION}\n[01:00:00] <carol> {ANSWER}\n",
    "iso.log": f"[2026-11-23 23:40] <carol> morning\n[2026-11-24 01:40+01:00] <dan> {QUESTION}\n[2026-11-24T01:00:00Z] <carol> {ANSWER}\n",
    "epoch.log": f"1795477200 <carol> morning\n1795480800 <dan> {QUESTION}\n1795482000 <carol> {ANSWER}\n",
    "log.jsonl": "".join(
        json.dumps({"at": at, "nick": nick, "text": text}) + "\n"
        for at, nick, text in [(1795477200, "carol", "morning"), (1795480800, "dan", QUESTION), (1795482000, "carol", ANSWER)]
    ),
    "export.json": json.dumps(
        {
            "room_name": "rdo",
            "messages": [
                message("carol", 1795477200, "morning"),
                message("dan", 1795480800, QUESTION),
                message("carol", 1795482000, ANSWER),
            ],
        },
        indent=2,
    ),
}


@pytest.mark.parametrize("name", SAME)
def test_every_format_tells_the_same(folder: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / name).write_text(SAME[name])
    assert main(["replay", str(folder / name), "--config", str(folder / "bot.yaml"), "--json"]) == 0
    question, summary = map(json.loads, capsys.readouterr().out.splitlines())
    assert (question["at"], question["answered_by"], question["answered_after"]) == (1795480800.0, "carol", 1200.0)
    assert question["called"] == ("carol" if name != "export.json" else None)  # nobody of experts.yaml has this Matrix ID
    assert (summary["lines"], summary["unread"]) == (3, 0)


def test_a_log_may_be_packed_with_foreign_ends_and_letters(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = SAME["iso.log"].replace("\n", "\r\n").replace("morning", "caf\xe9?").encode("latin-1")
    (folder / "rdo.log").write_bytes(gzip.compress(data, mtime=0))
    assert replay(folder, "--json") == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["lines"] == 3


def test_zone_and_room_are_as_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    replay(folder, "--json", "--zone", "Asia/Tokyo", "--room", "terminal/#Dev")
    question, summary = map(json.loads, capsys.readouterr().out.splitlines())
    assert (question["at"], question["room"]) == (1795435200.0 - 9 * 3600, "terminal/#dev")
    assert (list(summary["days"]), list(summary["rooms"])) == (["2026-11-23"], ["terminal/#dev"])


@pytest.mark.slow
def test_a_log_may_come_by_standard_input(folder: Path) -> None:
    command = [sys.executable, "-m", "bot", "replay", "-", "--config", str(folder / "bot.yaml"), "--format", "iso"]
    done = subprocess.run(command, cwd=ROOT, input=LOG, capture_output=True, text=True)
    assert (done.returncode, "after 10 min call to carol" in done.stdout) == (1, True)
    assert done.stderr == "-:4: no time stamp like 2024-01-31T12:00:00 (left out)\n"


HOSTILE = (
    {
        "at": 1795435200,
        "nick": "e\x1b[31mve\x9b2J\ud800",
        "text": f"{QUESTION} \udc00\x1b]0;x\x07 </td><script>alert(1)</script>",
        "id": "\ud800",
    },
    {"at": 1795435260, "nick": "\x1b", "text": "e\x1b[31mve: no", "place": "\x1b[2J#x\ud800", "reply_to": "\ud800"},
)


def test_nothing_in_a_log_steers_a_terminal_or_a_page(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "rdo.log").write_text("".join(json.dumps(line) + "\n" for line in HOSTILE))
    page = folder / "report.html"
    assert (replay(folder, "--html", str(page)), replay(folder, "--json")) == (0, 0)
    shown = capsys.readouterr().out
    assert not {"\x1b", "\x9b", "\x07"} & set(shown)
    assert "<script" not in page.read_text()


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
    (folder / "rdo.log").write_text(f"{day - 500 * DAY:.0f} <old> good to be here\n{day:.0f} <Evelyn99> lunch time, back soon\n")
    assert replay(folder, "--remember") == 0
    assert replay(folder, "--remember") == 0
    assert "0 marks" in capsys.readouterr().err
    url = f"sqlite:///{folder}/store.db"
    with Store.open(url) as store:
        memory = Memory(hash_key(url), store.load(now()))
    known = [memory.marked("spoke", Person("terminal", nick, nick)) is not None for nick in ("evelyn99", "old", "mallory")]
    assert known == [True, False, False]
    assert {type(record) for kind in memory.records.values() for record in kind.values()} == {Mark}


def test_of_who_is_remembered_there_is_no_name_in_the_store(folder: Path) -> None:
    (folder / "rdo.log").write_text(f"{now() - DAY:.0f} <Evelyn99> lunch time, back soon\n")
    assert replay(folder, "--remember") == 0
    data = b"".join(path.read_bytes() for path in folder.glob("store.db*"))
    assert b"lunch time" not in data
    assert b"evelyn99" not in data.lower()


def test_a_store_in_use_is_left_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Store.open(f"sqlite:///{folder}/store.db"):
        assert replay(folder, "--remember") == 1
    assert "in use by process" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (["--zone", "Atlantis"], "no time zone is called Atlantis"),
        (["--score", "nowhere"], "nowhere:1: cannot be read"),
        (["--format", "znc"], "no time stamp like [12:00:00]"),
        (["--room", "oftc/#rdo"], "no network is called oftc; there are: terminal"),
    ],
)
def test_what_is_wrong_is_said(folder: Path, options: list[str], why: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert replay(folder, *options) != 0
    assert why in capsys.readouterr().err


def test_a_log_that_is_not_there_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay", str(folder / "rdo.log"), str(folder / "nowhere.log"), "--config", str(folder / "bot.yaml")]) == 2
    assert "nowhere.log:1: cannot be read" in capsys.readouterr().err


def test_a_page_that_cannot_be_written_is_told_before_anything_else(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert replay(folder, "--html", str(folder / "none" / "report.html")) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_until_there_is_a_report_an_older_one_stays_and_no_empty_one_is_left(folder: Path) -> None:
    old, new = folder / "old.html", folder / "new.html"
    old.write_text("the report of last week")
    (folder / "knowledge/faq/a.yaml").write_text("- id: broken\n")
    assert [replay(folder, "--html", str(page)) for page in (old, new)] == [2, 2]
    assert (old.read_text(), new.exists()) == ("the report of last week", False)


@pytest.mark.parametrize("name", ["rdo.log", "labels"])
def test_no_page_is_written_over_what_is_read(folder: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "labels").write_text("{}\n")
    before = (folder / name).read_text()
    assert replay(folder, "--score", str(folder / "labels"), "--html", f"{folder}/./{name}") == 2
    assert "would be written over it" in capsys.readouterr().err
    assert (folder / name).read_text() == before
