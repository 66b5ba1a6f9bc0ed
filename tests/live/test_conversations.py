"""The conversations of tests/conversations/ on real servers with shortened times: InspIRCd with services, ngIRCd, and Synapse.

On IRC all are played at once, each in a channel of its own with a bot of its own, on Synapse many; then each is judged by itself. One
module, so that one server after the other has the machine: what is shortened so much must not wait for others.
"""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests.live import matrix_scene, scene
from tests.live.judged import Played, judge
from tests.live.matrix_scene import MatrixScene, Town
from tests.live.scene import PASSWORD, Names, Scene
from tests.servers.fixtures import running
from tests.servers.ircd import Inspircd, Ngircd
from tests.servers.resident import Resident
from tests.servers.synapse import Synapse
from tests.transcript import HELPER, Conversation, conversations

ON_IRC = [one for one in conversations() if one.servers and "irc" in one.networks]


async def _all(port: int, accounts: bool) -> dict[str, Played | Exception]:
    async def play(number: int, conversation: Conversation) -> Played:
        one = Scene(conversation, Names.of(conversation, number), port, accounts)
        return Played(await one.play(), one.late * scene.FASTER)

    played = await asyncio.gather(*(play(number, one) for number, one in enumerate(ON_IRC, 1)), return_exceptions=True)
    return {one.name: lines for one, lines in zip(ON_IRC, played, strict=True)}  # type: ignore[misc]


@pytest.fixture(scope="session")
def on_inspircd(inspircd: Inspircd) -> dict[str, Played | Exception]:
    for number, one in enumerate(ON_IRC, 1):
        for name in {expert["name"] for expert in one.experts} | {*one.maintainers}:
            inspircd.register_account(Names.of(one, number).there(name), PASSWORD)
    return asyncio.run(_all(inspircd.port, accounts=True))


@pytest.fixture(scope="session")
def on_ngircd(ngircd: Ngircd) -> dict[str, Played | Exception]:
    return asyncio.run(_all(ngircd.port, accounts=False))


@pytest.mark.slow
@pytest.mark.parametrize("conversation", ON_IRC, ids=lambda c: c.name)
def test_on_inspircd(conversation: Conversation, on_inspircd: dict[str, Played | Exception]) -> None:
    judge(conversation, on_inspircd, scene.LATE * scene.FASTER)


@pytest.mark.slow
@pytest.mark.parametrize("conversation", ON_IRC, ids=lambda c: c.name)
def test_on_ngircd(conversation: Conversation, on_ngircd: dict[str, Played | Exception]) -> None:
    judge(conversation, on_ngircd, scene.LATE * scene.FASTER)


# --- Synapse ---

ON_MATRIX = [one for one in conversations() if one.servers and "matrix" in one.networks]
TOGETHER = 16  # conversations played at once on Synapse: it takes some fifty requests a second


async def _all_on_matrix(
    synapse: Synapse, tokens: list[str], residents: dict[str, Resident], folder: Path
) -> dict[str, Played | Exception]:
    async with AsyncExitStack() as stack:
        for resident in residents.values():
            await stack.enter_async_context(resident)
        town = Town(synapse, residents.pop(""), residents)
        tasks = await stack.enter_async_context(asyncio.TaskGroup())
        watching = tasks.create_task(town.watch())
        turns = asyncio.Semaphore(TOGETHER)

        async def play(number: int, conversation: Conversation) -> Played:
            async with turns:
                one = MatrixScene(conversation, number, town, tokens[number], folder / str(number))
                return Played(await one.play(), one.late * matrix_scene.FASTER)

        played = await asyncio.gather(*(play(number, one) for number, one in enumerate(ON_MATRIX)), return_exceptions=True)
        watching.cancel()
    return {one.name: lines for one, lines in zip(ON_MATRIX, played, strict=True)}  # type: ignore[misc]


@pytest.fixture(scope="module")
def on_synapse(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Played | Exception]:
    """On a homeserver of its own, as people have the names of the conversations. Everybody is registered before anything begins."""
    with running(Synapse()) as synapse:
        return _played(synapse, tmp_path_factory.mktemp("bots"))


def _played(synapse: Synapse, folder: Path) -> dict[str, Played | Exception]:
    tokens = [synapse.register(f"helper{number}")["access_token"] for number, _ in enumerate(ON_MATRIX)]
    nicks = frozenset[str]().union(*(one.people for one in ON_MATRIX))
    residents = {nick: Resident.of(synapse, nick) for nick in sorted(nicks - {HELPER, ""})} | {"": Resident.of(synapse, "watcher")}
    return asyncio.run(_all_on_matrix(synapse, tokens, residents, folder))


@pytest.mark.slow
@pytest.mark.parametrize("conversation", ON_MATRIX, ids=lambda c: c.name)
def test_on_synapse(conversation: Conversation, on_synapse: dict[str, Played | Exception]) -> None:
    judge(conversation, on_synapse, matrix_scene.LATE * matrix_scene.FASTER)
