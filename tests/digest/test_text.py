"""The digest as plain text."""

from bot.digest.text import MOST, WIDTH, as_text
from tests.builders import ROOT
from tests.weeks import busy, digest, uncovered, waiting


def test_it_fits_a_terminal_and_says_nothing_of_empty_parts() -> None:
    text = as_text(busy())
    assert max(map(len, text.splitlines())) <= WIDTH
    assert "\nDrafts\n" in text
    assert "\nDrafts\n" not in as_text(digest())


def test_it_tells_what_a_maintainer_may_do_something_about() -> None:
    told = (
        "helper: 16 to 22 November 2026 (7 days)",
        "answered, of those that ended               91 %            75 %",
        "oftc/#rdo 1: alice, 5 h ago, ovn, waits for somebody who knows",
        '2 x "packstack stops at mariadb, any idea?" (packstack)',
        "17: old-one in oftc/#rdo, 1 d ago (accept 17 or reject 17)",
        "old-one: since 2026-11-01",
        "octavia: nobody until 5 Jan (1 question that no entry covers)",
        "nova: frank (1 answer)",
        "erin on ovn, who came with a question once",
        "18: writeup: How do I open ssh between computes for live migration?",
        "call dave; dave, the same, answered 30 min later",
        "call dave; nobody answered",
    )
    text = " ".join(as_text(busy()).split())
    assert [part for part in told if " ".join(part.split()) not in text] == []


def test_a_long_list_says_how_many_more_there_are() -> None:
    found = digest(*(waiting(number=number) for number in range(MOST + 3)))
    assert "… and 3 more (--html, --json)" in as_text(found)


def test_what_people_wrote_cannot_steer_a_terminal() -> None:
    text = as_text(digest(waiting("\x1b[2Jis there\x07 a repo?"), uncovered("\x9b31mwhat\u202e is that?")))
    assert [character for character in text if not character.isprintable() and character != "\n"] == []


def test_the_documentation_shows_this_very_text() -> None:
    assert f"```\n{as_text(busy())}```\n" in (ROOT / "docs/digest.md").read_text()
