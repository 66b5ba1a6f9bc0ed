"""The browser of the tests of this folder."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.servers.chromium import chromium


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for the tests of a file; see `tests.servers.chromium.visit`."""
    with chromium() as running:
        yield running
