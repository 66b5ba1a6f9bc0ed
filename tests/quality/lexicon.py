"""Makes `plugins/faq/lexicon.npz`: the table of everyday words that the matcher reads without the extra `semantic`.

    python -m tests.quality.lexicon WORDNET DESCRIPTIONS OUT

WORDNET: the folder with `data.noun` … of WordNet 3.0 (Debian: wordnet-base); its definitions and examples are everyday English.
DESCRIPTIONS: package descriptions of a distribution as apt keeps them (`Translation-en`); they are about computers.
The model of the extra reads the sentences; then words get vectors whose sum over a sentence comes as near as it can to what the model made
of the whole (least squares, held near what the model makes of each word alone). Nothing but these vectors is kept of either source.
An hour on one core; the same sources give the same table.
"""

import gzip
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from random import Random

import numpy as np
import numpy.typing as npt

from bot.semantic import open_model
from bot.semantic.parts import VOCABULARY
from plugins.faq.meaning import Meaning
from plugins.faq.words import PLAIN

Floats = npt.NDArray[np.float32]

SHARES = {"definition": 14_000, "example": 22_000, "summary": 7_000, "sentence": 22_000}  # of each kind of text, chosen by chance
SHORTEST, LONGEST = 3, 200  # words, and characters, of a sentence
WORDS = 24_000  # kept: those that most sentences hold
TIMES = 3  # so often a word must be said to be learned
DIMENSIONS = 128  # the first principal components of the sentences, most telling first: the shortlist reads a part of them
COMMON = 3e-4  # share of all words from which a word is a common one, and begins with less weight (Arora 2017)
HELD = 2.0  # how strongly words are held near what they mean alone: as by so many sentences
STEPS = 40  # of the conjugate gradients; the error stands still after thirty
SEED = 0


def sentences(wordnet: Path, descriptions: Path) -> list[str]:
    """What is read, in a fixed order."""
    texts = sorted({*_of_wordnet(wordnet), *_of_packages(descriptions)})
    Random(SEED).shuffle(texts)  # noqa: S311 - a sample, no secret
    left = dict(SHARES)
    chosen = []
    for kind, text in texts:
        if left[kind]:
            left[kind] -= 1
            chosen.append(text)
    return sorted(chosen, key=len)


def _of_wordnet(folder: Path) -> Iterator[tuple[str, str]]:
    """Definitions, each with its words, and examples."""
    for file in sorted(folder.glob("data.*")):
        for line in file.read_text().splitlines():
            head, bar, gloss = line.partition(" | ")
            if not bar or line.startswith("  "):
                continue
            fields = head.split()
            words = [word.replace("_", " ") for word in fields[4 : 4 + 2 * int(fields[3], 16) : 2]]
            meaning, *examples = re.split(r';\s*(?=")', gloss.strip())
            if words[0][:1].islower():  # the others are names
                yield "definition", f"{', '.join(words[:3])}: {meaning}"[:LONGEST]
            yield from (("example", text.strip(' "')[:LONGEST]) for text in examples if len(text.split()) >= SHORTEST)


def _of_packages(file: Path) -> Iterator[tuple[str, str]]:
    """The summary of each package, and the first sentences of what is said of it."""
    for block in file.read_text(errors="replace").split("\n\n"):
        found = re.search(r"Description-en: (.*)\n((?: .*\n?)*)", block)
        if found:
            yield "summary", found[1][:LONGEST]
            told = " ".join(line.strip() for line in found[2].splitlines() if line.strip() != ".")
            yield from (("sentence", text[:LONGEST]) for text in re.split(r"(?<=[.!?])\s+", told)[:4] if len(text.split()) > SHORTEST)


def learned(texts: Sequence[str], read: Floats, vocabulary: Iterable[str], meaning: Meaning) -> tuple[list[str], Floats]:
    """The words, most frequent first, and their vectors. `read`: what the model made of each text; `vocabulary`: words to know besides."""
    said = [list(dict.fromkeys(PLAIN.findall(text.casefold()))) for text in texts]
    counts = Counter(word for words in said for word in words)
    known = {word for word in vocabulary if PLAIN.fullmatch(word)} | {word for word, times in counts.items() if times >= TIMES}
    words = sorted(known, key=lambda word: (-counts[word], word))[:WORDS]
    axes = principal(read)
    wanted = (read - read.mean(0)) @ axes
    alone = np.array(meaning.vectors(words), np.float32)
    rarity = np.array([COMMON / (COMMON + (counts[word] + 0.5) / counts.total()) for word in words], np.float32)
    start = (alone - alone.mean(0)) @ axes * rarity[:, None]
    number = {word: row for row, word in enumerate(words)}
    table = fitted([[number[word] for word in one if word in number] for one in said], wanted, start)
    return words, table


def principal(read: Floats) -> Floats:
    """The first axes of the sentences: dimension of the model x dimension."""
    off = read - read.mean(0)
    axes: Floats = np.linalg.eigh(off.T @ off / np.float32(len(off)))[1][:, ::-1][:, :DIMENSIONS]
    return axes


def fitted(texts: Sequence[Sequence[int]], wanted: Floats, start: Floats) -> Floats:
    """Vectors of words whose sums over the texts (divided by the root of their number) come near to what is wanted: conjugate gradients."""
    numbers = np.array([word for text in texts for word in text], np.int64)
    rows = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
    weights = np.array([len(text) ** -0.5 for text in texts for _ in text], np.float32)[:, None]

    def sums(vectors: Floats) -> Floats:
        total = np.zeros_like(wanted)
        np.add.at(total, rows, vectors[numbers] * weights)
        return total

    def back(errors: Floats) -> Floats:
        total = np.zeros_like(start)
        np.add.at(total, numbers, errors[rows] * weights)
        return total

    said = sums(start)
    start = start * np.float32((said * wanted).sum() / (said * said).sum())
    change, rest = np.zeros_like(start), back(wanted - sums(start))
    way, square = rest.copy(), (rest * rest).sum(0)
    for _ in range(STEPS):
        image = back(sums(way)) + np.float32(HELD) * way
        step = square / np.maximum((way * image).sum(0), np.float32(1e-12))
        change, rest = change + step * way, rest - step * image
        before, square = square, (rest * rest).sum(0)
        way = rest + square / np.maximum(before, np.float32(1e-12)) * way
    return start + change


def keep(file: Path, words: Sequence[str], table: Floats) -> None:
    """Write the table: one byte a number, and a scale for each word."""
    scale = np.maximum(np.abs(table).max(1, keepdims=True) / 127, 1e-9)
    vectors = np.round(table / scale).astype(np.int8)
    np.savez_compressed(file, words=np.frombuffer("\n".join(words).encode(), np.uint8), vectors=vectors, scale=scale.astype(np.float16))


def main(wordnet: Path, descriptions: Path, out: Path) -> None:
    """Make the table."""
    model, texts = open_model(), sentences(wordnet, descriptions)
    read = np.concatenate([model.vectors(texts[first : first + 256]) for first in range(0, len(texts), 256)])
    with gzip.open(VOCABULARY, "rt", encoding="utf-8") as lines:
        vocabulary = lines.read().split()
    keep(out, *learned(texts, read, vocabulary, model))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
