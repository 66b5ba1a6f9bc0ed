"""What a visit has found out, in words."""

import pytest

from bot.adapters.finding import SOON, Finding, resolved, secured
from bot.adapters.irc.findings import MODERATED, REGISTERED, UNSEEN, Hindrance, capabilities, hindrances, logged_in, may_speak, remedy
from bot.adapters.irc.out import Fault, Kind
from bot.adapters.irc.register import WANTED
from bot.core.people import Standing
from bot.core.settings import Login

NEW_YEAR = {"notAfter": "Jan  2 00:00:00 2027 GMT"}
IN_TIME = 1_798_848_000.0 - SOON - 1.0


@pytest.mark.parametrize(
    ("modes", "standing", "account", "expected"),
    [
        ("nt", Standing.NONE, False, []),
        ("ntm", Standing.NONE, True, [MODERATED]),
        ("ntm", Standing.VOICE, False, []),
        ("ntmMu", Standing.OP, False, []),
        ("M", Standing.NONE, False, [REGISTERED]),
        ("M", Standing.NONE, True, []),
        ("cCRTSikl", Standing.NONE, False, []),
        ("mMu", Standing.NONE, False, [MODERATED, REGISTERED, UNSEEN]),
    ],
)
def test_modes_tell_what_keeps_us_from_speaking(modes: str, standing: Standing, account: bool, expected: list[Hindrance]) -> None:
    assert list(hindrances(modes, standing, account)) == expected


def test_where_nothing_keeps_us_from_speaking_it_is_said_with_modes_and_standing() -> None:
    assert may_speak("tn", Standing.NONE) == "the bot may speak (modes +nt)"
    assert may_speak("", Standing.OP) == "the bot may speak (no modes, as operator)"


def test_a_finding_is_one_line_with_its_remedy() -> None:
    assert Finding("oftc", "all well").line == "oftc: all well"
    assert Finding("oftc", "broken", False, "mend it").line == "oftc: broken (mend it)"


@pytest.mark.parametrize("kind", list(Kind))
def test_every_end_of_a_link_has_a_remedy(kind: Kind) -> None:
    assert remedy(Fault(kind, "over"))


def test_a_remedy_in_the_words_themselves_is_not_said_twice() -> None:
    assert remedy(Fault(Kind.LOST, "not trusted (see tls: ca: in bot.yaml)")) == ""


def test_an_address_needs_no_resolving() -> None:
    assert resolved("127.0.0.1", ["127.0.0.1"]) == ""
    assert resolved("irc.test", ["192.0.2.1", "2001:db8::1"]) == "irc.test resolves to 192.0.2.1, 2001:db8::1"


def test_the_certificate_is_told_with_its_last_day() -> None:
    assert secured("TLSv1.3", NEW_YEAR, IN_TIME) == ("by TLS 1.3 (certificate until 2027-01-02)", "")


def test_a_certificate_that_ends_soon_is_a_problem() -> None:
    assert secured("TLSv1.2", NEW_YEAR, IN_TIME + 2.0)[1]


def test_what_is_not_verified_or_not_secured_is_called_so() -> None:
    assert "not verified" in secured("TLSv1.3", {}, 0.0)[0]
    assert secured(None, {}, 0.0)[0].startswith("without TLS")


def test_capabilities_are_told_with_those_that_are_missing() -> None:
    assert capabilities(WANTED) == f"capabilities in use: {' '.join(sorted(WANTED))}"
    assert capabilities([]) == f"capabilities in use: none; not offered: {' '.join(WANTED)}"


def test_the_login_is_told() -> None:
    assert logged_in(Login()) == "no login is configured"
    assert logged_in(Login("nickserv", "helper", "secret")) == "logged in as helper (nickserv)"
    assert logged_in(Login("sasl-external")) == "logged in (sasl-external)"
