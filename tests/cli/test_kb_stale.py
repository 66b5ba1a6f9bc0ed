"""`patience kb stale`: its exit codes, and where it says that a link is dead."""

import json
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.cli.kb_stale import dead
from bot.links import Verdict
from bot.load import read_folder
from tests.folders import HEAD, TERMINAL, entry, fill


def run(folder: Path, faq: str, *words: str) -> int:
    fill(folder, {"bot.yaml": HEAD + TERMINAL, "knowledge/faq/a.yaml": faq})
    return main(["kb", "stale", "--config", str(folder / "bot.yaml"), *words])


def test_nothing_past_exits_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, entry(review_by="2100-01-01")) == 0
    assert capsys.readouterr().out == "nothing is past or soon due\n"


def test_something_past_exits_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, entry(review_by="2026-07-01"), "--json") == 1
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert (problem["line"], problem["path"], problem["severity"]) == (7, "[0].review_by", "error")


def test_a_broken_folder_is_told_as_that(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, "- {}\n") == 1
    assert "knowledge/faq/a.yaml:1: [0].id: is missing" in capsys.readouterr().err


def test_a_dead_link_is_an_error_and_one_that_did_not_answer_a_warning(tmp_path: Path) -> None:
    fill(tmp_path, {"faq/a.yaml": entry(links="[https://a.org/, https://b.org/, https://c.org/]")})
    verdicts = {"https://a.org/": Verdict("is dead: 404", dead=True), "https://b.org/": Verdict("could not be looked at: x")}
    told = [str(one).replace(f"{tmp_path}/", "") for one in dead(read_folder(tmp_path, "en"), verdicts)]
    assert told == [
        "faq/a.yaml:7: [0].links[0]: one: https://a.org/ is dead: 404",
        "faq/a.yaml:7: warning: [0].links[1]: one: https://b.org/ could not be looked at: x",
    ]


def test_when_a_series_ends_its_entries_are_listed_until_they_say_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    series = '- {series: "2024.2", name: Dalmatian, status: eol, slurp: false, rpms: true, link: "https://x.org/", checked: 2026-08-01}\n'
    fill(tmp_path, {"knowledge/releases.yaml": series})
    run(tmp_path, entry(review_by="2100-01-01", releases='["2024.2"]'))
    assert "one: 2024.2 has ended" in capsys.readouterr().err
    run(tmp_path, entry(review_by="2100-01-01", releases='["2024.2"]', state="historical"))
    assert capsys.readouterr().out == "nothing is past or soon due\n"
