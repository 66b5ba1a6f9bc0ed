"""Lint: a table of bad entries, names and sentences, each with what is said about it."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from bot.core.settings import Limits
from bot.lint import lint
from bot.load import read_folder
from bot.load.form import SHIPPED
from tests.folders import entry, fill

TODAY = date(2026, 8, 21)
TOPICS = "- {id: repos, words: [repo]}\n"
GOOD = {"faq/a.yaml": entry(), "topics.yaml": TOPICS, "phrases/en.yaml": "welcome: [welcome.]\nfaq.hint: [Say so if not.]\n"}
TWO = entry() + entry("two", "How is a mirror chosen?")


def said(folder: Path, files: Mapping[str, str], limits: Limits = Limits()) -> list[str]:  # noqa: B008  # a frozen value
    problems = lint(read_folder(fill(folder, {**GOOD, **files}), "en"), limits, TODAY)
    return [str(problem).replace(f"{folder}/", "") for problem in problems]


def test_a_good_folder_has_nothing_to_mend(tmp_path: Path) -> None:
    assert said(tmp_path, {}) == []


BAD: tuple[tuple[Mapping[str, str], tuple[str, ...]], ...] = (
    # tone and shape
    ({"faq/a.yaml": entry(answer="Just enable it.")}, ('faq/a.yaml:7: [0].answer: "Just": what is easy for you',)),
    ({"phrases/en.yaml": "a: [fine., Wow!]\n"}, ('phrases/en.yaml:1: a[1]: "!": an exclamation mark shouts',)),
    ({"faq/a.yaml": entry(answer='"!reload does it."')}, ("faq/a.yaml:7: [0].answer: starts with !, which",)),
    ({"faq/a.yaml": entry(answer='"**bold** words"')}, ("faq/a.yaml:7: [0].answer: has markup",)),
    ({"faq/a.yaml": entry(answer='"two\\nlines"')}, ("faq/a.yaml:7: [0].answer: has line breaks",)),
    (
        {"phrases/en.yaml": "welcom: [hello.]\nmy.own: [x.]\n"},
        ("phrases/en.yaml:1: warning: welcom: is no sentence that the shipped plugins say (did you mean 'welcome'?)",),
    ),
    # links
    ({"faq/a.yaml": entry(links="[http://example.org/]")}, ("faq/a.yaml:7: [0].links[0]: must start with https://",)),
    ({"faq/a.yaml": entry(links="['https://example.org/a b']")}, ("faq/a.yaml:7: [0].links[0]: has a space",)),
    (
        {"faq/a.yaml": entry(links="[https://x, 'https://[']")},
        ("faq/a.yaml:7: [0].links[0]: names no server", "faq/a.yaml:7: [0].links[1]: names no server"),
    ),
    # names
    ({"faq/b.yaml": "# second\n" + entry("one", "How is a mirror chosen?")}, ("faq/b.yaml:2: [0].id: 'one' is taken by faq/a.yaml:1",)),
    ({"topics.yaml": TOPICS + TOPICS}, ("topics.yaml:2: [1].id: 'repos' is taken by topics.yaml:1",)),
    ({"faq/a.yaml": entry(topic="nova")}, ("faq/a.yaml:7: [0].topic: there is no topic 'nova' in topics.yaml",)),
    ({"topics.yaml": "- {id: repos, words: [repo], fallback: nova}\n"}, ("topics.yaml:1: [0].fallback: there is no topic 'nova'",)),
    ({"topics.yaml": "- {id: repos, words: [repo], fallback: repos}\n"}, ("topics.yaml:1: [0].fallback: is the topic itself",)),
    (
        {"experts.yaml": "- {name: a, identities: [{network: t, nick: a}], topics: [repos, nova]}\n"},
        ("experts.yaml:1: [0].topics[1]: there is no topic 'nova'",),
    ),
    (
        {"experts.yaml": "- {name: a, identities: [{network: t, nick: a}], topics: [repos], until: 2026-08-20}\n"},
        ("experts.yaml:1: warning: [0].until: a is not called any more",),
    ),
    (
        {"faq/a.yaml": entry(releases='["2031.1", zed, later]')},
        ("faq/a.yaml:8: warning: [0].releases[0]: releases.yaml has no series '2031.1'",),
    ),
    # phrasings
    (
        {
            "faq/a.yaml": entry(phrasings="[dnf finds nothing]")
            + entry("two", "How is a mirror chosen?", phrasings="[DNF finds  nothing?!]")
        },
        ("faq/a.yaml:16: [1].phrasings[0]: says the same as faq/a.yaml:8 (one): leave it out",),
    ),
    ({"faq/a.yaml": entry() + entry("two")}, ("faq/a.yaml:10: [1].question: says the same as faq/a.yaml:3 (one): leave it out",)),
    (
        {"faq/a.yaml": entry(phrasings="\n    error: [E1 E2]\n    typo:\n      - a\n      - e1, e2")},
        ("faq/a.yaml:12: [0].phrasings.typo[1]: says the same as faq/a.yaml:9 (one)",),
    ),
    ({"faq/a.yaml": entry(phrasings="[a b, a-b]")}, ("faq/a.yaml:8: [0].phrasings[1]: says the same as faq/a.yaml:8 (one)",)),
    ({"faq/a.yaml": entry(phrasings="[a b]", not_="[a B!]")}, ("faq/a.yaml:9: [0].not[0]: is one of the entry's own phrasings",)),
    ({"faq/a.yaml": entry(not_="[where is the repository]")}, ("faq/a.yaml:8: [0].not[0]: is one of the entry's own phrasings",)),
    # dates
    ({"faq/a.yaml": entry(checked="2026-08-22", review_by="2027-01-01")}, ("faq/a.yaml:6: [0].checked: is in the future, 2026-08-22",)),
    ({"faq/a.yaml": entry(review_by="2025-12-31")}, ("faq/a.yaml:7: [0].review_by: is before checked, 2026-01-01",)),
)


@pytest.mark.parametrize(("files", "expected"), BAD, ids=range(len(BAD)))
def test_what_is_bad_is_said_with_its_line(tmp_path: Path, files: Mapping[str, str], expected: tuple[str, ...]) -> None:
    got = said(tmp_path, files)
    assert len(got) == len(expected)
    for sentence, start in zip(got, expected, strict=True):
        assert sentence.startswith(start)


GOOD_CASES: tuple[Mapping[str, str], ...] = (
    {"faq/a.yaml": entry(phrasings="[where is the repository]")},  # the heading as somebody typed it
    {"faq/a.yaml": entry(rooms='["#a"]') + entry("two", rooms='["#b"]')},  # no room uses both
    {"faq/a.yaml": entry(not_="[how is a mirror chosen]") + entry("two", "How is a mirror chosen?")},  # another entry's phrasing
    {"faq/a.yaml": entry(releases="[liberty, earlier]")},
    {"faq/a.yaml": entry(checked="2026-08-21", review_by="2026-08-21")},
)


@pytest.mark.parametrize("files", GOOD_CASES, ids=range(len(GOOD_CASES)))
def test_what_is_good_is_left_alone(tmp_path: Path, files: Mapping[str, str]) -> None:
    assert said(tmp_path, files) == []


def answer(bytes_: int) -> str:
    """An answer of so many bytes, in words."""
    return ("word " * bytes_)[: bytes_ - 1] + "."


@pytest.mark.parametrize(("state", "most"), [("current", 63), ("dated", 63 - len(" (checked 2026-08)"))])
def test_an_answer_may_fill_what_welcome_links_and_hint_leave(tmp_path: Path, state: str, most: int) -> None:
    """One line of 108 bytes: welcome 8, link 20, hint 14, three spaces."""
    limits = Limits(lines=1, bytes=108)
    assert said(tmp_path, {"faq/a.yaml": entry(answer=answer(most), state=state)}, limits) == []
    (problem,) = said(tmp_path, {"faq/a.yaml": entry(answer=answer(most + 1), state=state)}, limits)
    assert problem.endswith(
        ".answer: is too long with its links: 85 bytes (about 84 fit 1 lines of 108 bytes beside the longest welcome and hint)"
    )


def test_the_longest_variant_counts(tmp_path: Path) -> None:
    files = {"faq/a.yaml": entry(answer=answer(63)), "phrases/en.yaml": "welcome: [welcome., welcome here.]\nfaq.hint: [Say so if not.]\n"}
    assert len(said(tmp_path, files, Limits(lines=1, bytes=108))) == 1


def test_the_shipped_knowledge_is_clean() -> None:
    assert [str(problem) for problem in lint(read_folder(SHIPPED, "en"), Limits(), date(2026, 12, 31))] == []
