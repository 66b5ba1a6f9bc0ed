"""`patience kb add`: an interview with a list of answers, and what it leaves in the folder, or does not."""

import os
import re
import subprocess
import sys
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import cast

import pytest

from bot.cli import matching
from bot.cli.effects import in_a_line
from bot.cli.interview import Desk
from bot.cli.kb_add import add_entry, add_wordings
from bot.cli.shelf import Shelf
from bot.core.knowledge import KINDS
from bot.core.settings import Limits, Settings
from bot.load import load_knowledge, load_settings, read_folder
from bot.load.yaml_lines import read
from plugins.faq.matcher import Match
from plugins.faq.plugin import Attempt, From
from tests.builders import ROOT
from tests.entries import entry as made
from tests.folders import HEAD, TERMINAL, entry, fill

TODAY = date(2026, 11, 25)
FILE = f"# What is where.\n\n{entry()}  # the last word\n"
FOLDER = {
    "faq/repos.yaml": FILE,
    "topics.yaml": "- {id: repos, words: [repo]}\n- {id: nova, words: [nova, live migration]}\n",
    "phrases/en.yaml": "x: [y.]\n",
}
FIRST = ("How is live migration enabled?", "", "", "Open the ports first; the page names them.", "https://example.org/m", "", "", "", "")
WORDINGS = ("vm stays on its compute", *[""] * len(KINDS[:-1]), "nova live-migrate hangs", "")  # a symptom, and a plain one
BORDER = ("db migration fails", "")
ALL = (*FIRST, *WORDINGS, *BORDER, "yes")


class Counter:
    """Somebody who answers from a list and leaves when it ends, and what they were told."""

    def __init__(self, answers: Iterable[str]) -> None:
        self.answers = iter(answers)
        self.told: list[str] = []
        self.prompts: list[str] = []

    def ask(self, prompt: str) -> str:
        self.prompts.append(prompt)
        for answer in self.answers:
            return answer
        raise EOFError


@cache
def shipped() -> Settings:
    return load_settings(ROOT / "bot.yaml", {})


def add(folder: Path, answers: Iterable[str]) -> tuple[int, Counter]:
    counter = Counter(answers)
    shelf = Shelf(folder, read_folder(folder, "en"), Limits(), TODAY, lambda knowledge: matching.faq(shipped(), knowledge))
    return add_entry(Desk(counter.ask, counter.ask, counter.told.append), shelf), counter


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return fill(tmp_path, FOLDER)


def test_an_entry_goes_into_the_file_of_its_topic(folder: Path) -> None:
    code, counter = add(folder, ALL)
    assert code == 0, counter.told
    assert read(folder / "faq/nova.yaml", "").data == [
        {
            "id": "how-is-live-migration-enabled",
            "topic": "nova",
            "question": "How is live migration enabled?",
            "phrasings": {"symptom": ["vm stays on its compute"], "plain": ["nova live-migrate hangs"]},
            "not": ["db migration fails"],
            "answer": "Open the ports first; the page names them.",
            "links": ["https://example.org/m"],
            "releases": "all",
            "state": "current",
            "checked": "2026-11-25",
            "review_by": "2027-05-26",
        }
    ]
    assert counter.told[-1] == f"Wrote {folder}/faq/nova.yaml:1. Next: patience kb test."


def test_a_file_that_is_there_keeps_every_byte(folder: Path) -> None:
    code, counter = add(folder, (FIRST[0], "repos", *ALL[2:]))
    assert code == 0
    text = (folder / "faq/repos.yaml").read_text()
    assert text.startswith(FILE.rstrip())
    line = int(counter.told[-1].partition("repos.yaml:")[2].partition(".")[0])
    assert text.splitlines()[line - 1] == "- id: how-is-live-migration-enabled"


def test_each_wording_shows_what_is_found_now_and_with_it(folder: Path) -> None:
    _, counter = add(folder, ALL)
    shown = [text for text in counter.told if text.startswith("  now: ") and "\n" in text]
    found = [
        bool(re.search(r"\n  with it: how-is-live-migration-enabled \(\d\.\d\d: sure enough to be said unasked\)", text)) for text in shown
    ]
    assert found == [True, True, False]


def test_each_kind_is_asked_for_by_name_until_nothing_comes(folder: Path) -> None:
    _, counter = add(folder, ALL)
    prompts = counter.prompts[len(FIRST) : -1]
    assert prompts[0] == 'symptom: what one sees go wrong, in plain words (such as "vm gets no ip"), or nothing: '
    assert prompts[1] == "symptom: another one, or nothing: "
    assert [prompt.partition(":")[0] for prompt in prompts[2:9]] == list(KINDS[1:])
    assert prompts[10].startswith('Similar words that this entry does NOT answer (such as "Where is the repository?")')
    assert any(text.startswith("  phrasings so far: 2 (1 symptom, 1 plain)\n\nAnd the border") for text in counter.told)


def test_examples_come_from_the_entry_that_is_nearest_to_the_question(folder: Path) -> None:
    kinds = "{symptom: [repo of storage is empty], typo: [repostory of live migrtion]}"
    fill(folder, {"faq/repos.yaml": FILE + "\n" + entry("two", "Where is live migration told?", phrasings=kinds)})
    _, counter = add(folder, ALL)
    examples = {prompt.partition(":")[0]: prompt for prompt in counter.prompts if "such as" in prompt}
    assert '(such as "repo of storage is empty")' in examples["symptom"]
    assert '(such as "repostory of live migrtion")' in examples["typo"]
    assert '(such as "how i can to make bigger the disk of instance")' in examples["foreign"]


def test_what_a_wording_does_to_others_is_told(folder: Path) -> None:
    neighbour = entry("two", "Where is the log of cold storage?", phrasings="[cold storage of volumes log file]")
    fill(folder, {"faq/repos.yaml": FILE + "\n" + neighbour})
    _, counter = add(folder, (*FIRST, "cold storage of volumes", *WORDINGS[1:], *BORDER, "yes"))
    assert '  takes "cold storage of volumes log file" from two (put the word that decides into yours' in "\n".join(counter.told)


@pytest.mark.parametrize("count", range(len(ALL)))
def test_who_leaves_half_way_leaves_everything_as_it_was(folder: Path, count: int) -> None:
    code, counter = add(folder, ALL[:count])
    assert (code, counter.told[-1]) == (2, "\nNothing was written.")
    assert {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*") if path.is_file()} == FOLDER


def test_a_no_at_the_end_writes_nothing(folder: Path) -> None:
    assert add(folder, (*ALL[:-1], "no"))[0] == 2
    assert not (folder / "faq/nova.yaml").exists()


@pytest.mark.parametrize(
    ("at", "wrong", "told"),
    [
        (0, "", "an answer is needed here"),
        (0, "Where is the repository?", "says the same as"),
        (1, "nov", "topics.yaml has no topic 'nov' (did you mean 'nova'?)"),
        (1, "xyz", "topics.yaml has no topic 'xyz' (add it there first)"),
        (2, "Not An Id", "must be small letters"),
        (2, "one", "'one' is taken by"),
        (3, "Just open the ports.", '"Just": what is easy for you'),
        (3, "word " * 200, "is too long with its links"),
        (4, "http://example.org/", "must start with https://"),
        (5, "2025.9", "must be a series such as"),
        (6, "new", "must be one of current, dated, historical, unsure"),
        (7, "2027-01-01", "is in the future"),
        (8, "2026-01-01", "is before checked"),
        (9, "where is the repository", "says the same as"),
        (len(FIRST + WORDINGS), "nova live-migrate hangs", "is one of the entry's own phrasings"),
    ],
)
def test_a_wrong_answer_is_explained_and_asked_again(folder: Path, at: int, wrong: str, told: str) -> None:
    code, counter = add(folder, (*ALL[:at], wrong, *ALL[at:]))
    assert code == 0, counter.told
    assert any(told in line for line in counter.told)


def test_what_is_too_long_only_together_is_asked_for_again_and_may_stay(folder: Path) -> None:
    links = f"https://example.org/{'a' * 300} https://example.org/{'b' * 300}"
    code, counter = add(folder, (*FIRST[:4], links, *FIRST[5:], *WORDINGS, *BORDER, "", "https://example.org/", "yes"))
    assert code == 0, counter.told
    (data,) = read(folder / "faq/nova.yaml", "").data
    assert (data["answer"], data["links"]) == (FIRST[3], ["https://example.org/"])


@pytest.mark.parametrize(
    ("confidence", "sure", "rival", "said"),
    [
        (0.9, True, "", "one (0.90: sure enough to be said unasked)"),
        (0.9, False, "", "one (0.90: said to who asks for it)"),
        (0.9, False, "three", "one (0.90: not said, three is too close)"),
        (0.4, False, "", "one (0.40: offered as one of two)"),
        (0.1, False, "", "one (0.10: not said)"),
    ],
)
def test_what_is_found_is_told_in_a_line(confidence: float, sure: bool, rival: str, said: str) -> None:
    limits = From(sure=0.8, asked=0.5, likely=0.3)
    other = Match(made("two", "What?"), 0.0, "What?", against="a `not` example is nearer")
    found = Attempt((other, Match(made("one", "Where?"), confidence, "Where?")), limits, sure, "", "", rival)
    assert in_a_line(cast(matching.Attempt, found)) == said


def test_nothing_is_nothing() -> None:
    found = Attempt((), From(sure=0.8, asked=0.5, likely=0.3), False, "", "")
    assert in_a_line(cast(matching.Attempt, found)) == "nothing"


@pytest.mark.slow
def test_it_works_from_a_pipe(tmp_path: Path) -> None:
    fill(tmp_path, {"bot.yaml": HEAD + TERMINAL, **{f"knowledge/{name}": text for name, text in FOLDER.items() if "phrases" not in name}})
    command = [sys.executable, "-m", "bot", "kb", "add", "--config", str(tmp_path / "bot.yaml")]
    done = subprocess.run(command, cwd=ROOT, input="\n".join(ALL) + "\n", capture_output=True, text=True, check=False, env={**os.environ})
    assert done.returncode == 0, done.stderr
    knowledge, _ = load_knowledge(tmp_path / "knowledge", "en", None)
    assert [one.id for one in knowledge.entries] == ["how-is-live-migration-enabled", "one"]
    assert "with it: how-is-live-migration-enabled (" in done.stderr


# --- more for an entry that is there ---

LISTED = FILE.replace("  links:", "  phrasings:\n    symptom:\n      - dnf finds no repository\n  links:")
MORE = (*[""] * 6, "the repository of a new mirror is empty", "", "", "mirror of debian", "", "yes")  # a symptom comes last but one


def more(folder: Path, answers: Iterable[str], to: str = "one") -> tuple[int, Counter]:
    counter = Counter(answers)
    files = read_folder(fill(folder, {"faq/repos.yaml": LISTED}), "en")
    shelf = Shelf(folder, files, Limits(), TODAY, lambda knowledge: matching.faq(shipped(), knowledge), to)
    return add_wordings(Desk(counter.ask, counter.ask, counter.told.append), shelf), counter


def test_more_phrasings_join_an_entry_whose_file_keeps_all_else(folder: Path) -> None:
    code, counter = more(folder, MORE)
    assert code == 0, counter.told
    text = (folder / "faq/repos.yaml").read_text()
    (data,) = read(folder / "faq/repos.yaml", "").data
    assert data["phrasings"] == {"symptom": ["dnf finds no repository", "the repository of a new mirror is empty"]}
    assert data["not"] == ["mirror of debian"]
    assert text.startswith("# What is where.\n")
    assert counter.told[-1] == f"Wrote {folder}/faq/repos.yaml:3. Next: patience kb test."


def test_the_kinds_of_which_there_are_fewest_are_asked_for_first(folder: Path) -> None:
    _, counter = more(folder, MORE)
    asked = [prompt.partition(":")[0] for prompt in counter.prompts if "such as" in prompt]
    assert asked[:-1] == ["error", "words", "indirect", "story", "foreign", "typo", "symptom", "plain"]
    assert counter.told[0] == "Where is the repository?\n  Enable it first; the page says how.\n  phrasings so far: 1 (1 symptom)"


@pytest.mark.parametrize("answers", [MORE[:7], MORE[:-1], (*MORE[:-1], "no"), [""] * 9])
def test_who_leaves_or_says_nothing_leaves_the_entry_as_it_was(folder: Path, answers: tuple[str, ...]) -> None:
    code, counter = more(folder, answers)
    assert (code, counter.told[-1]) == (2, "\nNothing was written.")
    assert (folder / "faq/repos.yaml").read_text() == LISTED


def test_an_entry_that_is_not_there_is_named_with_the_nearest(folder: Path) -> None:
    code, counter = more(folder, (), "ones")
    assert (code, counter.told) == (2, ["there is no entry 'ones' (did you mean 'one'?)"])
