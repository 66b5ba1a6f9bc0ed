"""The keys of our device; when they are lost, a new device takes its place. Loaded only with `encryption: true`."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from bot.adapters.base import Refused
from bot.adapters.matrix.crypto_store import StoreLost
from bot.adapters.matrix.encryption import Encryption
from bot.adapters.matrix.link import Link, Unreachable, path
from bot.adapters.matrix.session import Login, keep_login, log_in
from bot.core.settings import MatrixNetwork

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Devices:
    """What is needed to open the keys of a device; `tell` takes a line for the operator, each request gets `seconds`."""

    settings: MatrixNetwork
    name: str  # of the bot, as the owner of the account sees it in the list of devices
    folder: Path
    link: Link
    clock: Callable[[], float]
    seconds: float
    tell: Callable[[str], None]

    async def unlock(self, login: Login) -> tuple[Encryption, Login]:
        """The keys of this device, or those of a new one, which we are then logged in as.

        Raises Refused (CryptoLocked among it), Slower, Unreachable.
        """
        if not login.device_id:
            raise Refused("the access token belongs to no device: encryption needs one (log in by password, or see docs/encryption.md)")
        try:
            return await self._open(login), login
        except StoreLost as lost:
            why = str(lost)
        if self.settings.password is None:
            raise Refused(
                f"the keys of encrypted rooms are lost ({why}), and only a new device helps: put the access token of a new login, "
                "used by nothing else, under access_token: and remove device_id:, or give a password (docs/encryption.md)"
            )
        self.tell(f"the keys of encrypted rooms are lost ({why}): logging in as a new device; what was written before cannot be read")
        return await self._renew(login)

    async def _renew(self, old: Login) -> tuple[Encryption, Login]:
        new = await log_in(self.link, replace(self.settings, device_id=None), None, self.name, self.seconds)
        keep_login(self.folder, new)
        try:
            keys = await self._open(new)
        except StoreLost as lost:
            raise Refused(f"a new device has no keys either ({lost}): see docs/encryption.md") from None
        await self._end(old, new)
        return keys, new

    async def _end(self, old: Login, new: Login) -> None:
        """End the login of the old device, so that nobody writes for it any more; when that fails it only stays in the list."""
        self.link.token = old.access_token
        try:
            await self.link.ask("POST", path("logout"), {}, timeout=self.seconds)
        except Unreachable as fault:
            log.info("the old device could not be logged out: %s", fault)
        finally:
            self.link.token = new.access_token

    async def _open(self, login: Login) -> Encryption:
        return await Encryption.open(self.folder, login, self.link, self.clock, self.seconds)
