"""How often a login that was ended is begun again."""

from pathlib import Path

import pytest

from bot.adapters.base import Refused
from bot.adapters.matrix.account import Account
from bot.adapters.matrix.link import Answer, Link
from bot.adapters.matrix.timings import DEFAULT
from bot.core.settings import MatrixNetwork

ENDED = Answer(401, {"errcode": "M_UNKNOWN_TOKEN", "error": "Token is not active", "soft_logout": True})


async def test_a_login_that_is_ended_is_begun_again_once_an_hour(tmp_path: Path) -> None:
    now = 0.0
    told: list[str] = []
    settings = MatrixNetwork("m", "https://hs.example", "@helper:hs.example", password="p")
    link = Link(settings.homeserver, settings.user)
    account = Account(settings, "helper", tmp_path, link, lambda: now, DEFAULT, told.append)
    account.lost(ENDED)  # however short ago the first login was
    now = 3500.0
    with pytest.raises(Refused, match="ended again"):
        account.lost(ENDED)
    now = 3700.0
    account.lost(ENDED)
    assert len(told) == 2
    await link.close()


@pytest.mark.case(61)
async def test_without_a_password_a_token_that_is_ended_is_the_end(tmp_path: Path) -> None:
    settings = MatrixNetwork("m", "https://hs.example", "@helper:hs.example", access_token="t")
    link = Link(settings.homeserver, settings.user)
    with pytest.raises(Refused, match="access_token:"):
        Account(settings, "helper", tmp_path, link, lambda: 0.0, DEFAULT, print).lost(ENDED)
    await link.close()
