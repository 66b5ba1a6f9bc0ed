"""What a visit to a network for `check --online` has found out: one line each, with the remedy where something is wrong."""

import ssl
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

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
