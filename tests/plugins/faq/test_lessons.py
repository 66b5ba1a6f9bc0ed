"""What a trial teaches: figures by kind, confusions with what helps, near-copies."""

from collections.abc import Sequence

import pytest

from bot.core.knowledge import Entry
from plugins.faq.lessons import Confusion, Copy, Score, Tried, confusions, near_copies, scores
from plugins.faq.matcher import Match
from tests.entries import entry

ONE, TWO, SIX = entry("one", "q one"), entry("two", "q two"), tuple(entry(f"e{n}", "q") for n in range(6))


def tried(text: str, own: Entry, found: Sequence[Entry], said: Entry | None = None, kind: str = "plain", likely: bool = True) -> Tried:
    matches = tuple(Match(entry, 0.9 - n / 10, f"like {entry.id}") for n, entry in enumerate(found))
    return Tried(kind, text, own, matches, said, likely)


def test_each_kind_has_its_row_in_their_order() -> None:
    looked_up = (
        tried("a", ONE, [ONE, TWO], said=ONE, kind="typo"),
        tried("b", ONE, [TWO, ONE], said=TWO, kind="typo"),
        tried("c", ONE, [], kind="error"),
        tried("d", ONE, [*SIX[:4], ONE], kind="heading"),
        tried("e", ONE, [*SIX[:5], ONE], kind="heading"),
    )
    assert scores(looked_up, ()) == (
        Score("heading", 2, 0, 1, 0, 0),
        Score("error", 1, 0, 0, 0, 0),
        Score("typo", 2, 1, 2, 1, 1),
        Score("all", 5, 1, 3, 1, 1),
    )


def test_near_copies_are_left_out_of_a_row_of_their_own() -> None:
    looked_up = (tried("a", ONE, [ONE]), tried("aa", ONE, [ONE]), tried("b", ONE, [TWO]), tried("a", TWO, [TWO]))
    assert scores(looked_up, [Copy(ONE, "aa", "a")])[-1] == Score("no near-copies", 2, 1, 1, 0, 0)


def test_no_phrasings_have_no_rows() -> None:
    assert scores((), ()) == ()


def test_confusions_come_most_frequent_first_with_the_worst_example() -> None:
    first, second = confusions(
        [
            tried("mild", ONE, [SIX[0], ONE, TWO]),
            tried("a", TWO, [SIX[0]]),
            tried("said", ONE, [SIX[0]], said=SIX[0]),
            tried("fine", ONE, [ONE]),
        ]
    )
    assert (first.asked, first.found, first.texts, first.nearest) == ("one", "e0", ("said", "mild"), "like e0")
    assert (second.asked, second.found, second.texts) == ("two", "e0", ("a",))


def test_what_finds_another_entry_that_is_not_likely_is_taken_for_none() -> None:
    (only,) = confusions([tried("a", ONE, [TWO, ONE], likely=False), tried("b", ONE, [])])
    assert (only.found, only.texts, only.nearest) == ("", ("a", "b"), "")


def test_what_is_held_back_counts_beside_the_others() -> None:
    held = Tried("plain", "a", ONE, (), held='it is not for "x"')
    found = confusions([held, tried("b", ONE, []), tried("c", ONE, [])])
    assert [(one.texts, one.held) for one in found] == [(("b", "c"), ""), (("a",), 'it is not for "x"')]
    assert found[1].remedy.startswith("it is held back: make the `not` example more exact, or add phrasings in such words to one")


@pytest.mark.parametrize(
    ("looked_up", "remedy"),
    [
        ([tried("a", ONE, [])], "too little of it is in the other phrasings of one: add some in such words, each of another kind"),
        ([tried("a", ONE, [TWO])], "add phrasings in such words to one, as different people would say it"),
        (
            [tried("a", ONE, [TWO], said=TWO)],
            "it would be answered wrongly: add this line as a `not` example to two, or the word that decides to one",
        ),
        (
            [tried("a", ONE, [TWO]), tried("b", TWO, [ONE])],
            "people can hardly tell these two apart: make one entry of them, or put the word that decides into the phrasings of both",
        ),
    ],
)
def test_each_confusion_says_what_helps(looked_up: list[Tried], remedy: str) -> None:
    found: tuple[Confusion, ...] = confusions(looked_up)
    assert found[0].remedy == remedy


@pytest.mark.parametrize(
    ("phrasings", "copies"),
    [
        (("how do i reset the password", "how do i reset my password"), [("how do i reset my password", "how do i reset the password")]),
        (("reset the password how do i", "password, reset"), []),
        (("what is the question",), [("what is the question", "What is the question?")]),
        (("where did my disk go", "my vm has no disk"), []),
        ((), []),
    ],
)
def test_what_nearly_repeats_another_phrasing_is_found(phrasings: tuple[str, ...], copies: list[tuple[str, str]]) -> None:
    one = entry("one", "What is the question?", *phrasings)
    assert [(copy.text, copy.of) for copy in near_copies([one, TWO])] == copies
