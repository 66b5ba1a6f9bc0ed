"""SCRAM-SHA-256 by the vectors of RFC 7677, and what a server must not get away with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.irc.scram import MOST, SaslError, Scram, WrongPasswordError, saslprep

NONCE = "rOprNGfwEbeRWgbNEkqO"
SERVER_NONCE = f"{NONCE}%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0"
SALT = "W22ZaJ0SNY7soEsUEjb6gQ=="
CHALLENGE = f"r={SERVER_NONCE},s={SALT},i=4096"
PROOF = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="


def scram(account: str = "user") -> Scram:
    return Scram(account, "pencil", NONCE)


def challenged() -> Scram:
    made = scram()
    made.final(CHALLENGE)
    return made


def test_the_example_of_rfc_7677() -> None:
    made = scram()
    assert made.first() == f"n,,n=user,r={NONCE}"
    assert made.final(CHALLENGE) == f"c=biws,r={SERVER_NONCE},p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="
    made.verify(PROOF)


def test_extensions_may_follow_a_challenge_and_a_proof() -> None:
    made = scram()
    made.final(f"{CHALLENGE},x=later")
    with pytest.raises(SaslError, match="did not prove"):
        made.verify(f"{PROOF},x=later")  # the extension is part of what is signed, so this proof is another exchange's


def test_names_are_escaped() -> None:
    assert scram("a=b,c").first() == f"n,,n=a=3Db=2Cc,r={NONCE}"


@pytest.mark.parametrize(
    "challenge",
    [
        "",
        "r=",
        f"r={NONCE},s={SALT},i=4096",  # nothing of the server's in it
        f"r=somebody-elses-nonce-at-all,s={SALT},i=4096",
        f"r={SERVER_NONCE}\x07,s={SALT},i=4096",
        f"s={SALT},r={SERVER_NONCE},i=4096",
        f"m=must,r={SERVER_NONCE},s={SALT},i=4096",
        f"r={SERVER_NONCE},s={SALT}",
        f"r={SERVER_NONCE},s=,i=4096",
        f"r={SERVER_NONCE},s=!!!,i=4096",
        f"r={SERVER_NONCE},s={SALT},i=4095",
        f"r={SERVER_NONCE},s={SALT},i=1",
        f"r={SERVER_NONCE},s={SALT},i=-4096",
        f"r={SERVER_NONCE},s={SALT},i={MOST + 1}",
        f"r={SERVER_NONCE},s={SALT},i=" + "9" * 5000,
        f"r={SERVER_NONCE},s={SALT},i=٤٠٩٦",
        "e=other-error",
    ],
)
def test_any_other_challenge_ends_the_login(challenge: str) -> None:
    with pytest.raises(SaslError):
        scram().final(challenge)


def test_a_second_challenge_ends_the_login() -> None:
    with pytest.raises(SaslError, match="asked twice"):
        challenged().final(CHALLENGE)


@pytest.mark.parametrize("final", ["", "v=", f"v={'A' * 43}=", "v=%%%", PROOF.replace("6", "7"), PROOF.removeprefix("v="), "e=", "e=\x01"])
def test_a_server_that_does_not_know_the_password_is_not_believed(final: str) -> None:
    with pytest.raises(SaslError):
        challenged().verify(final)


def test_a_proof_without_a_challenge_is_none() -> None:
    with pytest.raises(SaslError):
        scram().verify(PROOF)


REFUSALS = [("invalid-proof", WrongPasswordError), ("unknown-user", WrongPasswordError), ("other-error", SaslError)]


@pytest.mark.parametrize(("value", "kind"), REFUSALS)
def test_a_refusal_says_whose_fault_it_is(value: str, kind: type[SaslError]) -> None:
    with pytest.raises(SaslError, match=value) as refused:
        challenged().verify(f"e={value}")
    assert type(refused.value) is kind


@pytest.mark.parametrize("nonce", ["", "short", "x" * 30 + ",", "x" * 30 + " ", "x" * 30 + "é"])
def test_a_nonce_that_is_weak_or_cannot_be_sent_is_refused(nonce: str) -> None:
    with pytest.raises(SaslError, match="nonce"):
        Scram("user", "pencil", nonce)


@pytest.mark.parametrize(
    ("text", "prepared"), [("I\u00adX", "IX"), ("user", "user"), ("USER", "USER"), ("\u00aa", "a"), ("\u2168", "IX"), ("a\u00a0b", "a b")]
)
def test_names_and_passwords_are_prepared_as_rfc_4013_shows(text: str, prepared: str) -> None:
    assert saslprep(text) == prepared


@pytest.mark.parametrize("text", ["\u0007", "\u0627\u0031", "", "\u0221", "\u0627x\u0627"])
def test_what_rfc_4013_forbids_cannot_be_sent(text: str) -> None:
    with pytest.raises(SaslError):
        saslprep(text)


@given(st.text(max_size=80))
def test_nothing_but_a_sasl_error_comes_of_whatever_a_server_says(text: str) -> None:
    for call in (scram().final, challenged().verify):
        with pytest.raises(SaslError):
            call(text)


@given(st.text(max_size=30))
def test_a_prepared_text_stays_as_it_is(text: str) -> None:
    try:
        prepared = saslprep(text)
    except SaslError:
        return
    assert saslprep(prepared) == prepared
