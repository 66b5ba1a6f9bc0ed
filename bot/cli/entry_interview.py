"""The questions of `patience kb add`: first what the entry says, then, one after the other, how people ask for it.

Each answer is judged at once by the schema and by `lint`, and each wording is looked up, so that whoever writes sees what it does.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from difflib import get_close_matches
from typing import Any

from bot.cli.effects import in_a_line
from bot.cli.interview import Answers, Desk, Question, put, words
from bot.cli.shelf import Shelf
from bot.cli.wordings import wordings
from bot.core.directory import Directory
from bot.load.form import schema
from bot.load.problem import ERROR
from bot.load.writing import slug

REVIEW_AFTER = timedelta(days=182)  # half a year, which knowledge/README.md recommends for what changes
TOPICS_IN_A_LINE = 10
TOGETHER = ("answer", "links")  # one length for both


def interview(desk: Desk, shelf: Shelf) -> Answers:
    """All answers, as the data of an entry. Raises EOFError when whoever answers leaves."""
    answers: Answers = {}
    now = shelf.finder(shelf.knowledge())
    for question in _questions(shelf):
        if question.key == "topic":
            _show_topics(desk, shelf)
        answers[question.key] = put(question, answers, desk, lambda q, value, before: _wrong(shelf, q.key, value, before))
        if question.key == "question":
            desk.tell(f"  now: {in_a_line(now.attempt(answers['question']))}")
    answers = wordings(desk, shelf, answers)
    _mended(desk, shelf, answers)
    return answers


def _questions(shelf: Shelf) -> Iterator[Question]:
    rules = schema("faq")["items"]["properties"]
    directory = Directory.of(shelf.knowledge())
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
    topics = [topic.id for topic in shelf.knowledge().topics]
    rows = (topics[i : i + TOPICS_IN_A_LINE] for i in range(0, len(topics), TOPICS_IN_A_LINE))
    desk.tell("\n".join(f"  {', '.join(row)}" for row in rows))


def _wrong(shelf: Shelf, key: str, value: Any, before: Answers) -> str:
    """What is wrong with this answer, or ""."""
    return _no_topic(shelf, value) if key == "topic" else shelf.wrong(key, value, before)


def _no_topic(shelf: Shelf, topic: str) -> str:
    known = [one.id for one in shelf.knowledge().topics]
    if topic in known:
        return ""
    near = get_close_matches(topic, known, n=1)
    return f"topics.yaml has no topic {topic!r}" + (f" (did you mean {near[0]!r}?)" if near else " (add it there first)")


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
