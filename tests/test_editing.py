"""Drafts as changes of files: what is added, what stays as it was, and what is refused, without touching a file of the folder."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from bot.core.settings import Limits
from bot.editing import Change, NotReady, edited
from bot.lint import lint
from bot.load import read_folder
from bot.load.drafts import read_draft
from tests.folders import entry, fill

TODAY = date(2026, 11, 25)
TOPICS = "- {id: repos, words: [repo]}\n- {id: nova, words: [nova]}\n"
GOOD = """\
draft: {number: 17, kind: writeup, date: 2026-11-25}
id:
topic: nova
question: Why does live migration end with Permission denied?
phrasings:
  - migration permission denied publickey
answer: >-
  The nova user needs the ssh keys on both computes; the page says how.
links: [https://example.org/keys]
"""
MADE = """\
- id: why-does-live-migration-end-with
  topic: nova
  question: Why does live migration end with Permission denied?
  phrasings:
    - migration permission denied publickey
  answer: >-
    The nova user needs the ssh keys on both computes; the page says how.
  links: [https://example.org/keys]
  releases: all
  state: current
  checked: 2026-11-25
  review_by: 2027-05-24
"""


@dataclass(frozen=True)
class Desk:
    """A knowledge folder with one draft."""

    folder: Path

    def change(self, draft: str = GOOD, **files: str) -> Change:
        texts = {"topics.yaml": TOPICS, "faq/repos.yaml": entry(), "drafts/0017.yaml": draft}
        texts |= {f"{name.replace('__', '/')}.yaml": text for name, text in files.items()}
        read = read_folder(fill(self.folder, texts), "en")
        draft_file = read_draft(self.folder / "drafts/0017.yaml")
        return edited(read, self.folder, draft_file, TODAY, lambda seen: lint(seen, Limits(), TODAY))

    def refusal(self, draft: str = GOOD, **files: str) -> list[str]:
        with pytest.raises(NotReady) as caught:
            self.change(draft, **files)
        return [str(problem).replace(f"{self.folder}/", "") for problem in caught.value.problems]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_kinds_without_a_text_are_left_out_of_the_entry(desk: Desk) -> None:
    listed = "  - migration permission denied publickey\n"
    kinds = GOOD.replace(listed, f"  symptom:\n  error:\n  {listed}  typo: []\n")
    made = MADE.replace("    - migration", "    error:\n      - migration")
    assert desk.change(kinds).edit.after == made


def test_the_first_entry_of_a_topic_makes_its_file(desk: Desk) -> None:
    change = desk.change()
    assert (change.edit.path, change.edit.before, change.edit.after) == (desk.folder / "faq/nova.yaml", None, MADE)
    assert change.entry == "why-does-live-migration-end-with"


@pytest.mark.parametrize("end", ["", "\n", "\n# the end\n"])
def test_an_entry_is_appended_and_the_rest_stays_as_people_wrote_it(desk: Desk, end: str) -> None:
    before = "# Nova, all of it.\n\n" + entry("two", "How   do I migrate?").rstrip("\n") + end
    after = desk.change(faq__nova=before).edit.after
    assert after == before + ("" if end else "\n") + "\n" + MADE


def test_lines_end_as_they_do_in_the_file(desk: Desk) -> None:
    after = desk.change(faq__nova=entry("two", "How do I migrate?").replace("\n", "\r\n")).edit.after or ""
    assert after.count("\n") == after.count("\r\n")


def test_what_people_have_filled_in_stays(desk: Desk) -> None:
    filled = (
        GOOD.replace("id:", "id: keys") + 'releases: [zed, later]\nstate: dated\nchecked: 2026-01-01\nrooms: ["#rdo"]\nnot: [live music]\n'
    )
    after = desk.change(filled).edit.after or ""
    wanted = (
        "- id: keys\n",
        "releases: [zed, later]",
        "state: dated",
        "checked: 2026-01-01",
        "review_by: 2026-06-30",
        'rooms: ["#rdo"]',
        "- live music",
    )
    assert [line for line in wanted if line not in after] == []


def test_an_id_that_is_taken_gets_a_number(desk: Desk) -> None:
    assert desk.change(faq__nova=entry("why-does-live-migration-end-with", "x y z")).entry == "why-does-live-migration-end-with-2"


def test_a_correction_takes_the_place_of_its_entry(desk: Desk) -> None:
    draft = GOOD.replace("date: 2026-11-25", "entry: two").replace("topic: nova", "topic: repos")
    first, last = entry("one"), "# three is new\n" + entry("three", "Where else is it?")
    change = desk.change(draft, faq__repos=f"{first}\n{entry('two', 'What then?')}\n{last}")
    made = MADE.replace("why-does-live-migration-end-with", "two").replace("topic: nova", "topic: repos")
    assert (change.edit.after, change.entry) == (f"{first}\n{made}\n{last}", "two")


# --- what is refused ---


def test_a_topic_that_nobody_knows_is_refused_and_never_a_path(desk: Desk) -> None:
    (only,) = desk.refusal(GOOD.replace("topic: nova", "topic: ../../etc/nova"))
    assert only.startswith("drafts/0017.yaml:3: topic: there is no topic '../../etc/nova' in topics.yaml")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("The nova user", "You simply", 'drafts/0017.yaml:7: answer: "simply": what is easy for you'),
        ("https://example.org/keys", "http://example.org/keys", "drafts/0017.yaml:9: links[0]: must start with https://"),
        ("migration permission denied publickey", "where is the repository", "drafts/0017.yaml:6: phrasings[0]: says the same as"),
        ("  - migration permission denied publickey", "  typo: [where is the repository]", "drafts/0017.yaml:6: phrasings.typo[0]: says"),
        ("links:", "releases: [later]\nlinks:", "drafts/0017.yaml:9: releases[0]: later must be the last word"),
        ("links:", "checked: 2027-01-01\nlinks:", "drafts/0017.yaml:9: checked: is in the future"),
    ],
)
def test_what_lint_says_of_the_entry_is_said_of_the_draft_by_line(desk: Desk, old: str, new: str, said: str) -> None:
    (only,) = desk.refusal(GOOD.replace(old, new))
    assert only.startswith(said)


def test_what_the_entry_breaks_elsewhere_is_said_too(desk: Desk) -> None:
    draft = GOOD.replace("date: 2026-11-25", "entry: two").replace("migration permission denied publickey", "what then")
    (only,) = desk.refusal(
        draft, faq__nova=f"{entry('two', 'So what?')}\n{entry('three', 'What then?')}".replace("topic: repos", "topic: nova")
    )
    assert only.startswith("drafts/0017.yaml:1: faq/nova.yaml:")
    assert "says the same as" in only


def test_what_was_wrong_before_does_not_stand_in_the_way(desk: Desk) -> None:
    assert desk.change(faq__repos=entry("one", answer="You simply wait.")).edit.after == MADE


def test_a_correction_of_an_entry_that_is_gone_is_refused(desk: Desk) -> None:
    (only,) = desk.refusal(GOOD.replace("date: 2026-11-25", "entry: lost"))
    assert only.startswith("drafts/0017.yaml:1: draft.entry: there is no entry 'lost' any more")


def test_a_file_with_a_layout_of_its_own_is_left_to_people(desk: Desk) -> None:
    flow = "[{id: two, topic: nova, question: q w e, answer: a, checked: 2026-01-01, review_by: 2026-07-01}]\n"
    (only,) = desk.refusal(faq__nova=flow)
    assert "by hand" in only
