"""Which texts ask the same thing? Groups of questions by what they say, for reports that count them.

Two texts are alike when they share rare word stems and pieces of words (typos, endings, technical names); both are vectors
weighted by rarity and compared by cosine. Groups are those of complete linkage: every two texts of a group are alike, so
no chain of neighbours joins questions that have nothing in common. The same texts give the same groups.
"""

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from bot.core.text import words

# Cosine from which two texts ask the same. Measured on phrasings of the shipped FAQ, eight questions in four wordings among 22 others:
# of the pairs put together 69 % belong together. Wordings that share no word are not found; people who repeat a question share most.
ALIKE = 0.3
MAX_WORDS = 60  # distinct words of one text: a question has ten, pasted output any number
GRAM = 4  # letters of a piece of a word: shorter ones are everywhere
STEM_WEIGHT = 2.0  # a whole word says more than a piece of it
SHORTEST_STEM = 3
ENDINGS = ("ations", "ation", "ings", "ing", "ies", "ied", "ers", "er", "ed", "es", "e", "s", "ly")
STOP = frozenset(
    """a an the is are was were be been am i you he she it we they me my your his her its our their this that these those
    to of in on at for from with by as and or but if so than then there here do does did doing done have has had can could
    will would shall should may might must not no yes also very too what which who whom when where why how any some im ive
    dont doesnt cant isnt hi hello hey please thanks thank ok okay anyone anybody someone somebody know get got want need
    help try trying tried use using problem issue question work working""".split()
)

Vector = Mapping[str, float]


def grouped(texts: Sequence[str], background: Sequence[str] = ()) -> list[list[int]]:
    """Positions of texts that ask the same, largest group first, then by first mention; a text that is alone is a group of one.

    `background`: other texts of the same field, such as the FAQ's phrasings. They say which words are rare.
    """
    features = [_features(text) for text in texts]
    seen = Counter(feature for counts in (*features, *map(_features, background)) for feature in counts)
    total = 1 + len(texts) + len(background)
    groups = _linked(len(texts), _alike([_vector(counts, seen, total) for counts in features]))
    return sorted(groups, key=lambda group: (-len(group), group[0]))


def _features(text: str) -> dict[str, float]:
    """Stems (`=packstack`) and pieces (`pack`, `acks`) of its words, each with its weight."""
    found: dict[str, float] = {}
    told = tuple(dict.fromkeys(words(text)))
    for word in ([word for word in told if word not in STOP] or told)[:MAX_WORDS]:
        found[f"={_stem(word)}"] = STEM_WEIGHT
        bounded = f" {word} "
        found.update((bounded[i : i + GRAM], 1.0) for i in range(max(1, len(bounded) - GRAM + 1)))
    return found


def _stem(word: str) -> str:
    ending = next((e for e in ENDINGS if word.endswith(e) and len(word) - len(e) >= SHORTEST_STEM), "")
    return word[: len(word) - len(ending)]


def _vector(features: Mapping[str, float], seen: Mapping[str, int], total: int) -> Vector:
    """Of unit length; what is rare among all texts weighs more."""
    weights = {feature: weight * (math.log(total / (1 + seen[feature])) + 1) for feature, weight in features.items()}
    length = math.sqrt(math.fsum(x * x for x in weights.values())) or 1.0
    return {feature: x / length for feature, x in weights.items()}


def _alike(vectors: Sequence[Vector]) -> dict[int, dict[int, float]]:
    """For each text the texts that are alike, with how much."""
    where: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    near: dict[int, dict[int, float]] = {i: {} for i in range(len(vectors))}
    for i, vector in enumerate(vectors):
        cosines: defaultdict[int, float] = defaultdict(float)
        for feature, x in vector.items():
            for j, y in where[feature]:
                cosines[j] += x * y
            where[feature].append((i, x))
        for j, cosine in cosines.items():
            if cosine >= ALIKE:
                near[i][j] = near[j][i] = cosine
    return near


def _linked(count: int, near: dict[int, dict[int, float]]) -> Iterable[list[int]]:
    """Complete linkage: join the two groups whose least alike members are most alike, until no two groups are alike throughout."""
    members = {i: [i] for i in range(count)}
    heap = [(-cosine, i, j) for i, row in near.items() for j, cosine in row.items() if i < j]
    heapq.heapify(heap)
    while heap:
        cosine, i, j = heapq.heappop(heap)
        if near.get(i, {}).get(j) != -cosine:
            continue  # one of them has been joined with another meanwhile
        members[i] = sorted(members[i] + members.pop(j))
        left, right = near.pop(i), near.pop(j)
        near[i] = {k: min(left[k], right[k]) for k in left.keys() & right.keys()}
        for k in (left.keys() | right.keys()) - {i, j}:
            near[k].pop(i, None)
            near[k].pop(j, None)
        for k, least in near[i].items():
            near[k][i] = least
            heapq.heappush(heap, (-least, min(i, k), max(i, k)))
    return members.values()
