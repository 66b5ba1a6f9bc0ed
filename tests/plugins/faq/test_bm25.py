"""Likeness by words, forgiving about spelling."""

import pytest

from plugins.faq.bm25 import WordIndex
from plugins.faq.rows import LeftOut
from plugins.faq.words import words

TEXTS = [words(text) for text in ("horizon login", "dashboard password", "rabbitmq start", "cirros login")]
WHOLES = ((0, 2), (3, 4))  # the third text stands apart: what the first entry is not
INDEX = WordIndex(TEXTS, WHOLES, [words("login later, start now")])


def test_a_misspelt_word_counts_nearly_as_much() -> None:
    exact, near = INDEX.entries(INDEX.hear(words("horizon")))[0], INDEX.entries(INDEX.hear(words("horizont")))[0]
    assert 0.5 * exact < near <= exact


def test_an_entry_is_found_by_words_of_any_of_its_rows_but_not_of_rows_apart() -> None:
    found = INDEX.entries(INDEX.hear(words("horizon password")))
    assert found[0] > found[1] == 0.0
    assert INDEX.entries(INDEX.hear(words("rabbitmq"))).tolist() == [0.0, 0.0]


def test_a_row_left_out_no_longer_speaks_for_its_entry() -> None:
    heard = INDEX.hear(words("horizon login"))
    assert INDEX.entries(heard, LeftOut(0, 0)).tolist() == pytest.approx([0.0, INDEX.entries(heard)[1]], abs=1e-6)


def test_a_word_that_other_rows_have_too_is_worth_as_if_the_row_were_not_there() -> None:
    twice, once = (WordIndex([words("horizon login"), words(f"{word} login")], ((0, 2),), ()) for word in ("horizon", "dashboard"))
    left, never = twice.entries(twice.hear(words("horizon")), LeftOut(0, 1)), once.entries(once.hear(words("horizon")))
    assert left.tolist() == pytest.approx(never.tolist())
    assert left[0] < twice.entries(twice.hear(words("horizon")))[0]


def test_rare_words_weigh_more() -> None:
    heard = INDEX.hear(words("login horizon unheard"))
    login, horizon = heard.weights.tolist()
    assert 0 < login < horizon < 1
    assert len(heard.telling) == 3
    assert heard.telling[0] < heard.telling[1] < heard.telling[2] <= 1


def test_a_typo_tells_no_more_than_its_word() -> None:
    typo, word, unheard = INDEX.hear(words("horizont horizon unheard")).telling
    assert typo == word < unheard


def test_all_that_was_said_weighs_one() -> None:
    assert sum(INDEX.hear(words("login horizon")).weights.tolist()) == pytest.approx(1.0)
    assert sum(INDEX.hear(words("login horizon unheard")).weights.tolist()) < 1


def test_words_of_texts_apart_are_not_known() -> None:
    heard = INDEX.hear(words("rabbitmq horizon"))
    assert heard.said.tolist() == [1]


def test_words_are_shared_in_whatever_spelling() -> None:
    assert INDEX.shared(words("horizont password login"), 0) == [True, False, True]


def test_what_an_entry_holds_of_a_text_is_what_those_words_tell() -> None:
    heard = INDEX.hear(words("horizont login unheard"))
    horizon, login, _ = heard.telling
    assert INDEX.held(heard, [1, 0]) == pytest.approx([login, horizon + login])
    assert INDEX.held(heard, [0], LeftOut(0, 0)) == [0.0]
    assert INDEX.held(heard, [1], LeftOut(0, 0)) == pytest.approx([login])


def test_a_word_that_an_entry_says_often_is_held_once() -> None:
    often = WordIndex([words("horizon login"), words("horizon logins")], ((0, 2),), ())
    heard = often.hear(words("horizon"))
    assert often.held(heard, [0]) == often.held(heard, [0], LeftOut(0, 0)) == [pytest.approx(heard.telling[0])]


@pytest.mark.parametrize("text", ["horizon horizont", "horizont horizon"])
def test_two_words_that_may_be_the_same_one_are_both_held_in_whatever_order(text: str) -> None:
    heard = INDEX.hear(words(text))
    assert INDEX.held(heard, [0, 1]) == pytest.approx([sum(heard.telling), 0.0])


def test_no_words_find_nothing() -> None:
    heard = INDEX.hear({})
    assert (len(heard.near), heard.telling) == (0, ())
    assert INDEX.held(heard, [0, 1]) == [0.0, 0.0]
    assert INDEX.entries(heard).tolist() == [0.0, 0.0]
