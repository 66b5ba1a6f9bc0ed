"""`patience run` as a process: answers, reload, the orderly end, and `kill -9` at any moment."""

import asyncio
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
from tests.servers.faultproxy import FaultProxy
from tests.servers.fixtures import running
from tests.servers.ircd import Inspircd, Ngircd, RawIrc

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


@pytest.mark.case(48)
def test_words_that_are_not_what_they_look_like_are_read_answered_and_logged_as_words(bot: BotProcess, watcher: RawIrc) -> None:
    """Zero width, tag characters, a flood of marks, direction overrides: in a question, and in what the log repeats."""
    watcher.say(bot.channel, "helper: is \u202ethere a re\u200bpo\U000e0041 for gazpacho?" + 20 * "\u0301" + "\u2066")
    answer = watcher.expect("watcher: ")
    assert "Epoxy" in answer
    assert not {"\u202e", "\u2066", "\u200b"} & set(answer)
    watcher.send(f"KICK {bot.channel} helper :\u202eERROR \x1b[2J patience: forged")
    watcher.expect("JOIN", timeout=20.0)
    (told,) = [line for line in bot.words().splitlines() if "kicked by" in line]
    assert told.startswith("WARNING ")
    assert told.endswith("kicked by watcher: ERROR [2J patience: forged")
    assert bot.stop() == 0


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


@pytest.mark.case(13)
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


@pytest.mark.case(13)
async def test_sigterm_while_an_answer_is_on_its_way_ends_in_time_and_the_answer_is_said_once(tmp_path: Path, ngircd: Ngircd) -> None:
    """The line takes two seconds in each direction. The answer is either written and arrives, or stays in the store: never both."""
    async with FaultProxy(ngircd.port) as proxy:
        with await asyncio.to_thread(RawIrc, ngircd.port, "waiter") as waiter:
            waiter.join("#slow")
            bot = BotProcess(tmp_path, proxy.port, "#slow")
            await asyncio.to_thread(started, bot, waiter, "#slow")
            try:
                proxy.latency = 2.0
                waiter.say("#slow", "helper: is there a repo for gazpacho?")
                written = asyncio.Event()

                def notice(data: bytes) -> bytes:
                    if b"PRIVMSG #slow" in data:
                        written.set()
                    return data

                proxy.on_client = notice
                async with asyncio.timeout(20.0):
                    await written.wait()  # two seconds after the bot wrote it
                assert await asyncio.to_thread(bot.stop) == 0
                await waiter.hears(":helper!", timeout=10.0)
                await waiter.hears("QUIT", timeout=10.0)
            finally:
                bot.close()
            heard = [line for line in waiter.log if line.startswith(":helper!") and "PRIVMSG" in line]
    with Store.open(bot.store) as store:
        assert len(heard) + len(store.waiting()) + len(store.in_flight()) == 1


@pytest.mark.case(13)
async def test_sigterm_at_the_moment_of_the_question_loses_and_doubles_nothing(tmp_path: Path, ngircd: Ngircd) -> None:
    async with FaultProxy(ngircd.port) as proxy:
        with await asyncio.to_thread(RawIrc, ngircd.port, "hasty") as hasty:
            hasty.join("#haste")
            bot = BotProcess(tmp_path, proxy.port, "#haste")
            for pause in (0.0, 0.005, 0.01, 0.02, 0.05):
                await asyncio.to_thread(started, bot, hasty, "#haste")
                try:
                    proxy.latency = 0.3
                    before = len(hasty.log)
                    hasty.say("#haste", "helper: is there a repo for gazpacho?")
                    await asyncio.sleep(0.3 + pause)
                    assert await asyncio.to_thread(bot.stop) == 0
                    await hasty.hears("QUIT", timeout=10.0)
                finally:
                    bot.close()
                    proxy.latency = 0.0
                said = [line for line in hasty.log[before:] if line.startswith(":helper!") and "Epoxy" in line]
                with Store.open(bot.store) as store:
                    owed = [say for say in store.waiting() if "Epoxy" in " ".join(say.lines)]
                    assert not store.in_flight()
                    assert len(said) + len(owed) <= 1
                    store.done([say.key for say in store.waiting()])


def test_a_second_sigterm_ends_it_at_once(tmp_path: Path, ngircd: Ngircd) -> None:
    """While the first one waits for a network that does not take the goodbye."""
    with RawIrc(ngircd.port, "watcher2") as watcher:
        watcher.join("#twice")
        bot = BotProcess(tmp_path, ngircd.port, "#twice")
        started(bot, watcher, "#twice")
        ngircd.freeze()
        try:
            bot.signal(signal.SIGTERM)
            deadline = time.monotonic() + 5
            while "stopping" not in bot.words() and time.monotonic() < deadline:
                time.sleep(0.01)
            assert bot.stop(1.0) == 1
        finally:
            ngircd.thaw()
            bot.close()


@pytest.mark.case(8)
def test_a_network_that_does_not_resolve_leaves_the_other_one_alone(tmp_path: Path, ngircd: Ngircd, watcher: RawIrc) -> None:
    watcher.join("#other")
    bot = BotProcess(tmp_path, ngircd.port, "#other")
    lost = '  - {name: lost, kind: irc, host: does-not-exist.invalid, rooms: ["#x"]}\n'
    bot.config.write_text(bot.config.read_text().replace("networks:\n", "networks:\n" + lost))
    started(bot, watcher, "#other")
    try:
        watcher.say("#other", "helper: is there a repo for gazpacho?")
        assert "Epoxy" in watcher.expect("watcher: ")
        assert "lost: no connection to does-not-exist.invalid:6697" in bot.words()
        assert bot.stop() == 0
    finally:
        bot.close()


@pytest.mark.case(10)
def test_a_restart_of_the_server_repeats_no_answer(tmp_path: Path) -> None:
    """The same nick, the same room, marked as a bot; and what was answered before is not answered again."""
    with running(Inspircd()) as server:
        bot = BotProcess(tmp_path, server.port, "#again")
        with RawIrc(server.port, "first") as first:
            first.join("#again")
            started(bot, first, "#again")
            first.say("#again", "helper: is there a repo for gazpacho?")
            assert "Epoxy" in first.expect("first: ")
        try:
            server.kill()
            server.start()
            with RawIrc(server.port, "second") as second:
                second.join("#again")
                if not any("helper" in line for line in second.log if " 353 " in line):
                    second.expect("helper!", timeout=20)
                second.say("#again", "helper: is there a repo for gazpacho?")
                assert "Epoxy" in second.expect("second: ")
                second.send("WHOIS helper")
                second.expect(" 335 ")
                said = [line for line in second.log if line.startswith(":helper!") and " PRIVMSG " in line]
            assert len(said) == 1
            assert bot.stop() == 0
        finally:
            bot.close()


def _questions(bot: BotProcess) -> dict[str, Question]:
    """The questions in the store that have not ended."""
    with Store.open(bot.store) as store:
        return {record.key: record for record in store.load(0.0) if isinstance(record, Question) and record.status not in ENDED}


def _lost(question: Question) -> bool:
    """Open again because its answer was in flight: it waits for its next step."""
    return any("not delivered" in moved.reason for moved in question.history)
