"""One request and its faults, against a server that sends the bytes that it is told to send."""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from bot.adapters.matrix.link import Answer, Link, Unreachable, asking, path

pytestmark = pytest.mark.slow  # real sockets

TOKEN = "syt_secret"


def http(body: bytes | str, status: str = "200 OK", *headers: str, length: int | None = None) -> bytes:
    raw = body if isinstance(body, bytes) else body.encode()
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(raw) if length is None else length}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + raw


@dataclass
class Told:
    """A server that answers everything with the same bytes, then hangs up, or (`open_`) keeps the line open."""

    answer: bytes
    open_: bool = False
    heard: list[bytes] = field(default_factory=list)
    url: str = ""

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            self.heard.append(await reader.readuntil(b"\r\n\r\n"))
            writer.write(self.answer)
            await writer.drain()
            if self.open_:
                await reader.read()
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def told(answer: bytes, *, open_: bool = False) -> AsyncIterator[Told]:
    server = Told(answer, open_)
    listening = await asyncio.start_server(server, "127.0.0.1", 0)
    server.url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    try:
        yield server
    finally:
        listening.close()


@asynccontextmanager
async def linked(url: str) -> AsyncIterator[Link]:
    link = Link(url, "@bot:hs.test")
    link.token = TOKEN
    try:
        yield link
    finally:
        await link.close()


async def asked(answer: bytes, *, open_: bool = False, most: int = 10_000) -> Answer:
    async with told(answer, open_=open_) as server, linked(server.url) as link:
        return await link.ask("GET", path("sync"), timeout=0.5 if open_ else 5.0, most=most)


@pytest.mark.parametrize(
    ("answer", "status", "body"),
    [
        (http('{"a": 1}'), 200, {"a": 1}),
        (http('["a"]'), 200, ["a"]),
        (http('{"errcode": "M_FORBIDDEN", "error": "no"}', "403 Forbidden"), 403, {"errcode": "M_FORBIDDEN", "error": "no"}),
        (http(gzip.compress(b'{"a": 1}', mtime=0), "200 OK", "Content-Encoding: gzip"), 200, {"a": 1}),
        (http("<html>slow down", "429 Too Many Requests"), 429, {}),
    ],
)
async def test_what_can_be_read_is_an_answer(answer: bytes, status: int, body: object) -> None:
    found = await asked(answer)
    assert (found.status, found.body) == (status, body)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\x16\x03\x01 this is TLS",
        b"HTTP/1.1 200",
        http(""),
        http("<html>bad gateway", "502 Bad Gateway"),
        http('{"errcode": "M_UNKNOWN"}', "500 Internal Server Error"),
        http("<html>log in to this hotel"),
        http('{"a": 1', length=100),
        http('{"a": '),
        http(b'{"a": "\xff\xfe"}'),
        http("[" * 9000),
        http('{"a": "' + "x" * 20_000 + '"}'),
        http(gzip.compress(b'{"a": "' + b"x" * 1_000_000 + b'"}', mtime=0), "200 OK", "Content-Encoding: gzip"),
        http(b"not gzip", "200 OK", "Content-Encoding: gzip"),
        http("", "302 Found", "Location: /_matrix/client/v3/sync"),
        http("", "302 Found", "Location: http://127.0.0.1:1/"),
        http("", "302 Found", "Location: \x7f://"),
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100_000 + b"\r\n\r\n{}",
    ],
)
async def test_everything_else_is_one_kind_of_fault_that_holds_no_token(answer: bytes) -> None:
    with pytest.raises(Unreachable) as fault:
        await asked(answer)
    assert TOKEN not in str(fault.value)
    assert "\n" not in str(fault.value)
    assert fault.value.__cause__ is None


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 200 OK\r\n", http('{"a": ', length=100)])
async def test_a_line_that_stays_open_without_an_end_is_left(answer: bytes) -> None:
    with pytest.raises(Unreachable, match=r"no answer in 0\.5 s"):
        await asked(answer, open_=True)


async def test_nobody_at_home_is_a_fault() -> None:
    async with told(b"") as server:
        url = server.url
    async with linked(url) as link:
        with pytest.raises(Unreachable):
            await link.ask("GET", path("sync"), timeout=5.0)


async def test_the_token_goes_in_a_header_and_not_to_where_we_are_sent() -> None:
    async with told(http("{}")) as elsewhere:
        redirect = http("", "307 Temporary Redirect", f"Location: {elsewhere.url}/stolen")
        async with told(redirect) as server, linked(server.url) as link:
            await link.ask("GET", path("sync", since="s1"), timeout=5.0)
        (first,), (second,) = server.heard, elsewhere.heard
    assert f"authorization: bearer {TOKEN}".encode() in first.lower()
    assert TOKEN.encode() not in first.splitlines()[0]
    assert TOKEN.encode() not in second


async def test_a_request_that_is_under_way_ends_when_the_session_is_closed() -> None:
    async with told(b"", open_=True) as server:
        link = Link(server.url, "@bot:hs.test")
        async with asyncio.timeout(5.0), asyncio.TaskGroup() as tasks:

            async def ask() -> None:
                with pytest.raises(Unreachable):
                    await link.ask("GET", path("sync"), timeout=60.0)

            tasks.create_task(ask())
            while not server.heard:
                await asyncio.sleep(0)
            await link.close()


def test_paths_are_quoted_and_empty_values_left_out() -> None:
    assert path("rooms", "!a/b:hs", "join", via="a b", since="") == "/_matrix/client/v3/rooms/%21a%2Fb%3Ahs/join?via=a+b"
    assert asking("/x?a=1", since="s&2", filter="") == "/x?a=1&since=s%262"


def test_an_error_is_told_in_one_line_of_bounded_length() -> None:
    words = Answer(403, {"errcode": "M_FORBIDDEN", "error": "no\n" * 500}).words
    assert words.startswith("M_FORBIDDEN: no no")
    assert len(words) < 250
    assert "\n" not in words


@pytest.mark.parametrize(
    "body", [None, [], "x", {"errcode": 3}, {"error": ["x"]}, {"errcode": "M_X", "error": {}}, json.loads('{"errcode": null}')]
)
def test_an_error_of_any_form_has_words(body: object) -> None:
    assert Answer(400, body).words in ("400", "M_X")
