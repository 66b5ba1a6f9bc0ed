"""Strict transport security: what counts on which connection, and that nothing leads back to plain text before its time."""

import pytest

from bot.adapters.irc.out import Kind
from bot.adapters.irc.sts import Policy, Sts, policy
from bot.core.settings import IrcNetwork, Login, Tls
from tests.servers.script import CAPS, NOON, Script, welcomed

PLAIN = IrcNetwork("oftc", "irc.test", 6667, None)
DAY = 86_400.0


@pytest.mark.parametrize(
    ("value", "secure", "plain"),
    [
        ("port=6697,duration=300", Policy(duration=300.0), Policy(port=6697)),
        ("duration=300,port=6697,preload", Policy(duration=300.0), Policy(port=6697)),
        ("duration=0", Policy(duration=0.0), None),
        ("port=6697", None, Policy(port=6697)),
        ("", None, None),
        ("port=0,duration=-1", None, None),
        ("port=65536,duration=1.5", None, None),
        ("port=,duration=", None, None),
        ("port=٦٦٩٧,duration=٣", None, None),
        ("port=6697x,duration=" + "9" * 5000, None, None),
    ],
)
def test_a_port_counts_without_tls_and_a_duration_with_it(value: str, secure: Policy | None, plain: Policy | None) -> None:
    assert (policy(value, secure=True), policy(value, secure=False)) == (secure, plain)


def told(*policies: Policy) -> Sts:
    sts = Sts(PLAIN)
    for one in policies:
        sts.learn(one, NOON)
    return sts


def test_the_settings_hold_until_a_server_asks_for_more() -> None:
    assert Sts(PLAIN).way(NOON) == (6667, None)


def test_a_server_that_asked_once_is_dialled_by_tls_for_ever_until_tls_itself_says_how_long() -> None:
    assert told(Policy(port=6697)).way(NOON + 1000 * DAY) == (6697, Tls())


def test_a_duration_holds_from_the_end_of_the_last_connection() -> None:
    sts = told(Policy(port=6697), Policy(duration=300.0))
    sts.ended(NOON + DAY)
    assert sts.way(NOON + DAY + 299.0) == (6697, Tls())
    assert sts.way(NOON + DAY + 300.0) == (6667, None)


def test_failed_attempts_do_not_shorten_what_is_not_yet_known() -> None:
    sts = told(Policy(port=6697))
    sts.ended(NOON)
    assert sts.way(NOON + DAY) == (6697, Tls())


def test_a_duration_of_zero_ends_it() -> None:
    sts = told(Policy(port=6697), Policy(duration=300.0), Policy(duration=0.0))
    assert sts.way(NOON) == (6667, None)


def test_what_is_configured_with_tls_stays_as_it_is() -> None:
    sts = Sts(IrcNetwork("oftc", "irc.test", 6697, Tls(fingerprint="a" * 64)))
    sts.learn(Policy(duration=0.0), NOON)
    assert sts.way(NOON) == (6697, Tls(fingerprint="a" * 64))


def plain(login: Login = Login("sasl-plain", "acct", "secret")) -> Script:  # noqa: B008 -- a value
    return Script(login, secure=False)


@pytest.mark.parametrize("lines", [[":s CAP * LS :sts=port=6697 sasl=PLAIN"], [":s CAP * LS * :sts=port=6697", ":s CAP * LS :sasl"]])
def test_a_plain_connection_that_offers_it_is_left_before_anything_is_said(lines: list[str]) -> None:
    script = plain().server(*lines)
    assert script.sent() == ["CAP LS 302", "NICK helper", "USER helper 0 * :Patience, a bot. Run by the ops", "QUIT :"]
    assert script.fault is not None
    assert script.fault.kind is Kind.UPGRADE
    assert "asks for TLS on port 6697" in script.fault.why
    assert script.policies == [Policy(port=6697)]


def test_it_may_be_offered_later() -> None:
    script = welcomed(Script(secure=False), caps=CAPS).server(":s CAP helper NEW :sts=port=6697")
    assert script.fault is not None
    assert script.fault.kind is Kind.UPGRADE


def test_a_policy_without_a_port_does_not_disturb_a_plain_connection() -> None:
    script = welcomed(Script(secure=False), caps="sts=duration=300 batch")
    assert script.fault is None
    assert script.policies == []


def test_by_tls_the_duration_is_noted_and_the_capability_never_asked_for() -> None:
    script = Script().server(":s CAP * LS :sts=port=1,duration=300 batch")
    assert script.sent()[-1] == "CAP REQ :batch"
    assert (script.fault, script.policies) == (None, [Policy(duration=300.0)])
    script.server(":s CAP * ACK :batch", ":s CAP helper NEW :sts=duration=0")
    assert script.policies[-1] == Policy(duration=0.0)
