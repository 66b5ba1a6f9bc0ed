"""A model that runs: texts in, vectors out. It holds no state between two calls, and several threads may call it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

import numpy as np
import numpy.typing as npt

from bot.semantic.parts import NoModel, Parts, library, of_folder, pinned

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Vectors = npt.NDArray[np.float32]

CHARACTERS = 2000  # of a text that are looked at: more than TOKENS of any prose, and a bound for what is none
BATCH = 16  # texts of like length that are read at once: two thirds of the time of one by one, and no more memory to speak of
ERRORS_ONLY = 3  # severity of what the runtime writes to stderr: its warnings are about processors and graphs, not about us
POOLED, EACH_TOKEN = 2, 3  # dimensions of what a model puts out: one vector a text, or one a token
TRIED = ("Is it a question?", "no")  # of different length: padding and mask are tried, too


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Model:
    """A sentence-embedding model. Texts of like meaning have vectors of like direction."""

    name: str  # stands for its content: the same name, the same vectors
    tokenizer: "Tokenizer"
    session: Any  # onnxruntime.InferenceSession, which is untyped
    inputs: tuple[str, ...]

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """Vectors of unit length, one row a text: (n, d). The same for a text whatever it is read together with."""
        pieces = [self.tokenizer.encode(_readable(text)).ids for text in texts]
        by_length = sorted(range(len(pieces)), key=lambda i: len(pieces[i]))
        batches = [by_length[start : start + BATCH] for start in range(0, len(by_length), BATCH)]
        rows = [self._read([pieces[i] for i in batch]) for batch in batches]
        found = np.concatenate(rows) if rows else np.zeros((0, 0), np.float32)
        return found[np.argsort(np.array(by_length, dtype=np.intp))]

    def _read(self, pieces: Sequence[Sequence[int]]) -> Vectors:
        """One batch: the mean over the vectors of its tokens, without those that fill up shorter texts."""
        shape = (len(pieces), max(map(len, pieces)))
        fed = {name: np.zeros(shape, np.int64) for name in ("input_ids", "attention_mask", "token_type_ids")}
        for row, ids in enumerate(pieces):
            fed["input_ids"][row, : len(ids)] = ids
            fed["attention_mask"][row, : len(ids)] = 1
        out = self.session.run(None, {name: fed[name] for name in self.inputs})[0]
        if out.ndim == EACH_TOKEN:
            mask = fed["attention_mask"][:, :, None].astype(np.float32)
            out = (out * mask).sum(axis=1) / mask.sum(axis=1)
        unit: Vectors = (out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), np.finfo(np.float32).tiny)).astype(np.float32)
        return unit


# A model that some plugin still uses, so that a reload does not hold it in memory twice.
_running: "WeakValueDictionary[tuple[str, int], Model]" = WeakValueDictionary()


def open_model(folder: str = "", threads: int = 1) -> Model:
    """The pinned model, or the one of a folder, on so many threads. It was tried before it is returned. Raises NoModel."""
    runtime = library("onnxruntime")
    parts = of_folder(Path(folder)) if folder else pinned()
    model = _running.get((parts.name, threads))
    if model is None:
        model = _started(parts, runtime, threads)
        _running[parts.name, threads] = model
    return model


def _started(parts: Parts, runtime: Any, threads: int) -> Model:
    runtime.set_default_logger_severity(ERRORS_ONLY)
    options = runtime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    options.log_severity_level = ERRORS_ONLY
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # threads that wait leave the processor to others
    try:
        session = runtime.InferenceSession(parts.weights, options, providers=["CPUExecutionProvider"])
        model = Model(parts.name, parts.tokenizer, session, tuple(one.name for one in session.get_inputs()))
        tried = model.vectors(TRIED)
    except Exception as fault:  # noqa: BLE001 - the runtime raises nothing narrower, whatever is wrong with a file
        raise NoModel(f"{parts.source}: cannot be used as a model of sentences: {_one_line(fault)}") from None
    if tried.ndim != POOLED or not np.isfinite(tried).all():
        raise NoModel(f"{parts.source}: gives no vectors of sentences, but an array of shape {tried.shape}")
    return model


def _readable(text: str) -> str:
    """A text that the tokenizer takes: chat may hold halves of characters."""
    return text[:CHARACTERS].encode("utf-8", "replace").decode("utf-8")


def _one_line(fault: Exception) -> str:
    return " ".join(f"{type(fault).__name__}: {fault}".split())
