"""`patience kb lint`: exit codes and where problems go."""

from pathlib import Path

import pytest

from bot.__main__ import main
from tests.folders import HEAD, TERMINAL, entry, fill

GOOD = {"bot.yaml": HEAD + TERMINAL, "knowledge/faq/a.yaml": entry(), "knowledge/topics.yaml": "- {id: repos, words: [repo]}\n"}


def test_a_good_folder_is_fine(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["kb", "lint", "--config", str(fill(tmp_path, GOOD) / "bot.yaml")]) == 0
    streams = capsys.readouterr()
    assert streams.out == "1 entries, all fine; 1 could be found more often\n"
    assert ": hint: [0].phrasings: has 0 of 10 phrasings and has none of the kinds words, indirect, story, foreign, typo (" in streams.err
    assert "patience kb add --to one asks for more)" in streams.err


def test_an_entry_with_enough_phrasings_of_all_kinds_needs_no_hint(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kinds = "{symptom: [a1, a2, a3, a4, a5], words: [b], indirect: [c], story: [d], foreign: [e], typo: [f]}"
    files = GOOD | {"knowledge/faq/a.yaml": entry(phrasings=kinds)}
    assert main(["kb", "lint", "--config", str(fill(tmp_path, files) / "bot.yaml")]) == 0
    assert capsys.readouterr() == ("1 entries, all fine\n", "")


@pytest.mark.parametrize(
    ("file", "text"), [("bot.yaml", "x: 1\n"), ("knowledge/faq/a.yaml", "- {}\n"), ("knowledge/faq/a.yaml", entry(topic="nova"))]
)
def test_bad_settings_bad_form_and_bad_content_exit_1(tmp_path: Path, capsys: pytest.CaptureFixture[str], file: str, text: str) -> None:
    assert main(["kb", "lint", "--config", str(fill(tmp_path, GOOD | {file: text}) / "bot.yaml")]) == 1
    assert f"{tmp_path}/{file}:" in capsys.readouterr().err
