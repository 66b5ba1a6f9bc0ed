"""As much of a homeserver as keys need, in memory: devices, one-time keys, messages to devices, and the lines of one room.

For tests of what our side does with its answers, and without them; that a real homeserver answers so is shown in tests/live.
"""

import atexit
import re
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from typing_extensions import override

from bot.adapters.matrix.crypto_store import CryptoStore
from bot.adapters.matrix.encryption import Encryption
from bot.adapters.matrix.link import BODY, Answer, Link, Unreachable
from bot.adapters.matrix.session import Login
from bot.adapters.matrix.sync import Raw, Sync, read_sync

ROOM = "!room:hs.test"
Fault = Callable[[], Answer]  # instead of the answer; may raise Unreachable


@cache
def empty() -> Path:
    """A store without keys, made once: most of the time that a new one takes goes into its tables."""
    folder = Path(tempfile.mkdtemp(prefix="patience-keys-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    store = CryptoStore(folder)
    store.load("@nobody:hs.test", "NOBODY")
    store.close()
    return folder


def own(user: str) -> str:
    """What the device of somebody who has one is called."""
    return user[1:].partition(":")[0].upper()


def dropped() -> Answer:
    raise Unreachable("the connection was lost")


def failed() -> Answer:
    raise Unreachable("status 500")


def too_fast() -> Answer:
    return Answer(429, {"errcode": "M_LIMIT_EXCEEDED", "error": "slower", "retry_after_ms": 1000})


def nonsense() -> Answer:
    return Answer(200, ["what?"])


@dataclass
class Trouble:
    """The next `times` requests whose path matches go wrong: before the server hears of it, or (`done`) after it has obeyed."""

    pattern: str
    fault: Fault
    times: int = 1
    done: bool = False


@dataclass
class KeyServer:
    """One room, and the devices of those in it."""

    folder: Path
    now: float = 1000.0
    algorithm: str = "m.megolm.v1.aes-sha2"
    members: dict[str, str] = field(default_factory=dict)  # Matrix ID -> membership
    devices: dict[str, dict[str, Any]] = field(default_factory=lambda: defaultdict(dict))
    one_time: dict[tuple[str, str], dict[str, Any]] = field(default_factory=lambda: defaultdict(dict))
    inbox: dict[tuple[str, str], list[Raw]] = field(default_factory=lambda: defaultdict(list))
    timeline: list[Raw] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)  # the paths of all requests
    closing: list[Encryption] = field(default_factory=list)
    batch: int = 0

    async def device(self, user: str, device: str = "", *, folder: str = "") -> "Device":
        """A device of somebody who is in the room from then on."""
        device = device or own(user)
        login = Login("http://hs.test", user, device, "token")
        home = self.folder / (folder or f"{user}{device}")
        if not home.exists():
            shutil.copytree(empty(), home)
        self.members.setdefault(user, "join")
        wire = Wire(self, login)
        keys = await Encryption.open(home, login, wire, lambda: self.now, 5.0)
        self.closing.append(keys)
        return Device(self, login, keys)

    def close(self) -> None:
        for keys in self.closing:
            keys.close()

    def trouble(self, pattern: str, fault: Fault, times: int = 1, *, done: bool = False) -> None:
        self.troubles.append(Trouble(pattern, fault, times, done))

    def say(self, sender: str, content: Raw, kind: str = "m.room.encrypted", **more: object) -> Raw:
        """An event in the room."""
        head = {"event_id": f"${len(self.timeline)}", "sender": sender, "origin_server_ts": 1_800_000_000_000 + len(self.timeline)}
        self.timeline.append({"type": kind, "content": content, **head, **more})
        return self.timeline[-1]

    def answer(self, login: Login, method: str, where: str, body: Any) -> Answer:
        """What the server does and says."""
        parts = [unquote(part) for part in where.partition("?")[0].split("/")[4:]]
        match method, parts:
            case "POST", ["keys", "upload"]:
                return self._upload((login.user, login.device_id), body)
            case "POST", ["keys", "query"]:
                found = {
                    user: {d: k for d, k in self.devices[user].items() if not only or d in only}
                    for user, only in body["device_keys"].items()
                }
                return Answer(200, {"device_keys": {user: keys for user, keys in found.items() if user in self.members}, "failures": {}})
            case "POST", ["keys", "claim"]:
                return Answer(200, {"one_time_keys": self._claim(body["one_time_keys"]), "failures": {}})
            case "PUT", ["sendToDevice", kind, _]:
                for user, devices in body["messages"].items():
                    for device, content in devices.items():
                        self.inbox[user, device].append({"type": kind, "sender": login.user, "content": content})
                return Answer(200, {})
            case "GET", ["rooms", _, "state", "m.room.encryption"]:
                return Answer(200, {"algorithm": self.algorithm})
            case "GET", ["rooms", _, "members"]:
                return Answer(200, {"chunk": [{"state_key": u, "content": {"membership": m}} for u, m in self.members.items()]})
        raise AssertionError(f"{method} {where}")

    def _upload(self, device: tuple[str, str], body: Any) -> Answer:
        if "device_keys" in body:
            self.devices[device[0]][device[1]] = body["device_keys"]
        for id_, key in body.get("one_time_keys", {}).items():
            if self.one_time[device].get(id_, key) != key:
                return Answer(400, {"errcode": "M_UNKNOWN", "error": f"One time key {id_} already exists. Old key: x; new key: y"})
            self.one_time[device][id_] = key
        return Answer(200, {"one_time_key_counts": {"signed_curve25519": len(self.one_time[device])}})

    def _claim(self, wanted: dict[str, dict[str, str]]) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = defaultdict(dict)
        for user, devices in wanted.items():
            for device in devices:
                if self.one_time[user, device]:
                    id_ = next(iter(self.one_time[user, device]))
                    found[user][device] = {id_: self.one_time[user, device].pop(id_)}
        return found


class Wire(Link):
    """The line of one device to that server."""

    def __init__(self, server: KeyServer, login: Login) -> None:
        self.server, self.login, self.token = server, login, login.access_token

    @override
    async def ask(self, method: str, where: str, body: object = None, *, timeout: float, most: int = BODY) -> Answer:
        self.server.asked.append(where)
        trouble = next((t for t in self.server.troubles if t.times and re.search(t.pattern, where)), None)
        if trouble is None:
            return self.server.answer(self.login, method, where, body)
        trouble.times -= 1
        if trouble.done:
            self.server.answer(self.login, method, where, body)
        return trouble.fault()


@dataclass
class Device:
    """One device, as a client has it."""

    server: KeyServer
    login: Login
    keys: Encryption
    read: int = 0  # lines of the room that it has seen

    async def says(self, text: str, **more: object) -> Raw:
        """Seal a line and say it in the room."""
        return self.server.say(self.login.user, await self.keys.sealed(ROOM, {"msgtype": "m.text", "body": text, **more}))

    def sync(self, **more: Any) -> tuple[Sync, dict[str, Any]]:
        """What it has not read yet, as it comes from the server, and taken apart."""
        me = (self.login.user, self.login.device_id)
        self.server.batch += 1
        timeline = {"events": self.server.timeline[self.read :]}
        body = {
            "next_batch": str(self.server.batch),
            "to_device": {"events": self.server.inbox.pop(me, [])},
            "device_one_time_keys_count": {"signed_curve25519": len(self.server.one_time[me])},
            "rooms": {"join": {ROOM: {"timeline": timeline}}} if timeline["events"] else {},
            **more,
        }
        self.read = len(self.server.timeline)
        return read_sync(body, self.login.user), body

    def reads(self, **more: Any) -> list[Any]:
        """The texts of what it has not read yet; None for what it cannot read."""
        taken = self.keys.take(*self.sync(**more))
        self.keys.done()
        return [event["content"].get("body") for part in taken.joined for event in part.timeline]
