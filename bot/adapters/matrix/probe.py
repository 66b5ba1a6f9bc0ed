"""A visit to one homeserver for `check --online`: how far the bot would come, one finding for each step, and nobody notices.

No room is entered and nothing is written: a homeserver tells from outside what a room allows. A token that is kept is used again. Where
none is kept, we log in by password on the device that the bot will be and keep that login, so that `run` needs none: homeservers allow
few logins, and each would leave a device behind.
"""

import asyncio
import os
import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bot.adapters.base import Clock, Refused
from bot.adapters.finding import Finding, Report, secured
from bot.adapters.matrix.link import Answer, Link, Slower, Unreachable, path
from bot.adapters.matrix.looking import founders
from bot.adapters.matrix.rooms import Rooms
from bot.adapters.matrix.session import Login, keep_login, log_in, read_login, who
from bot.core.settings import MatrixNetwork

CONNECT = 15.0  # seconds for a connection with TLS
REQUEST = 15.0  # seconds for any answer
VERSIONS = "/_matrix/client/versions"
SUMMARY = "/_matrix/client/v1/room_summary"
OLD_SUMMARY = "/_matrix/client/unstable/im.nheko.summary/summary"  # the same before Matrix 1.15


class Probe:
    """One visit. `folder` is where the bot keeps its login, `name` what a new device is called; findings go to `tell` as they come."""

    def __init__(self, settings: MatrixNetwork, name: str, folder: Path, clock: Clock, tell: Callable[[Finding], None]) -> None:
        self.settings, self.name, self.folder, self.clock = settings, name, folder, clock
        self.report = Report(settings.name, tell)
        self._fine, self._wrong = self.report.fine, self.report.wrong
        self.link = Link(settings.homeserver, settings.user)

    async def visit(self) -> None:
        """All steps, up to the first without which the next makes no sense."""
        try:
            if (
                await self.report.resolves(self._address()[0], "homeserver")
                and await self._connects()
                and await self._speaks_matrix()
                and await self._logs_in()
            ):
                await self._looks_around()
        except Unreachable as fault:
            self._wrong(f"{self.settings.homeserver}: {fault}", "try again later, or ask its administrator")
        finally:
            await self.link.close()

    # --- up to the homeserver ---

    def _address(self) -> tuple[str, int, bool]:
        """Host, port, and whether by TLS."""
        parts = urlsplit(self.settings.homeserver)
        secure = parts.scheme == "https"
        return parts.hostname or "", parts.port or (443 if secure else 80), secure

    async def _connects(self) -> bool:
        host, port, secure = self._address()
        try:
            async with asyncio.timeout(CONNECT):
                _, writer = await asyncio.open_connection(host, port, ssl=ssl.create_default_context() if secure else None)
        except TimeoutError:
            self._wrong(f"no connection to {host}:{port}: no answer in {CONNECT:g} s", "see homeserver: of this network")
            return False
        except ssl.SSLCertVerificationError as error:
            self._wrong(f"the certificate of {host} is not trusted: {error.verify_message}", "its administrator must renew or complete it")
            return False
        except OSError as error:
            self._wrong(f"no connection to {host}:{port}: {error.strerror or error}", "see homeserver: of this network")
            return False
        connection = writer.get_extra_info("ssl_object")
        how, late = secured(connection.version(), connection.getpeercert() or {}, self.clock()) if connection else secured(None, {}, 0.0)
        writer.transport.abort()
        self.report.tell(Finding(self.settings.name, f"connected to {host}:{port} {how}", not late, late))
        return True

    async def _speaks_matrix(self) -> bool:
        remedy = "homeserver: must be the address under m.homeserver in https://SERVER/.well-known/matrix/client"
        try:
            answer = await self.link.ask("GET", VERSIONS, timeout=REQUEST)
        except Unreachable as fault:
            self._wrong(f"no homeserver answers there: {fault}", remedy)
            return False
        found = _dict(answer.body).get("versions")
        versions = [one for one in found if isinstance(one, str)] if isinstance(found, list) else []
        if not answer.ok or not versions:
            self._wrong(f"no homeserver answers there: {answer.words}", remedy)
        elif not any(version.startswith("v") for version in versions):
            self._wrong(f"the homeserver is too old: {versions[-1]}", "its administrator must bring it to Matrix v1.1 or later")
        else:
            self._fine(f"the homeserver speaks Matrix up to {max(versions, key=_number)}")
            return True
        return False

    # --- the account ---

    async def _logs_in(self) -> bool:
        settings = self.settings
        try:
            kept = read_login(self.folder, settings) if settings.access_token is None else None
            token = settings.access_token or (kept.access_token if kept else "")
            login = await who(self.link, settings, token, REQUEST) if token else None
            if login is not None:
                self._fine(f"logged in as {login.user}, device {login.device_id or 'none'} (by the token {_from(settings)})")
            elif settings.password is None:
                self._wrong("the access token is not valid (any more)", "put a new one under access_token:")
            elif kept is not None:
                self._fine(f"the login kept in {self.folder} is not valid any more: `run` will log in by password, on the same device")
            else:
                login = await self._by_password()
        except Refused as refused:
            self._wrong(str(refused), "")
            return False
        except Slower as slower:
            self._wrong(f"the homeserver wants us to wait {slower.seconds:.0f} s before we log in", "wait, and check again then")
            return False
        return login is not None

    async def _by_password(self) -> Login | None:
        """The first login ever, kept for `run`; not as somebody whose files the bot could not read."""
        above = foreign(self.folder, os.geteuid())
        if above is not None:
            self._wrong(f"not logged in: the login belongs into {self.folder}, and {above} is another user's", f"check as {_owner(above)}")
            return None
        login = await log_in(self.link, self.settings, None, self.name, REQUEST)
        keep_login(self.folder, login)
        self._fine(f"logged in as {login.user}, device {login.device_id} (by password; the login is kept in {self.folder})")
        return login

    # --- rooms ---

    async def _looks_around(self) -> None:
        answer = await self.link.ask("GET", path("joined_rooms"), timeout=REQUEST)
        found = _dict(answer.body).get("joined_rooms")
        joined = {room for room in found if isinstance(room, str)} if isinstance(found, list) else set()
        for room in self.settings.rooms:
            await self._room(room.name, joined)

    async def _room(self, name: str, joined: set[str]) -> None:
        """What there is to say about one room."""
        room_id = name
        if name.startswith("#"):
            answer = await self.link.ask("GET", path("directory", "room", name), timeout=REQUEST)
            room_id = str(_dict(answer.body).get("room_id") or "")
            if not answer.ok or not room_id:
                self._wrong(f"{name}: there is no such room ({answer.words})", "see rooms: of this network, or add the alias to the room")
                return
        if room_id in joined:
            await self._inside(name, room_id)
        else:
            await self._outside(name, room_id)

    async def _inside(self, name: str, room_id: str) -> None:
        moved = _dict((await self._state(room_id, "m.room.tombstone")).body).get("replacement_room")
        if isinstance(moved, str):
            self._fine(f"{name} was replaced by {moved}: `run` goes along")
            return
        if (await self._state(room_id, "m.room.encryption")).ok and not self.settings.encryption:
            self._wrong(f"{name}: encrypted, and encryption is off: nothing will be read or said there", _ENCRYPT)
            return
        levels = await self._state(room_id, "m.room.power_levels")
        made = await self.link.ask("GET", path("rooms", room_id, "state", "m.room.create", format="event"), timeout=REQUEST)
        rooms = Rooms(self.settings, self.settings.user)
        rooms.leveled(room_id, _dict(levels.body) if levels.ok else {}, founders(made))
        known = rooms.levels(room_id)
        assert known is not None  # we have just told it
        level = known.of(rooms.me)
        if known.may_speak(rooms.me):
            self._fine(f"{name}: joined, and the bot may speak (power level {level:g})")
        else:
            self._wrong(
                f"{name}: who speaks needs power level {known.to_speak}, and the bot has {level:g}", f"raise the level of {rooms.me} there"
            )

    async def _state(self, room_id: str, kind: str) -> Answer:
        return await self.link.ask("GET", path("rooms", room_id, "state", kind), timeout=REQUEST)

    async def _outside(self, name: str, room_id: str) -> None:
        summary = await self._summary(room_id)
        me, rule = self.settings.user, summary.get("join_rule", "")
        if summary.get("encryption") and not self.settings.encryption:
            self._wrong(f"{name}: encrypted, and encryption is off: nothing will be read or said there", _ENCRYPT)
        elif summary.get("membership") == "ban":
            self._wrong(f"{name}: {me} is banned there", "ask its moderators")
        elif summary.get("membership") == "invite":
            self._fine(f"{name}: invited; `run` goes in")
        elif rule == "public":
            self._fine(f"{name}: not in it yet; everybody may come in, and `run` does")
        elif rule in ("restricted", "knock_restricted"):
            self._wrong(f"{name}: not in it, and only members of certain rooms or invited people may come in", f"invite {me}")
        else:
            self._wrong(f"{name}: not in it, and only by invitation does one come in", f"invite {me}, or make the room public")

    async def _summary(self, room_id: str) -> dict[str, Any]:
        """What the homeserver tells of a room from outside; nothing, where it does not tell."""
        for where in (SUMMARY, OLD_SUMMARY):
            answer = await self.link.ask("GET", f"{where}/{path(room_id).rpartition('/')[2]}", timeout=REQUEST)
            if answer.ok:
                found = _dict(answer.body)
                return {**found, "encryption": found.get("encryption") or found.get("im.nheko.summary.encryption")}
        return {}


_ENCRYPT = "set encryption: true (docs/encryption.md), or leave the room out"


def foreign(folder: Path, user: int) -> Path | None:
    """The folder, or where it would be made, if that is not the user's own: what root writes there the bot cannot read."""
    above = next(one for one in (folder, *folder.parents) if one.exists())
    return above if above.stat().st_uid != user else None


def _from(settings: MatrixNetwork) -> str:
    return "of bot.yaml" if settings.access_token else "that is kept"


def _number(version: str) -> tuple[int, ...]:
    """`v1.11` comes behind `v1.9`, and both behind `r0.6.1`."""
    if not version.startswith("v"):
        return ()
    return tuple(int(part) for part in version[1:].split(".") if part.isdecimal())


def _owner(folder: Path) -> str:
    try:
        return f"{folder.owner()}: runuser -u {folder.owner()} -- patience check --online"
    except KeyError:
        return f"the user {folder.stat().st_uid}"


def _dict(data: object) -> dict[str, Any]:
    return data if isinstance(data, dict) else {}
