"""Logging in: what is kept of it, what is refused, and how often we try."""

import logging
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.base import Refused
from bot.adapters.matrix.account import Account
from bot.adapters.matrix.link import Answer, Slower, Unreachable
from bot.adapters.matrix.session import FILE, Login, keep_login, log_in, read_login, who
from bot.adapters.matrix.timings import DEFAULT
from bot.core.settings import MatrixNetwork
from tests.servers.answers import Answers

ME = "@bot:hs.test"
WORD, TOKEN = "pass word", "syt_token"
SETTINGS = MatrixNetwork("net", "https://hs.test", ME, password=WORD)
BY_TOKEN = replace(SETTINGS, password=None, access_token=TOKEN)
LOGIN = Login("https://hs.test", ME, "DEVICE", TOKEN)


def answer(status: int = 200, **body: Any) -> Answer:
    return Answer(status, body)


def refused(code: str, status: int = 403) -> Answer:
    return answer(status, errcode=code, error="no")


I_AM = answer(user_id=ME, device_id="DEVICE")
LOGGED_IN = answer(user_id=ME, device_id="DEVICE", access_token="new")
MY_NAME = answer(displayname="Patience")
TOO_FAST = answer(429, errcode="M_LIMIT_EXCEEDED", retry_after_ms=3000)


# --- the file ---


def test_a_login_is_kept_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "store.net"
    keep_login(folder, LOGIN)
    assert read_login(folder, SETTINGS) == LOGIN
    assert [(file.name, file.stat().st_mode & 0o777) for file in folder.iterdir()] == [(FILE, 0o600)]
    assert folder.stat().st_mode & 0o777 == 0o700


def test_there_is_none_at_first(tmp_path: Path) -> None:
    assert read_login(tmp_path / "nowhere", SETTINGS) is None


@pytest.mark.parametrize("other", [replace(SETTINGS, user="@other:hs.test"), replace(SETTINGS, homeserver="https://elsewhere.test")])
def test_that_of_another_account_is_none_and_stays(tmp_path: Path, other: MatrixNetwork) -> None:
    keep_login(tmp_path, LOGIN)
    assert read_login(tmp_path, other) is None
    assert (tmp_path / FILE).exists()


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "null", '"x"', "{}", '{"homeserver": 1}', '{"homeserver":"https://hs.test","user":"@bot:hs.test","device_id":"","access_token":"x"}',
     "[" * 100_000, '{"homeserver":"https://hs.test","user":"@bot:hs.test","device_id":"D","access_token":null}'],
)  # fmt: skip
def test_one_that_cannot_be_used_is_moved_aside_and_said(tmp_path: Path, content: str, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / FILE).write_text(content)
    with caplog.at_level(logging.WARNING):
        assert read_login(tmp_path, SETTINGS) is None
    assert (tmp_path / f"{FILE}.bad").read_text() == content
    assert not (tmp_path / FILE).exists()
    assert "cannot be used" in caplog.text


def test_bytes_that_are_no_text_are_moved_aside_too(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"\xff\xfe\x00")
    assert read_login(tmp_path, SETTINGS) is None
    assert (tmp_path / f"{FILE}.bad").exists()


def test_a_folder_that_cannot_be_written_is_refused_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Refused, match="make it writable for the bot"):
        keep_login(tmp_path / "file", LOGIN)


def test_a_login_shows_no_token_when_it_is_printed() -> None:
    assert TOKEN not in repr(LOGIN)


# --- whoami ---


async def test_the_token_says_who_and_which_device_we_are() -> None:
    link = Answers(I_AM)
    assert await who(link, BY_TOKEN, TOKEN, 1.0) == LOGIN
    assert (link.asked[0].where, link.asked[0].token) == ("/_matrix/client/v3/account/whoami", TOKEN)


@pytest.mark.parametrize("code", ["M_UNKNOWN_TOKEN", "M_MISSING_TOKEN"])
async def test_a_token_that_is_not_valid_is_nobody(code: str) -> None:
    assert await who(Answers(refused(code, 401)), BY_TOKEN, TOKEN, 1.0) is None


@pytest.mark.parametrize(
    ("settings", "said", "words"),
    [
        (BY_TOKEN, answer(user_id="@other:hs.test"), "belongs to @other:hs.test, not to @bot:hs.test: set user: to that"),
        (replace(BY_TOKEN, device_id="MINE"), I_AM, "belongs to device DEVICE: set device_id: to that"),
        (BY_TOKEN, refused("M_USER_DEACTIVATED"), "check user and password"),
        (BY_TOKEN, refused("M_USER_LOCKED", 401), "check user and password"),
    ],
)
async def test_what_cannot_get_better_by_itself_is_refused_naming_the_setting(settings: MatrixNetwork, said: Answer, words: str) -> None:
    with pytest.raises(Refused, match=words) as refusal:
        await who(Answers(said), settings, TOKEN, 1.0)
    assert TOKEN not in str(refusal.value)


@pytest.mark.parametrize("said", [Answer(200, []), Answer(200, None), refused("M_UNKNOWN", 400), Answer(404, {})])
async def test_what_makes_no_sense_is_tried_again(said: Answer) -> None:
    with pytest.raises(Unreachable):
        await who(Answers(said), BY_TOKEN, TOKEN, 1.0)


# --- /login ---


@pytest.mark.parametrize(
    ("configured", "kept", "wanted"), [(None, None, None), (None, "KEPT", "KEPT"), ("SET", None, "SET"), ("SET", "KEPT", "KEPT")]
)
async def test_the_device_stays_the_same(configured: str | None, kept: str | None, wanted: str | None) -> None:
    link = Answers(LOGGED_IN)
    await log_in(link, replace(SETTINGS, device_id=configured), kept, "Patience", 1.0)
    (asked,) = link.asked
    assert isinstance(asked.body, dict)
    assert asked.body.get("device_id") == wanted
    assert (asked.body["identifier"], asked.body["password"]) == ({"type": "m.id.user", "user": ME}, WORD)
    assert asked.body["initial_device_display_name"] == "Patience"
    assert (asked.token, link.token) == ("", "new")


async def test_a_wrong_password_is_refused_in_words_without_it() -> None:
    with pytest.raises(Refused, match="check user and password") as refusal:
        await log_in(Answers(refused("M_FORBIDDEN")), SETTINGS, None, "Patience", 1.0)
    assert WORD not in str(refusal.value)


async def test_too_many_logins_are_waited_out() -> None:
    with pytest.raises(Slower) as slower:
        await log_in(Answers(TOO_FAST), SETTINGS, None, "Patience", 1.0)
    assert slower.value.seconds == 3.0


@pytest.mark.parametrize("said", [answer(), answer(access_token=1, device_id="D"), answer(access_token="x"), Answer(200, [])])
async def test_an_answer_to_a_login_without_a_token_is_none(said: Answer) -> None:
    with pytest.raises(Unreachable):
        await log_in(Answers(said), SETTINGS, None, "Patience", 1.0)


# --- while we run ---


def account(folder: Path, link: Answers, settings: MatrixNetwork = SETTINGS, now: float = 1e9) -> tuple[Account, list[str]]:
    told: list[str] = []
    return Account(settings, "Patience", folder, link, lambda: now, DEFAULT, told.append), told


async def test_a_login_is_made_once_and_used_at_every_start(tmp_path: Path) -> None:
    first, _ = account(tmp_path, link := Answers(LOGGED_IN, MY_NAME))
    await first.enter()
    assert [asked.where for asked in link.asked if asked.method == "POST"] == ["/_matrix/client/v3/login"]
    second, told = account(tmp_path, link := Answers(I_AM, MY_NAME))
    await second.enter()
    assert [asked.method for asked in link.asked] == ["GET", "GET"]
    assert (link.token, told) == ("new", [])


async def test_a_login_that_is_not_valid_any_more_is_made_anew_on_the_same_device(tmp_path: Path) -> None:
    keep_login(tmp_path, LOGIN)
    ours, told = account(tmp_path, link := Answers(refused("M_UNKNOWN_TOKEN", 401), LOGGED_IN, MY_NAME))
    await ours.enter()
    assert isinstance(link.asked[1].body, dict)
    assert link.asked[1].body["device_id"] == "DEVICE"
    assert told == ["the login of the last time is not valid any more: logging in again"]
    assert read_login(tmp_path, SETTINGS) == replace(LOGIN, access_token="new")


async def test_a_token_of_the_settings_is_written_nowhere(tmp_path: Path) -> None:
    ours, _ = account(tmp_path, Answers(I_AM, MY_NAME), BY_TOKEN)
    await ours.enter()
    assert list(tmp_path.iterdir()) == []


async def test_a_token_of_the_settings_that_is_not_valid_is_refused(tmp_path: Path) -> None:
    ours, _ = account(tmp_path, Answers(refused("M_UNKNOWN_TOKEN", 401)), BY_TOKEN)
    with pytest.raises(Refused, match="put a new one under access_token:"):
        await ours.enter()


@pytest.mark.parametrize(("name", "puts"), [("Patience", 0), ("bot", 1), (None, 1), (7, 1)])
async def test_our_name_is_set_when_it_is_another(tmp_path: Path, name: object, puts: int) -> None:
    ours, _ = account(tmp_path, link := Answers(I_AM, answer(displayname=name), answer()), BY_TOKEN)
    await ours.enter()
    assert [asked.body for asked in link.asked if asked.method == "PUT"] == [{"displayname": "Patience"}] * puts


async def test_a_name_that_cannot_be_set_is_told_and_all_goes_on(tmp_path: Path) -> None:
    ours, told = account(tmp_path, Answers(I_AM, answer(), refused("M_FORBIDDEN")), BY_TOKEN)
    await ours.enter()
    assert told == ["the display name could not be set (M_FORBIDDEN: no)"]


def test_a_token_that_ends_is_refused_and_a_login_is_made_again(tmp_path: Path) -> None:
    ended = refused("M_UNKNOWN_TOKEN", 401)
    with pytest.raises(Refused, match="put a new one under access_token:"):
        account(tmp_path, Answers(), BY_TOKEN)[0].lost(ended)
    ours, told = account(tmp_path, Answers())
    ours.lost(ended)
    assert told == ["our login is not valid any more (M_UNKNOWN_TOKEN: no): logging in again"]
