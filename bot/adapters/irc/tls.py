"""TLS as it is configured. There is no way from here to plain text: only `tls: false` gives a connection without it."""

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
