"""The conversations of tests/conversations/ on Synapse with shortened times, and those that only Matrix can have.

Many are played at once, each in a room of its own with a bot of its own; then each is judged by itself.
"""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests.live.judged import Lines, judge
from tests.live.matrix_scene import FASTER, LATE, MatrixScene, Town
from tests.servers.fixtures import running
from tests.servers.resident import Resident
from tests.servers.synapse import Synapse
from tests.transcript import HELPER, Conversation, conversations

ON_MATRIX = [one for one in conversations() if one.servers and "matrix" in one.networks]
TOGETHER = 20  # conversations played at once on Synapse: it takes some fifty requests a second


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


@pytest.fixture(scope="module")
def on_synapse(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Lines | Exception]:
    """On a homeserver of its own, as people have the names of the conversations. Everybody is registered before anything begins."""
    with running(Synapse()) as synapse:
        return _played(synapse, tmp_path_factory.mktemp("bots"))


def _played(synapse: Synapse, folder: Path) -> dict[str, Lines | Exception]:
    tokens = [synapse.register(f"helper{number}")["access_token"] for number, _ in enumerate(ON_MATRIX)]
    nicks = frozenset[str]().union(*(one.people for one in ON_MATRIX))
    residents = {nick: Resident.of(synapse, nick) for nick in sorted(nicks - {HELPER, ""})} | {"": Resident.of(synapse, "watcher")}
    return asyncio.run(_all_on_matrix(synapse, tokens, residents, folder))


@pytest.mark.slow
@pytest.mark.parametrize("conversation", ON_MATRIX, ids=lambda c: c.name)
def test_on_synapse(conversation: Conversation, on_synapse: dict[str, Lines | Exception]) -> None:
    judge(conversation, on_synapse, LATE * FASTER)
