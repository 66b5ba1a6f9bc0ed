"""The only file that talks to a homeserver: one request, one answer.

nio's AsyncClient is used for what it does well: the HTTP session with its proxies and TLS. What the answers mean is read by our own
pure code: nio's checks of every event against a schema are 97 % of the work of a sync, and its handling of faults (retrying for ever,
forgetting tokens) is not ours. Tokens travel in a header, never in an address that a proxy would log.
"""

import asyncio
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from aiohttp import ClientError, ClientResponse
from nio import AsyncClient, AsyncClientConfig

from bot.adapters.matrix.limits import TOO_FAST, retry_after

log = logging.getLogger(__name__)

BODY = 2 * 1024 * 1024  # bytes of an answer that are read at most; a whole room's state is far below
SYNC_BODY = 512 * 1024 * 1024  # and of a sync: 5,000 rooms of an account that was away for a month
CHUNK = 64 * 1024  # bytes read at once
SHOWN = 200  # characters of what a server says of an error that are logged
SERVER_FAULT = 500
KEPT = ("retry-after", "date")  # of the headers

GONE = frozenset({"M_UNKNOWN_TOKEN", "M_MISSING_TOKEN"})  # our login is not valid (any more)

V3 = "/_matrix/client/v3"


class Unreachable(Exception):
    """No usable answer: no connection, none in time, cut off, or not from a homeserver. The request may have been carried out."""


class Slower(Exception):
    """The homeserver wants us to wait so many seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"wait {seconds:g} s")
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Answer:
    """What a homeserver answered."""

    status: int
    body: Any
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        return self.status == 200

    @property
    def errcode(self) -> str:
        code = self.body.get("errcode") if isinstance(self.body, dict) else None
        return code if isinstance(code, str) else ""

    @property
    def passes(self) -> bool:
        """A refusal that is not about what was asked: our login has ended, or the words are no homeserver's but a proxy's before it."""
        return not self.ok and (not self.errcode or self.errcode in GONE)

    @property
    def wait(self) -> float | None:
        """Seconds that the homeserver wants us to wait, when we were too fast."""
        return retry_after(self.status, self.headers, self.body)

    def unhurried(self) -> None:
        """Nothing, unless we were too fast. Raises Slower."""
        if self.wait is not None:
            raise Slower(self.wait)

    @property
    def words(self) -> str:
        """The error in words for the operator."""
        text = self.body.get("error") if isinstance(self.body, dict) else None
        return (
            f"{self.errcode or self.status}: {' '.join(text.split())[:SHOWN]}"
            if isinstance(text, str)
            else self.errcode or str(self.status)
        )


def path(*parts: str, **query: str) -> str:
    """A path below the client API, each part and value quoted; empty values are left out."""
    given = {name: value for name, value in query.items() if value}
    return "/".join((V3, *(quote(part, safe="") for part in parts))) + (f"?{urlencode(given)}" if given else "")


def asking(where: str, **query: str) -> str:
    """A path that has a query already, with more of it; empty values are left out."""
    return f"{where}&{urlencode({name: value for name, value in query.items() if value})}"


class Link:
    """One homeserver. `token` is set once we are logged in."""

    def __init__(self, homeserver: str, user: str) -> None:
        self._client = AsyncClient(homeserver, user, config=AsyncClientConfig(encryption_enabled=False, store_sync_tokens=False))
        self.token = ""

    async def ask(self, method: str, where: str, body: object = None, *, timeout: float, most: int = BODY) -> Answer:  # noqa: ASYNC109
        """Send one request and read the whole answer within `timeout` seconds. Raises Unreachable."""
        headers = {"Content-Type": "application/json"} if body is not None else {}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        data = None if body is None else json.dumps(body, separators=(",", ":"))
        try:
            async with asyncio.timeout(timeout):
                response = await self._client.send(method, where, data, headers, timeout=timeout)
                async with response:
                    return await _read(response, most)
        except TimeoutError:
            raise Unreachable(f"no answer in {timeout:g} s") from None
        except (ClientError, OSError, UnicodeError, ValueError) as error:
            raise Unreachable(_one_line(error)) from None  # not chained: the library's own texts hold addresses and headers

    async def close(self) -> None:
        """End the session and all its connections."""
        await self._client.close()


async def _read(response: ClientResponse, most: int) -> Answer:
    raw = bytearray()
    async for chunk in response.content.iter_chunked(CHUNK):
        raw += chunk
        if len(raw) > most:
            response.close()
            raise Unreachable(f"an answer of more than {most} bytes")
    headers = {name: value for name, value in response.headers.items() if name.lower() in KEPT}
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        if response.status == TOO_FAST:  # from a proxy before the homeserver, in whatever words
            return Answer(response.status, {}, headers)
        raise Unreachable(f"status {response.status} with something that is no JSON") from None
    if response.status >= SERVER_FAULT:
        raise Unreachable(f"status {response.status}")
    return Answer(response.status, body, headers)


def _one_line(error: Exception) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())[:SHOWN]}"
