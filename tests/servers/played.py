"""A server of the tests' own that plays one part line by line: for what no real server can be made to do."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

WAIT = 15.0  # seconds for a client to come or to say something; a loaded machine needs 3


class Played:
    """A server that plays one part. `told` has every line of every connection, `times` when each connection came."""

    def __init__(self) -> None:
        self.port = 0
        self.told: list[str] = []
        self.times: list[float] = []
        self.changed = asyncio.Condition()
        self.writers: list[asyncio.StreamWriter] = []

    async def hears(self, part: str, count: int = 1) -> None:
        async with asyncio.timeout(WAIT), self.changed:
            await self.changed.wait_for(lambda: sum(part in line for line in self.told) >= count)

    async def visited(self, count: int) -> None:
        async with asyncio.timeout(WAIT), self.changed:
            await self.changed.wait_for(lambda: len(self.times) >= count)

    def hang_up(self) -> None:
        for writer in self.writers:
            writer.close()
        self.writers.clear()


Part = Callable[[str], list[str]]  # a line of the client's to the lines that answer it; "<EOF>" hangs up


@asynccontextmanager
async def played(part: Callable[[], Part], tls: ssl.SSLContext | None = None) -> AsyncIterator[Played]:
    """Listen, with a part of its own for each connection."""
    server = Played()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        answer = part()
        server.writers.append(writer)
        async with server.changed:
            server.times.append(asyncio.get_running_loop().time())
            server.changed.notify_all()
        try:
            while raw := await reader.readline():
                line = raw.decode("utf-8", "replace").rstrip("\r\n")
                replies = answer(line)
                writer.write("".join(f"{reply}\r\n" for reply in replies if reply != "<EOF>").encode())
                async with server.changed:
                    server.told.append(line)
                    server.changed.notify_all()
                if "<EOF>" in replies:
                    return
        except ConnectionError:
            return
        finally:
            writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls) as listening:
        server.port = listening.sockets[0].getsockname()[1]
        try:
            yield server
        finally:
            server.hang_up()


def host(caps: str = "") -> Part:
    """A server that lets anybody in."""

    def answer(line: str) -> list[str]:
        command, _, rest = line.partition(" ")
        table = {
            "CAP": [f":s CAP * LS :{caps}"] if rest.startswith("LS") else [],
            "USER": [":s 001 helper :hi", ":s 005 helper CHANTYPES=# :x", ":s 422 helper :no MOTD"],
            "JOIN": [f":helper!h@h JOIN {rest}", f":s 353 helper = {rest} :helper", f":s 366 helper {rest} :x"],
            "PING": [f":s PONG s {rest}"],
        }
        return table.get(command, [])

    return answer
