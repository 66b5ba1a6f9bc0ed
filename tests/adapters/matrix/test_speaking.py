"""What we say as events, and that nothing in a text becomes more than text."""

import json
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typing_extensions import override

from bot.adapters.matrix.html import html
from bot.adapters.matrix.speaking import CONTENT_BYTES, content, retraction, transaction
from bot.core.actions import Say
from bot.core.people import Person, Place

ROOM, DIRECT = Place("matrix", "#rdo:hs.org"), Place("matrix", "@ann:hs.org", direct=True)
ANN = Person("matrix", "@ann:hs.org", "Ann", "@ann:hs.org")
PILL = '<a href="https://matrix.to/#/@ann:hs.org">Ann</a>'


def say(*lines: str, place: Place = ROOM, to: Person | None = ANN, reply_to: str | None = "$q", **options: Any) -> Say:
    return Say("k1", place, lines, to, reply_to, not_after=1_700_000_000.5, **options)


def made(*lines: str, **options: Any) -> dict[str, Any]:
    found = content(say(*lines, **options))
    assert found is not None
    return found


class Shown(HTMLParser):
    """What a client would show of our HTML; every tag must be one that we use, closed in order, links with nothing but an address."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self.open, self.links = "", list[str](), list[str]()
        self.feed(text)
        self.close()
        assert self.open == []

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ("a", "br", "code")
        assert [name for name, _ in attrs] == (["href"] if tag == "a" else [])
        if tag == "br":
            self.text += "\n"
            return
        self.open.append(tag)
        self.links += [value or "" for _, value in attrs]

    @override
    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    @override
    def handle_data(self, data: str) -> None:
        self.text += data

    @override
    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    @override
    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)

    @override
    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)


# --- form of address (product 10.3) ---


def test_an_answer_in_a_room_is_a_reply_that_mentions_whom_it_is_for() -> None:
    assert made("Try this.") == {
        "msgtype": "m.notice",
        "body": "Try this.",
        "format": "org.matrix.custom.html",
        "formatted_body": "Try this.",
        "m.mentions": {"user_ids": ["@ann:hs.org"]},
        "m.relates_to": {"m.in_reply_to": {"event_id": "$q"}},
    }


@pytest.mark.parametrize("options", [{"loud": True}, {"reply_to": None}])
def test_who_must_notice_or_has_nothing_to_be_replied_to_is_named(options: dict[str, Any]) -> None:
    found = made("Try this.", **options)
    assert (found["body"], found["formatted_body"]) == ("Ann: Try this.", f"{PILL}: Try this.")
    assert found["m.mentions"] == {"user_ids": ["@ann:hs.org"]}


def test_only_a_loud_line_makes_a_sound() -> None:
    assert (made("x", loud=True)["msgtype"], made("x")["msgtype"]) == ("m.text", "m.notice")


def test_a_direct_chat_has_no_form_of_address() -> None:
    found = made("Try this.", place=DIRECT, loud=True, reply_to=None)
    assert (found["body"], found["m.mentions"], "m.relates_to" in found) == ("Try this.", {}, False)


def test_a_line_to_everybody_mentions_nobody() -> None:
    found = made("Good morning @room, ann and @ann:hs.org", to=None, reply_to=None)
    assert (found["body"], found["m.mentions"]) == ("Good morning @room, ann and @ann:hs.org", {})


@pytest.mark.parametrize(
    ("reply_to", "relation"),
    [
        ("$q", {"rel_type": "m.thread", "event_id": "$root", "is_falling_back": False, "m.in_reply_to": {"event_id": "$q"}}),
        (None, {"rel_type": "m.thread", "event_id": "$root", "is_falling_back": True, "m.in_reply_to": {"event_id": "$root"}}),
    ],
)
def test_in_a_thread_we_stay_in_it(reply_to: str | None, relation: dict[str, Any]) -> None:
    assert made("x", reply_to=reply_to, thread="$root")["m.relates_to"] == relation


@pytest.mark.parametrize("lines", [(), ("",), ("\x00\x07", "\u202e"), ("\ud800", " \n ")])
def test_nothing_is_left_to_say(lines: tuple[str, ...]) -> None:
    assert content(say(*lines)) is None


def test_lines_stay_lines_and_nothing_else_breaks_one() -> None:
    found = made("one\ntwo", "three")
    assert (found["body"], found["formatted_body"]) == ("one two\nthree", "one two<br>three")


@pytest.mark.case(34)
@pytest.mark.case(45)
@pytest.mark.parametrize(
    ("name", "front"),
    [
        ("@room", "@room"),
        ("<b>Ann</b>\n\u202e", "<b>Ann</b>"),
        ('"><script>', '"><script>'),
        ("\x00", "ann"),
        ("", "ann"),
        ("x" * 900, "x" * 80),
    ],
)
def test_no_display_name_does_any_harm(name: str, front: str) -> None:
    found = made("hi", to=Person("matrix", "@ann:hs.org", name, "@ann:hs.org"), loud=True)
    assert found["body"] == f"{front}: hi"
    assert found["m.mentions"] == {"user_ids": ["@ann:hs.org"]}
    assert Shown(found["formatted_body"]).text == found["body"]


# --- HTML ---


@pytest.mark.case(46)
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a <script>alert(1)</script>", "a &lt;script&gt;alert(1)&lt;/script&gt;"),
        ("<img src=x onerror=y>", "&lt;img src=x onerror=y&gt;"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("[x](javascript:y)", "[x](javascript:y)"),
        ("</code></a><b>", "&lt;/code&gt;&lt;/a&gt;&lt;b&gt;"),
        ("run `nova list <x>`.", "run <code>nova list &lt;x&gt;</code>."),
        ("`open", "`open"),
        ("see https://rdo.org/a?b=1&c=2.", 'see <a href="https://rdo.org/a?b=1&amp;c=2">https://rdo.org/a?b=1&amp;c=2</a>.'),
        ('https://x.org/"onclick="y', '<a href="https://x.org/">https://x.org/</a>&quot;onclick=&quot;y'),
        ("(https://x.org/a_(b))", '(<a href="https://x.org/a_(b)">https://x.org/a_(b)</a>)'),
        ("https://...", "https://..."),
        ("http://x.org", "http://x.org"),
    ],
)
def test_html_is_text_links_and_code(text: str, expected: str) -> None:
    assert html(text) == expected
    Shown(expected)


@pytest.mark.case(46)
def test_the_plain_body_has_no_markup() -> None:
    assert made("see https://x.org & <b>")["body"] == "see https://x.org & <b>"


# --- sizes ---


@pytest.mark.case(44)
@pytest.mark.parametrize("word", ["word ", "x", "ä ", "\U0001f600", '<&" ', "`a` ", "https://x.org/a ", "e\u0301", "\u200d"])
def test_a_long_text_is_cut_until_the_event_fits(word: str) -> None:
    found = made(word * (200_000 // len(word)), loud=True)
    assert size(found) <= CONTENT_BYTES
    assert len(found["body"]) > 1_000
    Shown(found["formatted_body"])


@pytest.mark.case(44)
def test_cut_at_a_word_the_link_kept_and_lines_still_lines() -> None:
    found = made("first line", "word " * 20_000 + "https://rdo.org/docs")
    first, middle, last = found["body"].split("\n")
    assert (first, middle[-5:], last) == ("first line", "word…", "https://rdo.org/docs")
    assert Shown(found["formatted_body"]).links == ["https://rdo.org/docs"]


def test_a_text_that_fits_is_not_cut() -> None:
    text = "word " * 1_000
    assert made(text)["body"] == text.strip()


def size(found: dict[str, Any]) -> int:
    return len(json.dumps(found, separators=(",", ":")))


NASTY = st.text() | st.lists(
    st.sampled_from(
        ["<", ">", "&", '"', "'", "`", "https://", "https://x.org", "@room", "</a>", "<br>", "\n", "\0", "\u202e", "\ud800", " ", "(", ")"]
    )
).map("".join)


@pytest.mark.case(45)
@pytest.mark.case(46)
@given(st.lists(NASTY, max_size=4), NASTY, NASTY, st.booleans(), st.none() | st.just("$q"))
def test_whatever_the_text_the_html_shows_the_body_and_calls_exactly_whom_it_is_for(
    lines: list[str], name: str, mxid: str, loud: bool, reply_to: str | None
) -> None:
    found = content(say(*lines, to=Person("matrix", mxid, name, None), loud=loud, reply_to=reply_to))
    if found is None:
        return
    assert found["m.mentions"] == {"user_ids": [mxid]}
    shown = Shown(found["formatted_body"])
    assert shown.text.replace("`", "") == found["body"].replace("`", "")
    assert all(link.startswith("https://") for link in shown.links)
    assert size(found) <= CONTENT_BYTES


# --- transaction ids ---


def test_the_same_line_has_the_same_transaction_id_always() -> None:
    assert transaction(say("x", "y")) == transaction(say("x", "y")) == "d5f3c64086245f5fa2eebb45d94c1c6a"


@pytest.mark.parametrize(
    "other",
    [
        Say("k2", ROOM, ("x",), not_after=5.0),
        Say("k1", DIRECT, ("x",), not_after=5.0),
        Say("k1", Place("other", "#rdo:hs.org"), ("x",), not_after=5.0),
        Say("k1", ROOM, ("y",), not_after=5.0),
        Say("k1", ROOM, ("x",), not_after=5.000001),
    ],
)
def test_another_line_has_another(other: Say) -> None:
    assert transaction(other) != transaction(Say("k1", ROOM, ("x",), not_after=5.0))


@given(st.text(), st.text())
def test_every_line_has_one(key: str, line: str) -> None:
    assert transaction(Say(key, ROOM, (line,))).isalnum()
    assert retraction(line).isalnum()
