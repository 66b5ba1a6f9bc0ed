"""One text against all entries."""

import pytest

from plugins.faq.texts import Texts
from plugins.faq.views import Views
from plugins.faq.weighing import EXACT, UNITS, Text, Weighed, Weighing, doubted, scores, weigh

TEXTS = (
    Texts(("horizon login", "dashboard password"), "", ("cirros login password",)),
    Texts(("rabbitmq does not start",), "", ()),
    Texts(("only one phrasing",), "", ()),
)
VIEWS = Views(TEXTS, ())


def test_the_best_entry_comes_first_with_its_nearest_phrasing() -> None:
    best = weigh(VIEWS, Text("dashboard passwxrd")).found[0]
    assert (best.entry, VIEWS.texts[best.nearest], best.denied) == (0, "dashboard password", "")


def test_a_question_at_the_end_of_a_story_is_found() -> None:
    assert weigh(VIEWS, Text("i drove to the sea and it rained all day long. rabbitmq does not start")).found[0].entry == 1


def test_a_phrasing_word_for_word_is_surest() -> None:
    exact, inside, like = (
        weigh(VIEWS, Text(t)).found[0].units for t in ("dashboard password", "oh dear. dashboard password?", "dashboard passwords")
    )
    assert exact > inside
    assert exact > like + EXACT / 2


def test_a_not_example_that_is_nearer_denies_the_entry() -> None:
    found = {item.entry: item for item in weigh(VIEWS, Text("cirros login password")).found}
    assert found[0].denied == 'it is not for "cirros login password"'


def test_a_not_example_that_is_the_text_itself_does_not_count_when_left_out() -> None:
    row = VIEWS.row_of("cirros login password")
    assert weigh(VIEWS, Text("cirros login password", row=row)).found[0].denied == ""


def test_an_entry_without_another_phrasing_cannot_be_found_without_it() -> None:
    row = VIEWS.row_of("only one phrasing")
    assert 2 not in {item.entry for item in weigh(VIEWS, Text("only one phrasing", row=row)).found}


def test_ties_go_by_order() -> None:
    twins = Views((Texts(("same words",), "", ()), Texts(("same words",), "", ())), ())
    assert [item.entry for item in weigh(twins, Text("same words")).found] == [0, 1]


def scored(*found: Weighed, rarity: float = 0.5) -> list[float]:
    return scores(Weighing(list(found), rarity))


def test_likeness_counts() -> None:
    assert scored() == []
    first, second = scored(Weighed(0, 3.0, 0), Weighed(1, 2.0, 0))
    assert first - second == pytest.approx(UNITS)


def test_a_text_of_rare_words_is_surer() -> None:
    assert scored(Weighed(0, 2.0, 0), rarity=0.9) > scored(Weighed(0, 2.0, 0), rarity=0.5)


def test_the_more_of_its_words_the_first_entry_holds_the_surer() -> None:
    assert scored(Weighed(0, 2.0, 0, shared=2.0)) > scored(Weighed(0, 2.0, 0, shared=1.0)) > scored(Weighed(0, 2.0, 0))


def test_what_another_entry_holds_moves_nothing() -> None:
    assert scored(Weighed(0, 2.0, 0, 1.0), Weighed(1, 1.0, 0, 5.0)) == scored(Weighed(0, 2.0, 0, 1.0), Weighed(1, 1.0, 0))


def test_an_entry_that_is_denied_is_not_the_first() -> None:
    denied, second = Weighed(0, 3.0, 0, 5.0, "no"), Weighed(1, 2.0, 0, 1.0)
    assert scored(denied, second)[1] == scored(second)[0]


def test_words_that_a_left_out_phrasing_alone_holds_are_not_shared() -> None:
    row = VIEWS.row_of("horizon login")
    (whole, *_), (without, *_) = (weigh(VIEWS, Text("horizon login passwords", row)).found for row in (None, row))
    assert (whole.entry, without.entry) == (0, 0)
    assert whole.shared > without.shared > 0


def test_what_names_say_against_an_entry_puts_it_behind() -> None:
    weighing = Weighing([Weighed(0, 4.0, 0), Weighed(1, 3.5, 0)], 0.5)
    assert doubted(weighing, None) is weighing
    found = doubted(weighing, lambda entry: (-1.0, "about ceph") if entry == 0 else (0.0, "")).found
    assert [(item.entry, item.denied) for item in found] == [(1, ""), (0, "about ceph")]
    assert found[1].units == pytest.approx(4.0 - 1 / UNITS)
