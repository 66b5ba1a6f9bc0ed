"""Who is behind a line, by WHOIS: what counts as an account, and whose it is by the time the answer comes."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.events import Message
from tests.servers.script import Script, joined

BARE = "multi-prefix"  # the capabilities of a network that puts no account on anything
IS_CAROL = (":s 311 helper carol c host * :Carol", ":s 319 helper carol :#rdo", ":s 330 helper carol Carol :is logged in as")
END = ":s 318 helper carol :End of /WHOIS list."
NAMES = "@ann!a@host carol!c@host helper!helper@bot.host"


def says(script: Script, text: str = "!status", by: str = "carol!c@host") -> Message:
    script.server(f":{by} PRIVMSG #rdo :{text}")
    message = script.heard()[-1]
    assert isinstance(message, Message)
    script.wait(1.0)
    return message


def asked(caps: str = BARE) -> tuple[Script, Message]:
    """Carol has spoken, and the server was asked who she is."""
    script = joined(NAMES, caps=caps)
    message = says(script)
    script.verify(message)
    return script, message


def answered(*lines: str) -> Message:
    """The message as it is vouched for after these lines and the end of the list."""
    script, _ = asked()
    (found,) = script.server(*lines, END).vouched
    return found


@pytest.mark.case(30)
def test_the_server_is_asked_and_the_account_is_that_of_services() -> None:
    script, message = asked()
    assert (script.sent(), script.vouched) == (["WHOIS carol"], [])
    script.server(*IS_CAROL, END)
    assert script.vouched == [replace(message, sender=replace(message.sender, account="Carol"), vouched=True)]


def test_a_nick_that_is_identified_is_the_account_where_the_server_names_none() -> None:
    assert answered(IS_CAROL[0], ":s 307 helper carol :has identified for this nick").sender.account == "carol"
    assert answered(*IS_CAROL, ":s 307 helper carol :is a registered nick").sender.account == "Carol"


@pytest.mark.case(30)
@pytest.mark.parametrize(
    "lines",
    [
        (),
        (IS_CAROL[0],),
        (IS_CAROL[0], ":s 330 helper carol * :is logged in as"),
        (IS_CAROL[0], ":s 330 helper carol 0 :is logged in as"),
        (IS_CAROL[0], ":s 330 helper carol :is logged in as"),
        (IS_CAROL[0], ":s 330 helper dave carol :is logged in as"),
        (IS_CAROL[0], ":s 307 helper dave :is a registered nick"),
        (IS_CAROL[0], ":s 320 helper carol :is logged in as carol"),
        (":s 401 helper carol :No such nick",),
        (":s 330 helper carol carol :is logged in as",),  # without 311: the rest of somebody else's answer
        (":s 330 helper carol carol :is logged in as", IS_CAROL[0]),
        (":s 311 helper carol m elsewhere * :Mallory", IS_CAROL[2]),  # another user@host under the nick
        (":carol!c@host QUIT :bye", *IS_CAROL),
        (":carol!c@host NICK caro", *IS_CAROL),
        (":carol!c@host PART #rdo", *IS_CAROL),
        (":ann!a@host KICK #rdo carol :out", *IS_CAROL),
        (":ann!a@host NICK carol", *IS_CAROL),
    ],
)
def test_nothing_else_is_an_account(lines: tuple[str, ...]) -> None:
    found = answered(*lines)
    assert (found.sender.account, found.vouched) == (None, True)


@pytest.mark.case(30)
def test_a_nick_that_changed_hands_before_we_could_ask_is_nobodys() -> None:
    script = joined(NAMES, caps=BARE)
    message = says(script)
    script.server(":carol!c@host QUIT :bye", ":carol!c@host JOIN #rdo")
    script.verify(message)
    script.wait(2.0).server(*IS_CAROL, END)
    assert [found.sender.account for found in script.vouched] == [None]


def test_a_nick_that_changed_hands_long_before_is_its_holders() -> None:
    script = joined(NAMES, caps=BARE).server(":carol!x@elsewhere QUIT :bye")
    script.wait(1.0).server(":carol!c@host JOIN #rdo")
    script.verify(says(script))
    script.wait(2.0).server(*IS_CAROL, END)
    assert [found.sender.account for found in script.vouched] == ["Carol"]


@pytest.mark.case(30)
def test_each_line_is_asked_about_anew() -> None:
    script, _ = asked()
    script.server(*IS_CAROL, END)
    again = says(script)
    assert again.sender.account is None
    script.sent()
    script.verify(again)
    assert script.wait(2.0).sent() == ["WHOIS carol"]
    script.server(IS_CAROL[0], END)
    assert [found.sender.account for found in script.vouched] == ["Carol", None]


def test_an_answer_that_comes_too_late_is_nobodys() -> None:
    script, first = asked()
    second = says(script, by="ann!a@host")
    script.verify(second)
    script.server(*IS_CAROL, END)
    assert script.vouched == []
    script.server(":s 311 helper ann a host * :Ann", ":s 318 helper ann :End")
    assert [(found.text, found.sender.id) for found in script.vouched] == [(first.text, "ann")]


def test_where_every_line_carries_its_account_nobody_is_asked() -> None:
    script, message = asked("account-tag")
    assert script.vouched == [replace(message, vouched=True)]
    assert not any(line.startswith("WHOIS") for line in script.sent())


def test_a_line_of_an_earlier_connection_is_nobodys() -> None:
    script = joined(NAMES, caps=BARE)
    message = replace(says(script), at=script.at - 3600.0)
    script.verify(message)
    assert script.vouched == [replace(message, vouched=True)]


@pytest.mark.parametrize("nick", ["", "two words", ":colon", "x\r\nQUIT"])
def test_a_nick_that_is_none_is_not_asked_about(nick: str) -> None:
    script = joined(NAMES, caps=BARE)
    message = says(script)
    message = replace(message, sender=replace(message.sender, name=nick))
    script.sent()
    script.verify(message)
    assert (script.vouched, script.wait(2.0).sent()) == ([replace(message, vouched=True)], [])


WORDS = st.lists(st.sampled_from(["helper", "carol", "dave", "Carol", "*", "0", "c", "m", "host", "elsewhere", ":is", "#rdo"]), max_size=6)
REPLIES = st.tuples(st.sampled_from(["307", "311", "318", "330", "401"]), WORDS)


@given(st.lists(REPLIES, max_size=8))
def test_whatever_a_server_answers_the_account_is_one_that_it_named(replies: list[tuple[str, list[str]]]) -> None:
    script, _ = asked()
    script.server(*(f":s {number} {' '.join(words)}" for number, words in replies))
    named = {words[2] for number, words in replies if number == "330" and len(words) > 3 and words[1].lower() == "carol"}
    registered = {"carol"} if any(number == "307" for number, _ in replies) else set[str]()
    assert {found.sender.account for found in script.vouched} <= {None, *named - {"*", "0"}, *registered}
