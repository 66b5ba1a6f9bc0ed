"""`patience kb export`: where the page goes, and that what is broken exports nothing."""

from pathlib import Path

import pytest

from bot.__main__ import main
from tests.folders import HEAD, TERMINAL, entry, fill

GOOD = {"bot.yaml": HEAD + TERMINAL, "knowledge/faq/a.yaml": entry(), "knowledge/topics.yaml": "- {id: repos, words: [repo]}\n"}


def export(folder: Path, *words: str) -> int:
    return main(["kb", "export", "--config", str(folder / "bot.yaml"), *words])


def test_the_page_goes_to_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = fill(tmp_path, GOOD) / "faq.html"
    assert export(tmp_path, "--out", str(out)) == 0
    assert "Where is the repository?" in out.read_text("utf-8")
    assert capsys.readouterr().out.startswith(f"Wrote {out}: ")


def test_without_a_file_it_goes_to_standard_output_the_same_each_time(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fill(tmp_path, GOOD)
    assert [export(tmp_path), capsys.readouterr().out] == [export(tmp_path), capsys.readouterr().out]


def test_a_broken_folder_exports_nothing(tmp_path: Path) -> None:
    out = fill(tmp_path, GOOD | {"knowledge/faq/a.yaml": "- {}\n"}) / "faq.html"
    assert export(tmp_path, "--out", str(out)) == 1
    assert not out.exists()


def test_a_folder_that_is_not_there_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fill(tmp_path, GOOD)
    assert export(tmp_path, "--out", str(tmp_path / "no" / "faq.html")) == 2
    assert "cannot be written: No such file or directory" in capsys.readouterr().err
