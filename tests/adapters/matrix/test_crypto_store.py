"""The folder with the keys: one process, one secret, one device; never used again once it cannot be trusted."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.adapters.base import Refused
from bot.adapters.matrix.crypto_store import KEYS, SECRET, CryptoLocked, CryptoStore, StoreLost

ME, DEVICE = "@bot:hs.test", "DEVICE"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CryptoStore]:
    store = CryptoStore(tmp_path)
    yield store
    store.close()


def test_the_keys_are_those_of_the_last_time(store: CryptoStore) -> None:
    first = dict(store.load(ME, DEVICE).account.identity_keys)
    assert dict(store.load(ME, DEVICE).account.identity_keys) == first


def test_nobody_else_may_read_any_of_it(store: CryptoStore) -> None:
    store.load(ME, DEVICE)
    assert {path.name: oct(path.stat().st_mode & 0o777) for path in store.folder.iterdir() if path.name in (KEYS, SECRET)} == {
        KEYS: "0o600",
        SECRET: "0o600",
    }
    assert oct(store.folder.stat().st_mode & 0o777) == "0o700"


def test_each_store_has_a_secret_of_its_own(tmp_path: Path) -> None:
    secrets = set()
    for name in ("a", "b"):
        store = CryptoStore(tmp_path / name)
        store.load(ME, DEVICE)
        secrets.add((store.folder / SECRET).read_text())
        store.close()
    assert len(secrets) == 2
    assert all(len(bytes.fromhex(secret)) == 32 for secret in secrets)


@pytest.mark.usefixtures("store")
def test_a_second_bot_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(CryptoLocked, match="in use by another process"):
        CryptoStore(tmp_path)


def test_a_bot_in_another_process_holds_it_too_and_lets_go_when_it_dies(tmp_path: Path) -> None:
    lock = tmp_path / "crypto" / "lock"
    lock.parent.mkdir()
    script = f"import fcntl, sys; f = open({str(lock)!r}, 'ab'); fcntl.flock(f, fcntl.LOCK_EX); print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(CryptoLocked):
            CryptoStore(tmp_path)
        other.kill()
    CryptoStore(tmp_path).close()


def test_a_folder_that_cannot_be_used_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "crypto").write_text("in the way")
    with pytest.raises(Refused, match="make it writable"):
        CryptoStore(tmp_path)


@pytest.mark.parametrize("damage", [b"", b"no database at all" * 100])
def test_a_file_that_is_no_store_is_lost(store: CryptoStore, damage: bytes) -> None:
    store.load(ME, DEVICE)
    kept = store.folder / KEYS
    kept.write_bytes(damage)
    if damage:
        with pytest.raises(StoreLost):
            store.load(ME, DEVICE)
    else:  # an empty file is an empty database: the homeserver will say that these are not our keys
        assert store.load(ME, DEVICE).account.shared is False


@pytest.mark.parametrize("page", [1, 2, 4])
def test_a_flipped_page_is_noticed(store: CryptoStore, page: int) -> None:
    store.load(ME, DEVICE)
    store.close()
    file = store.folder / KEYS
    content = bytearray(file.read_bytes())
    at = page * 4096
    content[at : at + 4096] = bytes(byte ^ 0xFF for byte in content[at : at + 4096])
    file.write_bytes(content)
    again = CryptoStore(store.folder.parent)
    with pytest.raises(StoreLost):
        again.load(ME, DEVICE)
    again.close()


@pytest.mark.parametrize("secret", [None, "", "short", "0" * 64])
def test_without_its_secret_a_store_is_lost(store: CryptoStore, secret: str | None) -> None:
    store.load(ME, DEVICE)
    file = store.folder / SECRET
    if secret is None:
        file.unlink()
    else:
        file.write_text(secret)
    with pytest.raises(StoreLost):
        store.load(ME, DEVICE)


def test_what_is_lost_is_moved_aside_with_its_date_and_makes_room(store: CryptoStore) -> None:
    before = dict(store.load(ME, DEVICE).account.identity_keys)
    store.aside(1_800_000_000.0)
    assert {path.name for path in store.folder.iterdir()} == {"lock", f"{KEYS}.lost-2027-01-15-080000", f"{SECRET}.lost-2027-01-15-080000"}
    assert dict(store.load(ME, "NEW").account.identity_keys) != before
