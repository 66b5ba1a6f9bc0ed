"""Text made safe to read and to say, on any string that a network can bring."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.text import JOINER, clean, fit, plain, quieted, shorten, size, without_quotes, without_quotes_and_code, words

# Any code point there is, lone surrogates too, and much of what clients and terminals obey.
OBEYED = r"""
    \x02 \x0304,05 \x03 \x04ff0000 \x0f \x16 \x1b[31m \x1b]0;title\x07 \x1b \x00 \x01 \x10 \r\n \t \x85 \x9b31m
    \u202e \u2066 \u2069 \u200b \ufeff \U000e0041 \ud800 \u0301 \u0301\u0301\u0301\u0301\u0301 \u0338 \u115f \u2028 \u00b4 \u1100 \u1161 a
"""
CODES = [code.encode().decode("unicode_escape") for code in OBEYED.split()]
NASTY = st.lists(st.one_of(st.characters(codec=None), st.sampled_from([" ", *CODES])), max_size=40).map("".join)
WORDS = st.text(st.characters(codec="utf-8"), max_size=300)
LINKS = st.lists(st.from_regex(r"https://[a-z]{1,30}\.org/[a-z0-9/]{0,60}", fullmatch=True), max_size=3, unique=True).map(tuple)


@pytest.mark.case(48)
@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("a  b\t c\n", "a b c"),
        ("\x02bold\x02 \x0304,05red\x03 \x04ff0000hex\x0f \x1dit\x1d \x1fu\x1f \x11m\x11 \x1es\x1e \x16r", "bold red hex it u m s r"),
        ("\x1b[1;31mred\x1b[0m \x1b]8;;http://x.org\x07link", "red link"),
        ("evil\u202etxt\u202c \u2066x\u2069", "eviltxt x"),
        ("pack\u200bstack\ufeff no\u00adva", "packstack nova"),
        ("tag\U000e0074\U000e0061\U000e0067ged", "tagged"),
        ("lone\ud83d surrogate\udc00", "lone surrogate"),
        ("ｎｅｕｔｒｏｎ ﬁle", "neutron file"),
        ("z" + "\u0335" * 20 + "algo", "z" + "\u0335" * 3 + "algo"),
        ("Tiếng Việt", "Tiếng Việt"),
    ],
)
def test_plain_reads_what_a_person_sees(written: str, read: str) -> None:
    assert plain(written) == read


@given(NASTY)
def test_plain_is_idempotent(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@pytest.mark.case(48)
@given(NASTY)
def test_plain_leaves_nothing_invisible(text: str) -> None:
    assert not any(unicodedata.category(char) in ("Cc", "Cf", "Cs") for char in plain(text))


@pytest.mark.case(48)
@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("one\r\nQUIT :bye", "one QUIT :bye"),
        ("a\x00b\x01ACTION c\x01\x10", "abACTION c"),
        ("tab\there", "tab here"),
        ("\x0304red", "red"),
        ("over\u202eride", "override"),
        ("next\u2028line\x85end", "next line end"),
        ("Grüße, 漢字, 👩\u200d💻", "Grüße, 漢字, 👩\u200d💻"),
    ],
)
def test_clean_takes_out_what_could_be_obeyed(written: str, said: str) -> None:
    assert clean(written) == said


@pytest.mark.case(48)
@given(NASTY)
def test_no_control_character_and_no_surrogate_survives_cleaning(text: str) -> None:
    said = clean(text)
    assert not any(ord(char) < 0x20 or 0x7F <= ord(char) <= 0x9F for char in said)
    assert said.encode() is not None


@pytest.mark.case(48)
@given(NASTY)
def test_no_override_survives_cleaning(text: str) -> None:
    assert not set(clean(text)) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


# --- lines ---


def test_all_of_a_short_utterance_fits_one_line() -> None:
    assert fit("Look there:", ("https://x.org/a",), "Did it help?", "Welcome.", 2, 350) == (
        "Welcome. Look there: https://x.org/a Did it help?",
    )


def test_a_longer_one_is_broken_at_words() -> None:
    assert fit("one two three", (), "", "", 2, 8) == ("one two", "three")


def test_what_comes_after_is_dropped_first() -> None:
    assert fit("one two", ("https://x.org",), "say so", "", 1, 24) == ("one two https://x.org",)


def test_then_the_text_is_cut_at_a_word_and_the_link_kept() -> None:
    assert fit("one two three four, five six", ("https://x.org",), "say so", "", 1, 35) == ("one two three four… https://x.org",)


def test_then_the_front_goes_rather_than_all_of_the_text() -> None:
    assert fit("one two", ("https://x.org",), "", "Welcome to this room.", 1, 22) == ("one two https://x.org",)


def test_a_link_longer_than_a_line_is_left_out() -> None:
    assert fit("one two", ("https://x.org/" + "a" * 30,), "", "", 1, 20) == ("one two",)


def test_a_text_without_spaces_is_cut_between_characters() -> None:
    (line,) = fit("漢" * 200, ("https://x.org",), "", "", 1, 100)
    assert line.startswith("漢漢漢")
    assert line.endswith("漢… https://x.org")


def test_links_that_do_not_all_fit_go_from_the_last() -> None:
    assert fit("one", ("https://x.org/1", "https://x.org/2"), "", "", 1, 20) == ("one https://x.org/1",)


def test_a_link_in_the_text_that_is_longer_than_a_line_is_left_out() -> None:
    assert fit("see https://x.org/" + "a" * 30 + " there", (), "", "", 2, 20) == ("see there",)


def test_a_letter_keeps_its_marks_where_a_word_is_cut() -> None:
    assert shorten("abc" + "e\u0301" * 3, 9) == "abce\u0301…"
    assert shorten("abc" + "e\u0301" * 3, 8) == "abc…"


def test_a_line_narrower_than_a_character_says_nothing() -> None:
    assert fit("漢字", (), "", "", 2, 2) == ()


def test_nothing_to_say_is_no_line() -> None:
    assert fit("", (), "", "", 2, 350) == ()


def test_line_breaks_of_others_do_not_make_lines_of_ours() -> None:
    assert fit("one\r\nPRIVMSG #rdo :two", (), "", "", 2, 350) == ("one PRIVMSG #rdo :two",)


@given(NASTY | WORDS, LINKS, WORDS, NASTY, st.integers(0, 3), st.integers(1, 120))
def test_the_limits_of_lines_hold(text: str, links: tuple[str, ...], after: str, front: str, lines: int, bytes_: int) -> None:
    said = fit(text, links, after, front, lines, bytes_)
    assert len(said) <= lines
    assert all(0 < size(line) <= bytes_ and line == clean(line) for line in said)


@given(WORDS, LINKS, WORDS, WORDS, st.integers(1, 3), st.integers(100, 350))
def test_links_stay_whole_and_the_first_is_kept(text: str, links: tuple[str, ...], after: str, front: str, lines: int, bytes_: int) -> None:
    tokens = [token for line in fit(text, links, after, front, lines, bytes_) for token in line.split(" ")]
    assert not links or links[0] in tokens
    assert all(token in links for token in tokens if token.startswith("https://") and token not in f"{text} {after} {front}")


@given(st.text(st.characters(codec="ascii", categories=["L"]), min_size=1, max_size=10), st.integers(1, 60))
def test_what_fits_is_said_in_full(word: str, count: int) -> None:
    assert " ".join(fit(" ".join([word] * count), (), "", "", 100, 80)).split() == [word] * count


@pytest.mark.parametrize(
    ("text", "bytes_", "short"),
    [
        ("one two three", 13, "one two three"),
        ("one two three", 12, "one two…"),
        ("one two, three", 12, "one two…"),
        ("unbroken", 6, "unb…"),
        ("漢漢漢", 7, "漢…"),
        ("word", 2, ""),
        ("a\nb", 9, "a b"),
    ],
)
def test_a_question_is_shortened_at_a_word(text: str, bytes_: int, short: str) -> None:
    assert shorten(text, bytes_) == short


@given(NASTY, st.integers(0, 60))
def test_shortened_text_keeps_its_limit_and_is_clean(text: str, bytes_: int) -> None:
    short = shorten(text, bytes_)
    assert size(short) <= bytes_
    assert clean(short) == short


# --- quotes, code, words ---


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("> quoted\nmine", "mine"),
        ("> <@a:x.org> hi\n> there\n\nyes", "yes"),
        ("run `!help` now", "run   now"),
        ("see ```\n!solved\n``` there", "see   there"),
        ("open ```\n!solved", "open"),
        ("a -> b", "a -> b"),
        ("one ` tick", "one ` tick"),
    ],
)
def test_quotes_and_code_are_not_the_speakers_words(text: str, own: str) -> None:
    assert without_quotes_and_code(text) == own


@pytest.mark.parametrize(("text", "all_quoted"), [("> that\n> and that", True), ("`code`", True), ("> that\nyes", False), ("", False)])
def test_a_line_that_is_all_quote_says_nothing(text: str, all_quoted: bool) -> None:
    assert (text != "" and without_quotes_and_code(text) == "") is all_quoted


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Nova-compute won't start!", ("nova", "compute", "wont", "start")),
        ("epoxy (2025.1) on CS9", ("epoxy", "2025.1", "on", "cs9")),
        ("/etc/neutron/dhcp_agent.ini", ("etc", "neutron", "dhcp", "agent", "ini")),
        ("see https://www.rdoproject.org/networking/ovn", ("see", "networking", "ovn")),
        ("review.rdoproject.org", ("review", "rdoproject", "org")),
        ("don’t", ("dont",)),
        ("?!", ()),
    ],
)
def test_words_for_matching(text: str, found: tuple[str, ...]) -> None:
    assert words(text) == found


@given(NASTY)
def test_no_text_breaks_the_readers(text: str) -> None:
    assert without_quotes_and_code(text) is not None
    assert all(word == word.strip() for word in words(text))


def test_what_does_not_fit_behind_the_answer_stands_on_a_line_of_its_own() -> None:
    assert fit("one two three", (), "Not it? Say so.", "", 2, 20) == ("one two three", "Not it? Say so.")


def test_what_fits_on_one_line_stays_on_it() -> None:
    assert fit("one", (), "Not it?", "", 2, 20) == ("one Not it?",)


def test_inline_code_is_kept_as_words_where_it_is_no_command() -> None:
    assert without_quotes("> quoted\nwhy does `nova list` fail?") == "why does nova list fail?"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("bob: look", f"b{JOINER}ob: look"),
        ("ask BOB's friend", f"ask B{JOINER}OB's friend"),
        ("bobby and b-ob", "bobby and b-ob"),
        ("al[x] knows", f"a{JOINER}l[x] knows"),
    ],
)
def test_a_quoted_name_is_written_so_that_it_highlights_nobody(text: str, said: str) -> None:
    assert quieted(text, ["bob", "al[x]"]) == said


@given(st.text(), st.lists(st.text()))
def test_quieted_text_reads_the_same(text: str, names: list[str]) -> None:
    assert quieted(text, names).replace(JOINER, "") == text.replace(JOINER, "")
