"""The pinned model and models of operators: what they say, and what is said when they cannot be used."""

import gzip
import shutil
import sys
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from bot.semantic import Model, NoModel, open_model
from bot.semantic.model import BATCH, CHARACTERS
from bot.semantic.parts import PACKAGE, TOKENIZER, TOKENS, VOCABULARY, WEIGHTS, WORDS

TEXTS = ("how do I reset my password?", "i forgot my login secret", "bananas are yellow")
CLOSE = 1e-5  # single precision, summed in another order


@cache
def model() -> Model:
    return open_model()


@cache
def weights() -> Path:
    spec = find_spec(PACKAGE)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).with_name(WEIGHTS)


def folder(at: Path, content: bytes | None = None, **more: bytes) -> Path:
    """A folder of an operator: these weights (those of the pinned model if none are given), and files beside them."""
    at.mkdir(exist_ok=True)
    if content is None:
        (at / WEIGHTS).symlink_to(weights())
    else:
        (at / WEIGHTS).write_bytes(content)
    for name, text in more.items():
        (at / name.replace("_", ".")).write_bytes(text)
    return at


def words() -> bytes:
    return gzip.decompress(VOCABULARY.read_bytes())


def test_texts_of_like_meaning_lie_close() -> None:
    vectors = model().vectors(TEXTS)
    alike = vectors @ vectors.T
    assert alike[0, 1] > 0.5 > 0.2 > alike[0, 2]
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=CLOSE)


def test_a_text_means_the_same_whatever_it_is_read_with() -> None:
    texts = [" ".join(["word"] * (1 + 7 * i % 20)) + f" {i}" for i in range(BATCH + 3)]
    together = model().vectors(texts)
    assert np.allclose(together, np.concatenate([model().vectors([text]) for text in texts]), atol=CLOSE)


@pytest.mark.parametrize("text", ["", " ", "\ud800 half a character", "\0", "☃" * 5000, "x" * 100_000], ids=range(6))
def test_anything_that_can_be_written_has_a_vector(text: str) -> None:
    [vector] = model().vectors([text])
    assert np.isclose(np.linalg.norm(vector), 1, atol=CLOSE)


def test_nothing_has_no_vectors() -> None:
    assert len(model().vectors([])) == 0


def test_no_more_of_a_text_is_read_than_the_model_has_learned_to() -> None:
    start = "word " * (TOKENS - 2)  # without the marks at both ends
    ends: Sequence[str] = (start, start + "other", start + "other " * CHARACTERS)
    vectors = model().vectors(ends)
    assert np.allclose(vectors, vectors[0], atol=CLOSE)


def test_a_model_that_is_in_use_is_not_loaded_twice() -> None:
    assert open_model() is model()


# --- an operator's own ---


def test_a_folder_with_weights_and_a_vocabulary_is_a_model(tmp_path: Path) -> None:
    own = open_model(str(folder(tmp_path, vocab_txt=words())))
    assert np.array_equal(own.vectors(TEXTS), model().vectors(TEXTS))


def test_a_tokenizer_as_its_library_writes_it_is_taken_without_its_own_lengths(tmp_path: Path) -> None:
    other = open_model(str(folder(tmp_path / "words", vocab_txt=words()))).tokenizer
    other.enable_padding(length=20)
    text = other.to_str().encode()
    other.no_padding()
    own = open_model(str(folder(tmp_path / "whole", tokenizer_json=text)))
    assert np.allclose(own.vectors(TEXTS), model().vectors(TEXTS), atol=CLOSE)


def test_other_content_has_another_name(tmp_path: Path) -> None:
    own = open_model(str(folder(tmp_path, vocab_txt=words() + b"onemoreword\n")))
    assert own.name != model().name


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, f"holds neither {TOKENIZER} nor {WORDS}"),
        ({WORDS: b"one\ntwo\n"}, f"{WORDS}: is no vocabulary of BERT: it lacks [UNK] and [CLS] and [SEP]"),
        ({TOKENIZER: b"{}"}, f"{TOKENIZER}: is no tokenizer: "),
        ({WORDS: words()}, "cannot be used as a model of sentences: "),
    ],
    ids=["no tokenizer", "no vocabulary", "broken tokenizer", "broken weights"],
)
def test_what_is_wrong_with_a_folder_is_said(tmp_path: Path, files: dict[str, bytes], said: str) -> None:
    with pytest.raises(NoModel) as fault:
        open_model(str(folder(tmp_path, b"no weights", **files)))
    assert str(fault.value).startswith(str(tmp_path))
    assert said in str(fault.value)
    assert "\n" not in str(fault.value)


def test_a_folder_that_is_not_there_and_one_without_weights_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(NoModel, match="nowhere: there is no such folder"):
        open_model(str(tmp_path / "nowhere"))
    with pytest.raises(NoModel, match=rf"{WEIGHTS}: No such file or directory"):
        open_model(str(tmp_path))


# --- the pinned one ---


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """The package of the model in another place, which is found first."""
    package = tmp_path / PACKAGE
    package.mkdir()
    (package / "__init__.py").write_text("raise RuntimeError('the package is data: nothing of it is run')")
    shutil.copy(weights(), package / WEIGHTS)
    return tmp_path


@pytest.mark.parametrize("missing", ["onnxruntime", "tokenizers", PACKAGE])
def test_without_the_extra_that_is_said(missing: str) -> None:
    there = sys.modules.get(missing)
    sys.modules[missing] = None  # type: ignore[assignment]  # how Python marks a module that cannot be found
    try:
        with pytest.raises(NoModel, match=r"^needs the extra semantic \(pip install 'patience-bot\[semantic\]', or false\)$"):
            open_model()
    finally:
        del sys.modules[missing]
        sys.modules |= {missing: there} if there else {}


def test_other_weights_than_the_measured_ones_are_refused(elsewhere: Path) -> None:
    with (elsewhere / PACKAGE / WEIGHTS).open("r+b") as file:
        file.seek(1_000_000)
        file.write(b"\xff")
    sys.path.insert(0, str(elsewhere))
    try:
        with pytest.raises(NoModel, match="is not the file that was measured: its SHA-256 is"):
            open_model()
    finally:
        sys.path.remove(str(elsewhere))
