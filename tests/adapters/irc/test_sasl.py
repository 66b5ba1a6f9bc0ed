"""The AUTHENTICATE lines of one login: chunks both ways, and no success before its time."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.irc.sasl import Sasl
from bot.adapters.irc.scram import SaslError
from bot.core.settings import Login

NONCE = "rOprNGfwEbeRWgbNEkqO"
PLAIN = Login("sasl-plain", "acct", "pencil")
SCRAM = Login("sasl-scram-sha-256", "user", "pencil")
CHALLENGE = f"r={NONCE}%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"


def sasl(login: Login = SCRAM) -> Sasl:
    return Sasl(login, NONCE)


def coded(words: str) -> str:
    return base64.b64encode(words.encode()).decode()


def test_plain_says_all_at_once() -> None:
    made = sasl(PLAIN)
    assert made.start() == "AUTHENTICATE PLAIN"
    assert not made.finished
    assert made.answer("+") == [f"AUTHENTICATE {coded('acct' + chr(0) + 'acct' + chr(0) + 'pencil')}"]
    assert made.finished


def test_external_says_nothing() -> None:
    made = sasl(Login("sasl-external"))
    assert (made.start(), made.answer("+"), made.finished) == ("AUTHENTICATE EXTERNAL", ["AUTHENTICATE +"], True)


def test_scram_takes_three_steps() -> None:
    made = sasl()
    assert made.start() == "AUTHENTICATE SCRAM-SHA-256"
    assert made.answer("+") == [f"AUTHENTICATE {coded(f'n,,n=user,r={NONCE}')}"]
    (final,) = made.answer(coded(CHALLENGE))
    assert base64.b64decode(final.removeprefix("AUTHENTICATE ")).endswith(b",p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=")
    assert not made.finished
    assert made.answer(coded("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")) == ["AUTHENTICATE +"]
    assert made.finished


def test_scram_ends_when_the_server_does_not_know_the_password() -> None:
    made = sasl()
    made.answer("+")
    made.answer(coded(CHALLENGE))
    with pytest.raises(SaslError, match="did not prove"):
        made.answer(coded("v=AAAA"))


@pytest.mark.parametrize("length", [299, 300, 301, 600])
@pytest.mark.case(29)
def test_messages_of_a_server_come_in_chunks_too(length: int) -> None:
    """400 bytes of base64 are 300 of text: a full chunk is followed by another, if only by "+"."""
    made = sasl()
    made.answer("+")
    blob = coded((CHALLENGE + ",x=").ljust(length, "x"))
    chunks = [blob[start : start + 400] for start in range(0, len(blob), 400)] + ["+"] * (len(blob) % 400 == 0)
    *held, answer = [made.answer(chunk) for chunk in chunks]
    assert not any(held)
    assert answer


def test_a_message_without_end_ends_the_login() -> None:
    made = sasl()
    for chunk in ("+", *["A" * 400] * 20):
        made.answer(chunk)
    with pytest.raises(SaslError, match="too long"):
        made.answer("A" * 400)


@pytest.mark.parametrize("chunk", ["A" * 401, "*", "AAA", "/w==", "é"])
@pytest.mark.parametrize("login", [PLAIN, SCRAM, Login("sasl-external")])
def test_what_is_no_base64_of_text_ends_the_login(login: Login, chunk: str) -> None:
    with pytest.raises(SaslError):
        sasl(login).answer(chunk)


def test_a_server_that_speaks_first_ends_the_login() -> None:
    with pytest.raises(SaslError, match="our turn"):
        sasl(PLAIN).answer(coded("hello"))


def test_a_server_that_asks_on_ends_the_login() -> None:
    made = sasl(PLAIN)
    made.answer("+")
    with pytest.raises(SaslError, match="nothing is left"):
        made.answer("+")


def test_an_account_that_cannot_be_sent_ends_the_login() -> None:
    with pytest.raises(SaslError):
        sasl(Login("sasl-scram-sha-256", "\x07", "x"))


@given(st.lists(st.text(max_size=420), max_size=5))
@pytest.mark.parametrize("login", [PLAIN, SCRAM])
def test_no_server_can_talk_scram_into_success(login: Login, chunks: list[str]) -> None:
    made = sasl(login)
    try:
        for chunk in ["+", *chunks]:
            made.answer(chunk)
    except SaslError:
        pass
    assert login is PLAIN or not made.finished
