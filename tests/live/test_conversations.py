"""The conversations of tests/conversations/ on real servers with shortened times: InspIRCd with services, ngIRCd, and Synapse.

All are played at once, each in a channel of its own with a bot of its own; then each is judged by itself.
"""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests.live import matrix_scene
from tests.live.matrix_scene import MatrixScene, Town
from tests.live.scene import FASTER, LATE, PASSWORD, Names, Scene
from tests.servers.ircd import Inspircd, Ngircd
from tests.servers.resident import Resident
from tests.servers.synapse import Synapse
from tests.transcript import HELPER, Conversation, conversations, misses

CONVERSATIONS = [one for one in conversations() if one.servers and "irc" in one.networks]
ON_MATRIX = [one for one in conversations() if one.servers and "matrix" in one.networks]
TOGETHER = 20  # conversations played at once on Synapse: it takes some fifty requests a second
Lines = list[tuple[float, str, str, bool]]


async def _all(port: int, accounts: bool) -> dict[str, Lines | Exception]:
    scenes = [Scene(one, Names.of(one, number), port, accounts) for number, one in enumerate(CONVERSATIONS, 1)]
    played = await asyncio.gather(*(scene.play() for scene in scenes), return_exceptions=True)
    return {scene.conversation.name: lines for scene, lines in zip(scenes, played, strict=True)}  # type: ignore[misc]


@pytest.fixture(scope="session")
def on_inspircd(inspircd: Inspircd) -> dict[str, Lines | Exception]:
    for number, one in enumerate(CONVERSATIONS, 1):
        for expert in one.experts:
            inspircd.register_account(Names.of(one, number).there(expert["name"]), PASSWORD)
    return asyncio.run(_all(inspircd.port, accounts=True))


@pytest.fixture(scope="session")
def on_ngircd(ngircd: Ngircd) -> dict[str, Lines | Exception]:
    return asyncio.run(_all(ngircd.port, accounts=False))


async def _all_on_matrix(synapse: Synapse, tokens: list[str], residents: dict[str, Resident], folder: Path) -> dict[str, Lines | Exception]:
    async with AsyncExitStack() as stack:
        for resident in residents.values():
            await stack.enter_async_context(resident)
        town = Town(synapse, residents.pop(""), residents)
        tasks = await stack.enter_async_context(asyncio.TaskGroup())
        watching = tasks.create_task(town.watch())
        turns = asyncio.Semaphore(TOGETHER)

        async def play(number: int, conversation: Conversation) -> Lines:
            async with turns:
                return await MatrixScene(conversation, number, town, tokens[number], folder / str(number)).play()

        played = await asyncio.gather(*(play(number, one) for number, one in enumerate(ON_MATRIX)), return_exceptions=True)
        watching.cancel()
    return {one.name: lines for one, lines in zip(ON_MATRIX, played, strict=True)}  # type: ignore[misc]


@pytest.fixture(scope="session")
def on_synapse(synapse: Synapse, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Lines | Exception]:
    """Everybody is registered before anything begins."""
    tokens = [synapse.register(f"helper{number}")["access_token"] for number, _ in enumerate(ON_MATRIX)]
    nicks = {deed.who for one in ON_MATRIX for deed in one.deeds} | {nick for one in ON_MATRIX for nick in one.present}
    nicks |= {expert["name"] for one in ON_MATRIX for expert in one.experts} | {line.to for one in ON_MATRIX for line in one.expected}
    residents = {nick: Resident.of(synapse, nick) for nick in sorted(nicks - {HELPER, ""})} | {"": Resident.of(synapse, "watcher")}
    return asyncio.run(_all_on_matrix(synapse, tokens, residents, tmp_path_factory.mktemp("bots")))


def _judge(conversation: Conversation, played: dict[str, Lines | Exception], tolerance: float = LATE * FASTER) -> None:
    lines = played[conversation.name]
    if isinstance(lines, Exception):
        raise lines
    wrong = misses(conversation, lines, tolerance)
    assert not wrong, "\n".join(wrong)


@pytest.mark.slow
@pytest.mark.xdist_group("conversations on InspIRCd")
@pytest.mark.parametrize("conversation", CONVERSATIONS, ids=lambda c: c.name)
def test_on_inspircd(conversation: Conversation, on_inspircd: dict[str, Lines | Exception]) -> None:
    _judge(conversation, on_inspircd)


@pytest.mark.slow
@pytest.mark.xdist_group("conversations on ngIRCd")
@pytest.mark.parametrize("conversation", CONVERSATIONS, ids=lambda c: c.name)
def test_on_ngircd(conversation: Conversation, on_ngircd: dict[str, Lines | Exception]) -> None:
    _judge(conversation, on_ngircd)


@pytest.mark.slow
@pytest.mark.xdist_group("conversations on Synapse")
@pytest.mark.parametrize("conversation", ON_MATRIX, ids=lambda c: c.name)
def test_on_synapse(conversation: Conversation, on_synapse: dict[str, Lines | Exception]) -> None:
    _judge(conversation, on_synapse, matrix_scene.LATE * matrix_scene.FASTER)
