"""A new entry in its file: where, in which layout, and what is said of the folder then."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adding import added, changed, home, judged
from bot.core.settings import Limits
from bot.load import BadKnowledge, Folder, Problem, read_folder
from bot.load.form import SHIPPED
from bot.load.yaml_lines import parse
from tests.folders import entry, fill

TODAY = date(2026, 8, 21)
TOPICS = "- {id: repos, words: [repo]}\n- {id: nova, words: [nova]}\n"
ITEM = "- id: two\n  topic: repos\n"


def folder(base: Path, faq: str = entry()) -> Folder:
    return read_folder(fill(base, {"faq/a.yaml": faq, "topics.yaml": TOPICS, "phrases/en.yaml": "x: [y]\n"}), "en")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", "- id: two\n  topic: repos\n"),
        ("[]\n", "- id: two\n  topic: repos\n"),
        ("# Nova.\n", "# Nova.\n\n- id: two\n  topic: repos\n"),
        ("# Nova.\n\n[]\n", "# Nova.\n\n\n- id: two\n  topic: repos\n"),
        ("- id: one  # first\n\n\n", "- id: one  # first\n\n- id: two\n  topic: repos\n"),
        ("- id: one\n# last word", "- id: one\n# last word\n\n- id: two\n  topic: repos\n"),
        ("  - id: one\n", "  - id: one\n\n  - id: two\n    topic: repos\n"),
        ("- id: one\r\n", "- id: one\r\n\r\n- id: two\r\n  topic: repos\r\n"),
    ],
)
def test_the_entry_comes_behind_what_stands_there(text: str, wanted: str) -> None:
    assert added(text, ITEM) == wanted


@pytest.mark.parametrize("path", sorted((SHIPPED / "faq").glob("*.yaml")), ids=lambda path: path.name)
def test_every_shipped_file_takes_another_entry_and_keeps_its_own(path: Path) -> None:
    before = path.read_text("utf-8")
    after = added(before, ITEM)
    assert after.startswith(before.rstrip())
    assert parse(after, "x").data == [*parse(before, "x").data, {"id": "two", "topic": "repos"}]


def test_an_entry_goes_where_its_topic_is(tmp_path: Path) -> None:
    files = folder(tmp_path)
    assert home(tmp_path, files, "repos") == tmp_path / "faq/a.yaml"
    assert home(tmp_path, files, "nova") == tmp_path / "faq/nova.yaml"


def test_a_file_that_is_called_like_the_topic_is_its_home(tmp_path: Path) -> None:
    fill(tmp_path, {"faq/repos.yaml": entry("two", "How is a mirror chosen?"), "faq/b.yaml": entry("three", "Which key signs it?")})
    assert home(tmp_path, folder(tmp_path), "repos") == tmp_path / "faq/repos.yaml"


def problems(files: Folder, path: Path, text: str) -> tuple[Problem, ...]:
    return judged(files, changed(files, path, text), Limits(), TODAY)


def test_only_what_is_new_is_told(tmp_path: Path) -> None:
    files = folder(tmp_path, entry(answer="Just enable it."))
    text = added(entry(answer="Just enable it."), entry("two", "How is a mirror chosen?", topic="cinder"))
    (problem,) = problems(files, tmp_path / "faq/a.yaml", text)
    assert (problem.line, problem.path) == (15, "[1].topic")


def test_a_good_entry_makes_no_problem_in_a_new_file_either(tmp_path: Path) -> None:
    text = entry("two", "How is a mirror chosen?", topic="nova")
    assert problems(folder(tmp_path), tmp_path / "faq/nova.yaml", text) == ()


@pytest.mark.parametrize("text", ["- id: [\n", "- id: two\n", "one: two\n", "just words\n", ""])
def test_what_would_break_the_file_is_told(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadKnowledge):
        changed(folder(tmp_path), tmp_path / "faq/a.yaml", text)


@given(st.lists(st.sampled_from(["# note", "", "- id: one", "  - id: x", "[]"]), max_size=5))
def test_whatever_stood_there_still_does(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert added(text, ITEM).startswith(text.rstrip().removesuffix("[]").rstrip())
