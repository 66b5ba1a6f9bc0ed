"""Which entry answers a text, and how sure that is."""

import json
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.knowledge import Entry
from plugins.faq.matcher import Match, Matcher
from tests.entries import CHATTER, ENTRIES, SERIES, entry


@cache
def matcher() -> Matcher:
    return Matcher.build(ENTRIES, CHATTER, SERIES)


def first(text: str) -> Match:
    return matcher().match(text)[0]


@pytest.mark.parametrize("known", [(known, text) for known in ENTRIES for text in (known.question, *known.phrasings)], ids=lambda k: k[1])
def test_each_phrasing_finds_its_entry_surely(known: tuple[Entry, str]) -> None:
    best = matcher().surely(matcher().match(known[1]))
    assert best is not None
    assert (best.entry, best.nearest) == known


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("where do i find the password of the horizon dashboard", "login"),
        ("rabitmq does not start", "rabbit"),
        ("my instance gets no ip address from the dhcp agent", "dhcp"),
        ("gazpacho rpms where", "rpms"),
        ("hi all, i set up a cloud yesterday and it went fine. now what is the horizon login?", "login"),
    ],
)
def test_other_words_find_it_too(text: str, id_: str) -> None:
    assert first(text).entry.id == id_


@pytest.mark.parametrize("line", CHATTER)
def test_chatter_is_not_answered(line: str) -> None:
    assert matcher().surely(matcher().match(line)) is None


@pytest.mark.parametrize(
    ("text", "id_"), [(text, known.id) for known in ENTRIES for text in known.unlike], ids=lambda x: x if isinstance(x, str) else None
)
def test_what_a_not_example_resembles_more_is_no_answer(text: str, id_: str) -> None:
    match = next(match for match in matcher().match(text) if match.entry.id == id_)
    assert match.confidence == 0.0
    assert match.against == f'it is not for "{text}"'


def test_an_entry_that_repeats_its_answer_is_known_by_the_rest() -> None:
    answer = "Sound goes through a layer of the kernel; its mixer is muted after an installation."
    known = replace(entry("alsa", f"alsa {answer}"), answer=answer)
    assert Matcher.build((*ENTRIES, known), CHATTER).match("alsa")[0].entry == known


def test_a_not_example_word_for_word_denies_whatever_its_entry_says() -> None:
    known = replace(entry("move", "How do I move?", "migrate from rdo to kolla"), unlike=("migrate from kolla to rdo",))
    made = Matcher.build((*ENTRIES, known), CHATTER)
    assert [(m.confidence, bool(m.against)) for m in made.match("Migrate from kolla to RDO?") if m.entry == known] == [(0.0, True)]
    assert made.match("migrate from rdo to kolla")[0].entry == known


def test_a_heading_that_opens_its_answer_keeps_its_words() -> None:
    heading = "How to install openstack with packstack on one node"
    known = replace(entry("node", heading), answer="Install openstack with packstack on one node by running packstack.")
    best = Matcher.build((*ENTRIES, known), CHATTER).match(heading)[0]
    assert (best.entry, best.confidence > 0.95) == (known, True)


def test_an_entry_for_some_series_is_no_answer_for_another() -> None:
    match = next(match for match in matcher().match("is there a dalmatian repo for centos 9") if match.entry.id == "rpms")
    assert (match.confidence, match.against) == (0.0, "it holds for other releases than those named")


def test_a_series_is_the_same_by_number_and_by_name() -> None:
    assert first("is there a 2025.2 repo for centos 9").confidence == first("is there a flamingo repo for centos 9").confidence


def test_a_match_says_what_it_rests_on() -> None:
    match = first("horizon wants a passwxrd")
    assert match.entry.id == "login"
    assert {"horizon", "passwxrd"} >= set(match.words) != set()


def test_a_toss_up_is_not_sure_unless_both_say_the_same() -> None:
    twins = [entry(name, "reset the frobnicator", "frobnicator hangs", "quux light blinks") for name in "ab"]
    other = Matcher.build((*ENTRIES, *twins), CHATTER)
    assert other.surely(other.match("reset the frobnicator")) is None
    same = Matcher.build((*ENTRIES, *(replace(twin, answer="Turn it.") for twin in twins)), CHATTER)
    assert same.surely(same.match("reset the frobnicator"), same.likely) is not None


def test_thresholds_are_ordered() -> None:
    assert 0 < matcher().likely <= matcher().asked <= matcher().sure < 1


@pytest.mark.parametrize("text", ["", " ", "\x02\x03", "\u200b"])
def test_nothing_finds_nothing(text: str) -> None:
    assert matcher().match(text) == ()


@pytest.mark.parametrize("text", ["?", "жщю", "🐟🐟🐟", "how do i"])
def test_a_text_without_known_words_is_never_sure(text: str) -> None:
    assert matcher().surely(matcher().match(text)) is None


def test_no_entries_find_nothing() -> None:
    nothing = Matcher.build((), CHATTER)
    assert nothing.match("horizon login") == ()
    assert nothing.surely(()) is None


def test_one_entry_without_chatter_is_found() -> None:
    one = Matcher.build(ENTRIES[1:2], ())
    best = one.surely(one.match("What is the Horizon login?"))
    assert best is not None
    assert one.surely(one.match("it is raining in paris")) is None


def test_an_entry_with_a_question_alone_is_found() -> None:
    alone = Matcher.build((entry("a", "frobnicate the quux"), *ENTRIES), CHATTER)
    assert alone.match("frobnicate the quux")[0].entry.id == "a"


def test_a_text_of_any_length_is_bounded_work() -> None:
    story = "where do i find the horizon login? " + "and then the weather was bad again. " * 3000
    assert len(story) > 100_000
    assert matcher().match(story)[0].confidence == matcher().match(story[:8000])[0].confidence


def test_left_out_a_phrasing_does_not_vouch_for_itself() -> None:
    text = "packstack stops at amqp.pp"
    assert matcher().match(text, leave_out=text)[0].confidence < first(text).confidence


@pytest.mark.slow
@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_text_gives_confidences_best_first(text: str) -> None:
    found = [match.confidence for match in matcher().match(text)]
    assert found == sorted(found, reverse=True)
    assert all(0 <= confidence <= 1 for confidence in found)


@pytest.mark.slow
@given(st.permutations(ENTRIES), st.permutations(CHATTER))
@settings(max_examples=10, deadline=None)
def test_the_order_of_the_knowledge_does_not_matter(entries: list[Entry], chatter: list[str]) -> None:
    other = Matcher.build(entries, chatter, SERIES)
    for text in ("horizon login", "is there a repo for gazpacho", "no ip"):
        assert other.match(text) == matcher().match(text)
    assert other.thresholds == matcher().thresholds


@pytest.mark.slow
def test_every_process_finds_the_same() -> None:
    script = (
        "import json; from plugins.faq.matcher import Matcher; from tests.entries import *; m = Matcher.build(ENTRIES, CHATTER, SERIES); "
        "print(json.dumps([m.sure, "
        "[[x.entry.id, x.confidence, x.words] for x in m.match('rabitmq will not start, how do i login to horizon?')]]))"
    )
    command, root = [sys.executable, "-c", script], Path(__file__).parents[3]
    runs = {
        subprocess.run(command, cwd=root, env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True).stdout for seed in "123"
    }
    assert len(runs) == 1
    assert len(json.loads(runs.pop())[1]) == len(ENTRIES)
