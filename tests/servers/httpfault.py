"""A proxy that lies, delays and loses on the level of HTTP, between a client and a homeserver on loopback.

    async with HttpFault(synapse.url) as proxy:
        proxy.rule(r"/sync", status=502, body="<html>bad gateway", times=3)
        proxy.rule(r"/send/", lose=True, times=1)      # the homeserver did it, and nobody was told
        proxy.rule(r"/sync", truncate=50, times=1)     # the body is cut in the middle

The first rule that fits a request and has not been used up counts.
"""

import asyncio
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

import aiohttp
from aiohttp import web

FOREVER = 10**9
PASSED_ON = ("content-type", "retry-after")


@dataclass
class Rule:
    """What happens to the requests whose path and query fit `pattern`."""

    pattern: re.Pattern[str]
    method: str | None = None
    times: int = FOREVER
    delay: float = 0.0  # seconds before anything else
    status: int | None = None  # answered by the proxy: the homeserver hears nothing
    body: Any = ""
    headers: dict[str, str] = field(default_factory=dict)
    drop: bool = False  # the connection ends, and the homeserver hears nothing
    lose: bool = False  # the homeserver did it, and the connection ends
    truncate: int | None = None  # bytes of the answer that arrive
    rewrite: Callable[[bytes], bytes] | None = None


@dataclass
class Seen:
    """One request: when (seconds on the loop's clock), what, and the status that the client got (0: none)."""

    at: float
    method: str
    path: str
    status: int = 0


class HttpFault:
    """The proxy; `url` is what a client is given, `log` what it asked for."""

    def __init__(self, upstream: str) -> None:
        self.upstream = upstream
        self.rules: list[Rule] = []
        self.log: list[Seen] = []
        self.url = ""

    def rule(self, pattern: str, **what: Any) -> Rule:
        """Add a rule (fields of Rule)."""
        rule = Rule(re.compile(pattern), **what)
        self.rules.append(rule)
        return rule

    def count(self, pattern: str) -> int:
        """How many requests fitted."""
        return sum(1 for seen in self.log if re.search(pattern, seen.path))

    async def __aenter__(self) -> Self:
        self._client = aiohttp.ClientSession(auto_decompress=False, timeout=aiohttp.ClientTimeout(total=None))
        app = web.Application(client_max_size=2**28)
        app.router.add_route("*", "/{path:.*}", self._handle)
        self._runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self._runner.cleanup()
        await self._client.close()

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        seen = Seen(asyncio.get_running_loop().time(), request.method, request.path_qs)
        self.log.append(seen)
        rule = self._rule_for(request)
        if rule.delay:
            await asyncio.sleep(rule.delay)
        if rule.drop:
            return _hang_up(request)
        if rule.status is not None:
            seen.status = rule.status
            text = rule.body if isinstance(rule.body, str) else json.dumps(rule.body)
            return web.Response(status=rule.status, text=text, content_type="application/json", headers=rule.headers)
        return await self._pass(request, rule, seen)

    def _rule_for(self, request: web.Request) -> Rule:
        for rule in self.rules:
            if rule.times > 0 and rule.pattern.search(request.path_qs) and rule.method in (None, request.method):
                rule.times -= 1
                return rule
        return Rule(re.compile(""))

    async def _pass(self, request: web.Request, rule: Rule, seen: Seen) -> web.StreamResponse:
        body = await request.read()
        headers = {k: v for k, v in request.headers.items() if k.lower() not in ("host", "content-length", "transfer-encoding")}
        try:
            async with self._client.request(request.method, self.upstream + request.raw_path, data=body, headers=headers) as answer:
                data = await answer.read()
        except aiohttp.ClientError:
            return _hang_up(request)
        if rule.lose:
            return _hang_up(request)
        seen.status = answer.status
        kept = {k: v for k, v in answer.headers.items() if k.lower() in PASSED_ON}
        if rule.truncate is not None:
            return await _cut(request, answer.status, kept, data, rule.truncate)
        return web.Response(status=answer.status, body=rule.rewrite(data) if rule.rewrite else data, headers=kept)


def _hang_up(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def _cut(request: web.Request, status: int, headers: dict[str, str], data: bytes, length: int) -> web.StreamResponse:
    answer = web.StreamResponse(status=status, headers={**headers, "Content-Length": str(len(data))})
    await answer.prepare(request)
    await answer.write(data[:length])
    if request.transport is not None:
        request.transport.abort()
    return answer
