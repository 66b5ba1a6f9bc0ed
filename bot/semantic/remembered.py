"""Vectors of the knowledge in a file, so that a start or a reload reads only what is new.

The file is a copy of what can be computed: whatever is wrong with it, it is made anew. It holds hashes of texts and their
vectors, and of the present knowledge alone. What is looked up later, people's words, is never kept.
"""

import logging
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

log = logging.getLogger("patience")

Vectors = npt.NDArray[np.float32]
Watch = Callable[[int, int], None]  # told how many texts of all have been read

DIGEST = 16  # bytes of a hash: no two texts of a folder meet by chance, nor by malice within what a maintainer would review
OWNER_ONLY, FOLDER = 0o600, 0o700  # as for the store, beside which it lies
MANY = 200  # texts that take a second or more: so many are read at a time, and whoever waits is told


class Reader(Protocol):
    """What turns texts into vectors of unit length."""

    @property
    def name(self) -> str: ...

    def vectors(self, texts: Sequence[str]) -> Vectors: ...


@dataclass(slots=True)
class Remembered:
    """A model that remembers what it was asked until `keep` is called, and writes that to its file then."""

    model: Reader
    file: Path | None  # None: nothing is kept on disk
    watch: Watch | None = None  # told of long reading
    known: dict[bytes, Vectors] = field(init=False)  # from the file, and what came since
    asked: set[bytes] | None = field(init=False, default_factory=set)  # None: it was kept; what is asked now is not remembered

    held: frozenset[bytes] = field(init=False)  # what the file has

    def __post_init__(self) -> None:
        self.known = _from(self.file) if self.file else {}
        self.held = frozenset(self.known)

    @property
    def name(self) -> str:
        return self.model.name

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """Vectors of unit length, one row a text; only those that are not known are computed."""
        keys = [self._key(text) for text in texts]
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in self.known}
        found = dict(zip(new, self._read(tuple(new.values())), strict=True))
        if self.asked is not None:
            self.known |= found
            self.asked |= set(keys)
        rows = [found[key] if key in found else self.known[key] for key in keys]
        return np.stack(rows) if rows else np.zeros((0, 0), np.float32)

    def keep(self) -> None:
        """What was asked so far is the knowledge: keep that, forget the rest, and remember nothing more."""
        if self.asked is None:
            return
        kept = {key: self.known[key] for key in sorted(self.asked)}
        if self.file and self.held != self.asked:
            _write(self.file, kept)
        self.known, self.asked = kept, None

    def _read(self, texts: Sequence[str]) -> Iterator[Vectors]:
        """The vector of each text, computed."""
        if len(texts) > MANY:
            log.info("reading the meaning of %d texts, once", len(texts))
        for start in range(0, len(texts), MANY):
            yield from self.model.vectors(texts[start : start + MANY])
            if self.watch and len(texts) > MANY:
                self.watch(min(start + MANY, len(texts)), len(texts))

    def _key(self, text: str) -> bytes:
        content = f"{self.name}\0{text}".encode("utf-8", "surrogatepass")
        return blake2b(content, digest_size=DIGEST).digest()


def _from(file: Path) -> dict[bytes, Vectors]:
    """What a file holds; nothing when it is missing, damaged or not ours."""
    try:
        with file.open("rb") as stream, np.load(stream, allow_pickle=False) as held:  # checks the sum of each part
            keys, vectors = held["keys"], held["vectors"]
    except Exception:  # noqa: BLE001 - rubbish fails in more ways than libraries list, and all of them mean: compute it
        return {}
    tables = keys.shape == (len(keys), DIGEST) and vectors.shape[:1] == keys.shape[:1] and vectors.ndim == keys.ndim
    if not tables or keys.dtype != np.uint8 or vectors.dtype != np.float32:
        return {}
    return {key.tobytes(): vector for key, vector in zip(keys, vectors, strict=True)}


def _write(file: Path, known: dict[bytes, Vectors]) -> None:
    """Aside, and into its place when it is whole: whoever reads sees the old file or the new one."""
    keys = np.frombuffer(b"".join(known), np.uint8).reshape(len(known), DIGEST)
    vectors = np.stack(tuple(known.values())) if known else np.zeros((0, 0), np.float32)
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(mode=FOLDER, parents=True, exist_ok=True)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY), "wb") as stream:
            np.savez(stream, keys=keys, vectors=vectors)
        draft.replace(file)
    except OSError as refused:
        log.warning("%s: the vectors of the knowledge cannot be kept (%s): they are computed at every start", file, refused.strerror)
        with suppress(OSError):
            draft.unlink()
