"""What a visit to a network for `check --online` has found out: one line each, with the remedy where something is wrong."""

import asyncio
import socket
import ssl
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

RESOLVE = 10.0  # seconds for a name look-up; name servers answer within one or two
SOON = 14 * 86_400.0  # seconds; a certificate of the network that ends earlier is worth a word to its staff


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found out, and what to do about it where it is not `fine`."""

    network: str
    text: str
    fine: bool = True
    remedy: str = ""

    @property
    def line(self) -> str:
        """All of it, for people."""
        return f"{self.network}: {self.text}" + (f" ({self.remedy})" if self.remedy else "")


@dataclass(frozen=True, slots=True)
class Report:
    """What a visit to one network tells, as it goes."""

    network: str
    tell: Callable[[Finding], None]

    def fine(self, text: str) -> None:
        self.tell(Finding(self.network, text))

    def wrong(self, text: str, remedy: str) -> None:
        self.tell(Finding(self.network, text, False, remedy))

    async def resolves(self, host: str, key: str) -> bool:
        """Whether the name leads anywhere, and where. `key`: what of bot.yaml it stands under."""
        try:
            async with asyncio.timeout(RESOLVE):
                found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
        except TimeoutError:
            self.wrong(f"{host} does not resolve: no answer in {RESOLVE:g} s", f"see {key}:, and the name servers of this machine")
            return False
        except (OSError, UnicodeError) as error:
            self.wrong(f"{host} does not resolve: {getattr(error, 'strerror', None) or error}", f"see {key}: of this network")
            return False
        text = resolved(host, dict.fromkeys(str(address[4][0]) for address in found))
        if text:
            self.fine(text)
        return True


def resolved(host: str, addresses: Collection[str]) -> str:
    """Where a name leads; "" for what is an address already."""
    return "" if host in addresses else f"{host} resolves to {', '.join(addresses)}"


def secured(version: str | None, certificate: Mapping[str, Any], now: float) -> tuple[str, str]:
    """How a connection is secured (as the ssl module tells it), and the remedy if that ends soon; "" otherwise."""
    if version is None:
        return "without TLS: everything can be read on the way", ""
    shown, until = version.replace("TLSv", "TLS "), certificate.get("notAfter")
    if not until:
        return f"by {shown} (the certificate's names and issuer are not verified, as bot.yaml wants it)", ""
    end = ssl.cert_time_to_seconds(until)
    late = "" if end - now > SOON else "the network's staff must renew the certificate, or nobody connects any more"
    return f"by {shown} (certificate until {datetime.fromtimestamp(end, UTC).date()})", late
