"""The questions of `patience kb add`: first what the entry says, then, one after the other, how people ask for it.

Each answer is judged at once by the schema and by `lint`, and each wording is looked up, so that whoever writes sees what it does.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from bot.adding import added, changed, home, judged
from bot.cli.interview import Answers, Desk, Question, put, words
from bot.core.directory import Directory
from bot.core.knowledge import Knowledge
from bot.core.settings import Limits
from bot.load import BadKnowledge, Folder, Problem, knowledge_of
from bot.load.form import schema
from bot.load.phrases import shown
from bot.load.problem import ERROR
from bot.load.writing import entry_text, slug

REVIEW_AFTER = timedelta(days=182)  # half a year, which knowledge/README.md recommends for what changes
TOPICS_IN_A_LINE = 10

# Wordings to ask for: different kinds find different people (knowledge/README.md, "Writing phrasings").
KINDS = (
    "The symptom, as somebody sees it (vm gets no ip)",
    "The error line, as it stands in a log",
    "With the wrong word for the right thing (password for openstack web page)",
    "The indirect way (packstack finished, now it asks me user and password)",
    "As a short story (i have allinone running and now a new server, how to join it)",
    "In simple English, with a typo (cannot conect to vm)",
)
MORE = "Another wording"
TOGETHER = ("answer", "links")  # one length for both
NEAR_MISS = "Similar words that this entry does NOT answer"

_STAND_IN = {"id": "new-entry", "topic": "", "question": "?", "answer": "?", "checked": "2000-01-01", "review_by": "2000-01-01"}


@dataclass(frozen=True, slots=True)
class Shelf:
    """The folder that the entry is for."""

    folder: Path
    files: Folder
    limits: Limits
    today: date
    finder: Callable[[Knowledge], Callable[[str], str]]  # from knowledge to what some words find in it, in one line

    def text(self, answers: Answers) -> tuple[Path, str]:
        """The file of the entry, and the text of that file with it."""
        path = home(self.folder, self.files, answers["topic"])
        before = path.read_bytes().decode("utf-8") if path.exists() else ""
        return path, added(before, entry_text(answers))

    def with_entry(self, answers: Answers) -> Folder:
        """The folder with the entry. Raises BadKnowledge."""
        return changed(self.files, *self.text(answers))

    def problems(self, answers: Answers) -> tuple[Problem, ...]:
        """What would be wrong with the folder."""
        try:
            return judged(self.files, self.with_entry(answers), self.limits, self.today)
        except BadKnowledge as fault:
            return fault.problems


def interview(desk: Desk, shelf: Shelf) -> Answers:
    """All answers, as the data of an entry. Raises EOFError when whoever answers leaves."""
    answers: Answers = {}
    now = shelf.finder(knowledge_of(shelf.files))
    for question in _questions(shelf):
        if question.key == "topic":
            _show_topics(desk, shelf)
        answers[question.key] = put(question, answers, desk, lambda q, value, before: _wrong(shelf, q.key, value, before))
        if question.key == "question":
            desk.tell(f"  now: {now(answers['question'])}")
    desk.tell("Now how people ask for it, in their words: eight to ten different ones are best. Enter alone goes on.")
    _wordings(desk, shelf, answers, "phrasings", now)
    desk.tell("And the border: two or three lines that sound like it and mean something else.")
    _wordings(desk, shelf, answers, "not", now)
    _mended(desk, shelf, answers)
    return answers


def _questions(shelf: Shelf) -> Iterator[Question]:
    rules = schema("faq")["items"]["properties"]
    directory = Directory.of(knowledge_of(shelf.files))
    yield Question("question", "The question in good English, as a heading", rules["question"], lambda _: None)
    yield Question("topic", "Topic", rules["topic"], lambda before: next(iter(directory.topics_in(before["question"])), None))
    yield Question("id", "A short name for it that never changes", rules["id"], lambda before: slug(before["question"]) or None)
    yield Question("answer", "The answer: one idea, always a next step", rules["answer"], lambda _: None)
    yield Question("links", "Pages that say the same, one or two (https)", rules["links"], lambda _: "", value=words)
    yield Question("releases", "Series that it holds for, such as 2025.1 later", rules["releases"], lambda _: "all", value=_series)
    yield Question("state", "How far it can be trusted: current, dated, historical, unsure", rules["state"], lambda _: "current")
    yield Question("checked", "Day on which somebody compared it with its page", rules["checked"], lambda _: str(shelf.today))
    yield Question("review_by", "Day by which somebody should look again", rules["review_by"], lambda _: str(shelf.today + REVIEW_AFTER))


def _series(text: str) -> str | list[str]:
    return "all" if text.strip() == "all" else words(text)


def _show_topics(desk: Desk, shelf: Shelf) -> None:
    topics = [topic.id for topic in knowledge_of(shelf.files).topics]
    rows = (topics[i : i + TOPICS_IN_A_LINE] for i in range(0, len(topics), TOPICS_IN_A_LINE))
    desk.tell("\n".join(f"  {', '.join(row)}" for row in rows))


def _wrong(shelf: Shelf, key: str, value: Any, before: Answers) -> str:
    """What lint says of this answer; the fields that are still to come have something in their place."""
    if key == "topic":
        return _no_topic(shelf, value)
    stand_in = {**_STAND_IN, "topic": next(iter(topic.id for topic in knowledge_of(shelf.files).topics), "x")}
    whole = {**stand_in, **before, key: value}
    own = shown(shelf.text(whole)[0])
    for problem in shelf.problems(whole):
        if problem.severity == ERROR and problem.file != own:  # such as another entry that says the same
            return f"{problem.file}:{problem.line}: {problem.text}"
        if problem.severity == ERROR and f".{key}" in problem.path:
            return problem.text
    return ""


def _no_topic(shelf: Shelf, topic: str) -> str:
    known = [one.id for one in knowledge_of(shelf.files).topics]
    if topic in known:
        return ""
    near = get_close_matches(topic, known, n=1)
    return f"topics.yaml has no topic {topic!r}" + (f" (did you mean {near[0]!r}?)" if near else " (add it there first)")


def _wordings(desk: Desk, shelf: Shelf, answers: Answers, key: str, now: Callable[[str], str]) -> None:
    """Ask for one text after the other, the last prompt again until nothing comes; show what each finds."""
    rules = schema("faq")["items"]["properties"][key]["items"]
    prompts = [*KINDS, MORE] if key == "phrasings" else [NEAR_MISS]
    while prompts:
        question = Question(key, f"{prompts[0]}, or nothing", rules, lambda _: "")
        said = put(question, answers, desk, lambda q, value, before: _wrong(shelf, q.key, [*before.get(q.key, []), value], before))
        if said:
            answers[key] = [*answers.get(key, []), said]
            then = shelf.finder(knowledge_of(shelf.with_entry(answers)))
            desk.tell(f"  now: {now(said)}\n  with it: {then(said)}")
        if not said or len(prompts) > 1:
            prompts.pop(0)


def _mended(desk: Desk, shelf: Shelf, answers: Answers) -> None:
    """Ask again for what is wrong with the whole, such as an answer that is too long with its links; warnings are shown."""
    questions = {question.key: question for question in _questions(shelf)}
    while errors := [problem for problem in shelf.problems(answers) if problem.severity == ERROR]:
        desk.tell("\n".join(f"  {problem.path}: {problem.text}" for problem in errors))
        key = next((key for key in questions if f".{key}" in errors[0].path), "answer")
        for again in TOGETHER if key in TOGETHER else (key,):
            question = replace(questions[again], default=_as_before(answers, again))
            answers[again] = put(question, answers, desk, lambda *_: "")
    for problem in shelf.problems(answers):
        desk.tell(f"  {problem.path}: {problem.text}")


def _as_before(answers: Answers, key: str) -> Callable[[Answers], str]:
    """What was answered before, as it would be typed."""
    value = answers[key]
    text = value if isinstance(value, str) else " ".join(value)
    return lambda _: text
