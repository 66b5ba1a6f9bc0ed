"""What one more text of an entry does to its other phrasings and to its neighbours."""

from dataclasses import replace

from bot.core.knowledge import Entry
from plugins.faq.effects import Effect, Turn, effect
from plugins.faq.matcher import Matcher
from tests.entries import CHATTER, ENTRIES, SERIES, entry

LOST = entry("lost", "Who moved my cheese?", "purple elephants march on friday")


def compared(before: Entry, after: Entry, text: str, *others: Entry) -> Effect:
    one, two = (Matcher.build((*ENTRIES, *others, entry), CHATTER, SERIES) for entry in (before, after))
    return effect(one, two, after, text)


def added(entry: Entry, text: str, *others: Entry) -> Effect:
    return compared(entry, replace(entry, phrasings=(*entry.phrasings, text)), text, *others)


def turns(effect: Effect) -> list[tuple[Turn, str, str]]:
    return [(shift.turn, shift.text, shift.owner) for shift in effect.shifts]


def test_a_phrasing_in_such_words_helps_another() -> None:
    found = added(LOST, "marching elephants look purple")
    assert turns(found) == [(Turn.HELPS, "purple elephants march on friday", "lost")]
    (shift,) = found.shifts
    assert shift.before < shift.after


def test_a_phrasing_in_its_own_words_does_nothing_to_others() -> None:
    assert added(LOST, "zebra crossing lamp") == Effect((), "")


def test_a_phrasing_in_the_words_of_a_neighbour_takes_from_it() -> None:
    frog = entry("frog", "Does the frog jump?", "green amphibians leap in ponds")
    found = added(LOST, "green amphibians leap in ponds today", frog)
    assert (Turn.TAKES, "green amphibians leap in ponds", "frog") in turns(found)


def test_a_not_example_gives_back_what_was_taken() -> None:
    frog = entry("frog", "Does the frog jump?", "green amphibians leap in ponds", "a frog")
    greedy = replace(LOST, phrasings=(*LOST.phrasings, "green amphibians leap in ponds today"))
    found = compared(greedy, replace(greedy, unlike=("green amphibians leap in ponds",)), "green amphibians leap in ponds", frog)
    assert turns(found) == [(Turn.GIVES, "green amphibians leap in ponds", "frog")]


def test_a_not_example_in_the_entrys_own_words_hurts() -> None:
    known = replace(LOST, phrasings=(*LOST.phrasings, "marching elephants look pink"))
    found = compared(known, replace(known, unlike=("purple elephants march on monday",)), "purple elephants march on monday")
    assert (Turn.HURTS, "purple elephants march on friday", "lost") in turns(found)


def test_a_near_copy_is_named_and_does_not_count_as_help() -> None:
    found = added(LOST, "purple elephants march on fridays")
    assert found == Effect((), "purple elephants march on friday")
