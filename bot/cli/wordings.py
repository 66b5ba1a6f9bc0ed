"""The second half of `patience kb add`: how people ask for the entry, kind by kind, and what sounds like it and is not it.

After each text it is shown what it does: what finds it, which other wordings it helps, and what it takes from another entry.
"""

from collections.abc import Iterator, Mapping

from bot.cli.effects import consequences, in_a_line
from bot.cli.interview import Answers, Desk, Question, put
from bot.cli.matching import Faq, effect
from bot.cli.shelf import Shelf
from bot.core.knowledge import KINDS
from bot.core.text import shorten
from bot.hints import ENOUGH
from bot.load.form import schema
from bot.load.phrasings import worded

NOT = "not"  # beside the kinds: what the entry does not answer
LONG = 100  # bytes of an example in a prompt

# Where no entry near to the question has a phrasing of the kind.
EXAMPLES: Mapping[str, str] = {
    "symptom": "vm gets no ip",
    "error": "Host compute2 is not mapped to any cell",
    "words": "password for openstack web page",
    "indirect": "packstack finished, now it asks me user and password",
    "story": "i have allinone running and now a new server, how to join it",
    "foreign": "how i can to make bigger the disk of instance",
    "typo": "cannot conect to vm",
    "plain": "default horizon login",
    NOT: "horizon login password",
}

INTRODUCTION = f"""
Now how people ask for it, in their words: {ENOUGH} or more, of as many kinds as fit. Enter alone goes on to the next kind.
After each you see what it does to the others, which are looked up as if they were not written down."""
BORDER = """
And the border: two or three lines that sound like it and mean something else. Enter alone ends."""


def wordings(desk: Desk, shelf: Shelf, answers: Answers) -> Answers:
    """The answers with phrasings and `not` examples. Raises EOFError when whoever answers leaves."""
    found, entry = shelf.found_with(answers)
    examples = {**EXAMPLES, **dict(_examples(found, entry.question, entry.id))}
    desk.tell(INTRODUCTION)
    for kind in KINDS:
        answers, found = _texts(desk, shelf, answers, found, kind, examples[kind])
    desk.tell(_count(answers))
    desk.tell(BORDER)
    return _texts(desk, shelf, answers, found, NOT, examples[NOT])[0]


def _examples(found: Faq, question: str, own: str) -> Iterator[tuple[str, str]]:
    """Of each kind a phrasing of the entry that is nearest to the question and has one; what that entry answers is a near miss."""
    near = [match.entry for match in found.attempt(question).matches if match.entry.id != own]
    yield from ((kind, text) for entry in reversed(near) for kind, text in reversed(entry.worded))  # of a kind the last one stays
    yield from ((NOT, entry.question) for entry in near[:1])


def _texts(desk: Desk, shelf: Shelf, answers: Answers, found: Faq, kind: str, example: str) -> tuple[Answers, Faq]:
    """Ask for texts of a kind until nothing comes, and show what each does."""
    key = NOT if kind == NOT else "phrasings"
    prompt = f'{_about(kind)} (such as "{shorten(example, LONG)}"), or nothing'
    while True:
        question = Question(key, prompt, {"type": "string"}, lambda _: "")
        said = put(question, answers, desk, lambda q, text, before: shelf.wrong(q.key, _with(before, kind, text)[q.key], before))
        if not said:
            return answers, found
        answers = _with(answers, kind, said)
        then, entry = shelf.found_with(answers)
        lines = (f"now: {in_a_line(found.attempt(said))}", f"with it: {in_a_line(then.attempt(said))}")
        desk.tell("\n".join(f"  {line}" for line in (*lines, *consequences(effect(found, then, entry, said)))))
        found, prompt = then, f"{'near miss' if kind == NOT else kind}: another one, or nothing"


def _about(kind: str) -> str:
    if kind == NOT:
        return "Similar words that this entry does NOT answer"
    about = schema("faq")["items"]["properties"]["phrasings"]["properties"][kind]["description"]
    return f"{kind}: {about[0].lower()}{about[1:].rstrip('.')}"


def _with(answers: Answers, kind: str, text: str) -> Answers:
    """The answers with one more text."""
    if kind == NOT:
        return {**answers, NOT: [*answers.get(NOT, []), text]}
    phrasings = answers.get("phrasings", {})
    return {**answers, "phrasings": {**phrasings, kind: [*phrasings.get(kind, []), text]}}


def _count(answers: Answers) -> str:
    kinds = [phrasing.kind for phrasing in worded(answers)]
    said = (
        f"{len(kinds)} {'phrasing' if len(kinds) == 1 else 'phrasings'} of {len(set(kinds))} {'kind' if len(set(kinds)) == 1 else 'kinds'}."
    )
    return said if len(kinds) >= ENOUGH else f"{said} With {ENOUGH} it would find more people; others can be added to the file at any time."
