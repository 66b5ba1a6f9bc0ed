"""Real lines, mutated: nothing escapes, the connection lives, and what we answer stays one line at a time.

The lines of corpus.txt were sent by InspIRCd with services and by ngIRCd (tests/servers/record.py). The dice are fixed: a failure
names the number of the line and comes again.
"""

import logging
import os
import random
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from bot.adapters.irc.out import Kind
from bot.core.settings import Login
from tests.servers.script import Script, joined, welcomed

CORPUS = [line for line in (Path(__file__).parent / "corpus.txt").read_bytes().split(b"\n") if line]
SOME, MANY = 5_000, 100_000
WORDS = sorted({word for line in CORPUS for word in line.split(b" ")})
ODD = [
    b"",
    b" ",
    b":",
    b"@",
    b"*",
    b"=",
    b"\x00",
    b"\x01",
    b"\x02",
    b"\x03",
    b"\x10r",
    b"\r",
    b"\xff",
    b"\xc3",
    b"\xe2\x80\xae",
    b"+",
    b"-",
    b"0",
    b"9" * 30,
]
ENDS = frozenset({Kind.LOST, Kind.LOGIN, Kind.PASSWORD, Kind.SUSPENDED, Kind.UPGRADE})  # what a line may rightly end the link with

Mutation = Callable[[bytes, random.Random], bytes]


def at(line: bytes, chance: random.Random) -> int:
    return chance.randrange(len(line) + 1)


def flip(line: bytes, chance: random.Random) -> bytes:
    where = at(line[1:], chance)
    return line[:where] + bytes([chance.randrange(256)]) + line[where + 1 :]


def insert(line: bytes, chance: random.Random) -> bytes:
    where = at(line, chance)
    return line[:where] + chance.choice(ODD) + line[where:]


def cut(line: bytes, chance: random.Random) -> bytes:
    return line[: at(line, chance)]


def behead(line: bytes, chance: random.Random) -> bytes:
    return line[at(line, chance) :]


def splice(line: bytes, chance: random.Random) -> bytes:
    return cut(line, chance) + behead(chance.choice(CORPUS), chance)


def reword(line: bytes, chance: random.Random) -> bytes:
    words = line.split(b" ")
    words[chance.randrange(len(words))] = chance.choice(WORDS)
    return b" ".join(words)


def shuffle(line: bytes, chance: random.Random) -> bytes:
    words = line.split(b" ")
    one, other = chance.randrange(len(words)), chance.randrange(len(words))
    words[one], words[other] = words[other], words[one]
    return b" ".join(words)


def drop(line: bytes, chance: random.Random) -> bytes:
    words = line.split(b" ")
    del words[chance.randrange(len(words))]
    return b" ".join(words)


def repeat(line: bytes, chance: random.Random) -> bytes:
    words = line.split(b" ")
    where = chance.randrange(len(words))
    return b" ".join(words[:where] + words[where : where + 1] * chance.choice([2, 3, 50]) + words[where:])


MUTATIONS: tuple[Mutation, ...] = (flip, insert, cut, behead, splice, reword, reword, shuffle, drop, repeat)


def mutated(count: int, seed: int) -> Iterator[bytes]:
    """So many lines, each a real one changed one to three times."""
    chance = random.Random(seed)  # noqa: S311 -- the same dice every time
    for _ in range(count):
        line = chance.choice(CORPUS)
        for _ in range(chance.choice([1, 1, 2, 3])):
            line = chance.choice(MUTATIONS)(line, chance)
        yield line


LOGINS = (
    Login(),
    Login("sasl-plain", "helper", "secret"),
    Login("sasl-scram-sha-256", "helper", "secret"),
    Login("nickserv", "helper", "secret"),
)
BEGINNINGS: tuple[Callable[[], Script], ...] = (joined, joined, *(partial(Script, login) for login in LOGINS))
AFRESH = 200  # lines on one link: after more of them it is in no state that a server would bring about


def survive(count: int, seed: int) -> None:
    """Feed the lines to links at every stage: what was sent is whole lines, a link ends for a reason of its own, and lives until then."""
    script, links = joined(), 0
    for number, line in enumerate(mutated(count, seed)):
        if number % AFRESH == 0 or script.fault is not None:
            links += 1
            script = BEGINNINGS[links % len(BEGINNINGS)]()
        script.bytes(line + b"\r\n")
        if number % 20 == 0:
            script.wait(1.0)
        assert all(not {"\r", "\n", "\0"} & set(one) for one in script.sent()), (number, line)
        script.heard()
        assert script.fault is None or script.fault.kind in ENDS, (number, line, script.fault)


def caught(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What got as far as the net under every line: foreseen by nobody."""
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]


@pytest.mark.case(50)
def test_mutated_lines_end_nothing(caplog: pytest.LogCaptureFixture) -> None:
    survive(SOME, 1)
    assert caught(caplog) == []


@pytest.mark.slow
@pytest.mark.case(50)
def test_a_hundred_thousand_mutated_lines_end_nothing(caplog: pytest.LogCaptureFixture) -> None:
    survive(MANY * (10 if os.environ.get("SOAK") else 1), 2)
    assert caught(caplog) == []


@pytest.mark.case(50)
def test_real_lines_are_all_understood(caplog: pytest.LogCaptureFixture) -> None:
    """Unchanged, they end nothing at all."""
    script = welcomed(Script())
    for line in CORPUS:
        script.bytes(line + b"\r\n")
    assert (script.fault, caught(caplog)) == (None, [])
