"""Where a store lives, and who may read it."""

from pathlib import Path

import pytest

from bot.store.errors import BadStore
from bot.store.files import KEY_BYTES, file_of, hash_key, parse, shown


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def url(folder: Path) -> str:
    return f"sqlite:///{folder}/var/patience.db"


def test_the_key_is_made_beside_the_file_for_its_owner_alone(tmp_path: Path) -> None:
    key = hash_key(url(tmp_path))
    file = tmp_path / "var/patience.db.key"
    assert (len(key), file.read_bytes(), mode(file), mode(file.parent)) == (KEY_BYTES, key, 0o600, 0o700)


def test_making_the_key_leaves_nothing_else_behind(tmp_path: Path) -> None:
    hash_key(url(tmp_path))
    assert [file.name for file in (tmp_path / "var").iterdir()] == ["patience.db.key"]


def test_the_key_stays_the_same(tmp_path: Path) -> None:
    assert hash_key(url(tmp_path)) == hash_key(url(tmp_path))


def test_a_key_of_the_wrong_length_is_refused_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    (tmp_path / "var/patience.db.key").write_bytes(b"short")
    with pytest.raises(BadStore, match=r"patience\.db\.key: holds 5 bytes and not 32: restore it"):
        hash_key(url(tmp_path))


def test_a_store_in_memory_has_another_key_each_time() -> None:
    assert hash_key("sqlite://") != hash_key("sqlite://")


def test_the_key_of_a_server_lies_under_the_base_folder(tmp_path: Path) -> None:
    assert hash_key("postgresql://bot@db/patience", tmp_path) == (tmp_path / "var/patience.key").read_bytes()


def test_a_key_that_cannot_be_written_is_refused_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file where the folder should be")
    with pytest.raises(BadStore, match="make its folder writable"):
        hash_key(url(tmp_path))


@pytest.mark.parametrize("text", ["", "var/patience.db", "mysql://u:secret@h/d", "sqlite+aiosqlite:///x.db", "postgresql://h:port/d"])
def test_another_kind_of_url_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(BadStore, match=r"^store: is neither [^@]* nor postgresql://USER@HOST/DATABASE$"):
        parse(text)


@pytest.mark.parametrize(
    ("text", "file"),
    [
        ("sqlite:///var/patience.db", Path("var/patience.db")),
        ("sqlite:////srv/patience.db", Path("/srv/patience.db")),
        ("sqlite://", None),
        ("sqlite:///", None),
        ("sqlite:///:memory:", None),
        ("postgresql://bot@db/patience", None),
    ],
)
def test_the_file_is_found_in_the_url(text: str, file: Path | None) -> None:
    assert file_of(parse(text)) == file


def test_messages_never_show_the_password() -> None:
    assert shown(parse("postgresql://bot:secret@db/patience")) == "postgresql://bot:***@db/patience"
