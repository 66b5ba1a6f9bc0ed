"""A long log that nobody wrote: people who talk, come and go, ask now and then, and mostly answer each other.

Run as a module it writes the log to standard output: `python -m tests.replay.generator LINES`.
"""

import random
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import NamedTuple

import yaml

from bot.core.acts import Act, acts
from bot.load.phrasings import worded
from tests.builders import ROOT

REGULARS, VISITORS = 60, 4_000  # names
ASKS = 0.006  # of the lines: what support channels have, talk included
ANSWERED = 0.8  # of the questions, by a person
MOVES = 0.08  # of the lines: joins, quits, nicks
NEW = 0.2  # of the talk: lines unlike any before
ADDRESSED = 0.3  # of the talk
GAP = 60.0  # seconds between two lines, on average: 1,440 a day, so that a million lines are nearly two years
BEGAN = datetime(2021, 3, 1, tzinfo=UTC)


class Texts(NamedTuple):
    """What people say."""

    words: tuple[str, ...]
    chatter: tuple[str, ...]
    questions: tuple[str, ...]


@cache
def texts() -> Texts:
    said = yaml.safe_load((ROOT / "knowledge/chatter.yaml").read_text())
    chatter = tuple(line for line in said if acts(line).isdisjoint((Act.ASKS, Act.PROBLEM, Act.GREETING)))
    entries = [entry for path in sorted((ROOT / "knowledge/faq").glob("*.yaml")) for entry in yaml.safe_load(path.read_text())]
    words = tuple(
        sorted({word for line in chatter for word in line.split() if acts(word).isdisjoint((Act.ASKS, Act.PROBLEM)) and word.isalpha()})
    )
    return Texts(words, chatter, tuple(phrasing.text for entry in entries for phrasing in worded(entry)))


def talk(chance: random.Random) -> str:
    """A line of talk: what people of such a channel say again and again, sometimes with words behind it that nobody has said so before."""
    known = texts()
    more = chance.choices(known.words, k=2) if chance.random() < NEW else ()
    return " ".join((chance.choice(known.chatter).rstrip("?"), *more))


def lines(count: int, seed: int = 1) -> Iterator[str]:
    """So many lines in the plain ISO format."""
    chance, at, here, waiting = random.Random(seed), BEGAN, [f"reg{n}" for n in range(REGULARS)], list[tuple[int, str]]()  # noqa: S311
    for number in range(count):
        at += timedelta(seconds=chance.expovariate(1 / GAP))
        stamp = at.strftime("%Y-%m-%dT%H:%M:%S")
        if waiting and waiting[0][0] <= number:
            yield f"{stamp} <{chance.choice(here[:REGULARS])}> {waiting.pop(0)[1]}: {talk(chance)}"
        elif (dice := chance.random()) < MOVES:
            yield f"{stamp} *** {_moves(chance, here)}"
        elif dice < MOVES + ASKS:
            nick = f"guest{chance.randrange(VISITORS)}"
            if chance.random() < ANSWERED:
                waiting.append((number + chance.randint(2, 25), nick))
                waiting.sort()
            yield f"{stamp} <{nick}> {chance.choice(texts().questions)}"
        else:
            to = f"{chance.choice(here)}: " if chance.random() < ADDRESSED else ""
            yield f"{stamp} <{chance.choice(here)}> {to}{talk(chance)}"


def _moves(chance: random.Random, here: list[str]) -> str:
    if len(here) <= REGULARS + 5 or chance.random() < 0.5:
        nick = f"guest{chance.randrange(VISITORS)}"
        if nick not in here:
            here.append(nick)
        return f"{nick} <u@{nick}.example.org> has joined #rdo"
    number = chance.randrange(REGULARS, len(here))
    nick = here[number]
    if chance.random() < 0.1:
        here[number] = f"{nick}_"[:16]
        return f"{nick} is now known as {here[number]}"
    return f"{here.pop(number)} has quit IRC"


if __name__ == "__main__":
    for line in lines(int(sys.argv[1])):
        sys.stdout.write(f"{line}\n")
