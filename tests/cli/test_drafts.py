"""`patience drafts`: what is listed and shown, what a decision does, and the exit codes."""

import json
from datetime import date
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.core.knowledge import Draft
from bot.load.writing import draft_text, file_name
from tests.folders import HEAD, TERMINAL, entry, fill

DRAFT = Draft(17, "writeup", "Why does live migration fail?", "Copy the ssh keys.", "nova", ("alice",), date(2026, 11, 25), "#rdo")
FILES = {
    "bot.yaml": HEAD + TERMINAL,
    "knowledge/faq/repos.yaml": entry(),
    "knowledge/topics.yaml": "- {id: repos, words: [repo]}\n- {id: nova, words: [nova]}\n",
}


def patience(folder: Path, *words: str) -> int:
    return main(["drafts", *words, "--config", str(folder / "bot.yaml")])


def laid(folder: Path, *drafts: Draft, **files: str) -> Path:
    texts = {f"knowledge/drafts/{file_name(draft)}": draft_text(draft) for draft in drafts}
    return fill(folder, {**FILES, **texts, **files})


def test_drafts_are_listed_by_number(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    correction = Draft(3, "proposal", "", "Another answer.", entry="one", at=date(2026, 11, 1))
    assert patience(laid(tmp_path, DRAFT, correction), "list") == 0
    assert capsys.readouterr().out.splitlines() == [
        " 3  2026-11-01  changes one  -     Another answer.",
        "17  2026-11-25  writeup      nova  Why does live migration fail?",
    ]


def test_none_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert patience(laid(tmp_path), "list") == 0
    assert capsys.readouterr().out == "no drafts\n"


def test_the_list_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert patience(laid(tmp_path, DRAFT), "list", "--json") == 0
    (only,) = json.loads(capsys.readouterr().out)["drafts"]
    assert {key: only[key] for key in ("number", "kind", "date", "credit", "room")} == {
        "number": 17, "kind": "writeup", "date": "2026-11-25", "credit": ["alice"], "room": "#rdo",
    }  # fmt: skip
    assert only["file"].endswith("0017-why-does-live-migration-fail.yaml")


def test_a_broken_file_is_told_with_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fill(laid(tmp_path, DRAFT), {"knowledge/drafts/x.yaml": "draft: {number: 1, kind: gap}\ntopic: [a]\n"})
    assert patience(tmp_path, "list") == 1
    assert "x.yaml:2: topic: must be text" in capsys.readouterr().err


def test_a_draft_is_shown_with_what_it_still_needs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bare = Draft(4, "gap", "what is this")
    assert patience(laid(tmp_path, bare), "show", "4") == 1
    told = capsys.readouterr()
    assert "question: what is this" in told.out
    assert "topic: is empty" in told.err
    assert "answer: is empty" in told.err


def test_a_draft_that_is_ready_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert patience(laid(tmp_path, DRAFT), "show", "17") == 0
    assert "ready (patience drafts accept 17)" in capsys.readouterr().out


def test_a_draft_as_json_has_its_text_and_problems(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert patience(laid(tmp_path, DRAFT), "show", "17", "--json") == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["problems"], "live migration" in shown["text"]) == ([], True)


@pytest.mark.slow  # asks git
def test_an_accepted_draft_is_an_entry(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert patience(laid(tmp_path, DRAFT), "accept", "17") == 0
    told = capsys.readouterr().out
    assert told.startswith("Draft 17 is the entry why-does-live-migration-fail now, in ")
    assert "reload" in told
    assert (tmp_path / "knowledge/faq/nova.yaml").exists()
    assert patience(tmp_path, "list") == 0


@pytest.mark.slow
def test_a_draft_that_lint_refuses_stays_and_says_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rude = Draft(5, "proposal", "Why?", "You simply read it.", "nova")
    assert patience(laid(tmp_path, rude), "accept", "5") == 1
    assert 'answer: "simply"' in capsys.readouterr().err
    assert not (tmp_path / "knowledge/faq/nova.yaml").exists()


@pytest.mark.slow
def test_a_rejected_draft_goes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert patience(laid(tmp_path, DRAFT), "reject", "17", "--reason", "we have that") == 0
    assert capsys.readouterr().out == "Draft 17 is gone.\n"
    assert list((tmp_path / "knowledge/drafts").iterdir()) == []


@pytest.mark.parametrize("word", ["show", "accept", "reject"])
def test_a_number_that_is_nobodys_is_wrong_use(tmp_path: Path, capsys: pytest.CaptureFixture[str], word: str) -> None:
    assert patience(laid(tmp_path, DRAFT), word, "9") == 2
    assert capsys.readouterr().err == "there is no draft 9 (there are: 17)\n"


def test_a_broken_bot_yaml_is_wrong_use(tmp_path: Path) -> None:
    assert patience(fill(tmp_path, {"bot.yaml": "name: ["}), "list") == 2
