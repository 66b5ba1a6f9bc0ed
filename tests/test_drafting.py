"""The knowledge folder as maintainers work on it: real folders, and real git repositories in every state that people leave them in."""

import os
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.commits import Edit, NotCommitted, WorkTree
from bot.core.knowledge import Draft
from bot.core.settings import Limits
from bot.drafting import MOST, Desk
from tests.folders import entry, fill

pytestmark = pytest.mark.slow  # files and processes

TODAY = date(2026, 11, 25)
DRAFT = Draft(17, "writeup", "Why does live migration fail?", "Copy the ssh keys.", "nova", ("alice", "The Carol"), TODAY, "#rdo")
FILES = {
    "topics.yaml": "- {id: repos, words: [repo]}\n- {id: nova, words: [nova]}\n",
    "faq/repos.yaml": entry(),
    "faq/nova.yaml": "# nova\n",
}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(fill(tmp_path / "knowledge", FILES), "en", Limits(), lambda: TODAY)


def names(desk: Desk, folder: str = "drafts") -> list[str]:
    return sorted(path.name for path in (desk.folder / folder).glob("*"))


# --- writing one down ---


def test_a_draft_becomes_a_file(desk: Desk) -> None:
    assert desk.write(DRAFT).sentence == "drafts.written"
    assert names(desk) == ["0017-why-does-live-migration-fail.yaml"]


def test_a_file_has_the_mode_that_the_process_gives(desk: Desk) -> None:
    mask = os.umask(0o027)
    try:
        desk.write(DRAFT)
    finally:
        os.umask(mask)
    (path,) = (desk.folder / "drafts").iterdir()
    assert path.stat().st_mode & 0o777 == 0o640


def test_no_draft_takes_the_place_of_another(desk: Desk) -> None:
    desk.write(DRAFT)
    assert desk.write(replace(DRAFT, question="Another one?")).words["number"] == "18"
    assert names(desk) == ["0017-why-does-live-migration-fail.yaml", "0018-another-one.yaml"]


def test_a_file_that_lies_there_already_stays(desk: Desk) -> None:
    fill(desk.folder, {"drafts/0017-why-does-live-migration-fail.yaml": "draft: [broken"})
    assert desk.write(DRAFT).sentence == "drafts.not_written"
    assert names(desk) == ["0017-why-does-live-migration-fail.yaml"]


def test_a_folder_that_cannot_be_written_is_told(desk: Desk) -> None:
    fill(desk.folder, {"drafts": "no folder"})
    assert (desk.write(DRAFT).sentence, desk.write(DRAFT).done) == ("drafts.not_written", False)


def test_a_flood_of_drafts_ends_somewhere(desk: Desk) -> None:
    fill(desk.folder, {f"drafts/{number}.yaml": f"draft: {{number: {number}, kind: gap}}\n" for number in range(1, MOST + 1)})
    assert desk.write(DRAFT).sentence == "drafts.full"


def test_a_draft_that_cannot_be_read_is_in_nobodys_way(desk: Desk) -> None:
    fill(desk.folder, {"drafts/broken.yaml": "draft: ["})
    desk.write(DRAFT)
    assert desk.accept(17, "maya").done


def test_a_correction_brings_the_entry_as_it_is(desk: Desk) -> None:
    desk.write(Draft(3, "proposal", "", "Another answer.", entry="one"))
    text = (desk.folder / "drafts/0003-one.yaml").read_text()
    assert all(
        part in text
        for part in ("entry: one", "id: one", "question: Where is the repository?", "  Another answer.", "https://example.org/")
    )


# --- deciding, without git ---


def test_an_accepted_draft_is_an_entry_and_no_draft(desk: Desk) -> None:
    desk.write(DRAFT)
    outcome = desk.accept(17, "maya")
    assert (outcome.sentence, outcome.words["entry"], outcome.entries) == ("drafts.accepted", "why-does-live-migration-fail", True)
    assert (desk.folder / "faq/nova.yaml").read_text().startswith("# nova\n\n- id: why-does-live-migration-fail\n")
    assert names(desk) == []


def test_what_is_not_complete_changes_nothing_and_names_the_line(desk: Desk) -> None:
    desk.write(replace(DRAFT, answer=""))
    outcome = desk.accept(17, "maya")
    assert (outcome.sentence, outcome.done) == ("drafts.incomplete", False)
    file, _, line = outcome.words["where"].rpartition(":")
    assert Path(file).read_text().splitlines()[int(line) - 1].startswith("answer:")
    assert ((desk.folder / "faq/nova.yaml").read_text(), len(names(desk))) == ("# nova\n", 1)


def test_a_rejected_draft_goes(desk: Desk) -> None:
    desk.write(DRAFT)
    assert (desk.reject(17, "maya").sentence, names(desk)) == ("drafts.rejected", [])


@pytest.mark.parametrize("decide", [Desk.accept, Desk.reject])
def test_what_is_not_there_is_told(desk: Desk, decide: object) -> None:
    assert decide(desk, 99, "maya").sentence == "drafts.gone"  # type: ignore[operator]


def test_when_the_entry_cannot_be_written_the_draft_stays(desk: Desk) -> None:
    desk.write(DRAFT)
    (desk.folder / "faq/nova.yaml").unlink()
    (desk.folder / "faq/nova.yaml").symlink_to(desk.folder / "nowhere/else.yaml")
    assert desk.accept(17, "maya").done is False
    assert len(names(desk)) == 1


# --- git ---


def git(folder: Path, *words: str) -> str:
    plain = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    plain |= {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"}
    done = subprocess.run(["git", *words], cwd=folder, env=plain, capture_output=True, text=True, check=True)
    return done.stdout


@pytest.fixture
def house(tmp_path: Path, desk: Desk) -> Path:
    """A repository around the folder, with everything committed and a name in its settings."""
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    git(tmp_path, "config", "user.name", "The Bot")
    git(tmp_path, "config", "user.email", "bot@example.org")
    git(tmp_path, "config", "commit.gpgsign", "false")
    fill(tmp_path, {"other.txt": "one\n"})
    git(tmp_path, "add", "--all")
    git(tmp_path, "commit", "--quiet", "--message=all")
    desk.write(DRAFT)
    return tmp_path


def test_acceptance_is_a_commit_of_these_files_alone_with_credit(desk: Desk, house: Path) -> None:
    fill(house, {"other.txt": "two\n", "staged.txt": "new\n"})
    git(house, "add", "staged.txt")
    outcome = desk.accept(17, "maya")
    assert outcome.sentence == "drafts.accepted_commit"
    assert git(house, "rev-parse", "--short", "HEAD").strip() == outcome.words["commit"]
    assert git(house, "show", "--format=%B", "--name-only").split("\n\n") == [
        "FAQ: Why does live migration fail?",
        "Draft 17, accepted by maya.",
        "Suggested-by: alice\nSuggested-by: The Carol",
        "\nknowledge/faq/nova.yaml\n",
    ]
    assert git(house, "status", "--porcelain").splitlines() == [" M other.txt", "A  staged.txt"]


def test_a_draft_that_git_knows_goes_with_the_commit(desk: Desk, house: Path) -> None:
    git(house, "add", "--all")
    git(house, "commit", "--quiet", "--message=draft")
    desk.accept(17, "maya")
    assert git(house, "show", "--format=", "--name-status").splitlines() == [
        "D\tknowledge/drafts/0017-why-does-live-migration-fail.yaml",
        "M\tknowledge/faq/nova.yaml",
    ]


def test_a_new_file_is_committed_too(desk: Desk, house: Path) -> None:
    git(house, "rm", "--quiet", "knowledge/faq/nova.yaml")
    git(house, "commit", "--quiet", "--message=less")
    assert desk.accept(17, "maya").sentence == "drafts.accepted_commit"
    assert git(house, "status", "--porcelain") == ""


def test_what_somebody_else_has_not_committed_is_left_to_them(desk: Desk, house: Path) -> None:
    fill(desk.folder, {"faq/nova.yaml": "# nova, soon\n"})
    outcome = desk.accept(17, "maya")
    assert outcome.sentence == "drafts.accepted_patch"
    assert git(house, "diff", "--cached", "--name-only") == ""
    assert "soon" not in git(house, "show", "HEAD:knowledge/faq/nova.yaml")
    assert names(desk) == ["0017.patch"]


def without_a_name(house: Path) -> None:
    git(house, "config", "user.email", "")
    git(house, "config", "user.name", "")


def with_a_hook_that_says_no(house: Path) -> None:
    hook = house / ".git/hooks/pre-commit"
    fill(house, {".git/hooks/pre-commit": "#!/bin/sh\necho no >&2\nexit 1\n"})
    hook.chmod(0o755)


def on_no_branch(house: Path) -> None:
    git(house, "checkout", "--quiet", "--detach")


def in_a_merge(house: Path) -> None:
    (house / ".git/MERGE_HEAD").write_text(git(house, "rev-parse", "HEAD"))


@pytest.mark.parametrize("state", [without_a_name, with_a_hook_that_says_no, on_no_branch, in_a_merge])
@pytest.mark.parametrize("new", [False, True])
def test_where_no_commit_can_be_there_is_a_patch(desk: Desk, house: Path, state: object, new: bool) -> None:
    if new:
        git(house, "rm", "--quiet", "knowledge/faq/nova.yaml")
        git(house, "commit", "--quiet", "--message=less")
    state(house)  # type: ignore[operator]
    before = git(house, "rev-parse", "HEAD")
    assert desk.accept(17, "maya").sentence == "drafts.accepted_patch"
    assert (git(house, "rev-parse", "HEAD"), git(house, "diff", "--cached", "--name-only")) == (before, "")
    made = (desk.folder / "faq/nova.yaml").read_text()
    git(house, "checkout", "--quiet", "--", ".") if not new else (desk.folder / "faq/nova.yaml").unlink()
    git(house, "apply", "knowledge/drafts/0017.patch")
    assert (desk.folder / "faq/nova.yaml").read_text() == made


def test_a_rejected_draft_that_git_knows_goes_in_a_commit_with_the_reason(desk: Desk, house: Path) -> None:
    git(house, "add", "--all")
    git(house, "commit", "--quiet", "--message=draft")
    desk.reject(17, "maya", "we have that already")
    assert git(house, "show", "--format=%B", "--name-status").split("\n\n")[:3] == [
        "Reject draft 17",
        "we have that already\nDecided by maya.",
        "\nD\tknowledge/drafts/0017-why-does-live-migration-fail.yaml\n",
    ]


def test_a_rejected_draft_that_git_does_not_know_leaves_no_trace(desk: Desk, house: Path) -> None:
    before = git(house, "rev-parse", "HEAD")
    assert desk.reject(17, "maya").sentence == "drafts.rejected"
    assert (git(house, "rev-parse", "HEAD"), git(house, "status", "--porcelain")) == (before, "")


def test_a_hook_that_never_ends_is_ended(house: Path) -> None:
    with_a_hook_that_says_no(house)
    fill(house, {".git/hooks/pre-commit": "#!/bin/sh\nsleep 60\n", "other.txt": "two\n"})
    tree = WorkTree.around(house)
    assert tree is not None
    with pytest.raises(NotCommitted, match="took longer"):
        replace(tree, within=0.3).commit([Edit(house / "other.txt", "one\n", "two\n")], "two")
    assert not (house / ".git/index.lock").exists()


def test_a_file_without_an_end_of_line_has_a_patch_that_applies(house: Path) -> None:
    tree = WorkTree.around(house)
    assert tree is not None
    (house / "other.txt").write_text("one")
    git(house, "commit", "--quiet", "--all", "--message=no end")
    (house / "p.patch").write_text(tree.patch([Edit(house / "other.txt", "one", "one\ntwo")], "two"))
    git(house, "apply", "p.patch")
    assert (house / "other.txt").read_text() == "one\ntwo"
