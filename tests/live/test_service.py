"""`patience run` as a process: answers, reload, the orderly end, and `kill -9` at any moment."""

import os
import random
import re
import signal
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.core.records import ENDED, Question, Status
from bot.store.store import Store
from tests.live.bot import BotProcess
from tests.servers.ircd import Ngircd, RawIrc

pytestmark = pytest.mark.slow

KILLS = 60 if os.environ.get("SOAK") else 10
ASKERS = 4  # people who ask in each round
QUESTIONS = (
    "is there a repo for gazpacho?",
    "what is the admin password for horizon after packstack?",
    "what is the default login of the cirros image?",
    "how do i enable the crb repo on centos stream 9?",
)


@pytest.fixture
def watcher(ngircd: Ngircd) -> Iterator[RawIrc]:
    with RawIrc(ngircd.port, "watcher") as person:
        yield person


def started(bot: BotProcess, watcher: RawIrc, channel: str) -> None:
    """Start it and wait until it is in the channel."""
    watcher.fence()
    bot.start()
    try:
        watcher.expect(f"JOIN :{channel}", f"JOIN {channel}", timeout=20)
    except TimeoutError:
        bot.close()
        pytest.fail(f"the bot did not come: {bot.words()}", pytrace=False)
    time.sleep(0.2)  # NAMES is on its way; a process cannot be asked whether it has read it


@pytest.fixture
def bot(tmp_path: Path, ngircd: Ngircd, watcher: RawIrc, request: pytest.FixtureRequest) -> Iterator[BotProcess]:
    channel = "#" + re.sub(r"\W", "", request.node.name)[-20:]
    watcher.join(channel)
    process = BotProcess(tmp_path, ngircd.port, channel)
    started(process, watcher, channel)
    yield process
    process.close()


def test_it_answers_and_ends_within_five_seconds_with_a_goodbye(bot: BotProcess, watcher: RawIrc) -> None:
    watcher.say(bot.channel, "helper: is there a repo for gazpacho?")
    assert "Epoxy" in watcher.expect("watcher: ")
    assert bot.stop() == 0
    watcher.expect("QUIT")


def test_sighup_reads_the_knowledge_again_and_a_broken_file_leaves_the_old_one(tmp_path: Path, ngircd: Ngircd, watcher: RawIrc) -> None:
    knowledge = tmp_path / "knowledge"
    (knowledge / "faq").mkdir(parents=True)
    entry = (
        "- {{id: tea, topic: tea, question: Where is the tea kept?, answer: 'The tea is on the {} shelf.', links: [], "
        "releases: all, state: current, checked: 2026-01-01, review_by: 2027-01-01, phrasings: [where do i find the tea], not: []}}\n"
    )
    (knowledge / "faq" / "tea.yaml").write_text(entry.format("upper"))
    (knowledge / "topics.yaml").write_text("- {id: tea, words: [tea]}\n")
    watcher.join("#tea")
    bot = BotProcess(tmp_path, ngircd.port, "#tea")
    bot.config.write_text(re.sub("knowledge: .*", f"knowledge: {knowledge}", bot.config.read_text()))
    started(bot, watcher, "#tea")
    try:
        watcher.say("#tea", "helper: where do i find the tea?")
        watcher.expect("upper shelf")
        for broken, question in ((False, "where do i find the tea now?"), (True, "tell me where to find the tea")):
            (knowledge / "faq" / "tea.yaml").write_text("- {id: tea" if broken else entry.format("lower"))
            bot.signal(signal.SIGHUP)
            deadline = time.monotonic() + 10
            while bot.words().count("reload:") < 1 + broken and time.monotonic() < deadline:
                time.sleep(0.05)
            watcher.say("#tea", f"helper: {question}")
            watcher.expect("lower shelf")
        assert "tea.yaml:1" in bot.words()
    finally:
        bot.close()


def test_kill_nine_at_any_moment_loses_no_open_question_and_says_nothing_twice(tmp_path: Path, ngircd: Ngircd, watcher: RawIrc) -> None:
    chance = random.Random(7)  # noqa: S311
    watcher.join("#kill")
    bot = BotProcess(tmp_path, ngircd.port, "#kill")
    kept = 0
    for number in range(KILLS):
        started(bot, watcher, "#kill")
        people = [RawIrc(ngircd.port, f"ask{number}x{index}") for index in range(ASKERS)]
        for person in people:
            person.join("#kill")
        for person, question in zip(people, chance.sample(QUESTIONS, ASKERS), strict=True):
            person.say("#kill", question)
            person.say("#kill", f"helper: {question}" if chance.random() < 0.5 else "any idea?")
        time.sleep(chance.uniform(0.0, 0.7))
        bot.kill()
        before = _questions(bot)
        kept += len(before)
        started(bot, watcher, "#kill")
        time.sleep(1.0)  # longer than every wait of this bot.yaml: whatever was owed has been said
        assert bot.stop() == 0
        after = _questions(bot)
        assert before.keys() <= after.keys(), "a question is gone"
        silent = [q for q in after.values() if q.status in (Status.GATHERING, Status.ASKED) and q.key in before and not _lost(q)]
        assert not silent, f"nobody was answered or kept: {silent}"
        for person in people:
            person.close()
    heard = Counter(
        line.partition(" PRIVMSG #kill :")[2] for line in watcher.log if line.startswith(":helper!") and " PRIVMSG #kill :" in line
    )
    addressed = {line: count for line, count in heard.items() if line.startswith("ask")}
    assert kept > 0
    assert addressed
    assert [line for line, count in addressed.items() if count > 1] == []


def _questions(bot: BotProcess) -> dict[str, Question]:
    """The questions in the store that have not ended."""
    with Store.open(bot.store) as store:
        return {record.key: record for record in store.load(0.0) if isinstance(record, Question) and record.status not in ENDED}


def _lost(question: Question) -> bool:
    """Open again because its answer was in flight: it waits for its next step."""
    return any("not delivered" in moved.reason for moved in question.history)
