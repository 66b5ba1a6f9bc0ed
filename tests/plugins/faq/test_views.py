"""The five views and their units."""

import numpy as np
import pytest

from plugins.faq.views import USUAL, Scale, Texts, Views

TEXTS = (Texts(("horizon login", "dashboard password"), "the page says how", ("cirros login",)), Texts(("rabbitmq start",), "", ()))
CHATTER = ("good morning", "brb lunch", "koji is slow", "no idea", "meeting now", "horizon is nice")


def test_rows_are_phrasings_and_answers_by_entry_and_then_what_entries_are_not() -> None:
    views = Views(TEXTS, CHATTER)
    assert views.texts == ["horizon login", "dashboard password", "the page says how", "rabbitmq start", "", "cirros login"]
    assert views.owner == [0, 0, 0, 1, 1, 0]
    assert [list(views.phrasings_of(entry)) for entry in (0, 1)] == [[0, 1], [3]]
    assert (views.unlike, views.row_of("rabbitmq start"), views.row_of("nothing")) == ([(5, 6), (6, 6)], 3, None)


def test_every_view_prefers_the_right_entry() -> None:
    entries = Views(TEXTS, CHATTER).look("rabbitmq start").entries
    assert entries.shape == (4, 2)
    assert entries.argmax(1).tolist() == [1, 1, 1, 1]


def test_the_answer_helps_to_recognise_an_entry() -> None:
    assert Views(TEXTS, CHATTER).look("what does the page say").entries[:, 0].min() > 0


def test_a_row_left_out_does_not_vouch_for_its_text() -> None:
    views = Views(TEXTS, CHATTER)
    with_it, without = views.look("horizon login"), views.look("horizon login", without=0)
    assert (without.entries[:, 0] < with_it.entries[:, 0]).all()
    assert without.rows[1, 0] == 0.0


def test_what_chatter_has_in_common_with_a_text_is_taken_off() -> None:
    common = ("horizon is nice",) * 5
    assert Views(TEXTS, common).look("horizon is nice").rows[0, 0] < Views(TEXTS, CHATTER[:5]).look("horizon is nice").rows[0, 0]


def test_a_line_of_chatter_is_not_its_own_background() -> None:
    views = Views(TEXTS, sorted(CHATTER))
    line = views.chatter.index("horizon is nice")
    assert views.look("horizon is nice", chatter=line).rows[0, 0] > views.look("horizon is nice").rows[0, 0]


def test_token_sets_look_at_the_rows_they_are_given() -> None:
    assert Views(TEXTS, ()).token_sets("Login, horizon!", [0, 3]) == {0: 1.0, 3: pytest.approx(0.37, abs=0.2)}
    assert Views(TEXTS, ()).token_sets("x", []) == {}


def test_shared_words_are_as_written_in_the_text() -> None:
    assert Views(TEXTS, ()).shared({"horizont": "horizonts", "x": "x"}, 0) == ("horizonts",)


def test_units_count_spreads_from_the_mean() -> None:
    scale = Scale(np.array([0.1, 0.2, 0.0, 0.0, 0.5]), np.array([0.1, 0.1, 1.0, 1.0, 0.25]))
    assert scale.units(np.array([[0.2], [0.4]])).tolist() == [pytest.approx(1.5)]
    assert scale.single(np.array([[0.1, 0.2], [0.2, 0.2]])).tolist() == [pytest.approx(0), pytest.approx(0.5)]
    assert scale.tokens(1.0) == pytest.approx(2.0)
    assert len(USUAL.mean) == len(USUAL.spread) == 5
