"""One text against all entries."""

import pytest

from plugins.faq.views import USUAL, Texts, Views
from plugins.faq.weighing import MAX_PARTS, Text, Weighed, best_tokens, parts, scores, shortlist, weigh

TEXTS = (
    Texts(("horizon login", "dashboard password"), "", ("cirros login password",)),
    Texts(("rabbitmq does not start",), "", ()),
    Texts(("only one phrasing",), "", ()),
)
VIEWS = Views(TEXTS, ())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("one short text", []),
        ("trying rdo, is there a repo for gazpacho? dnf finds nothing", ["is there a repo for gazpacho?", "dnf finds nothing"]),
        ("i run epoxy. ok. nova fails with error 42!", ["nova fails with error 42!"]),
        ("first, second and third thing", []),
        ("nova.conf and 2025.1 stay whole", []),
    ],
)
def test_sentences_and_questions_are_looked_at_by_themselves(text: str, found: list[str]) -> None:
    assert [part for part in parts(text)[1:] if part in found] == found
    assert parts(text)[0] == text


def test_only_so_many_parts_are_looked_at() -> None:
    assert len(parts("nova compute fails. " * 50)) == 1 + MAX_PARTS


def test_the_best_entry_comes_first_with_its_nearest_phrasing() -> None:
    best = weigh(VIEWS, USUAL, Text("dashboard passwxrd"))[0]
    assert (best.entry, VIEWS.texts[best.nearest], best.denied) == (0, "dashboard password", "")


def test_a_question_at_the_end_of_a_story_counts_nearly_as_much() -> None:
    alone = weigh(VIEWS, USUAL, Text("rabbitmq does not start"))[0].units
    told = weigh(VIEWS, USUAL, Text("i drove to the sea and it rained all day long. rabbitmq does not start"))[0]
    assert told.entry == 1
    assert alone - 1 < told.units < alone


def test_a_not_example_that_is_nearer_denies_the_entry() -> None:
    found = {item.entry: item for item in weigh(VIEWS, USUAL, Text("cirros login password"))}
    assert found[0].denied == 'it is not for "cirros login password"'


def test_a_not_example_that_is_the_text_itself_does_not_count_when_left_out() -> None:
    row = VIEWS.row_of("cirros login password")
    assert weigh(VIEWS, USUAL, Text("cirros login password", row=row))[0].denied == ""


def test_an_entry_without_another_phrasing_cannot_be_found_without_it() -> None:
    row = VIEWS.row_of("only one phrasing")
    assert 2 not in {item.entry for item in weigh(VIEWS, USUAL, Text("only one phrasing", row=row))}


def test_ties_go_by_order() -> None:
    twins = Views((Texts(("same words",), "", ()), Texts(("same words",), "", ())), ())
    assert [item.entry for item in weigh(twins, USUAL, Text("same words"))] == [0, 1]


def test_the_best_token_set_ratio_of_the_shortlist() -> None:
    text = Text("horizon login")
    assert best_tokens(VIEWS, USUAL, text, VIEWS.look(text.folded)) == 1.0


def test_the_shortlist_is_best_first() -> None:
    assert shortlist(VIEWS.look("rabbitmq").entries[0])[0] == 1


@pytest.mark.parametrize(
    ("units", "scored"), [([], []), ([3.0], [3.6]), ([-1.0], [-1.0]), ([3.0, 2.0, 1.0], [3.2, 1.8, 0.6]), ([2.0, 2.0], [2.0, 2.0])]
)
def test_a_lead_counts_beside_likeness(units: list[float], scored: list[float]) -> None:
    assert scores([Weighed(n, u, 0) for n, u in enumerate(units)]) == pytest.approx(scored)


def test_denied_entries_are_no_rivals() -> None:
    items = [Weighed(0, 4.0, 0, "no"), Weighed(1, 3.0, 0), Weighed(2, 1.0, 0)]
    assert scores(items)[1] == pytest.approx(3.4)
    assert scores(items[:1]) == [4.0]
