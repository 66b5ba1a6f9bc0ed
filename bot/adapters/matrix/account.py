"""Who we are while we run: logged in, under our name, with the keys of our device."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from bot.adapters.base import Clock, Refused
from bot.adapters.matrix.link import Answer, Link, Slower, path
from bot.adapters.matrix.session import Login, keep_login, log_in, read_login, who
from bot.adapters.matrix.timings import Timings
from bot.core.settings import MatrixNetwork

if TYPE_CHECKING:
    from bot.adapters.matrix.encryption import Encryption


@dataclass
class Account:
    """One account. `tell` takes a line for the operator."""

    settings: MatrixNetwork
    name: str  # of the bot, as people should see it
    folder: Path
    link: Link
    clock: Clock
    timings: Timings
    tell: Callable[[str], None]
    keys: "Encryption | None" = None  # with `encryption: true`, once we are logged in
    _login: Login | None = field(default=None, repr=False)
    _again_at: float | None = None  # when we last lost a login, and began another

    async def enter(self) -> None:
        """Log in, show our name, open our keys. Raises Refused, Slower, Unreachable."""
        self._login = await self._authenticated()
        await self._show_name()
        await self._unlock(self._login)

    def lost(self, answer: Answer) -> None:
        """The token is not valid any more. With a password we log in once more, on the same device, but not for ever. Raises Refused."""
        if self.settings.password is None:
            raise Refused(f"the access token is not valid any more ({answer.words}): put a new one under access_token:")
        if self._again_at is not None and self.clock() - self._again_at < self.timings.login_again:
            minutes = self.timings.login_again / 60
            raise Refused(f"our login was ended again within {minutes:.0f} min ({answer.words}): ask the homeserver's administrator")
        self._again_at = self.clock()
        self.tell(f"our login is not valid any more ({answer.words}): logging in again")

    async def settle(self) -> float | None:
        """What a sync made necessary among keys; the seconds until it is tried again, where that is needed."""
        if self.keys is not None:
            try:
                await self.keys.settle()
            except Slower as slower:
                return slower.seconds
        return None

    def close(self) -> None:
        """Let go of the keys."""
        if self.keys is not None:
            self.keys.close()
            self.keys = None

    async def _authenticated(self) -> Login:
        """By the token of the last time, the one of bot.yaml, or the password: whatever works first."""
        settings, seconds = self.settings, self.timings.request
        kept = self._login or read_login(self.folder, settings)
        token = kept.access_token if kept and settings.access_token is None else settings.access_token
        login = await who(self.link, settings, token, seconds) if token else None
        if login is None and settings.password is None:
            raise Refused("the access token is not valid (any more): put a new one under access_token:")
        if login is None:
            if token and self._login is None:
                self.tell("the login of the last time is not valid any more: logging in again")
            login = await log_in(self.link, settings, kept.device_id if kept else None, self.name, seconds)
        if settings.access_token is None:
            keep_login(self.folder, login)
        return login

    async def _unlock(self, login: Login) -> None:
        """Keys are read again when they have failed us or the device is another one."""
        if not self.settings.encryption or (self.keys is not None and self.keys.of(login)):
            return
        from bot.adapters.matrix.devices import Devices

        self.close()
        devices = Devices(self.settings, self.name, self.folder, self.link, self.clock, self.timings.request, self.tell)
        self.keys, self._login = await devices.unlock(login)

    async def _show_name(self) -> None:
        """People should see the name of bot.yaml; without it the localpart does."""
        where = path("profile", self.settings.user, "displayname")
        answer = await self.link.ask("GET", where, timeout=self.timings.request)
        if answer.ok and isinstance(answer.body, dict) and answer.body.get("displayname") == self.name:
            return
        answer = await self.link.ask("PUT", where, {"displayname": self.name}, timeout=self.timings.request)
        if not answer.ok:
            self.tell(f"the display name could not be set ({answer.words})")
