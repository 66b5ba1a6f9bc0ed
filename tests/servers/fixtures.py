"""The servers as pytest fixtures, started once per run. A test that stops or kills a server starts one of its own instead."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TypeVar

import pytest

from tests.servers.common import MissingError, Pki, Server
from tests.servers.ircd import Inspircd, Ngircd
from tests.servers.synapse import Synapse

ServerT = TypeVar("ServerT", bound=Server)


@contextmanager
def running(server: ServerT) -> Iterator[ServerT]:
    """Start it for a while; a missing program fails the test in one line, it is never skipped."""
    with ExitStack() as stack:
        try:
            stack.enter_context(server)
        except MissingError as error:
            pytest.fail(str(error), pytrace=False)
        yield server


@pytest.fixture(scope="session")
def pki(tmp_path_factory: pytest.TempPathFactory) -> Pki:
    """A certificate authority; its folder may be read by every user, as ngIRCd needs."""
    return Pki(tmp_path_factory.mktemp("pki"))


@pytest.fixture(scope="session")
def inspircd(pki: Pki) -> Iterator[Inspircd]:
    """InspIRCd with TLS and services."""
    with running(Inspircd(pki, services=True)) as server:
        yield server


@pytest.fixture(scope="session")
def ngircd() -> Iterator[Ngircd]:
    with running(Ngircd()) as server:
        yield server


@pytest.fixture(scope="session")
def synapse() -> Iterator[Synapse]:
    """Synapse without limits on how often one may do something."""
    with running(Synapse()) as server:
        yield server
