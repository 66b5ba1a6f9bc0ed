"""Logs on disk: packed, mixed, damaged; in the order of their first lines."""

import gzip
import json
from datetime import UTC
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cli.logs import LONGEST, Log, looked_at, read
from bot.load import BadInput

ISO = "2026-11-23T12:00:00 <alice> "


def told(path: Path, kind: str = "iso") -> tuple[list[str], list[str]]:
    """What is said in a log, and what is wrong with it."""
    bad: list[str] = []
    found = read(Log(str(path), kind, 0.0, 0), UTC, lambda where, why: bad.append(f"{where.rpartition('/')[2]}: {why}"))
    return [logged.text for _, logged in found], bad


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("data", "texts"),
    [
        (f"{ISO}one\r\n{ISO}two\r\n".encode(), ["one", "two"]),
        (f"\ufeff{ISO}one".encode(), ["one"]),
        (f"{ISO}caf".encode() + b"\xe9\n", ["café"]),
        (f"{ISO}one\n\n\n{ISO}\x00\x1b[31mtwo\n".encode(), ["one", "\x00\x1b[31mtwo"]),
        (gzip.compress(f"{ISO}one\n".encode(), mtime=0), ["one"]),
        (b"", []),
    ],
)
def test_lines_are_read_whatever_their_ends_and_letters(tmp_path: Path, data: bytes, texts: list[str]) -> None:
    assert told(write(tmp_path / "a.log", data)) == (texts, [])


def test_a_bad_line_is_told_with_file_and_line(tmp_path: Path) -> None:
    path = write(tmp_path / "a.log", f"{ISO}one\ngarbage\n{ISO}two\n".encode())
    assert told(path) == (["one", "two"], ["a.log:2: no time stamp like 2026-11-23T12:00:00".replace("2026-11-23", "2024-01-31")])


def test_a_line_that_never_ends_is_cut(tmp_path: Path) -> None:
    path = write(tmp_path / "a.log", ISO.encode() + b"x" * (2 * LONGEST) + f"\n{ISO}two\n".encode())
    texts, _ = told(path)
    assert [len(text) <= LONGEST for text in texts] == [True, True]
    assert texts[1] == "two"


def packed(count: int = 5000) -> bytes:
    return gzip.compress("".join(f"{ISO}{number}\n" for number in range(count)).encode(), mtime=0)


def test_a_packed_file_that_breaks_off_is_read_so_far_and_told(tmp_path: Path) -> None:
    texts, bad = told(write(tmp_path / "a.log.gz", packed()[: len(packed()) // 2]))
    assert 0 < len(texts) < 5000
    assert [why.partition(" on: ")[0] for why in bad] == [f"a.log.gz: behind line {len(texts)}: cannot be read"]


@pytest.mark.parametrize("kind", ["iso", "matrix"])
@given(at=st.integers(10, len(packed(300)) - 1), bit=st.integers(0, 7))
def test_a_damaged_file_is_read_so_far_whatever_the_damage(tmp_path_factory: pytest.TempPathFactory, kind: str, at: int, bit: int) -> None:
    data = bytearray(packed(300))
    data[at] ^= 1 << bit
    texts, bad = told(write(tmp_path_factory.mktemp("damaged") / "a.log.gz", bytes(data)), kind)
    assert texts or bad


def test_a_packed_file_of_nothing_but_damage_is_named(tmp_path: Path) -> None:
    path = write(tmp_path / "a.log.gz", packed()[:10] + bytes(range(255, 0, -1)))
    with pytest.raises(BadInput, match="cannot be read"):
        looked_at([str(path)], None, UTC)


def test_an_export_is_read_by_its_events(tmp_path: Path) -> None:
    event = {"type": "m.room.message", "sender": "@a:x", "origin_server_ts": 1, "content": {"msgtype": "m.text", "body": "hi"}}
    path = write(tmp_path / "export.json", json.dumps({"messages": [event, 3, event]})[:-10].encode())
    texts, bad = told(path, "matrix")
    assert texts[0] == "hi"
    assert [why.partition(":")[0] for why in bad] == ["export.json", "export.json"]


def test_an_export_is_looked_at_and_closed(tmp_path: Path) -> None:
    event = {"type": "m.room.message", "sender": "@a:x", "origin_server_ts": 1795438931000, "content": {"msgtype": "m.text", "body": "hi"}}
    path = write(tmp_path / "export.json", json.dumps({"messages": [event, event]}, indent=2).encode())
    assert [(log.format, log.began) for log in looked_at([str(path)], None, UTC)] == [("matrix", 1795438931.0)]


def test_logs_come_in_the_order_of_their_first_lines(tmp_path: Path) -> None:
    late = write(tmp_path / "a.log", b"2026-11-24T12:00:00 <a> x\n")
    early = write(tmp_path / "b.log", b"[2026-11-23 12:00:00] <a> x\n")
    assert [Path(log.name).name for log in looked_at([str(late), str(early)], None, UTC)] == ["b.log", "a.log"]


def test_all_files_that_cannot_be_used_are_named(tmp_path: Path) -> None:
    novel = write(tmp_path / "novel.txt", b"It was a dark night.\nIt rained.\n")
    with pytest.raises(BadInput) as fault:
        looked_at([str(novel), str(tmp_path / "none.log"), str(tmp_path)], None, UTC)
    texts = [problem.text for problem in fault.value.problems]
    assert len(texts) == 3
    assert sum("--format" in text for text in texts) == 1
