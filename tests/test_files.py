"""Files are written whole or not at all, and nobody's place is taken."""

from pathlib import Path

import pytest

from bot.files import create_file, replace_file


def test_a_new_file_is_written_as_it_is(tmp_path: Path) -> None:
    create_file(tmp_path / "a", "one\r\ntwo\n")
    assert (tmp_path / "a").read_bytes() == b"one\r\ntwo\n"


def test_a_file_that_is_there_stays_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("first")
    with pytest.raises(FileExistsError):
        create_file(tmp_path / "a", "second")
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"a": "first"}


def test_a_file_is_replaced_with_its_mode(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("first")
    replace_file(tmp_path / "a", "second\r\n", 0o640)
    assert ((tmp_path / "a").read_bytes(), (tmp_path / "a").stat().st_mode & 0o777) == (b"second\r\n", 0o640)


@pytest.mark.parametrize("write", [create_file, replace_file])
def test_where_there_is_no_folder_nothing_is_written(tmp_path: Path, write: object) -> None:
    with pytest.raises(OSError, match="No such file"):
        write(tmp_path / "none" / "a", "text")  # type: ignore[operator]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("write", [create_file, replace_file])
def test_what_cannot_be_encoded_leaves_nothing_behind(tmp_path: Path, write: object) -> None:
    with pytest.raises(UnicodeEncodeError):
        write(tmp_path / "a", "\ud800")  # type: ignore[operator]
    assert list(tmp_path.iterdir()) == []
