"""An answer that found its asker gone survives `kill -9`, and is told to them alone when they are back."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.core.records import Question
from bot.store.reading import reading
from tests.live.bot import BotProcess
from tests.servers.ircd import Ngircd, RawIrc

pytestmark = pytest.mark.slow

CHANNEL = "#late"


@pytest.fixture
def bot(tmp_path: Path, ngircd: Ngircd) -> Iterator[BotProcess]:
    process = BotProcess(tmp_path, ngircd.port, CHANNEL)
    yield process
    process.close()


def started(bot: BotProcess, watcher: RawIrc) -> None:
    watcher.fence()
    bot.start()
    watcher.expect(f"JOIN :{CHANNEL}", f"JOIN {CHANNEL}", timeout=20)
    time.sleep(0.3)  # NAMES and WHO are on their way; a process cannot be asked whether it has read them


def until(bot: BotProcess, told: bool) -> None:
    """Wait until the store has a late answer, or until it has been told."""
    deadline, found = time.monotonic() + 10, list[Question]()
    while time.monotonic() < deadline:
        with reading(bot.store) as reader:
            found = [q for q in reader.load(0.0) if isinstance(q, Question) and q.replies]
        if found and bool(found[0].late) is not told:
            return
        time.sleep(0.05)
    pytest.fail(f"not so in time: {found}")


def test_it_is_told_after_a_kill_between_answer_and_return(bot: BotProcess, ngircd: Ngircd) -> None:
    with RawIrc(ngircd.port, "watcher") as watcher:
        watcher.join(CHANNEL)
        started(bot, watcher)
        with RawIrc(ngircd.port, "lea") as lea:
            lea.join(CHANNEL)
            lea.say(CHANNEL, "can somebody help me with packstack? it fails at mariadb with a strange code")
            watcher.expect("lea: ", timeout=10)  # nobody has offered to help: it is kept
        watcher.expect("QUIT", timeout=10)
        watcher.say(CHANNEL, "lea: restart the database first")
        until(bot, told=False)
        bot.kill()
        started(bot, watcher)
        with RawIrc(ngircd.port, "lea") as lea:
            lea.join(CHANNEL)
            told = lea.expect("restart the database first", timeout=10)
            assert "watcher answered at" in told
            until(bot, told=True)
