"""Words of a text for matching: folded, cut to a bounded length, stemmed, without the words that every question has.

Technical names are kept whole and in their parts (`openstack-nova` is also `openstack` and `nova`), because people write
both. Nothing here depends on the order of sets, so every process sees the same words.
"""

import re

from bot.core.text import plain
from plugins.faq.remembered import Remembered

MAX_CHARS = 4000  # of one text: ten full chat lines; what lies behind it says nothing new and costs time
MAX_WORDS = 120  # distinct words of one text that are looked at, for the same reason
SHORTEST_STEM = 3  # letters that must remain when an ending is cut off

NAME = re.compile(r"[^\W_]+(?:[-_.+#/:@'][^\W_]+)*[+#]*")
PLAIN = re.compile(r"[a-z]+(?:'[a-z]+)?|[0-9]+")  # words as everyday English has them
JOINTS = re.compile(r"[-_./:@]+")
MAX_PARTS = 8  # sentences of one text that are looked at
MIN_WORDS = 2  # words of a sentence that can be a question of its own
_ASKS = "is|are|does|do|did|can|could|how|where|what|which|why|when|should|who|any|anyone|has|have"
_BORDER = re.compile(rf"(?<=[?!.;])\s+|,\s+(?=(?:{_ASKS})\b)")
EDGES = "?!.,;:()'\""
ENDINGS = ("ations", "ation", "ings", "ing", "ies", "ied", "ers", "er", "ed", "es", "e", "s", "ly")
STOP = frozenset(
    """a an the is are was were be been am i you he she it we they me my your his her its our their this that these those
    to of in on at for from with by as and or but if so than then there here do does did doing done have has had can could
    will would shall should may might must not no yes also very too what which who whom when where why how any some im ive
    dont doesnt cant isnt it's i'm i've don't doesn't can't isn't hi hello hey please thanks thank ok okay anyone anybody
    someone somebody know get got want need help""".split()
)


def fold(text: str) -> str:
    """The text as the matcher reads it: plain, in lower case, cut to MAX_CHARS."""
    return plain(text[:MAX_CHARS]).casefold().replace("’", "'")[:MAX_CHARS]


def stem(word: str) -> str:
    """The word without its English ending and without a doubled last letter."""
    return _STEMS[word]


def _stem(word: str) -> str:
    ending = next((e for e in ENDINGS if word.endswith(e) and len(word) - len(e) >= SHORTEST_STEM), "")
    word = word[: len(word) - len(ending)]
    return word[:-1] if len(word) > SHORTEST_STEM + 1 and word[-1] == word[-2] else word


_STEMS = Remembered(_stem)


def words(folded: str) -> dict[str, str]:
    """Stems of the content words of a folded text in order of first mention, each with the word as written."""
    found: dict[str, str] = {}
    for name in NAME.findall(folded):
        if name not in STOP:
            found.setdefault(stem(name), name)
        if not name.isalnum():
            for word in JOINTS.split(name):
                if len(found) < MAX_WORDS and word not in STOP and not word.isdigit():  # the parts of a version say nothing by themselves
                    found.setdefault(stem(word), word)
        if len(found) >= MAX_WORDS:
            break
    return found


def bare_words(folded: str) -> tuple[str, ...]:
    """The distinct words of a folded text as they stand between blanks, without punctuation around them."""
    return tuple(dict.fromkeys(word.strip(EDGES) or word for word in folded.split()[:MAX_WORDS]))


def grams(word: str) -> tuple[str, ...]:
    """The distinct character 3- and 4-grams of a word, a blank on either side of it. Longer ones find nothing more."""
    padded = f" {word} "
    return tuple(dict.fromkeys(padded[i : i + size] for size in (3, 4) for i in range(len(padded) - size + 1)))


def parts(folded: str) -> list[str]:
    """The text, and the sentences and questions in it: a known question at the end of a story is still that question."""
    found = [part for part in _BORDER.split(folded) if part != folded and len(part.split()) >= MIN_WORDS] if _BORDER.search(folded) else []
    return [folded, *found[:MAX_PARTS]]


def spoken(folded: str) -> str:
    """The words and names of a folded text alone, without any sign around them: by them a known question is known again."""
    return " ".join(NAME.findall(folded)[:MAX_WORDS])
