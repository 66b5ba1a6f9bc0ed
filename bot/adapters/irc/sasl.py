"""One SASL login, as the AUTHENTICATE lines of IRCv3 sasl-3.2: which mechanism, what is said at each step, and when it may be believed.

A server that says "success" before the mechanism has run its course is not believed.
"""

import base64
from binascii import Error as Base64Error
from collections.abc import Callable

from bot.adapters.irc.out import line
from bot.adapters.irc.scram import MECHANISM as SCRAM
from bot.adapters.irc.scram import SaslError, Scram
from bot.core.settings import Login

MECHANISMS = {"sasl-plain": "PLAIN", "sasl-external": "EXTERNAL", "sasl-scram-sha-256": SCRAM}
CHUNK = 400  # bytes of base64 in one AUTHENTICATE; a full one is followed by another, if only by "+" (sasl-3.1)
LONGEST = 20 * CHUNK  # bytes of base64 in one message of a server's; SCRAM needs one chunk
NOTHING = "+"

Step = Callable[[str], str]  # what the server said to what we answer


class Sasl:
    """One attempt."""

    def __init__(self, login: Login, nonce: str) -> None:
        """`nonce` must be unpredictable and new. Raises SaslError for an account or password that cannot be sent."""
        self.mechanism = MECHANISMS[login.method]
        self._steps = _steps(login, nonce)
        self._heard = ""

    @property
    def finished(self) -> bool:
        """All was said: the server's success may be believed."""
        return not self._steps

    def start(self) -> str:
        return line("AUTHENTICATE", self.mechanism)

    def answer(self, chunk: str) -> list[str]:
        """The lines that answer one AUTHENTICATE of the server's; none while its message is incomplete. Raises SaslError."""
        self._heard += "" if chunk == NOTHING else chunk
        if len(chunk) > CHUNK or len(self._heard) > LONGEST:
            raise SaslError("the server's answer is too long")
        if len(chunk) == CHUNK:
            return []
        heard, self._heard = _decoded(self._heard), ""
        if not self._steps:
            raise SaslError("the server asks on where nothing is left to say")
        return _chunks(self._steps.pop(0)(heard))


def _steps(login: Login, nonce: str) -> list[Step]:
    """What the mechanism says, in turn (RFC 4616, RFC 4422 appendix A, RFC 5802)."""
    account, password = login.account or "", login.password or ""
    if login.method == "sasl-plain":
        return [_first(f"{account}\0{account}\0{password}")]
    if login.method == "sasl-external":
        return [_first("")]  # the certificate has spoken
    scram = Scram(account, password, nonce)
    return [_first(scram.first()), scram.final, _last(scram.verify)]


def _first(words: str) -> Step:
    """We speak first: the server only invites us to."""

    def step(heard: str) -> str:
        if heard:
            raise SaslError("the server speaks where it is our turn")
        return words

    return step


def _last(verify: Callable[[str], None]) -> Step:
    """The server's proof is answered with nothing."""

    def step(heard: str) -> str:
        verify(heard)
        return ""

    return step


def _chunks(words: str) -> list[str]:
    blob = base64.b64encode(words.encode()).decode()
    chunks = [blob[start : start + CHUNK] for start in range(0, len(blob), CHUNK)]
    if not chunks or len(chunks[-1]) == CHUNK:
        chunks.append(NOTHING)
    return [line("AUTHENTICATE", chunk) for chunk in chunks]


def _decoded(blob: str) -> str:
    try:
        return base64.b64decode(blob.encode("ascii"), validate=True).decode()
    except (Base64Error, UnicodeError):
        raise SaslError("the server's answer is not base64 of text") from None
