"""`patience kb test` and `patience kb try`: exit codes, places of problems, what is shown."""

import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.__main__ import main
from tests.folders import HEAD, TERMINAL, entry, fill

FILES = {
    "bot.yaml": HEAD + TERMINAL + "plugins: {faq: {wrong_per_1000: 1}}\n",
    "knowledge/faq/a.yaml": entry(phrasings="[is there a repo for gazpacho, no gazpacho packages]")
    + entry("two", "What is the horizon login?", phrasings="[dashboard password, horizon asks for a user]"),
    "knowledge/chatter.yaml": "- brb lunch\n- good morning\n- koji is slow\n",
    "knowledge/topics.yaml": "- {id: repos, words: [repo]}\n",
}


def kb(tmp_path: Path, *words: str, **changed: str) -> int:
    files: Mapping[str, str] = FILES | {f"knowledge/faq/{name}.yaml": text for name, text in changed.items()}
    return main(["kb", *words, "--config", str(fill(tmp_path, files) / "bot.yaml")])


def test_a_good_folder_passes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert kb(tmp_path, "test") == 0
    assert capsys.readouterr().out == "6 of 6 phrasings find their entry (6 surely), 0 `not` examples and 3 lines of chatter tried\n"


def test_a_phrasing_that_finds_another_entry_is_named_with_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    two = entry("two", "horizon shows an errxr page", phrasings="[the login]")
    one = entry("one", "horizon shows an error page", phrasings="[horizon shows an errxr page]")
    assert kb(tmp_path, "test", a=one + two) == 1
    error = capsys.readouterr().err
    assert f"{tmp_path}/knowledge/faq/a.yaml:" in error
    assert '"horizon shows an errxr page" finds one' in error


def test_a_phrasing_with_a_kind_is_named_with_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    two = entry("two", "the login", phrasings="\n    typo:\n      - something else\n      - horizon shows an errxr page")
    one = entry("one", "horizon shows an error page", phrasings="[horizon shows an errxr page]")
    assert kb(tmp_path, "test", a=one + two) == 1
    assert '/knowledge/faq/a.yaml:19: [1].phrasings.typo[1]: "horizon shows an errxr page" finds one' in capsys.readouterr().err


def test_left_out_phrasings_are_warnings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert kb(tmp_path, "test", "--leave-one-out", b=entry("three", "How does one frobnicate?", phrasings="[qqq]")) == 0
    streams = capsys.readouterr()
    assert "/knowledge/faq/b.yaml:" in streams.err
    assert ": warning: " in streams.err
    assert " of 8 phrasings find their entry" in streams.out


def test_leave_one_out_shows_kinds_and_confusions(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    three = entry("three", "Where is the login page of horizon?", phrasings="{typo: [horizn login], story: [qqq]}")
    assert kb(tmp_path, "test", "--leave-one-out", b=three) == 0
    out = capsys.readouterr().out
    rows = {line.split()[0]: line.split()[1:] for line in out.splitlines() if line.endswith(" %")}
    assert list(rows) == ["heading", "story", "typo", "plain", "all"]
    assert rows["story"][:3] == ["1", "0", "%"]
    assert rows["all"][0] == "9"
    assert "Not recognised: too little of these is in the other phrasings" in out
    assert '\n  1 ×  three: "qqq"' in out


def test_what_its_own_entry_holds_back_is_shown_with_the_reason(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = entry("own", "How to eat an apple", phrasings="[eating apples, blue submarine hull]", not_="[blue submarine hull paint]")
    assert kb(tmp_path, "test", "--leave-one-out", b=own) == 0
    assert '\n  1 ×  own: "blue submarine hull"\n       it is not for "blue submarine hull paint"\n' in capsys.readouterr().out


def test_near_copies_are_hints_with_their_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copies = entry("b", "How to eat", phrasings="[eat an apple pie now, eat the apple pie now]")
    assert kb(tmp_path, "test", "--leave-one-out", b=copies) == 0
    streams = capsys.readouterr()
    assert '/knowledge/faq/b.yaml:8: hint: [0].phrasings[1]: nearly repeats "eat an apple pie now" (it finds little' in streams.err
    assert "\nno near-copies " in streams.out


def test_chatter_that_would_be_answered_is_named_with_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    loud = {"bot.yaml": FILES["bot.yaml"].replace("1}}", "900}}"), "knowledge/chatter.yaml": "- brb lunch\n- what is the horizon login\n"}
    assert main(["kb", "test", "--config", str(fill(tmp_path, FILES | loud) / "bot.yaml")]) == 1
    assert f'{tmp_path}/knowledge/chatter.yaml:2: [1]: "what is the horizon login" would be answered' in capsys.readouterr().err


def test_numbers_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert kb(tmp_path, "test", "--json") == 0
    data = json.loads(capsys.readouterr().out)
    assert data.pop("kinds") == [
        {"kind": kind, "tried": tried, "first": tried, "in_five": tried, "said": tried, "wrong": 0}
        for kind, tried in (("heading", 2), ("plain", 4), ("all", 6))
    ]
    numbers = {"phrasings": 6, "found": 6, "sure": 6, "unlike": 0, "chatter": 3}
    assert data == {**numbers, "confusions": [], "near_copies": [], "problems": []}


def test_problems_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    two = entry("two", "horizon shows an errxr page", phrasings="[the login]")
    one = entry("one", "horizon shows an error page", phrasings="[horizon shows an errxr page]")
    assert kb(tmp_path, "test", "--json", a=one + two) == 1
    [problem] = json.loads(capsys.readouterr().out)["problems"]
    assert (problem["severity"], problem["path"]) == ("error", "[1].question")


@pytest.mark.parametrize("command", [("test",), ("try", "x")])
@pytest.mark.parametrize(("file", "text"), [("bot.yaml", "x: 1\n"), ("knowledge/faq/a.yaml", "- {}\n")])
def test_broken_files_exit_1(tmp_path: Path, capsys: pytest.CaptureFixture[str], command: tuple[str, ...], file: str, text: str) -> None:
    folder = fill(tmp_path, FILES | {file: text})
    assert main(["kb", *command, "--config", str(folder / "bot.yaml")]) == 1
    assert f"{tmp_path}/{file}:" in capsys.readouterr().err


def test_trying_words_shows_entries_thresholds_and_the_answer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert kb(tmp_path, "try", "dashboard password") == 0
    shown = capsys.readouterr().out
    assert '  two  like "dashboard password"  (shares dashboard, password)' in shown
    assert "unprompted above " in shown
    assert shown.endswith("it would say:\n  Enable it first; the page says how. https://example.org/\n")


@pytest.mark.parametrize(
    ("words", "shown"), [("", "nothing resembles these words"), ("it rains in paris", "it would give no answer"), ("\x1b[2J", "no answer")]
)
def test_trying_words_that_find_nothing_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str], words: str, shown: str) -> None:
    assert kb(tmp_path, "try", words) == 0
    out = capsys.readouterr().out
    assert shown in out
    assert "\x1b" not in out


def test_an_entry_that_is_not_shown_says_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert kb(tmp_path, "try", "quux light blinks", b=entry("quux", "quux light blinks", state="unsure")) == 0
    assert "not shown: it is unsure, a person must check it first" in capsys.readouterr().out


def test_a_toss_up_names_the_entry_that_is_too_close(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answers = {"left": "Turn it round.", "right": "Buy a new one."}
    files = {name: entry(name, "quux light blinks", answer=text) for name, text in answers.items()}
    assert kb(tmp_path, "try", "quux light blinks", **files) == 0
    shown = capsys.readouterr().out
    assert re.search(r"it would give no answer: (left|right) is too close to (left|right)\n$", shown)
    assert kb(tmp_path, "try", "quux light blinks", "--json", **files) == 0
    assert json.loads(capsys.readouterr().out)["rival"] in answers


def test_what_speaks_against_an_entry_is_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert kb(tmp_path, "try", "cirros password", b=entry("cirros", "dashboard passwords", not_="[cirros password]")) == 0
    assert '(no: it is not for "cirros password")' in capsys.readouterr().out


def test_the_outcome_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert kb(tmp_path, "try", "dashboard password", "--json") == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["matches"][0]["entry"], data["sure"], set(data["thresholds"])) == ("two", True, {"sure", "asked", "likely"})
    assert data["answer"] == "Enable it first; the page says how. https://example.org/"
