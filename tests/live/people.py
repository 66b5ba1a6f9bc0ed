"""The people of a conversation on a real server: small asyncio IRC clients that say lines and remember what they see."""

import asyncio
import base64
import re
from dataclasses import dataclass, field

SAID = re.compile(r":(?P<nick>[^! ]+)![^ ]+ PRIVMSG (?P<target>\S+) :(?P<text>.*)")
WELCOME = 20.0  # seconds; InspIRCd lets people in at its next one-second tick, more slowly when many come at once


@dataclass
class Human:
    """One connection. `heard` has (seconds on the loop's clock, from, target, text) of every line said in its sight."""

    nick: str
    heard: list[tuple[float, str, str, str]] = field(default_factory=list)
    channels: set[str] = field(default_factory=set)
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    lines: list[str] = field(default_factory=list)

    async def live(self, port: int, password: str | None = None) -> None:
        """Connect (logged in by SASL PLAIN where there is a password) and read until cancelled."""
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", port)
        if password is not None:
            self.send("CAP REQ :sasl", "AUTHENTICATE PLAIN")
        self.send(f"NICK {self.nick}", f"USER {self.nick[:9]} 0 * :{self.nick}")
        try:
            while raw := await self.reader.readline():
                await self._take(raw.decode("utf-8", "replace").rstrip("\r\n"), password)
        finally:
            self.writer.close()

    async def _take(self, line: str, password: str | None) -> None:
        if line.startswith("PING "):
            self.send("PONG " + line[5:])
        elif line.replace(":", "").endswith("AUTHENTICATE +") and password is not None:
            self.send("AUTHENTICATE " + base64.b64encode(f"{self.nick}\0{self.nick}\0{password}".encode()).decode())
        elif " 903 " in line or " 904 " in line:
            self.send("CAP END")
        said = SAID.fullmatch(line)
        async with self.changed:
            self.lines.append(line)
            if said:
                self.heard.append((asyncio.get_running_loop().time(), said["nick"], said["target"], said["text"]))
            self.changed.notify_all()

    def send(self, *lines: str) -> None:
        self.writer.write("".join(f"{line}\r\n" for line in lines).encode())

    async def sees(self, *parts: str, seconds: float = WELCOME) -> None:
        """Wait for a line that holds one of the parts; lines seen before count."""
        async with asyncio.timeout(seconds), self.changed:
            await self.changed.wait_for(lambda: any(part in line for line in self.lines for part in parts))

    async def welcomed(self) -> None:
        await self.sees(" 376 ", " 422 ")

    async def join(self, channel: str) -> None:
        self.lines.clear()
        self.send(f"JOIN {channel}")
        await self.sees(f" 366 {self.nick} {channel} ")
        self.channels.add(channel)

    def part(self, channel: str) -> None:
        self.send(f"PART {channel}")
        self.channels.discard(channel)
