"""Our nick: taken, erroneous, regained, taken away."""

import pytest

from bot.core.events import Named
from bot.core.settings import Login
from tests.servers.script import NOON, Script, joined, welcomed

IN_USE = ":s 433 * helper :Nickname is already in use"


def second_best(isupport: str = "CHANTYPES=# MONITOR=30", login: Login | None = None) -> Script:
    """In as `helper_`."""
    script = Script(login) if login else Script()
    script.server(":s CAP * LS :", IN_USE)
    assert script.sent()[-1] == "NICK helper_"
    script.server(":s 001 helper_ :Welcome", f":s 005 helper_ {isupport} :are supported", ":s 422 helper_ :no MOTD")
    return script


@pytest.mark.case(28)
def test_a_taken_nick_gets_a_tail_and_both_names_are_ours() -> None:
    script = second_best()
    assert script.heard() == [Named(NOON, "oftc", "helper_", ("helper",))]
    assert script.reports == ["the nick helper is taken: I am helper_ until it is free"]
    assert script.sent() == ["MONITOR + helper", "NICK helper", "JOIN #rdo"]


def test_ever_more_taken_nicks_end_in_digits_and_then_in_giving_up() -> None:
    script = Script().server(":s CAP * LS :")
    script.sent()
    script.server(*[IN_USE] * 9)
    sent = script.sent()
    assert sent[:2] == ["NICK helper_", "NICK helper__"]
    assert all(line.startswith("NICK helper") and line[-2:].isdigit() for line in sent[2:])
    assert script.fault is not None
    assert "none of our nicks" in script.fault.why


@pytest.mark.case(28)
def test_an_erroneous_nick_is_made_plain() -> None:
    script = Script(name="[rdo]-helper-bot").server(":s CAP * LS :")
    assert script.server(":s 432 * [rdo]-helper-bot :Erroneous nickname").sent()[-1] == "NICK rdohelp"


@pytest.mark.case(28)
def test_unavailable_and_colliding_nicks_are_replaced_too() -> None:
    for numeric in ("436", "437"):
        assert Script().server(f":s {numeric} * helper :no").sent()[-1] == "NICK helper_"


@pytest.mark.case(28)
def test_the_nick_is_taken_back_when_the_server_says_that_it_is_free() -> None:
    script = second_best()
    script.sent()
    assert script.server(":s 731 helper_ :other,helper").sent() == ["NICK helper"]
    script.heard()
    script.server(":helper_!h@host NICK helper")
    assert script.heard() == [Named(script.at, "oftc", "helper", ())]
    assert script.sent() == ["MONITOR - helper"]
    assert script.wait(300.0).sent().count("NICK helper") == 0


@pytest.mark.case(28)
def test_the_nick_is_taken_back_when_its_holder_is_seen_to_leave() -> None:
    for line in (":helper!x@y QUIT :bye", ":helper!x@y NICK other"):
        script = second_best(isupport="CHANTYPES=#")
        script.sent()
        assert script.server(line).sent() == ["NICK helper"]


def test_the_nick_is_asked_for_every_minute() -> None:
    script = second_best(isupport="CHANTYPES=#")
    script.sent()
    for _ in range(3):
        script.server(":s 433 helper_ helper :still in use")
        assert "NICK helper" in script.wait(60.0).sent()


@pytest.mark.case(28)
def test_services_are_asked_where_we_are_logged_in() -> None:
    script = second_best(login=Login("nickserv", "acct", "secret"))
    script.sent()
    assert script.server(":s 900 helper_ a!b@c acct :in").sent() == [
        "MONITOR + helper",
        "PRIVMSG NickServ :REGAIN helper",
        "NICK helper",
        "JOIN #rdo",
    ]


@pytest.mark.case(28)
def test_a_forced_rename_is_noticed_reported_and_undone_ever_more_patiently() -> None:
    script = joined()
    gaps = []
    for number in range(3):
        script.server(f":helper!helper@bot.host NICK 001AAAAA{number}")
        assert script.heard() == [Named(script.at, "oftc", f"001AAAAA{number}", ("helper",))]
        script.sent()
        gaps.append(script.until("NICK helper"))
        script.server(f":001AAAAA{number}!helper@bot.host NICK helper")
        assert script.heard() == [Named(script.at, "oftc", "helper", ())]
    assert gaps == [120.0, 240.0, 480.0]
    assert script.reports == [f"the server renamed me to 001AAAAA{number}; I will ask for helper again" for number in range(3)]


def test_a_nick_that_the_server_cuts_is_ours() -> None:
    script = welcomed(Script(name="verylonghelper"), isupport="CHANTYPES=# NICKLEN=9", nick="verylongh")
    assert script.heard() == [Named(NOON, "oftc", "verylongh", ("verylonghelper",))]
    assert script.wait(200.0).sent().count("NICK verylonghelper") == 1  # the one at the start


def test_a_renaming_of_others_is_not_ours() -> None:
    script = joined().server(":ann!a@host NICK anna")
    assert not any(isinstance(event, Named) for event in script.heard())


def test_nothing_more_is_asked_for_once_the_nick_is_ours() -> None:
    script = second_best(isupport="CHANTYPES=#").server(":helper_!h@host NICK helper")
    script.sent()
    assert script.wait(300.0).sent().count("NICK helper") == 0


def test_a_rename_before_the_login_is_done_is_the_name_that_counts() -> None:
    script = Script(Login("nickserv", "acct", "secret")).server(":s CAP * LS :", ":s 001 helper :hi", ":s 422 helper :no MOTD")
    script.server(":helper!h@host NICK Guest1", ":s 900 Guest1 a!b@c acct :in")
    assert script.heard() == [Named(NOON, "oftc", "Guest1", ("helper",))]
