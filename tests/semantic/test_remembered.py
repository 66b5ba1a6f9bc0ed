"""Vectors kept in a file: read again, made anew when damaged, and of the present knowledge alone."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from bot.semantic.remembered import MANY, Remembered, Vectors


@dataclass
class Letters:
    """A reader whose vectors say which of three letters a text has most of; it counts what it reads."""

    name: str = "letters"
    read: list[str] = field(default_factory=list)

    def vectors(self, texts: Sequence[str]) -> Vectors:
        self.read += texts
        rows = np.array([[1 + text.count(letter) for letter in "abc"] for text in texts], np.float32)
        unit: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit


def remembered(file: Path | None, *texts: str, name: str = "letters") -> tuple[Remembered, Letters]:
    """A model after a start with these texts."""
    reader = Letters(name)
    model = Remembered(reader, file)
    model.vectors(texts)
    model.keep()
    return model, reader


def test_a_second_start_reads_only_what_is_new(tmp_path: Path) -> None:
    first, _ = remembered(tmp_path / "v", "aa", "ab")
    second, reader = remembered(tmp_path / "v", "ab", "cc", "aa")
    assert reader.read == ["cc"]
    assert np.array_equal(second.vectors(["aa", "ab"]), first.vectors(["aa", "ab"]))


def test_a_text_that_comes_twice_is_read_once(tmp_path: Path) -> None:
    model, reader = remembered(tmp_path / "v", "aa", "aa")
    assert reader.read == ["aa"]
    assert model.vectors(["aa", "aa"]).shape == (2, 3)


def test_only_texts_of_the_present_knowledge_are_kept(tmp_path: Path) -> None:
    remembered(tmp_path / "v", "aa", "ab")
    remembered(tmp_path / "v", "aa")
    _, reader = remembered(tmp_path / "v", "aa", "ab")
    assert reader.read == ["ab"]


def test_what_people_write_is_neither_kept_nor_remembered(tmp_path: Path) -> None:
    model, reader = remembered(tmp_path / "v", "aa")
    before = (tmp_path / "v").read_bytes()
    for _ in range(2):
        model.vectors(["said in the room", "aa"])
    model.keep()
    assert reader.read == ["aa", "said in the room", "said in the room"]
    assert (tmp_path / "v").read_bytes() == before
    assert len(model.known) == 1


def test_another_model_has_other_vectors(tmp_path: Path) -> None:
    remembered(tmp_path / "v", "aa")
    _, reader = remembered(tmp_path / "v", "aa", name="others")
    assert reader.read == ["aa"]


@pytest.mark.parametrize("damage", [b"", b"rubbish", None], ids=["empty", "rubbish", "one byte"])
def test_a_damaged_file_is_made_anew(tmp_path: Path, damage: bytes | None) -> None:
    file = tmp_path / "v"
    remembered(file, "aa", "ab")
    whole = file.read_bytes()
    middle = whole.index(b"vectors.npy") + 200  # among the numbers
    file.write_bytes(whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :] if damage is None else damage)
    _, reader = remembered(file, "aa", "ab")
    assert sorted(reader.read) == ["aa", "ab"]
    assert file.read_bytes() == whole


def test_every_cut_of_the_file_is_noticed(tmp_path: Path) -> None:
    file = tmp_path / "v"
    remembered(file, "aa", "ab")
    whole = file.read_bytes()
    for length in range(0, len(whole), 7):
        file.write_bytes(whole[:length])
        assert Remembered(Letters(), file).known == {}


def test_tables_of_another_form_are_not_taken(tmp_path: Path) -> None:
    file = tmp_path / "v"
    for keys, vectors in (
        (np.zeros((2, 16), np.uint8), np.zeros((1, 3), np.float32)),
        (np.zeros((1, 15), np.uint8), np.zeros((1, 3), np.float32)),
        (np.zeros((1, 16), np.int8), np.zeros((1, 3), np.float32)),
        (np.zeros((1, 16), np.uint8), np.zeros((1, 3), np.float64)),
        (np.zeros(16, np.uint8), np.zeros(16, np.float32)),
    ):
        with file.open("wb") as stream:
            np.savez(stream, keys=keys, vectors=vectors)
        assert Remembered(Letters(), file).known == {}
    with file.open("wb") as stream:
        np.save(stream, np.zeros(3))
    assert Remembered(Letters(), file).known == {}


def test_a_file_that_cannot_be_written_is_told_and_no_failure(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("")
    model, _ = remembered(tmp_path / "file" / "v", "aa")
    assert len(model.vectors(["aa"])) == 1
    assert "the vectors of the knowledge cannot be kept (File exists)" in caplog.text


def test_nothing_is_left_beside_the_file_and_others_may_not_read_it(tmp_path: Path) -> None:
    remembered(tmp_path / "new" / "v", "aa")
    [file] = (tmp_path / "new").iterdir()
    assert file.stat().st_mode & 0o777 == 0o600


def test_without_a_file_it_works_too() -> None:
    model, reader = remembered(None, "aa")
    assert len(model.vectors(["aa", "b"])) == 2
    assert reader.read == ["aa", "b"]


def test_no_texts_are_no_vectors(tmp_path: Path) -> None:
    model, _ = remembered(tmp_path / "v")
    assert len(model.vectors([])) == 0
    assert not (tmp_path / "v").exists()


def test_vectors_do_not_depend_on_what_was_known(tmp_path: Path) -> None:
    texts = ["aa", "abc", "bbb", "cab"]
    fresh = Letters().vectors(texts)
    remembered(tmp_path / "v", *texts[1:3])
    model, _ = remembered(tmp_path / "v", *texts)
    assert np.array_equal(model.vectors(texts), fresh)


def test_long_reading_is_told_step_by_step_and_short_reading_is_not() -> None:
    steps: list[tuple[int, int]] = []
    model = Remembered(Letters(), None, lambda done, of: steps.append((done, of)))
    model.vectors([str(n) for n in range(MANY)])
    assert steps == []
    texts = [f"{n} more" for n in range(MANY + 1)]
    assert np.array_equal(model.vectors(texts), Letters().vectors(texts))
    assert steps == [(MANY, MANY + 1), (MANY + 1, MANY + 1)]
