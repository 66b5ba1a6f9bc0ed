"""The way in, as transcripts: which lines go out, and that no failed login ever leads in."""

import base64

import pytest

from bot.adapters.irc.out import Kind
from bot.core.events import Named
from bot.core.settings import Login
from tests.servers.script import CAPS, NONCE, Script, welcomed

PLAIN = Login("sasl-plain", "acct", "pässword")
EXTERNAL = Login("sasl-external")
SCRAM = Login("sasl-scram-sha-256", "user", "pencil")
CHALLENGE = base64.b64encode(f"r={NONCE}%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096".encode()).decode()
PROVEN = base64.b64encode(b"v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=").decode()
NICKSERV = Login("nickserv", "acct", "secret")
WELCOME = (":s 001 helper :Welcome", ":s 005 helper CHANTYPES=# BOT=B :are supported", ":s 422 helper :no MOTD")


def in_sasl(login: Login = PLAIN, mechanisms: str = "PLAIN,EXTERNAL") -> Script:
    """Up to AUTHENTICATE."""
    return Script(login).server(f":s CAP * LS :server-time sasl={mechanisms}", ":s CAP * ACK :server-time sasl")


def in_nickserv() -> Script:
    """Up to IDENTIFY."""
    script = Script(NICKSERV).server(":s CAP * LS :", *WELCOME)
    assert script.sent()[-1] == "PRIVMSG NickServ :IDENTIFY acct secret"
    return script


def test_registration_without_a_login_goes_straight_in() -> None:
    script = Script()
    assert script.sent() == ["CAP LS 302", "NICK helper", "USER helper 0 * :Patience, a bot. Run by the ops"]
    script.server(f":s CAP * LS :{CAPS}")
    assert script.sent() == [f"CAP REQ :{CAPS}"]
    script.server(f":s CAP * ACK :{CAPS} ")
    assert script.sent() == ["CAP END"]
    script.server(*WELCOME)
    assert script.sent() == ["MODE helper +B", "JOIN #rdo"]
    assert script.heard() == [Named(script.at, "oftc", "helper", ())]


def test_only_known_capabilities_are_asked_for() -> None:
    script = Script().server(":s CAP * LS :inspircd.org/poison sasl=PLAIN invite-notify batch server-time new-and-shiny=1")
    assert script.sent()[-1] == "CAP REQ :server-time batch"


def test_capabilities_may_come_in_several_lines() -> None:
    script = Script().server(":s CAP * LS * :batch", ":s CAP * LS :server-time")
    assert script.sent()[-1] == "CAP REQ :server-time batch"


def test_nothing_of_interest_means_nothing_is_asked_for() -> None:
    assert Script().server(":s CAP * LS :invite-notify").sent()[-1] == "CAP END"


def test_acknowledgements_may_come_in_several_lines() -> None:
    script = Script().server(":s CAP * LS :batch server-time", ":s CAP * ACK :batch")
    assert script.sent()[-1] == "CAP REQ :server-time batch"
    assert script.server(":s CAP * ACK :server-time").sent() == ["CAP END"]


def test_a_refused_list_is_asked_for_one_by_one() -> None:
    script = Script().server(":s CAP * LS :batch server-time", ":s CAP * NAK :server-time batch")
    assert script.sent()[-2:] == ["CAP REQ :server-time", "CAP REQ :batch"]
    assert script.server(":s CAP * NAK :batch", ":s CAP * ACK :server-time").sent() == ["CAP END"]
    assert script.wire.state.caps == {"server-time"}


def test_a_server_without_capabilities_lets_us_in_without_a_login() -> None:
    script = Script().server(":s 421 * CAP :Unknown command", *WELCOME)
    assert script.sent()[-1] == "JOIN #rdo"


def test_capabilities_that_come_later_are_asked_for_and_those_that_go_are_forgotten() -> None:
    script = welcomed(Script(), caps="batch")
    script.sent()
    assert script.server(":s CAP helper NEW :server-time sasl other").sent() == ["CAP REQ :server-time"]
    script.server(":s CAP helper ACK :server-time", ":s CAP helper DEL :batch")
    assert script.wire.state.caps == {"server-time"}


def test_sasl_plain_sends_account_and_password_and_then_ends_the_negotiation() -> None:
    script = in_sasl()
    assert script.sent()[-2:] == ["CAP REQ :server-time sasl", "AUTHENTICATE PLAIN"]
    secret = base64.b64encode("acct\0acct\0pässword".encode()).decode()
    assert script.server("AUTHENTICATE +").sent() == [f"AUTHENTICATE {secret}"]
    assert script.server(":s 900 * h!u@h acct :logged in", ":s 903 * :success").sent() == ["CAP END"]
    assert script.server(*WELCOME).sent() == ["MODE helper +B", "JOIN #rdo"]


def in_scram(*lines: str) -> Script:
    """Up to the first message of ours, and what the server says then."""
    return in_sasl(SCRAM, "PLAIN,SCRAM-SHA-256").server("AUTHENTICATE +", *lines)


def test_scram_logs_in_when_the_server_has_proved_itself() -> None:
    script = in_scram(f"AUTHENTICATE {CHALLENGE}", f"AUTHENTICATE {PROVEN}")
    assert script.sent()[-1] == "AUTHENTICATE +"
    assert script.server(":s 900 * h!u@h user :logged in", ":s 903 * :success").sent() == ["CAP END"]


@pytest.mark.case(29)
@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        (["AUTHENTICATE +"], Kind.LOGIN),
        ([":s 903 * :success"], Kind.LOGIN),
        ([f"AUTHENTICATE {CHALLENGE}", ":s 903 * :success"], Kind.LOGIN),
        ([f"AUTHENTICATE {CHALLENGE}", "AUTHENTICATE +", ":s 903 * :success"], Kind.LOGIN),
        ([f"AUTHENTICATE {CHALLENGE}", f"AUTHENTICATE {CHALLENGE}"], Kind.LOGIN),
        ([f"AUTHENTICATE {CHALLENGE}", "AUTHENTICATE dj1BQUFB"], Kind.LOGIN),  # v=AAAA
        ([f"AUTHENTICATE {CHALLENGE}", "AUTHENTICATE ZT1pbnZhbGlkLXByb29m"], Kind.PASSWORD),  # e=invalid-proof
        ([f"AUTHENTICATE {CHALLENGE}", ":s 904 * :SASL authentication failed"], Kind.PASSWORD),
        ([f"AUTHENTICATE {CHALLENGE}", f"AUTHENTICATE {PROVEN}", f"AUTHENTICATE {PROVEN}"], Kind.LOGIN),
        ([f"AUTHENTICATE {CHALLENGE}", f"AUTHENTICATE {PROVEN}", *WELCOME], Kind.LOGIN),
    ],
)
def test_a_login_by_scram_that_fails_never_leads_in(lines: list[str], kind: Kind) -> None:
    script = in_scram(*lines, ":s 903 * :success", *WELCOME)
    assert script.fault is not None
    assert script.fault.kind is kind
    assert not any(line.startswith(("CAP END", "JOIN")) for line in script.sent())


def test_a_password_that_scram_cannot_send_ends_the_login_before_it_begins() -> None:
    script = in_sasl(Login("sasl-scram-sha-256", "user", "\x07"), "SCRAM-SHA-256")
    assert script.fault is not None
    assert not any(line.startswith("AUTHENTICATE") for line in script.sent())


@pytest.mark.case(29)
def test_capabilities_of_a_login_that_go_while_it_is_under_way_end_it() -> None:
    script = in_sasl().server(":s CAP * DEL :sasl", ":s 903 * :success", *WELCOME)
    assert script.fault is not None
    assert script.fault.kind is Kind.LOGIN
    assert not any(line.startswith(("CAP END", "JOIN")) for line in script.sent())


@pytest.mark.case(29)
def test_who_is_logged_in_stays_so_when_sasl_goes_and_comes() -> None:
    script = in_sasl().server("AUTHENTICATE +", ":s 903 * :success", *WELCOME)
    script.sent()
    script.server(":s CAP helper DEL :sasl", ":s CAP helper NEW :sasl=PLAIN")
    assert (script.fault, script.sent()) == (None, [])


@pytest.mark.case(29)
def test_whom_the_server_logs_out_leaves_and_logs_in_again() -> None:
    script = in_sasl().server("AUTHENTICATE +", ":s 903 * :success", *WELCOME, ":s 901 helper helper!u@h :You are now logged out")
    assert script.fault is not None
    assert script.fault.kind is Kind.LOGIN


@pytest.mark.case(29)
def test_services_that_come_late_are_not_waited_for_on_the_same_connection() -> None:
    script = Script(PLAIN).server(":s CAP * LS :server-time", ":s CAP * NEW :sasl=PLAIN", *WELCOME)
    assert script.fault is not None
    assert "are its services up?" in script.fault.why
    assert not any(line.startswith(("AUTHENTICATE", "CAP END", "JOIN")) for line in script.sent())


@pytest.mark.case(29)
@pytest.mark.parametrize(
    ("length", "sizes"), [(289, [400, 4]), (292, [400, 8]), (286, [400, 1]), (587, [400, 400, 4]), (586, [400, 400, 1])]
)
def test_long_secrets_are_sent_in_chunks(length: int, sizes: list[int]) -> None:
    script = in_sasl(Login("sasl-plain", "a" * 6, "p" * length))
    script.sent()
    sent = script.server("AUTHENTICATE +").sent()
    assert [len(line) - len("AUTHENTICATE ") for line in sent] == sizes


def test_sasl_external_sends_nothing_but_a_plus() -> None:
    script = in_sasl(EXTERNAL)
    assert script.sent()[-1] == "AUTHENTICATE EXTERNAL"
    assert script.server("AUTHENTICATE +").sent() == ["AUTHENTICATE +"]


@pytest.mark.case(29)
@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        ([":s CAP * LS :server-time"], Kind.LOGIN),  # services are down
        ([":s CAP * LS :sasl=EXTERNAL,SCRAM-SHA-256"], Kind.LOGIN),
        ([":s CAP * LS :sasl", ":s CAP * NAK :sasl"], Kind.LOGIN),
        ([":s CAP * LS :sasl", ":s CAP * ACK :sasl", "AUTHENTICATE +", ":s 902 * :locked"], Kind.LOGIN),
        ([":s CAP * LS :sasl", ":s CAP * ACK :sasl", "AUTHENTICATE +", ":s 904 * :SASL authentication failed"], Kind.PASSWORD),
        ([":s CAP * LS :sasl", ":s CAP * ACK :sasl", "AUTHENTICATE +", ":s 904 * :Your account is suspended"], Kind.SUSPENDED),
        ([":s CAP * LS :sasl", ":s CAP * ACK :sasl", "AUTHENTICATE +", ":s 905 * :too long"], Kind.LOGIN),
        ([":s CAP * LS :sasl", ":s CAP * ACK :sasl", "AUTHENTICATE +", ":s 906 * :aborted"], Kind.LOGIN),
        ([":s CAP * LS :sasl", ":s CAP * ACK :sasl", ":s 907 * :You have already authenticated"], Kind.LOGIN),
        ([":s CAP * LS :sasl", ":s CAP * ACK :sasl", ":s 903 * :success"], Kind.LOGIN),  # before a word of ours
        ([":s CAP * LS :sasl", ":s CAP * ACK :sasl", "AUTHENTICATE +", "AUTHENTICATE +"], Kind.LOGIN),
        ([":s CAP * LS :sasl", ":s CAP * ACK :sasl", "AUTHENTICATE +", ":s 901 * h!u@h :logged out"], Kind.LOGIN),
        ([":s CAP * LS :sasl", ":s CAP * ACK :sasl", ":s 908 * SCRAM-SHA-256 :are available"], Kind.LOGIN),
        ([":s 421 * CAP :Unknown command", *WELCOME], Kind.LOGIN),  # no capabilities at all
        ([":s CAP * LS :sasl", ":s CAP * ACK :sasl", *WELCOME], Kind.LOGIN),  # let in while we log in
        ([":s CAP * LS :sasl", ":s CAP * ACK :sasl", ":s 900 * h!u@h acct :logged in", *WELCOME], Kind.LOGIN),  # 900 alone is not success
    ],
)
def test_a_login_by_sasl_that_fails_never_leads_in(lines: list[str], kind: Kind) -> None:
    script = Script(PLAIN).server(*lines)
    sent = script.sent()
    assert script.fault is not None
    assert script.fault.kind is kind
    assert sent[-1].startswith("QUIT")
    assert not any(line.startswith(("CAP END", "JOIN")) for line in sent)
    assert script.server(":s 903 * :success", *WELCOME).sent() == []
    assert not script.wire.ready


@pytest.mark.case(29)
@pytest.mark.parametrize("said", [[], ["AUTHENTICATE +"]])
def test_a_login_by_sasl_without_an_answer_ends(said: list[str]) -> None:
    script = in_sasl().server(*said).wait(61.0)
    assert script.fault is not None
    assert script.fault.kind is Kind.LOGIN


def test_a_server_that_never_welcomes_us_is_left() -> None:
    script = Script().server(":s CAP * LS :")
    script.server(":s NOTICE * :still looking up your host").wait(61.0)
    assert script.fault is not None
    assert script.fault.why == "the server did not let us in"


@pytest.mark.parametrize(
    "confirmation",
    [
        ":s 900 helper helper!u@h acct :You are now logged in as acct",
        ":helper MODE helper +r",
        ":s MODE helper :+r",
        ":NickServ!s@services NOTICE helper :You are now identified for \x02acct\x02.",
        ":NickServ!s@services NOTICE helper :Password accepted - you are now recognized.",
        ":s 330 helper helper acct :is logged in as",
        ":s 307 helper helper :is a registered nick",
    ],
)
def test_nickserv_may_confirm_in_many_ways(confirmation: str) -> None:
    assert in_nickserv().server(confirmation).sent() == ["JOIN #rdo"]


@pytest.mark.parametrize(
    "line",
    [
        ":NickServ!s@services NOTICE helper :This nickname is registered. Please identify.",
        ":NickServ!s@services NOTICE helper :Your nickname isn't registered.",
        ":mallory!m@host NOTICE helper :You are now identified for acct.",
        ":s 330 helper ann acct :is logged in as",
        ":s MODE ann :+r",
        ":helper MODE helper +i",
        ":mallory!m@host PRIVMSG helper :You are now identified for acct.",
    ],
)
def test_nothing_else_counts_as_confirmation(line: str) -> None:
    script = in_nickserv().server(line)
    assert script.sent() == []
    assert script.fault is None


def test_nickserv_is_asked_about_by_whois_and_not_waited_for_for_ever() -> None:
    script = in_nickserv().server(":NickServ!s@services NOTICE helper :One moment.").wait(29.0)
    assert script.sent() == ["WHOIS helper"]
    script.wait(2.0)
    assert script.fault is not None
    assert script.fault.why == "NickServ did not confirm the login; it last said: One moment."
    assert not any(line.startswith("JOIN") for line in script.sent())


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        (":NickServ!s@services NOTICE helper :Invalid password for \x02acct\x02.", Kind.PASSWORD),
        (":NickServ!s@services NOTICE helper :Password incorrect.", Kind.PASSWORD),
        (":NickServ!s@services NOTICE helper :You cannot identify: the account is frozen.", Kind.SUSPENDED),
        (":s 401 helper NickServ :No such nick", Kind.LOGIN),
    ],
)
def test_a_login_by_nickserv_that_fails_never_leads_in(line: str, kind: Kind) -> None:
    script = in_nickserv().server(line)
    assert script.fault is not None
    assert script.fault.kind is kind
    assert script.sent() == ["QUIT :"]


def test_nickserv_without_an_account_gets_the_password_alone() -> None:
    script = Script(Login("nickserv", None, "secret")).server(":s CAP * LS :", *WELCOME)
    assert script.sent()[-1] == "PRIVMSG NickServ :IDENTIFY secret"


def test_the_bot_mode_is_set_with_the_letter_of_the_server_and_only_where_there_is_one() -> None:
    assert "MODE helper +b" in welcomed(Script(), isupport="BOT=b").sent()
    assert not any(line.startswith("MODE") for line in welcomed(Script(), isupport="CHANTYPES=#").sent())


def test_a_long_owner_is_cut_in_the_realname() -> None:
    long = Script(owner="the operators of ü " * 20).sent()[-1]
    assert len(long.encode()) <= len("USER helper 0 * :") + 100


def test_a_password_with_a_line_end_cannot_inject_anything() -> None:
    script = Script(Login("nickserv", "acct", "x\r\nQUIT")).server(":s CAP * LS :", *WELCOME)
    assert not any("\n" in line or line.startswith("PRIVMSG") for line in script.sent())


def test_a_late_refusal_of_a_capability_changes_nothing() -> None:
    script = welcomed(Script(), caps="batch").server(":s CAP helper NAK :server-time", ":s CAP helper ACK :-batch")
    assert script.fault is None
    assert script.wire.state.caps == set()
