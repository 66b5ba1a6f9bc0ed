"""The tone rules: what they find, and what they leave alone."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.tone import RULES, faults

# One sentence for each rule, and the words it is about.
HURTFUL = (
    ("Just run it again.", "Just"),
    ("You simply restart it.", "simply"),
    ("The easiest way is dnf.", "easiest"),
    ("That is trivial.", "trivial"),
    ("Obviously the log knows.", "Obviously"),
    ("Of course you need root.", "Of course"),
    ("As everyone knows, it needs root.", "As everyone knows"),
    ("Please RTFM first.", "RTFM"),
    ("Google it, please.", "Google it"),
    ("Patches welcome.", "Patches welcome"),
    ("I am only a bot.", "only a bot"),
    ("You forgot the repository.", "You forgot"),
    ("You should have read the log.", "You should have"),
    ("As already said above, restart it.", "As already said above"),
    ("A stupid mistake.", "stupid"),
    ("Please calm down.", "calm down"),
    ("What the hell is that.", "hell"),
)


@pytest.mark.parametrize(("text", "words"), HURTFUL)
def test_words_that_hurt_are_found_with_reason_and_a_better_way(text: str, words: str) -> None:
    (fault,) = faults(text)
    assert fault.startswith(f'"{words}": ')
    assert "(better: " in fault


def test_every_rule_has_an_example_here() -> None:
    assert [rule for rule in RULES if not any(re.search(rule.words, text, re.IGNORECASE) for text, _ in HURTFUL)] == []


@pytest.mark.parametrize("text", ["It works!", "Hello!!", "hello !", "(done!)", 'she said "wow!"', "!!"])
def test_exclamation_marks_shout(text: str) -> None:
    assert faults(text) == ('"!": an exclamation mark shouts (better: a full stop)',)


@pytest.mark.parametrize(
    "text",
    [
        "Run make --just-print to see.",
        "Run `just build` or `echo done!`.",
        "See /usr/bin/just and just.conf, or set just=1.",
        "https://example.org/just/simply/easy",
        "A just-in-time compiler is adjusted, unjustly.",
        "!help lists commands; !solved closes.",
        "if ! test -f x; then echo a != b; fi",
        "#!/bin/sh",
        "Look at the easyfix list.",
        "He'll say hello in Michelle's shell.",
        "Nobody who knows packstack is around; I keep your question.",
        "",
    ],
)
def test_code_options_and_harmless_words_are_left_alone(text: str) -> None:
    assert faults(text) == ()


def test_all_faults_are_found_at_once() -> None:
    assert [fault.partition(":")[0] for fault in faults("Obviously you just forgot it!")] == ['"just"', '"Obviously"', '"!"']


@given(st.text(max_size=200))
def test_any_text_can_be_judged(text: str) -> None:
    assert all("better" in fault for fault in faults(text))
