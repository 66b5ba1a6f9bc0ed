"""Words to lines: nothing acts, nothing is lost, nothing is too long."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.irc.out import UnsafeError, line
from bot.adapters.irc.outgoing import clean, split
from bot.core.actions import Say
from bot.core.people import Person, Place
from tests.servers.script import Script, joined, welcomed

ROOM = Place("oftc", "#rdo")
ANN = Person("oftc", "ann", "ann")
ATTACK = st.text(alphabet=st.one_of(st.characters(), st.sampled_from("\r\n\0\x01\x10\x7f\x85 :@\u2028\u202e")))


def said(*lines: str, to: Person | None = None, place: Place = ROOM, reply_to: str | None = None, **options: str) -> list[str]:
    return joined(**options).wire.lines_for(Say("k", place, lines, to=to, reply_to=reply_to))


def test_a_line_in_a_room_begins_with_the_nick_of_who_is_addressed() -> None:
    assert said("hello", "again", to=ANN) == ["PRIVMSG #rdo :ann: hello", "PRIVMSG #rdo :again"]


def test_the_address_is_the_nick_as_its_owner_writes_it_now() -> None:
    script = joined().server(":ann!a@host NICK ANN")
    assert script.wire.lines_for(Say("k", ROOM, ("hello",), to=ANN)) == ["PRIVMSG #rdo :ANN: hello"]


def test_private_lines_have_no_address() -> None:
    assert said("hello", to=ANN, place=Place("oftc", "ann", direct=True)) == ["PRIVMSG ann :hello"]


@pytest.mark.case(52)
def test_what_is_for_some_of_a_room_goes_to_them_alone() -> None:
    script = joined().server(":helper!helper@bot.host JOIN #RDO-Dev")
    assert script.wire.lines_for(Say("k", Place("oftc", "#rdo-dev", status="@"), ("x",), to=ANN)) == ["PRIVMSG @#RDO-Dev :ann: x"]


def test_channels_keep_their_case_on_the_wire() -> None:
    script = joined().server(":helper!helper@bot.host JOIN #RDO-Dev")
    assert script.wire.lines_for(Say("k", Place("oftc", "#rdo-dev"), ("x",))) == ["PRIVMSG #RDO-Dev :x"]


def test_a_reply_names_its_message_where_tags_are_agreed() -> None:
    assert said("hello", reply_to="a;b c") == [r"@+draft/reply=a\:b\sc PRIVMSG #rdo :hello"]


def test_a_reply_is_plain_where_tags_are_not_agreed() -> None:
    assert said("hello", reply_to="id", caps="server-time") == ["PRIVMSG #rdo :hello"]


@pytest.mark.parametrize("text", ["", " ", "\r\n", "\x01\x01", "\x02\x0f", "\u202e"])
def test_nothing_is_said_when_nothing_is_left(text: str) -> None:
    assert said(text, to=ANN) == []


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("a\r\nQUIT :x", "a QUIT :x"),
        ("hey \x10rPRIVMSG #q :injected", "hey rPRIVMSG #q :injected"),
        ("\x01VERSION\x01", "VERSION"),
        ("left\u202eright\u2066", "leftright"),
        ("half \ud800 pair", "half  pair"),
        ("tab\tbed", "tab bed"),
        ("👩‍🚀 stays", "👩‍🚀 stays"),
    ],
)
@pytest.mark.case(47)
def test_text_is_cleaned_of_everything_that_acts(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@given(st.lists(ATTACK, max_size=3), ATTACK, ATTACK)
@pytest.mark.case(41)
def test_no_words_of_anybodys_make_more_than_messages(lines: list[str], nick: str, reply_to: str) -> None:
    script = SHARED
    written = script.wire.lines_for(Say("k", ROOM, tuple(lines), to=Person("oftc", nick, nick), reply_to=reply_to or None))
    for whole in written:
        text = whole.partition(" ")[2] if whole.startswith("@") else whole
        assert text.startswith("PRIVMSG #rdo :")
        assert not any(ord(char) < 32 or ord(char) == 127 for char in whole)
        assert len(f":helper!helper@bot.host {text}\r\n".encode()) <= 512


SHARED = joined()


@given(st.text().map(clean), st.integers(min_value=4, max_value=60))
@pytest.mark.case(43)
def test_the_parts_of_a_line_are_short_enough_and_lose_only_spaces(text: str, budget: int) -> None:
    parts = split(text, budget)
    assert all(len(part.encode()) <= budget for part in parts)
    assert "".join(parts).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    ("text", "budget", "parts"),
    [
        ("one two three", 8, ["one two", "three"]),
        ("see https://x.org/abc now", 17, ["see", "https://x.org/abc", "now"]),
        ("see https://x.org/abcdefghijk", 17, ["see", "https://x.org/abc", "defghijk"]),
        ("ééééé", 5, ["éé", "éé", "é"]),
        ("e\u0301e\u0301e\u0301", 4, ["e\u0301", "e\u0301", "e\u0301"]),
        ("👩‍🚀👩‍🚀", 20, ["👩‍🚀", "👩‍🚀"]),
        ("👍🏽👍🏽", 15, ["👍🏽", "👍🏽"]),
        ("🇩🇪🇫🇷", 12, ["🇩🇪", "🇫🇷"]),
        ("👩‍🚀", 4, ["👩", "\u200d", "🚀"]),
        ("a  b", 10, ["a  b"]),
    ],
)
def test_cuts_fall_between_words_and_between_what_people_see_as_characters(text: str, budget: int, parts: list[str]) -> None:
    assert split(text, budget) == parts


GRAPHEMES = st.text(st.sampled_from("aé ü漢👩‍🚀🇩🇪e\u0301 x"), min_size=1, max_size=400).map(clean)


@pytest.mark.case(43)
@given(st.integers(1, 30), st.integers(1, 63), st.integers(1, 50), GRAPHEMES)
def test_with_any_nick_host_and_channel_the_line_fits_as_others_read_it(nick: int, host: int, channel: int, text: str) -> None:
    us, room = "n" * nick, "#" + "c" * channel
    script = welcomed(Script(rooms=(room,), name=us), nick=us).server(f":{us}!user@{'h' * host} JOIN {room}")
    parts = script.wire.lines_for(Say("k", Place("oftc", room), (text,)))
    assert all(len(f":{us}!user@{'h' * host} {part}\r\n".encode()) <= 512 for part in parts)
    assert "".join(part.partition(" :")[2] for part in parts).replace(" ", "") == text.replace(" ", "")


@pytest.mark.case(43)
def test_the_room_for_text_counts_our_own_prefix() -> None:
    first, second = said("x" * 600)
    assert len(f":helper!helper@bot.host {first}\r\n".encode()) == 512
    assert len(first) + len(second) - 2 * len("PRIVMSG #rdo :") == 600


def test_a_shorter_line_length_is_obeyed() -> None:
    first, *_ = said("x" * 600, isupport="CHANTYPES=# LINELEN=300")
    assert len(f":helper!helper@bot.host {first}\r\n".encode()) == 300


@pytest.mark.parametrize("linelen", ["0", "99999", "-1", "x", "", "²"])
def test_a_nonsensical_line_length_does_no_harm(linelen: str) -> None:
    assert said("hello", isupport=f"CHANTYPES=# LINELEN={linelen}") == ["PRIVMSG #rdo :hello"]


@pytest.mark.parametrize(
    "parts", [("PRIVMSG", ""), ("PRIVMSG", "a b"), ("PRIVMSG", ":a"), ("QUIT\r\nQUIT",), ("X", "\0"), ("X", "y" * 510)]
)
@pytest.mark.case(41)
def test_an_unsafe_line_is_never_built(parts: tuple[str, ...]) -> None:
    with pytest.raises(UnsafeError):
        line(*parts)


def test_an_unsafe_text_or_tag_is_never_built() -> None:
    for options in ({"text": "a\nb"}, {"text": "a\rb"}, {"text": "x", "tags": "a\n"}, {"text": "x", "tags": "a" * 5000}):
        with pytest.raises(UnsafeError):
            line("PRIVMSG", "#x", **options)


def test_a_place_that_cannot_be_written_to_is_refused() -> None:
    with pytest.raises(UnsafeError):
        said("hello", place=Place("oftc", "two words", direct=True))


def test_an_unsafe_line_is_not_quoted_as_it_may_hold_a_password() -> None:
    with pytest.raises(UnsafeError) as caught:
        line("PRIVMSG", "NickServ", text="IDENTIFY acct secret\r\n")
    assert "secret" not in str(caught.value)
