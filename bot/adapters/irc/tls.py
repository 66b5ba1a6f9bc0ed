"""TLS as it is configured. There is no way from here to plain text: only `tls: false` gives a connection without it."""

import hashlib
import ssl

from bot.adapters.base import Refused
from bot.core.settings import Tls


def context(tls: Tls) -> ssl.SSLContext:
    """What to dial with. `ca` replaces the system's authorities. Raises Refused when a file cannot be used."""
    try:
        made = ssl.create_default_context(cafile=tls.ca)
        if tls.certificate is not None:
            made.load_cert_chain(tls.certificate, tls.key)
    except OSError as error:
        files = ", ".join(filter(None, (tls.ca, tls.certificate, tls.key)))
        raise Refused(f"{files}: cannot be used for TLS: {error.strerror or error} (see tls: in bot.yaml)") from error
    if not tls.verify:
        made.check_hostname = False
        made.verify_mode = ssl.CERT_NONE
    return made


def fingerprint(certificate: bytes) -> str:
    """The SHA-256 of a certificate in its DER form, as networks publish it: hexadecimal, without colons."""
    return hashlib.sha256(certificate).hexdigest()


def stranger(tls: Tls, connection: ssl.SSLObject | None) -> str | None:
    """Why the server at the other end is not the pinned one, with the remedy; None when it is, or when none is pinned."""
    if tls.fingerprint is None:
        return None
    shown = connection.getpeercert(binary_form=True) if connection is not None else None
    seen = fingerprint(shown) if shown else "none"
    if seen == tls.fingerprint:
        return None
    return (
        f"the server's certificate has the fingerprint {seen}, and bot.yaml names another: nothing was sent "
        "(if the network has announced a new certificate, put its fingerprint under tls: fingerprint:)"
    )
