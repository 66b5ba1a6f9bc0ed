"""`patience check`: exit codes, where problems go, and JSON."""

import json
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.load.form import SHIPPED
from bot.load.settings import NO_FILE
from tests.folders import HEAD, TERMINAL, entry, fill

GOOD = {
    "bot.yaml": HEAD + TERMINAL + "plugins: {greeting: {}}\n",
    "knowledge/faq/a.yaml": entry(),
    "knowledge/topics.yaml": "- {id: repos, words: [repo]}\n",
}


def test_a_good_folder_is_fine(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = str(fill(tmp_path, GOOD) / "bot.yaml")
    assert main(["check", "--config", config]) == 0
    assert capsys.readouterr() == (f"{config}: fine (1 network, 1 plugin, 1 entry, 1 topic, 0 experts)\n", "")


@pytest.mark.parametrize(
    ("file", "text", "problem"),
    [
        ("bot.yaml", HEAD + TERMINAL + "mode: loud\n", "bot.yaml:4: mode: must be one of listen, asked, gentle, not 'loud'"),
        ("knowledge/faq/a.yaml", "- {}\n", "knowledge/faq/a.yaml:1: [0].id: is missing"),
        ("knowledge/faq/a.yaml", entry(answer="Just do it."), 'knowledge/faq/a.yaml:7: [0].answer: "Just": what is easy'),
        ("knowledge/phrases/en.yaml", "welcome: ['hi {nick}']\n", "knowledge/phrases/en.yaml:1: welcome[0]: nobody fills in {nick} here"),
    ],
)
def test_problems_go_to_stderr_and_the_exit_code_is_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], file: str, text: str, problem: str
) -> None:
    config = str(fill(tmp_path, GOOD | {file: text}) / "bot.yaml")
    assert main(["check", "--config", config]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert f"{tmp_path}/{problem}" in err


def test_problems_can_be_had_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = str(fill(tmp_path, GOOD | {"bot.yaml": HEAD + TERMINAL + "naem: x\n"}) / "bot.yaml")
    assert main(["check", "--json", "--config", config]) == 1
    out, err = capsys.readouterr()
    assert err == ""
    assert json.loads(out) == {
        "problems": [{"file": config, "line": 4, "path": "naem", "text": "unknown key 'naem' (did you mean 'name'?)", "severity": "error"}]
    }


def test_warnings_are_shown_and_are_no_failure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = str(fill(tmp_path, GOOD | {"knowledge/faq/a.yaml": entry(releases='["2031.1"]')}) / "bot.yaml")
    assert main(["check", "--config", config]) == 0
    assert "warning: [0].releases[0]: releases.yaml has no series" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_a_problem(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--config", "no/bot.yaml"]) == 1
    assert capsys.readouterr().err == f"no/bot.yaml:1: {NO_FILE}\n1 problem\n"


def test_what_files_contain_cannot_steer_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = str(fill(tmp_path, GOOD | {"bot.yaml": HEAD + TERMINAL + '"\\e[2J": x\n'}) / "bot.yaml")
    assert main(["check", "--config", config]) == 1
    assert "\x1b" not in capsys.readouterr().err


@pytest.mark.slow
def test_the_shipped_files_are_fine(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--config", str(SHIPPED.parent / "bot.yaml")]) == 0
    assert capsys.readouterr().err == ""
