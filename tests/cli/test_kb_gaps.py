"""`patience kb gaps`: what was asked and not covered, together where it asks the same, beside a store that the bot may have open."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.cli.console import now
from bot.cli.kb_gaps import Gap, gaps, in_words
from bot.core.records import DAY, Put, Uncovered
from bot.store.store import Batch, Store
from tests.builders import START
from tests.folders import HEAD, TERMINAL, entry, fill

MARIADB = Uncovered("oftc/#rdo#1", "oftc/#rdo", "packstack", "packstack stops at mariadb on stream 9", START)
AGAIN = Uncovered("oftc/#rdo#2", "oftc/#rdo", "packstack", "packstack fails on mariadb, centos stream 9", START + DAY)
RESIZE = Uncovered("oftc/#rdo#3", "oftc/#rdo", "", "how do I resize a cinder volume", START + 2 * DAY)
FOLDER = {
    "bot.yaml": HEAD + TERMINAL + "store: sqlite:///patience.db\n",
    "knowledge/faq/a.yaml": entry(phrasings="[resize a volume]"),
    "knowledge/topics.yaml": "- {id: repos, words: [repo]}\n",
}


def unlike(_text: str) -> tuple[str, float]:
    return "", 0.0


def test_questions_that_ask_the_same_are_one_gap_with_its_topic_and_newest_day() -> None:
    (gap, other) = gaps((RESIZE, AGAIN, MARIADB), (), unlike)
    assert gap == Gap((MARIADB.text, AGAIN.text), (MARIADB.question, AGAIN.question), "packstack", AGAIN.at, "", 0.0)
    assert (other.count, other.topic) == (1, "")


def test_of_equal_groups_the_newest_comes_first() -> None:
    assert [gap.texts[0] for gap in gaps((MARIADB, RESIZE), (), unlike)] == [RESIZE.text, MARIADB.text]


def test_the_nearest_entry_is_that_of_the_question_that_is_most_like_one() -> None:
    (gap,) = gaps((MARIADB, AGAIN), (), lambda text: ("maria", 0.4) if text == AGAIN.text else ("other", 0.1))
    assert (gap.nearest, gap.confidence) == ("maria", 0.4)


def test_a_row_names_count_day_topic_and_example() -> None:
    assert in_words(gaps((MARIADB, AGAIN), (), unlike)).splitlines()[1] == (
        "  2 ×  2026-11-25  packstack  -              1 in #rdo  packstack stops at mariadb on stream 9"
    )


def test_nothing_is_said_in_words() -> None:
    assert in_words(()) == "Nothing was asked in this time that no entry covers."


def test_it_reads_beside_a_running_bot_and_looks_back_as_far_as_it_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fill(tmp_path, FOLDER)
    old, new = replace(MARIADB, at=now() - 8 * DAY), replace(RESIZE, at=now() - DAY)
    with Store.open(f"sqlite:///{tmp_path}/patience.db") as store:
        store.commit([Batch((Put(old), Put(new)))])
        assert main(["kb", "gaps", "--config", str(tmp_path / "bot.yaml"), "--json", "--since", "7d"]) == 0
    (row,) = json.loads(capsys.readouterr().out)["gaps"]
    assert (row["count"], row["example"], row["nearest"]) == (1, RESIZE.text, "one")


def test_without_a_store_it_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["kb", "gaps", "--config", str(fill(tmp_path, FOLDER) / "bot.yaml")]) == 1
    assert "there is no store yet" in capsys.readouterr().err


def test_a_span_of_time_that_is_none_is_wrong_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["kb", "gaps", "--since", "soon", "--config", str(tmp_path / "bot.yaml")]) == 2
    assert "must be a duration" in capsys.readouterr().err
