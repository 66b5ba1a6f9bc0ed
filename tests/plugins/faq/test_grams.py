"""Likeness by character n-grams."""

import numpy as np
import pytest

from plugins.faq.grams import Grams
from plugins.faq.rows import LeftOut

TEXTS = ("horizon login", "dashboard password", "rabbitmq does not start", "")
WHOLES = ((0, 2), (2, 4))
INDEX = Grams(TEXTS, WHOLES, ())
BOTH = list(WHOLES)


def rows(text: str) -> list[float]:
    return [float(x) for x in INDEX.rows(INDEX.spell(text), BOTH)]


def test_a_text_is_like_itself_and_unlike_what_shares_nothing() -> None:
    assert rows("horizon login") == pytest.approx([1.0, 0.0, 0.0, 0.0], abs=0.1)


def test_rows_come_in_the_order_of_the_spans() -> None:
    spelled = INDEX.spell("dashboard")
    assert INDEX.rows(spelled, BOTH[::-1]).tolist() == [*rows("dashboard")[2:], *rows("dashboard")[:2]]


@pytest.mark.parametrize("typo", ["horizn login", "hroizon login", "horizon logins", "HORIZON".lower() + " login!"])
def test_a_typo_costs_little(typo: str) -> None:
    assert rows(typo)[0] > 0.4
    assert INDEX.entries(INDEX.spell(typo)).argmax() == 0


def test_unknown_words_make_a_text_less_like_anything() -> None:
    known, unknown = INDEX.spell("horizon"), INDEX.spell("horizon xylophone zebra")
    assert rows("horizon xylophone zebra")[0] < rows("horizon")[0]
    assert INDEX.entries(unknown)[0] < INDEX.entries(known)[0]


def test_an_n_gram_that_several_words_have_counts_for_each() -> None:
    spelled = INDEX.spell("login logins")
    assert len(set(spelled.numbers.tolist())) < len(spelled.numbers)
    assert float(spelled.sums @ spelled.weights) <= 1 + 1e-5
    assert rows("login login") == rows("login")  # a word counts once


# Every word of each of these texts stands in another of them, too, so what is rare is the same without any.
ROUND = ("horizon login", "login password", "password horizon")


@pytest.mark.parametrize("left", [0, 1, 2])
@pytest.mark.parametrize("text", ["horizon", "login password", "horizn login"])
def test_a_text_left_out_is_as_if_it_had_never_been_there(text: str, left: int) -> None:
    whole = Grams((*ROUND, "rabbitmq start"), ((0, 3), (3, 4)), ())
    never = Grams((*ROUND[:left], *ROUND[left + 1 :], "rabbitmq start"), ((0, 2), (2, 3)), ())
    found = whole.entries(whole.spell(text), LeftOut(0, left))
    assert found.tolist() == pytest.approx(never.entries(never.spell(text)).tolist(), abs=1e-3)
    assert found[0] != whole.entries(whole.spell(text))[0]


@pytest.mark.parametrize("text", ["horizon", "login dashboard", "rabbitmq does"])
def test_where_all_postings_are_read_an_entry_is_as_like_as_its_texts_together(text: str) -> None:
    spelled = INDEX.spell(text)
    assert INDEX.entries(spelled).tolist() == pytest.approx(
        [INDEX.whole(entry, INDEX.rows(spelled, [span])) for entry, span in enumerate(WHOLES)]
    )


def test_a_text_that_stands_there_twice_stays_once() -> None:
    twice = Grams(("horizon login", "horizon login"), ((0, 2),), ())
    assert twice.entries(twice.spell("horizon login"), LeftOut(0, 1))[0] == pytest.approx(1.0, abs=1e-3)


def test_an_entry_of_one_text_is_nothing_without_it() -> None:
    one = Grams(("horizon login",), ((0, 1),), ())
    assert one.entries(one.spell("horizon login"), LeftOut(0, 0)).tolist() == [0.0]


def test_nothing_resembles_nothing() -> None:
    assert rows("") == [0.0] * 4
    assert np.array_equal(INDEX.entries(INDEX.spell("")), np.zeros(2, np.float32))
