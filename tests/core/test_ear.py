"""Is it said to us, and which of its words count?"""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.commands import CommandSpec
from bot.core.ear import Ear, Heard
from bot.core.memory import OURS
from tests.builders import HELPER, NETWORK, direct, memory, person, says

SPECS = (
    CommandSpec("help", "help [command]", "", words=1),
    CommandSpec("about", "about", "", words=0),
    CommandSpec("open", "open", "", words=0),
    CommandSpec("ask", "ask QUESTION", "", asks=True),
    CommandSpec("optout", "optout", "", words=0),
    CommandSpec("forget", "forget me", "", only=("", "me")),
    CommandSpec("why", "why [N]", "", number=True),
    CommandSpec("tell", "tell NICK WORDS", "", never=("me", "")),
)
EAR = Ear("!", {spec.name: spec for spec in SPECS})


def hear(text: str, ear: Ear = EAR, **more: Any) -> Heard:
    made = memory()
    made.ids.update(ours=OURS, theirs="bob")
    return ear.hear(says(text, **more), made)


COMMANDS = (
    ("!help", "help", ""),
    ("!HELP open", "help", "open"),
    ("! help", "help", ""),
    ("helper: help", "help", ""),
    ("helper, open", "open", ""),
    ("Helper: !open", "open", ""),
    ("helper: ask how do I boot?", "ask", "how do I boot?"),
    ("!open the door", "open", "the door"),  # marked, it is a command whatever follows
    ("\x02!help\x02", "help", ""),
    ("!help\u200b", "help", ""),
    ("helper: forget me!", "forget", "me!"),
    ("helper: forget", "forget", ""),
    ("!forget it", "forget", "it"),
    ("helper: why", "why", ""),
    ("helper: why #12", "why", "#12"),
    ("!why not", "why", "not"),
    ("helper: tell bob to look", "tell", "bob to look"),
    ("!tell me", "tell", "me"),
    ("!ask what does `dnf repolist` say", "ask", "what does dnf repolist say"),  # no command is code, but what it asks may be
    ("helper: ask what does `dnf repolist` say", "ask", "what does dnf repolist say"),
)
TALK = (
    "open",
    "help",
    "help!",
    "> !help",
    "`!help`",
    "```\n!help\n```",
    "you can say !help",
    "!",
    "!!!",
    "!?",
    "!1",
    "! ",
    "",
    f"!{'x' * 25}",
)


@pytest.mark.parametrize(("text", "name", "args"), COMMANDS)
def test_a_command(text: str, name: str, args: str) -> None:
    heard = hear(text)
    assert (heard.command, heard.args, heard.unknown) == (name, args, False)


@pytest.mark.parametrize("text", TALK)
def test_talk_is_no_command(text: str) -> None:
    heard = hear(text)
    assert (heard.command, heard.unknown, heard.to_us) == ("", False, False)


@pytest.mark.parametrize("text", ["helper: open source or not?", "helper: help me with neutron please"])
def test_an_unmarked_word_that_begins_a_sentence_is_talk(text: str) -> None:
    heard = hear(text)
    assert (heard.command, heard.to_us) == ("", True)


def test_a_command_of_somebody_else_is_told_apart() -> None:
    heard = hear("!karma bob")
    assert (heard.command, heard.args, heard.unknown, heard.to_us) == ("karma", "bob", True, False)


@pytest.mark.parametrize(("text", "command"), [("help", "help"), ("!help", "help"), ("open source?", ""), ("hello", "")])
def test_in_private_everything_is_to_us_and_no_prefix_is_needed(text: str, command: str) -> None:
    heard = hear(text, place=direct())
    assert (heard.to_us, heard.command) == (True, command)


MENTIONS = (("helper: is there a repo?", "is there a repo?"), ("is there a repo, helper?", "is there a repo?"), ("HELPER, hi", "hi"))


@pytest.mark.parametrize(("text", "said"), MENTIONS)
def test_our_name_in_front_or_at_the_end_makes_it_ours(text: str, said: str) -> None:
    heard = hear(text)
    assert (heard.to_us, heard.text) == (True, said)


@pytest.mark.parametrize("text", ["the helper is broken", "helpers: hi", "> helper: hi", "`helper: hi`"])
def test_our_name_elsewhere_does_not(text: str) -> None:
    assert not hear(text).to_us


@pytest.mark.parametrize(("reply_to", "to_us"), [("ours", True), ("theirs", False), ("unknown", False), (None, False)])
def test_a_reply_to_our_line_is_to_us(reply_to: str | None, to_us: bool) -> None:
    assert hear("and on centos 10?", reply_to=reply_to).to_us is to_us


def test_without_a_prefix_commands_need_our_name() -> None:
    bare = Ear("", EAR.commands)
    assert (hear("help", bare).command, hear("!help", bare).command, hear("helper: help", bare).command) == ("", "", "help")


def test_without_a_name_nothing_is_a_mention() -> None:
    made = memory()
    made.names[NETWORK] = ()
    assert not EAR.hear(says("helper: hi"), made).to_us


US, THEM = "@helper:example.org", "@zoe:example.org"
ON_PURPOSE = (
    ("could you look at this?", (US,), None, True),
    ("could you look at this?", (US, THEM), None, True),
    ("could you look at this?", (US, THEM), "theirs", True),  # in a reply to somebody else, too
    ("could you look at this?", (THEM,), None, False),
    ("could you look at this?", (), None, False),
    ("bob: ask helper about it", (US,), None, False),  # bob is known here
    ("zoe: ask helper about it", (US, THEM), None, False),  # nobody knows zoe, but the sender's client does
    ("@zoe:example.org: ask helper about it", (US, THEM), None, False),
    ("zoe: ask helper about it", (US,), None, True),
)


@pytest.mark.parametrize(("text", "mentions", "reply_to", "to_us"), ON_PURPOSE)
def test_who_names_us_on_purpose_speaks_to_us_unless_the_line_is_said_to_somebody_else(
    text: str, mentions: tuple[str, ...], reply_to: str | None, to_us: bool
) -> None:
    made = memory(here=(person("bob"),))
    made.names[NETWORK] = (HELPER, US)
    made.ids["theirs"] = "bob"
    assert EAR.hear(says(text, mentions=mentions, reply_to=reply_to), made).to_us is to_us


@given(st.text(st.characters(exclude_categories=()), max_size=80), st.sampled_from(("", "!", "helper: ", "helper: !")))
def test_no_text_fails_and_a_command_is_one_word(text: str, front: str) -> None:
    heard = hear(front + text)
    assert " " not in heard.command
    assert heard.unknown or heard.command in ("", *EAR.commands)


@pytest.mark.parametrize("text", ["helper: forget it", "helper: forget me not"])
def test_a_command_that_is_one_with_certain_words_alone_is_talk_with_others(text: str) -> None:
    assert hear(text).command == ""


@pytest.mark.parametrize(
    "text",
    ["helper: please ignore me", "please leave me alone, helper", "helper please ignore me", "helper leave me alone", "helper ignore me"],
)
def test_who_asks_to_be_left_alone_opts_out(text: str) -> None:
    assert hear(text).command == "optout"


@pytest.mark.parametrize(
    "text", ["please ignore me", "bob: please leave me alone", "helper: please ignore my last line", "ignore the helper"]
)
def test_who_says_it_to_somebody_else_does_not(text: str) -> None:
    assert hear(text).command == ""


@pytest.mark.parametrize("text", ["helper: why not?", "helper: why does dnf fail", "helper: tell me how", "helper: tell"])
def test_what_only_begins_like_a_command_is_said_to_us(text: str) -> None:
    heard = hear(text)
    assert (heard.command, heard.to_us) == ("", True)


@pytest.mark.parametrize(
    "text",
    [
        "who are you?",
        "What are you",
        "are you a bot?",
        "hey, are you human?",
        "are you a real person or a bot",
        "is this a bot?",
        "who runs you",
    ],
)
def test_who_asks_who_we_are_is_told_about_us(text: str) -> None:
    assert [hear(f"helper: {text}").command, hear(text).command, hear(text, place=direct()).command] == ["about", "", "about"]


@pytest.mark.parametrize(
    "text", ["who are you going to ask about nova?", "are you a bot that knows neutron?", "is this a bot problem or mine?"]
)
def test_a_question_with_more_in_it_is_a_question(text: str) -> None:
    assert hear(f"helper: {text}").command == ""
