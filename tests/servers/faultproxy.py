"""A TCP proxy that delays, drips, cuts, resets and goes silent, between a client and a server on loopback.

It runs on the test's own event loop: `async with FaultProxy(server.port) as proxy: …`, then set its switches.
"""

import asyncio
import contextlib
import socket
import struct
from collections.abc import Callable, Iterable
from typing import Self

from tests.servers.common import LOOPBACK

CHUNK = 65536
NO_LINGER = struct.pack("ii", 1, 0)  # closing then sends a reset

Tap = Callable[[bytes], bytes]
Pair = tuple[asyncio.StreamWriter, asyncio.StreamWriter]  # to the client, to the server


class FaultProxy:
    """Switches may be changed at any time and hold for connections old and new."""

    def __init__(self, upstream: int) -> None:
        self.upstream = upstream
        self.port = 0
        self.latency = 0.0  # seconds added in each direction
        self.drip: tuple[int, float] | None = None  # write so many bytes, then wait so many seconds
        self.refuse = False  # accept, then reset at once
        self.silent = False  # swallow everything, keep the sockets open
        self.on_client: Tap | None = None  # sees and may change what the client sends
        self.on_server: Tap | None = None
        self.accepted = 0  # connections so far
        self.connected = asyncio.Event()  # set at each new connection; a test may clear it
        self._pairs: set[Pair] = set()
        self._held: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, LOOPBACK, 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None  # set by __aenter__
        self._server.close()
        self.silent = False
        self.reset_all()
        for writer in tuple(self._held):
            writer.transport.abort()

    def blackhole(self) -> None:
        """The half-open line: nothing passes any more, and nobody is told. New connections hang, too."""
        self.silent = True

    def heal(self) -> None:
        """Everything as on the first day for new connections; what was swallowed stays lost."""
        self.silent = self.refuse = False
        self.latency, self.drip = 0.0, None

    def pairs(self) -> frozenset[Pair]:
        """The connections that are open now, for `reset`."""
        return frozenset(self._pairs)

    def reset(self, pairs: Iterable[Pair]) -> None:
        """RST to both sides of some connections."""
        for pair in pairs:
            for writer in pair:
                _reset(writer)

    def reset_all(self) -> None:
        """RST to both sides of every connection."""
        self.reset(self.pairs())

    def close_all(self) -> None:
        """FIN to both sides of every connection."""
        for pair in tuple(self._pairs):
            for writer in pair:
                writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.accepted += 1
        self.connected.set()
        if self.refuse:
            _reset(writer)
            return
        if self.silent:
            self._held.add(writer)
            return
        try:
            up_reader, up_writer = await asyncio.open_connection(LOOPBACK, self.upstream)
        except OSError:
            _reset(writer)
            return
        pair = (writer, up_writer)
        self._pairs.add(pair)
        try:
            async with asyncio.TaskGroup() as pumps:
                pumps.create_task(self._pump(reader, up_writer, lambda data: self.on_client(data) if self.on_client else data))
                pumps.create_task(self._pump(up_reader, writer, lambda data: self.on_server(data) if self.on_server else data))
        except* OSError:
            pass  # one side was reset: so is the other, below
        finally:
            self._pairs.discard(pair)
            for end in pair:
                end.close()

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, tap: Tap) -> None:
        while data := await reader.read(CHUNK):
            if self.silent:
                continue
            if self.latency:
                await asyncio.sleep(self.latency)
            await self._write(writer, tap(data))
        if not self.silent:
            with contextlib.suppress(OSError, RuntimeError):
                writer.close()

    async def _write(self, writer: asyncio.StreamWriter, data: bytes) -> None:
        size, pause = self.drip or (len(data) or 1, 0.0)
        for start in range(0, len(data), size):
            writer.write(data[start : start + size])
            await writer.drain()
            if pause:
                await asyncio.sleep(pause)


def _reset(writer: asyncio.StreamWriter) -> None:
    raw = writer.get_extra_info("socket")
    if raw is not None:
        with contextlib.suppress(OSError):
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, NO_LINGER)
    writer.transport.abort()
