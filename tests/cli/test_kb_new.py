"""`patience kb new`: a draft from a question that is remembered, or from words, and nothing of whoever asked in it."""

from pathlib import Path

import pytest

from bot.__main__ import main
from bot.cli.console import now, today
from bot.cli.kb_new import Asked, remembered
from bot.core.records import DRAFTS, Counter, Put, Record, Reply, Uncovered
from bot.core.settings import Limits
from bot.drafting import Desk
from bot.load.drafts import drafts_of, read_drafts
from bot.store.store import Batch, Store
from tests.builders import START, alice, bob, question
from tests.folders import HEAD, TERMINAL, entry, fill

TEXT = "why does evacuate hang?"
FOLDER = {
    "bot.yaml": HEAD + TERMINAL + "store: sqlite:///patience.db\n",
    "knowledge/faq/a.yaml": entry(),
    "knowledge/topics.yaml": "- {id: repos, words: [repo]}\n- {id: nova, words: [nova, evacuate]}\n",
}


def gap(number: int = 12, room: str = "oftc/#rdo", text: str = TEXT) -> Uncovered:
    return Uncovered(f"{room}#{number}", room, "nova", text, now() - 60)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return fill(tmp_path, FOLDER)


def keep(folder: Path, *records: Record) -> None:
    with Store.open(f"sqlite:///{folder}/patience.db") as store:
        store.commit([Batch(tuple(map(Put, records)))])


def new(folder: Path, *words: str) -> int:
    return main(["kb", "new", "--config", str(folder / "bot.yaml"), "--question", *words])


def test_a_question_that_no_entry_covered_becomes_a_draft(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    keep(folder, gap(), Counter(DRAFTS, 16))
    assert new(folder, "12") == 0
    (draft,) = drafts_of(read_drafts(folder / "knowledge"))
    assert (draft.number, draft.kind, draft.question, draft.topic, draft.room) == (17, "gap", TEXT, "nova", "#rdo")
    assert f"Wrote {folder}/knowledge/drafts/0017-why-does-evacuate-hang.yaml. " in capsys.readouterr().out


def test_words_of_ones_own_need_no_store(folder: Path) -> None:
    assert new(folder, TEXT, "--room", "#rdo") == 0
    (draft,) = drafts_of(read_drafts(folder / "knowledge"))
    assert (draft.number, draft.question, draft.topic, draft.room) == (1, TEXT, "nova", "#rdo")


def test_a_number_in_two_rooms_needs_its_room(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    keep(folder, gap(), gap(room="oftc/#ops", text="another"))
    assert new(folder, "12") == 2
    assert capsys.readouterr().err == "question 12 is one of oftc/#ops, oftc/#rdo: say which with --room\n"
    assert new(folder, "12", "--room", "#RDO") == 0


def test_a_number_that_is_not_remembered_is_said_with_those_that_are(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    keep(folder, gap())
    assert new(folder, "13") == 2
    assert "no question 13 is remembered (there are: 12)" in capsys.readouterr().err


def test_a_number_needs_a_store(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert new(folder, "13") == 1
    assert "there is no store yet" in capsys.readouterr().err


def test_an_open_question_is_remembered_without_the_people_in_it() -> None:
    record = question("bob said that nova fails", alice, number=3, topics=("nova",), replies=(Reply(START, bob, "hm"),))
    assert list(remembered([record])) == [Asked(3, "oftc/#rdo", "… said that nova fails", "nova")]


def test_what_was_kept_without_names_wins_over_the_open_question() -> None:
    kept = Uncovered("oftc/#rdo#1", "oftc/#rdo", "nova", "… asks", START)
    assert list(remembered([question("dave asks", alice), kept])) == [Asked(1, "oftc/#rdo", "… asks", "nova")]


def test_a_gap_is_named_drafted_completed_and_then_found(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Journey M2 of a maintainer, from what was asked to what is said."""
    keep(folder, gap(), gap(13, text="evacuate hangs, why"))
    config = ["--config", str(folder / "bot.yaml")]
    assert main(["kb", "gaps", *config]) == 0
    assert "2 ×" in (shown := capsys.readouterr().out)
    assert "12 in #rdo" in shown or "13 in #rdo" in shown
    assert new(folder, "12") == 0
    (path,) = (folder / "knowledge/drafts").glob("*.yaml")
    path.write_text(path.read_text("utf-8").replace("\nanswer:", "\nanswer: Fence the dead host first; the page says how.", 1), "utf-8")
    assert main(["kb", "lint", *config]) == 0
    assert Desk(folder / "knowledge", "en", Limits(), today).accept(1, "carol").done
    capsys.readouterr()
    assert main(["kb", "try", "evacuate hangs", *config]) == 0
    assert "Fence the dead host first; the page says how." in capsys.readouterr().out
