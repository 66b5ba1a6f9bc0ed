"""The conversations of tests/conversations/ on real servers with shortened times: InspIRCd with services, and ngIRCd.

All are played at once, each in a channel of its own with a bot of its own; then each is judged by itself.
"""

import asyncio

import pytest

from tests.live.judged import Lines, judge
from tests.live.scene import FASTER, LATE, PASSWORD, Names, Scene
from tests.servers.ircd import Inspircd, Ngircd
from tests.transcript import Conversation, conversations

CONVERSATIONS = [one for one in conversations() if one.servers and "irc" in one.networks]


async def _all(port: int, accounts: bool) -> dict[str, Lines | Exception]:
    scenes = [Scene(one, Names.of(one, number), port, accounts) for number, one in enumerate(CONVERSATIONS, 1)]
    played = await asyncio.gather(*(scene.play() for scene in scenes), return_exceptions=True)
    return {scene.conversation.name: lines for scene, lines in zip(scenes, played, strict=True)}  # type: ignore[misc]


@pytest.fixture(scope="session")
def on_inspircd(inspircd: Inspircd) -> dict[str, Lines | Exception]:
    for number, one in enumerate(CONVERSATIONS, 1):
        for name in {expert["name"] for expert in one.experts} | {*one.maintainers}:
            inspircd.register_account(Names.of(one, number).there(name), PASSWORD)
    return asyncio.run(_all(inspircd.port, accounts=True))


@pytest.fixture(scope="session")
def on_ngircd(ngircd: Ngircd) -> dict[str, Lines | Exception]:
    return asyncio.run(_all(ngircd.port, accounts=False))


@pytest.mark.slow
@pytest.mark.parametrize("conversation", CONVERSATIONS, ids=lambda c: c.name)
def test_on_inspircd(conversation: Conversation, on_inspircd: dict[str, Lines | Exception]) -> None:
    judge(conversation, on_inspircd, LATE * FASTER)


@pytest.mark.slow
@pytest.mark.parametrize("conversation", CONVERSATIONS, ids=lambda c: c.name)
def test_on_ngircd(conversation: Conversation, on_ngircd: dict[str, Lines | Exception]) -> None:
    judge(conversation, on_ngircd, LATE * FASTER)
