"""What bridges do to a line on its way: the formats of matrix-appservice-irc and heisenbridge, and what is read in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.relayed import action, bare, compared, copies, correction, corrects, remaining, uncut, unquoted, variants

NAMES = (
    ("alice", "alice"),
    ("Alice[m]", "alice"),
    ("alice[m]1", "alice"),
    ("alice_", "alice"),
    ("alice (IRC)", "alice"),
    ("a\u200blice", "alice"),
    ("Alice Smith", "alice_smith"),
    ("Alice_Smith[m]", "alice_smith"),
    ("@a\u200blice:e\u200bxample.org", "alice:example.org"),
    ("_", "_"),
    ("[m]", "[m]"),
    ("", ""),
)
QUOTED = (
    ("is there a repo?", "is there a repo?"),
    ('<bob> "did you set ..." <- yes, I did', "bob: yes, I did"),
    ('"bob: did you set it" <- yes, I did', "bob: yes, I did"),
    ('<bob "did you set it…"> yes, I did', "bob: yes, I did"),
    ("> <bob> what did you say\nthat it fails", "bob: that it fails"),
    ("> <@bob:example.org> 1\n>\n> 2\n\nthat it fails", "bob: that it fails"),
    ("> * <bob> waves\n\nhello", "bob: hello"),
    ("bob: > did you set it\nyes", "bob: yes"),
    ("<bob> did you set it\nyes", "bob: yes"),
    ("> <bob> what did you say", ""),
    ("bob: > what did you say", ""),
    ("<bob> what did you say", ""),
    ("> what did you say", ""),
    ("> what did you say\nthat it fails", "that it fails"),
    ("<nobody> is what the log says", "<nobody> is what the log says"),
    ("bob: the file has > in it", "bob: the file has > in it"),
    ("", ""),
)
CUT = (
    ("it fails in step 3... (full message at https://example.org/_matrix/media/1)", "it fails in step 3", True),
    ("it fails in step 3... (full message at <https://example.org/1>)", "it fails in step 3", True),
    ("it fails\n...(truncated)", "it fails", True),
    ("... long message truncated: https://example.org/1 (9 lines)", "", True),
    ("it fails in step 3 ...", "it fails in step 3 ...", False),
)
CORRECTED = (
    ("s/epoxi/epoxy/", "is there a repo for epoxi?", "is there a repo for epoxy?"),
    ("s/epoxi/epoxy", "is there a repo for epoxi?", "is there a repo for epoxy?"),
    (r"s/a\/b/a\/c/", "where is a/b?", "where is a/c?"),
    ("s///", "is there a repo?", "is there a repo?"),
    ("s/unheard/of/", "is there a repo?", "is there a repo?"),
    ("* is there a repo for epoxy?", "is there a repo for epoxi?", "is there a repo for epoxy?"),
    (" * is there a repo for epoxy?", "is there a repo for epoxi?", "is there a repo for epoxy?"),
    ("* install packstack first", "is there a repo for epoxi?", None),
    ("is there a repo for epoxy?", "is there a repo for epoxi?", None),
    ("see s/epoxi/epoxy/ there", "is there a repo for epoxi?", None),
)
LONG = "the deployment stops while it waits for the database to come up on the second controller " * 5
COPIES = (
    ("it **fails** in `step 3`", "it fails in step 3", False, True),
    ("it fails in step 3", "it fails in step 4", False, False),
    ("yes", "yes, I did", False, False),
    ("yes", "no", False, False),
    ("one\ntwo is long\nthree", "two is long", False, True),
    (LONG, LONG[100:300].split(" ", 1)[1].rsplit(" ", 1)[0], False, True),
    (LONG, LONG[:203], True, True),
    ("yes, I did", "bob: yes, I did", False, True),
    ("👍", "👍", False, True),
    ("👍", "👎", False, False),
)


@pytest.mark.parametrize(("name", "same"), NAMES)
def test_names_are_compared_without_what_bridges_add(name: str, same: str) -> None:
    assert compared(name) == same


def test_a_name_is_looked_up_as_written_first() -> None:
    assert list(variants("al\u200bice_b[m]")) == ["alice_b[m]", "alice_b", "alice b[m]"]
    assert bare("\u200b") == ""


@pytest.mark.parametrize(("text", "said"), QUOTED)
def test_what_is_quoted_is_not_said(text: str, said: str) -> None:
    assert unquoted(text, lambda name: name == "bob") == said


@pytest.mark.parametrize(("text", "said", "cut"), CUT)
def test_the_remark_that_a_line_was_longer_is_the_bridges_own(text: str, said: str, cut: bool) -> None:
    assert uncut(text) == (said, cut)


@pytest.mark.parametrize(("text", "before", "after"), CORRECTED)
def test_corrections_change_the_line_before(text: str, before: str, after: str | None) -> None:
    assert correction(text, before) == after
    assert corrects(text) == text.startswith("s/")


@pytest.mark.parametrize(("one", "other", "cut", "same"), COPIES)
def test_a_line_is_known_again_on_the_other_side(one: str, other: str, cut: bool, same: bool) -> None:
    assert (copies(one, other, cut), copies(other, one, cut)) == (same, same)


def test_an_action_has_its_person_in_front() -> None:
    assert action("/me a\u200blice waves at bob") == ("alice", "/me waves at bob")
    assert (action("/me waves"), action("alice waves")) == (None, None)


def test_what_was_not_heard_in_pieces_remains() -> None:
    assert remaining("one\ntwo\n\nthree", lambda line: line == "two") == "one\nthree"


anything = st.text(st.sampled_from('<>" ->abs/*\n:\u200b…(.)@ox'), max_size=60) | st.text(max_size=60)


@pytest.mark.parametrize("text", [" ", "_", "(", "`", "a ", "\n>", "s/", '<a "', "> <", "…(", "\u200b", "* "])
def test_no_line_takes_long_however_long_it_is(text: str) -> None:
    huge = f"<{text * 30_000}"
    for line in (huge, text * 30_000, f"> <a> {text * 30_000}"):
        assert isinstance(unquoted(uncut(line)[0], lambda _: False), str)
        assert len(compared(line)) < 200
        assert correction(line, line[:4000]) is None or line.strip()
        assert copies(line[:4000], line[1:4000]) in (True, False)


@given(anything, anything)
def test_no_line_fails(text: str, before: str) -> None:
    assert copies(text, text)
    assert isinstance(unquoted(uncut(text)[0], lambda name: name == "a"), str)
    assert correction(text, before) is None or isinstance(correction(text, before), str)
    assert (action(text) is None) or text.startswith("/me")
    assert isinstance(compared(text), str)
