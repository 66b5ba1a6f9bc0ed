"""`patience digest`: what it prints, what it writes, and what it says when there is nothing to read."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.cli.console import now
from bot.cli.digest import read
from bot.core.records import DAY, Put
from bot.load import load_settings
from bot.store.files import hash_key
from bot.store.store import Batch, Store
from tests.builders import knowledge
from tests.folders import HEAD, TERMINAL, entry, fill
from tests.weeks import NOW, uncovered, waiting


@pytest.fixture
def config(tmp_path: Path) -> str:
    """A bot.yaml, and beside it a store in which a bot has left something."""
    fill(tmp_path, {"bot.yaml": HEAD + TERMINAL + "store: sqlite:///store.db\n", "knowledge/faq/a.yaml": entry()})
    hash_key(f"sqlite:///{tmp_path}/store.db")
    with Store.open(f"sqlite:///{tmp_path}/store.db") as store:
        store.commit([Batch((Put(waiting(keep_until=NOW + 1000 * DAY)),))])
    return str(tmp_path / "bot.yaml")


def test_the_text_goes_to_standard_output(config: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["digest", "--config", config]) == 0
    out = capsys.readouterr().out
    assert "Open\n----" in out
    assert "instances get no metadata" in out


def test_json_is_for_programs(config: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["digest", "--config", config, "--json", "--since", "2d"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["period"]["days"], data["waiting"][0]["asker"]) == (2, "alice")


def test_the_page_is_written_to_its_file(config: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "digest.html"
    assert main(["digest", "--config", config, "--html", str(page)]) == 0
    assert page.read_text().startswith("<!doctype html>")
    assert capsys.readouterr().out == ""


def test_a_page_that_cannot_be_written_is_wrong_use(config: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["digest", "--config", config, "--html", str(tmp_path / "no" / "digest.html")]) == 2
    assert "digest.html: cannot be written: No such file" in capsys.readouterr().err


def test_a_store_that_is_not_there_yet_is_named(config: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "store.db").unlink()
    assert main(["digest", "--config", config]) == 1
    assert "there is no store yet" in capsys.readouterr().err


def test_a_length_of_time_is_needed(config: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["digest", "--config", config, "--since", "soon"]) == 2
    assert "--since" in capsys.readouterr().err


def test_what_an_entry_would_have_answered_is_no_gap(config: str, capsys: pytest.CaptureFixture[str]) -> None:
    asked = (uncovered("where is the repository?", 1), uncovered("packstack stops at mariadb", 2))
    with Store.open(f"sqlite:///{Path(config).with_name('store.db')}") as store:
        store.commit([Batch(tuple(Put(replace(one, at=now())) for one in asked))])
    assert main(["digest", "--config", config, "--json"]) == 0
    assert [gap["example"] for gap in json.loads(capsys.readouterr().out)["gaps"]] == ["packstack stops at mariadb"]


def test_a_part_of_a_day_counts_as_a_day(config: str) -> None:
    house = load_settings(config, {})
    assert [read(house, knowledge(), NOW, hours * 3600.0).period.days for hours in (1, 24, 36, 168)] == [1, 1, 2, 7]


def test_a_store_in_memory_is_nobody_elses_to_read(config: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path(config).write_text(HEAD + TERMINAL + "store: sqlite://\n")
    assert main(["digest", "--config", config]) == 1
    assert "in memory" in capsys.readouterr().err
