"""Drafts of the knowledge folder: read with lines, and never in the way of what works."""

from datetime import date
from pathlib import Path

import pytest

from bot.core.knowledge import Draft
from bot.core.settings import Limits
from bot.lint import lint
from bot.load import read_folder
from bot.load.drafts import drafts_of, read_drafts
from tests.folders import entry, fill, knowledge

TODAY = date(2026, 11, 25)
GOOD = """\
draft: {number: 17, kind: writeup, date: 2026-11-25, room: "#rdo", credit: [alice, carol]}
id:
topic: nova
question: Why does live migration end with Permission denied?
phrasings:
answer: >-
  The nova user needs the ssh keys
  on both computes.
links: [https://example.org/]
"""


def told(folder: Path, text: str) -> list[str]:
    """What lint says of one draft beside one entry and its topic."""
    files = {"faq/repos.yaml": entry(), "topics.yaml": "- {id: repos, words: [repo]}\n", "drafts/0017-a.yaml": text}
    problems = lint(read_folder(fill(folder, files), "en"), Limits(), TODAY)
    return [str(problem).rpartition("/")[2] for problem in problems if "/drafts/" in problem.file]


def test_a_draft_is_read_with_what_people_need_to_decide_on_it(tmp_path: Path) -> None:
    (draft,) = knowledge(tmp_path, {"drafts/0017-a.yaml": GOOD}).drafts
    assert draft == Draft(
        17,
        "writeup",
        "Why does live migration end with Permission denied?",
        "The nova user needs the ssh keys on both computes.",
        "nova",
        ("alice", "carol"),
        date(2026, 11, 25),
        "#rdo",
        ("https://example.org/",),
        source=draft.source,
    )


def test_drafts_are_known_by_number_whatever_their_files_are_called(tmp_path: Path) -> None:
    fill(tmp_path, {"drafts/b.yaml": "draft: {number: 2, kind: gap}\n", "drafts/a.yaml": "draft: {number: 10, kind: gap}\n"})
    assert [draft.number for draft in drafts_of(read_drafts(tmp_path))] == [2, 10]


def test_a_folder_without_drafts_has_none(tmp_path: Path) -> None:
    assert knowledge(tmp_path, {}).drafts == ()


def test_a_broken_draft_keeps_nobody_from_working(tmp_path: Path) -> None:
    files = {
        "faq/repos.yaml": entry(),
        "drafts/a.yaml": "draft: [",
        "drafts/b.yaml": "nothing: here\n",
        "drafts/c.yaml": "",
        "drafts/d.yaml": GOOD,
    }
    read = knowledge(tmp_path, files)
    assert ([e.id for e in read.entries], [d.number for d in read.drafts]) == (["one"], [17])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("draft: {number: 17, kind: gap}\ntopic: [repos]\n", "0017-a.yaml:2: topic: must be text, not a list"),
        ("draft: {number: 17, kind: tale}\n", "0017-a.yaml:1: draft.kind: must be one of writeup, proposal, gap, not 'tale'"),
        ("", "0017-a.yaml:1: is empty (it must be a mapping (key: value))"),
        ("draft: [", "0017-a.yaml:1: is not valid YAML: while parsing a flow node, did not find expected node content"),
        ("draft: {number: 17, kind: gap}\nquestion: x\ntopic: nova\n", "0017-a.yaml:1: warning: answer: is empty (write what"),
    ],
)
def test_what_is_wrong_with_a_draft_is_told_by_line(tmp_path: Path, text: str, said: str) -> None:
    (only,) = told(tmp_path, text)
    assert only.startswith(said)


def test_a_draft_that_is_filled_in_is_fine(tmp_path: Path) -> None:
    assert told(tmp_path, GOOD) == []


def test_two_drafts_with_one_number_are_told(tmp_path: Path) -> None:
    fill(tmp_path, {"drafts/0016-b.yaml": GOOD})
    (only,) = told(tmp_path, GOOD)
    assert only == "0016-b.yaml (choose another)"
