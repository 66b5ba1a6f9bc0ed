"""The second half of `patience kb add`: how people ask for the entry, kind by kind, and what sounds like it and is not it.

After each text it is shown what it does: what finds it, which other wordings it helps, and what it takes from another entry.
"""

from collections import Counter
from collections.abc import Mapping

from bot.cli.effects import consequences, in_a_line
from bot.cli.interview import Answers, Desk, Question, put
from bot.cli.matching import Faq, effect
from bot.cli.shelf import Shelf
from bot.core.knowledge import KINDS, PLAIN, Entry
from bot.core.text import shorten
from bot.hints import ENOUGH
from bot.load.form import schema
from bot.load.phrasings import NOT, widened, worded

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
    examples = _examples(found, entry)
    desk.tell(INTRODUCTION)
    for kind in _order(answers):
        answers, found = _texts(desk, shelf, answers, found, kind, examples[kind])
    desk.tell(f"  {overview(answers)}{BORDER}")
    return _texts(desk, shelf, answers, found, NOT, examples[NOT])[0]


def _order(answers: Answers) -> list[str]:
    """The kinds of which there are fewest first; what fits no other kind comes last."""
    there = Counter(phrasing.kind for phrasing in worded(answers))
    return sorted(KINDS, key=lambda kind: (kind == PLAIN, there[kind]))


def _examples(found: Faq, own: Entry) -> dict[str, str]:
    """Of each kind a phrasing of the nearest entry that has one, of the same topic if there is one; the nearest question as a near miss."""
    near = [match.entry for match in found.attempt(own.question).matches if match.entry.id != own.id]
    examples = {NOT: near[0].question} if near else {}
    for entry in sorted(near, key=lambda entry: entry.topic != own.topic):
        for kind, text in entry.worded:
            examples.setdefault(kind, text)
    return {**EXAMPLES, **examples}


def _texts(desk: Desk, shelf: Shelf, answers: Answers, found: Faq, kind: str, example: str) -> tuple[Answers, Faq]:
    """Ask for texts of a kind until nothing comes, and show what each does."""
    key = NOT if kind == NOT else "phrasings"
    prompt = f'{_about(kind)} (such as "{shorten(example, LONG)}"), or nothing'
    while True:
        question = Question(key, prompt, {"type": "string"}, lambda _: "")
        said = put(question, answers, desk, lambda q, text, before: shelf.wrong(q.key, widened(before, kind, text)[q.key], before))
        if not said:
            return answers, found
        answers = widened(answers, kind, said)
        then, entry = shelf.found_with(answers)
        lines = (f"now: {in_a_line(found.attempt(said))}", f"with it: {in_a_line(then.attempt(said))}")
        desk.tell("\n".join(f"  {line}" for line in (*lines, *consequences(effect(found, then, entry, said)))))
        found, prompt = then, f"{'near miss' if kind == NOT else kind}: another one, or nothing"


def _about(kind: str) -> str:
    if kind == NOT:
        return "Similar words that this entry does NOT answer"
    about = schema("faq")["items"]["properties"]["phrasings"]["properties"][kind]["description"]
    return f"{kind}: {about[0].lower()}{about[1:].rstrip('.')}"


def overview(answers: Answers) -> str:
    """How many phrasings there are, and of which kinds."""
    kinds = Counter(phrasing.kind for phrasing in worded(answers))
    told = ", ".join(f"{kinds[kind]} {kind}" for kind in KINDS if kinds[kind])
    return f"phrasings so far: {kinds.total()}" + (f" ({told})" if told else "")
