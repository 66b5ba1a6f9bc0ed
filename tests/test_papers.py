"""Drafts through the whole house: said in a room, written to a folder, decided on, and known at once."""

import logging
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from bot.app import App
from bot.cli.run import build_kernel, relisted
from bot.clock import Clock
from bot.core.actions import WriteDraft
from bot.core.knowledge import Draft
from bot.core.memory import Memory
from bot.core.settings import Pace, Settings
from bot.drafting import Desk, Outcome
from bot.papers import WAITING, Papers, told
from bot.store.store import Store
from tests.folders import entry, fill
from tests.test_app import ALICE, BOB, ROOM, Wire, running, settings, until

TODAY = date(2026, 11, 25)
FILES = {"topics.yaml": "- {id: repos, words: [repo, mirrors]}\n", "faq/repos.yaml": entry()}
PROPOSED = "!faq propose Where are the mirrors of the packages? = Run dnf repolist; the page lists all of them."
ORDER = WriteDraft(Draft(1, "proposal", "Q?", "A."), ROOM, ALICE)


@dataclass
class House:
    """The service with a knowledge folder of its own; Alice maintains it."""

    settings: Settings
    wire: Wire
    app: App

    @property
    def folder(self) -> Path:
        return Path(self.settings.knowledge)

    async def hear(self, text: str, count: int, maintainer: bool = False) -> str:
        """What is said to this as the line with this number."""
        self.wire.hear(text, ALICE if maintainer else BOB)
        return " ".join((await self.wire.says(count))[count - 1].lines)


@pytest.fixture
def house(tmp_path: Path) -> House:
    chosen = replace(settings(), knowledge=str(fill(tmp_path / "knowledge", FILES)))
    wire, clock = Wire(), Clock()
    app = App(build_kernel(chosen), Memory(b"k" * 32), Store.open("sqlite://"), clock, lambda: build_kernel(chosen))
    app.papers = Papers(Desk(Path(chosen.knowledge), chosen.locale, chosen.limits, lambda: TODAY), relisted)
    app.add(wire, Pace(1000, 1000.0))
    return House(chosen, wire, app)


@pytest.mark.slow
async def test_what_is_proposed_in_a_room_becomes_an_entry_that_is_given(house: House) -> None:
    async with running(house.app):
        assert "draft 1" in await house.hear(PROPOSED, 1)
        assert [path.name for path in (house.folder / "drafts").iterdir()] == ["0001-where-are-the-mirrors-of-the.yaml"]
        assert "#1 suggested: Where are the mirrors" in await house.hear("!drafts", 2, maintainer=True)
        assert "where-are-the-mirrors-of-the now" in await house.hear("!accept 1", 3, maintainer=True)
        assert list((house.folder / "drafts").iterdir()) == []
        assert "dnf repolist" in await house.hear("helper: where are the mirrors of the packages?", 4)


@pytest.mark.slow
async def test_a_draft_that_makes_no_entry_yet_is_told_by_file_and_line(house: House) -> None:
    fill(house.folder, {"drafts/a.yaml": "draft: {number: 7, kind: gap}\nquestion: What is missing here?\n"})
    house.app.kernel = relisted(house.app.kernel)
    async with running(house.app):
        words = await house.hear("!accept 7", 1, maintainer=True)
    assert "a.yaml:1" in words
    assert "empty" not in words  # no room needs to read what is wrong with a file


@pytest.mark.slow
async def test_a_folder_that_cannot_be_written_is_told_kindly(house: House, caplog: pytest.LogCaptureFixture) -> None:
    fill(house.folder, {"drafts": "no folder"})
    async with running(house.app):
        with caplog.at_level(logging.WARNING, "patience"):
            assert "tell a maintainer" in await house.hear(PROPOSED, 1)
    assert "knowledge folder: " in caplog.text
    assert "mirrors" not in caplog.text  # what people say is in no log


@pytest.mark.slow
async def test_a_proposal_publishes_nothing_that_a_maintainer_has_not_finished(house: House) -> None:
    fill(house.folder, {"faq/new.yaml": entry("half", "What is half done in this folder?")})
    async with running(house.app):
        await house.hear(PROPOSED, 1)
        await until(lambda: len(house.app.kernel.knowledge.drafts) == 1)
    assert [one.id for one in house.app.kernel.knowledge.entries] == ["one"]


@pytest.mark.slow
async def test_what_was_ordered_before_the_end_is_written(house: House) -> None:
    house.app.papers.put(ORDER)
    async with running(house.app):
        pass
    assert len(list((house.folder / "drafts").iterdir())) == 1


async def test_without_a_folder_nothing_is_written_or_said() -> None:
    assert await Papers().filed(ORDER) is None


async def test_too_many_orders_at_once_are_dropped() -> None:
    papers = Papers()
    for _ in range(WAITING + 1):
        papers.put(ORDER)
    for _ in range(WAITING):
        assert await papers.next() == ORDER
        papers.ended()
    await papers.all_ended()


def test_of_a_write_up_only_a_failure_is_told() -> None:
    agreed = replace(ORDER, draft=replace(ORDER.draft, kind="writeup"))
    assert [told(agreed, Outcome("x")), told(agreed, Outcome("x", done=False)), told(ORDER, Outcome("x"))] == [False, True, True]
