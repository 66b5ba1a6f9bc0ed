"""The views of a text."""

import numpy as np
import pytest

from plugins.faq.scale import MEAN, SPREAD, units
from plugins.faq.texts import Texts
from plugins.faq.views import SHORTLIST, VIEWS, Views, shortlist

TEXTS = (Texts(("horizon login", "dashboard password"), "the page says how", ("cirros login",)), Texts(("rabbitmq start",), "", ()))
CHATTER = ("good morning", "brb lunch", "koji is slow", "no idea", "meeting now", "horizon is nice")
VIEW = Views(TEXTS, CHATTER)


def test_rows_are_an_entrys_phrasings_its_answer_and_what_it_is_not() -> None:
    assert VIEW.texts == ["horizon login", "dashboard password", "the page says how", "cirros login", "rabbitmq start", ""]
    assert VIEW.owner == [0, 0, 0, 0, 1, 1]
    assert (VIEW.phrasings, VIEW.spans) == ([(0, 2), (4, 5)], [(0, 4), (4, 6)])
    assert (VIEW.row_of("rabbitmq start"), VIEW.row_of("nothing")) == (4, None)


def test_a_text_that_is_a_phrasing_and_a_not_example_elsewhere_is_the_phrasing() -> None:
    both = Views((Texts(("horizon login",), "", ("rabbitmq start",)), TEXTS[1]), ())
    row = both.row_of("rabbitmq start")
    assert row is not None
    assert both.owner[row] == 1


def test_every_view_prefers_the_right_entry() -> None:
    look = VIEW.look("rabbitmq start")
    assert look.entries[0] == 1
    assert look.views.shape == (len(VIEWS), len(look.entries))
    assert set(look.views.argmax(1).tolist()) == {0}
    assert [len(rows) for rows in look.rows] == [end - first for first, end in (VIEW.spans[entry] for entry in look.entries)]


def test_the_answer_helps_to_find_an_entry() -> None:
    assert VIEW.look("what does the page say").entries[0] == 0


def test_what_an_entry_is_not_does_not_help_to_find_it() -> None:
    assert not VIEW.look("cirros").entries
    told = VIEW.look("cirros login")
    assert told.rows[told.entries.index(0)].argmax() == 3
    assert told.views[0, told.entries.index(0)] < 0.8


def test_a_row_left_out_does_not_vouch_for_its_text() -> None:
    with_it, without = VIEW.look("horizon login"), VIEW.look("horizon login", without=0)
    assert with_it.views[0, 0] == pytest.approx(1.0, abs=1e-3)
    assert 0 not in without.entries or (without.views < with_it.views)[:, 0].all()


def test_a_not_example_left_out_changes_no_likeness() -> None:
    row = VIEW.row_of("cirros login")
    with_it, without = VIEW.look("cirros login"), VIEW.look("cirros login", without=row)
    assert with_it.views.tolist() == without.views.tolist()
    assert (with_it.rows[0][3] > 0.9, without.rows[0][3]) == (True, -1.0)


def test_rare_words_tell_whoever_holds_them() -> None:
    assert VIEW.look("horizon morning").rarity < VIEW.look("horizon frobnicate").rarity < VIEW.look("frobnicate the quux").rarity <= 1


def test_what_each_entry_holds_of_a_text_is_told_in_the_order_of_the_shortlist() -> None:
    look = VIEW.look("rabbitmq login start")
    shared = dict(zip(look.entries, look.shared, strict=True))
    assert shared[1] > shared[0] > 0


def test_a_phrasing_word_for_word_is_seen_in_a_longer_text_too() -> None:
    assert VIEW.look("Horizon login?".lower()).exact == {0: 1.0}
    assert VIEW.look("i am lost. rabbitmq start?").exact == {1: 0.5}
    assert VIEW.look("horizon login", without=0).exact == {}
    assert VIEW.look("horizon log").exact == {}


def test_signs_alone_are_no_phrasing() -> None:
    signs = Views([Texts(("???",), "", ())], ())
    assert signs.look("!!!").exact == {}


def test_shared_words_are_as_written_in_the_text() -> None:
    assert VIEW.shared({"horizont": "horizonts", "x": "x"}, 0) == ("horizonts",)


def test_the_shortlist_is_best_first_and_bounded() -> None:
    assert shortlist(np.array([0.1, 0.0, 0.3, 0.3], np.float32)) == [2, 3, 0]
    assert len(shortlist(np.arange(100, dtype=np.float32))) == SHORTLIST
    assert shortlist(np.zeros(3, np.float32)) == []
    assert shortlist(np.array([0.5] * 500 + [0.7], np.float32)) == [500, 0, 1, 2, 3, 4]
    assert shortlist(np.ones(99, np.float32), first=range(99)) == list(range(SHORTLIST))


def test_units_count_spreads_from_the_mean() -> None:
    assert len(MEAN) == len(SPREAD) == len(VIEWS) + 1
    usual = np.stack([MEAN, MEAN + SPREAD], axis=1)
    assert units(usual).tolist() == pytest.approx([0.0, 1.0], abs=1e-5)
    assert units(usual[: len(VIEWS)]).tolist() == pytest.approx([0.0, 1.0], abs=1e-5)
