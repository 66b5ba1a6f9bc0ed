"""Speech acts: what one line of chat does, by the tables in speech.py. Precise before clever; what no row describes is no act.

A line is read sentence by sentence, and a sentence clause by clause: "thanks, but it still fails" thanks and complains,
"is it fixed?" asks and neither fixes nor fails. What only sounds like an act (a condition, a question, a negation) is told
apart by the clause that it stands in.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from bot.core import speech
from bot.core.text import plain

READ_AT_MOST = 2000  # characters: more is a paste, and its beginning says what it is
KEPT = 256  # lines whose acts are remembered, until so many others came: those of open questions are asked about again and again
SHORT = 16  # words: the longest clause that a table of whole clauses describes, the longest question back
SHOUTED = 4  # words in capitals, and
SHOUTED_OF = 0.7  # of all words: fewer are acronyms and log levels
A_PAGE = "hyperlink"  # stands for an address: not "link", which alone asks for one
WALL_LINES = 4  # lines in one go from which they may be a wall of output
WALL_CHARACTERS = 300  # of one line: longer than people type, most of what IRC lets through
WALL_MARKS = 3  # signs of output in that one line


class Act(StrEnum):
    """What a line does."""

    GREETING = "greeting"  # and nothing else: "hi", "anyone here?", "can I ask a question?"
    THANKS = "thanks"
    SOLVED = "solved"
    WITHDRAWN = "withdrawn"
    STILL_FAILS = "still fails"
    NOT_IT = "not it"
    WRONG = "wrong"  # what was said is not true, whoever asked
    NO_IDEA = "no idea"  # and nothing else: "dunno", "same here", "+1"
    ASKS = "asks"
    ASKS_BACK = "asks back"
    RHETORICAL = "rhetorical"
    PROBLEM = "problem"
    FRUSTRATED = "frustrated"
    LEAVE = "leave alone"  # and nothing else: "please ignore me"


def solves(done: frozenset[Act]) -> bool:
    """Whether the line says that the matter is solved."""
    return Act.SOLVED in done and Act.STILL_FAILS not in done


def fails(done: frozenset[Act]) -> bool:
    """Whether the line says that the matter is not solved."""
    return Act.STILL_FAILS in done


def upset(done: frozenset[Act]) -> bool:
    """Whether somebody is frustrated over a problem of theirs, and not only venting (product 2)."""
    return Act.FRUSTRATED in done and bool(done & {Act.PROBLEM, Act.ASKS})


def acts(text: str) -> frozenset[Act]:
    """What this line does. It describes the line alone: who says it, and of what, is for the caller to know."""
    return _acts(text[:READ_AT_MOST])


# --- sentences and clauses ---

_QUOTES = str.maketrans("‘’´`“”„«»", '\'\'\'\'"""""')
_LINK = re.compile(r"\b[a-z][a-z0-9+.-]{1,20}://\S+")
_CITED = re.compile(r"\"[^\"]{0,300}\"")
_SMILEY = re.compile(
    r"(?:(?<=\s)|^)(?:[:;=8][-'^o]?[)(dpo/\\|3*s]+|x[-']?d+|[)(][-']?[:;=]|\^\^|<3|:[a-z_]{2,20}:|[\U0001f300-\U0001faff\u2600-\u27bf]+)(?=$|[\s.,!?])"
)
_SENTENCE = re.compile(r"((?:[^.?!…]|[.?!](?=[\w/]))+)([.?!…]*)")
_CLAUSE = re.compile(
    r"[,;:()]+(?=\s|$)|\s+[-–—/|]+\s+|(?<!\bup)\s(?:but|and|so|because|cause|however|though|although)\s"
    r"|\s(?=any (?:other |more )?(?:ideas?|hints?|suggestions?|clues?|thoughts?|help|advice|pointers?)\b)"
)
_TICK = re.compile(r"[\u2705\u2611\u2714]\ufe0f?")  # a mark that says done: more than a smiley
_PUNCTUATION = re.compile(r"[^\w'+#@/\\*%-]+|(?<!\w)-+|-+(?!\w)")


@dataclass(frozen=True, slots=True)
class _Sentence:
    words: str
    clauses: tuple[str, ...]
    asked: bool  # it ends with a question mark
    told: tuple[str, ...]  # the clauses that state something


def _bare(text: str) -> str:
    """Words with single spaces, as the tables have them."""
    if text.replace(" ", "").isalnum():  # most clauses: nothing to take out
        return " ".join(text.split())
    return " ".join(_PUNCTUATION.sub(" ", text).split())


def _sentences(text: str) -> tuple[_Sentence, ...]:
    found = []
    for said, end in _SENTENCE.findall(text):
        clauses = tuple(clause for clause in map(_bare, _CLAUSE.split(said)) if clause)
        if clauses:
            asked = "?" in end or "？" in end
            told = (clause for clause in (clauses[:-1] if asked else clauses) if not speech.QUESTION.search(clause))
            found.append(_Sentence(_bare(said), clauses, asked, tuple(told)))
    return tuple(found)


# --- acts ---


@lru_cache(maxsize=KEPT)
def _acts(text: str) -> frozenset[Act]:
    shown = plain(text).translate(_QUOTES)
    line = _SMILEY.sub(" ", _LINK.sub(A_PAGE, _ticked(shown.lower())))
    bare = _bare(line)
    if _whole(speech.GREETING, bare):
        return frozenset((Act.GREETING,))
    if _whole(speech.LEAVE, bare):
        return frozenset((Act.LEAVE,))
    sentences = _sentences(_CITED.sub("cited", line))
    done = set(_asking(sentences)) | set(_outcome(sentences))
    if speech.THANKS.search(bare) and speech.THANKS.search(speech.NO_THANKS.sub(" ", bare)):
        done.add(Act.THANKS)
    if _no_idea(sentences):
        done.add(Act.NO_IDEA)
    if speech.PROBLEM.search(line) and speech.PROBLEM.search(speech.NO_PROBLEM.sub(" ", line)):
        done.add(Act.PROBLEM)
    if {Act.ASKS, Act.PROBLEM} <= done:
        done.discard(Act.SOLVED)  # "the sound works, but the picture does not, any idea?"
    if _frustrated(shown, line, done):
        done.add(Act.FRUSTRATED)
    return frozenset(done)


def _ticked(line: str) -> str:
    """A tick alone says that it is solved; in front of words it decorates a list."""
    return "solved" if _TICK.sub("", line).strip() == "" and line.strip() else line


def _whole(table: re.Pattern[str], clause: str) -> bool:
    """Whether the clause is one of the table and nothing else. Long ones never are: that bounds the work, too."""
    return clause.count(" ") < SHORT and table.fullmatch(clause) is not None


def _asking(sentences: tuple[_Sentence, ...]) -> Iterator[Act]:
    for sentence in sentences:
        if _rhetorical(sentence):
            yield Act.RHETORICAL
        elif sentence.asked or any(map(_asks, sentence.clauses)):
            yield Act.ASKS
        if any(map(_asks_back, sentence.clauses)):
            yield Act.ASKS_BACK


def _rhetorical(sentence: _Sentence) -> bool:
    if sentence.asked and _whole(speech.TAG, sentence.words):
        return True
    return any(_whole(speech.RHETORICAL, words) for words in (sentence.words, sentence.clauses[-1]))


def _asks(clause: str) -> bool:
    return bool(speech.ASKING_CLAUSE.search(clause) or speech.ASKING.search(clause))


def _asks_back(clause: str) -> bool:
    short = clause.count(" ") < SHORT
    return short and speech.ASKS_BACK.search(clause) is not None and speech.LOOKS_FOR_HELP.search(clause) is None


def _outcome(sentences: tuple[_Sentence, ...]) -> Iterator[Act]:
    """How it went: solved, still failing, not what was asked, or no longer wanted."""
    told = [clause for sentence in sentences for clause in sentence.told]
    failed = any(map(_fails, told))
    solved = not failed and any(map(_solved, sentences))
    if failed:
        yield Act.STILL_FAILS
    if solved:
        yield Act.SOLVED
    if any(map(speech.NOT_IT.search, {*told, *(sentence.words for sentence in sentences if not sentence.asked)})):  # most are one clause
        yield Act.NOT_IT
    if any(map(speech.WRONG.search, told)) and not any(speech.NOT_WRONG.search(sentence.words) for sentence in sentences):
        yield Act.WRONG
    if not solved and any(_whole(speech.WITHDRAWN, clause) for clause in told):
        yield Act.WITHDRAWN


def _fails(clause: str) -> bool:
    found = speech.FAILS.search(clause)
    return found is not None and not speech.SUPPOSED.search(clause[: found.start()])


def _solved(sentence: _Sentence) -> bool:
    """One clause says so, none before it makes it a condition, none behind it takes half of it back."""
    told = sentence.told
    for number, clause in enumerate(told):
        if _whole(speech.SOLVED, clause) and not _whole(speech.FOR_ME, clause):
            before, behind = told[:number], told[number + 1 :]
            return not any(map(speech.PARTLY.search, (*before, *behind)))
    return False


def _no_idea(sentences: tuple[_Sentence, ...]) -> bool:
    """Nothing but that the speaker does not know either; "not sure, but look in the log" is an answer."""
    clauses = [clause for sentence in sentences for clause in sentence.clauses]
    told = [clause for sentence in sentences for clause in sentence.told]
    unsure = any(_whole(speech.NOT_SURE, clause) for clause in clauses)
    return unsure and all(_whole(speech.NOT_SURE, clause) or _whole(speech.HANDS_ON, clause) for clause in told)


def _frustrated(shown: str, line: str, done: set[Act]) -> bool:
    pleased = bool(done & {Act.THANKS, Act.SOLVED}) and Act.STILL_FAILS not in done
    if speech.ANGRY.search(line):  # then only is it worth to ask whether it is anger
        words = speech.NO_ANGER.sub(" ", line)
        if speech.ANGRY.search(speech.MILD.sub(" ", words) if pleased else words):
            return True
    return not pleased and (_shouted(shown) or ("!!!" in shown and Act.PROBLEM in done))


def _shouted(shown: str) -> bool:
    typed = [word for word in re.findall(r"[^\W\d_]+", shown) if len(word) > 1]
    loud = sum(word.isupper() for word in typed)
    return loud >= SHOUTED and loud >= SHOUTED_OF * len(typed) and not any(map(_looks_like_output, shown.splitlines()))


# --- walls of text ---

_OUTPUT = re.compile(
    r"^\W{0,3}(?:"
    r"\[?\d{4}[-/]\d\d[-/]\d\d[ T]|\[?\d\d:\d\d:\d\d\b|[a-z]{3} +\d+ \d\d:\d\d:|\[ *\d+\.\d+\]"  # time stamps
    r"|(?:error|warn(?:ing)?|info|debug|trace|critical|fatal|notice)\b[:\]| ]"
    r"|traceback \(most recent|file \"[^\"]+\", line \d+|at [\w.$]+\([\w.]+:\d+\)|caused by:"
    r"|[\w.]+(?:error|exception|notfound|refused)\b ?[:(]"
    r"|\[[\w:. -]+\]$|[\w.\-]+ ?= ?\S|[\w-]+: ?[\w\"'/\[{.-]+[,;]?$|[$#%] ?\w|\[?\w+@[\w-]+[: ]\S*[$#%] "  # settings, prompts
    r"|[+|][-=+| ]|[{}\[\]();,]+$|[dl-][rwx-]{9}|\d+: \w+: <|(?:inet6?|link/|tcp|udp)\b|-a [a-z]+ -"  # tables, listings, rules
    r"|(?:raise|return|import|from|def|class|self\.|if|for|with|try:|except)\b.*[:()]|[\w.]+\(.*\)$"  # code
    r")",
    re.IGNORECASE,
)
_SIGN = re.compile(
    r"\d\d:\d\d:\d\d|\b(?:ERROR|WARNING|INFO|DEBUG|CRITICAL|TRACE)\b|Traceback|File \"|line \d+|\w+(?:Error|Exception)\b"
    r"|[0-9a-f]{8}-[0-9a-f]{4}-|(?:/[\w.-]+){3,}|\b[\w.]+=\S+|\[-\]|0x[0-9a-f]{4,}|[{}<>|]{2,}|\w+\(\)"
)


def wall(lines: Sequence[str]) -> bool:
    """Whether a person has pasted output: several lines most of which look like it, or one very long line of it."""
    split = [line for text in lines for line in text.splitlines() if line.strip()]
    if len(split) >= WALL_LINES and 2 * sum(map(_looks_like_output, split)) > len(split):
        return True
    return any(len(line) >= WALL_CHARACTERS and len(_SIGN.findall(line[:READ_AT_MOST])) >= WALL_MARKS for line in split)


def _looks_like_output(line: str) -> bool:
    """Stamps, log levels, tracebacks, settings, prompts, tables; or hardly a word among the signs."""
    line = line.strip()[:READ_AT_MOST]
    signs = sum(not (char.isalnum() or char.isspace() or char in ",.?!'’") for char in line)
    return _OUTPUT.match(line) is not None or signs > len(line) / 4
