"""SCRAM-SHA-256, the client's side, as values: RFC 5802 with the hash and the least iterations of RFC 7677. No socket, no chance.

The password never leaves us, and the server must prove that it knows it, too: an exchange is good only after `verify`. Every
deviation from the RFC ends it. There is no channel binding ("n,,"): asyncio has no way to the data that it needs (RFC 9266).
"""

import base64
import hashlib
import hmac
import stringprep
from binascii import Error as Base64Error
from unicodedata import ucd_3_2_0 as unicode_3_2  # the version that stringprep is defined for

MECHANISM = "SCRAM-SHA-256"
HEADER = "n,,"  # gs2-header: the client supports no channel binding
NONCE_AT_LEAST = 18  # characters of base64: a hundred bits that nobody can guess
FEWEST, MOST = 4096, 500_000  # iterations: RFC 7677 section 4; and what takes a quarter of a second, since the loop waits for it
FORBIDDEN = (
    stringprep.in_table_c12, stringprep.in_table_c21_c22, stringprep.in_table_c3, stringprep.in_table_c4, stringprep.in_table_c5,
    stringprep.in_table_c6, stringprep.in_table_c7, stringprep.in_table_c8, stringprep.in_table_c9,
)  # fmt: skip


class SaslError(Exception):
    """The login is over and nobody is logged in; says why, without any secret."""


class WrongPasswordError(SaslError):
    """The server says that account or password are wrong."""


REFUSED = frozenset({"invalid-proof", "unknown-user"})  # server-error-value, RFC 5802 section 7


class Scram:
    """One exchange: `first`, `final` with the server's first message, `verify` with its last; each once."""

    def __init__(self, account: str, password: str, nonce: str) -> None:
        """`nonce` must be unpredictable and used only once. Raises SaslError for what cannot be sent."""
        if len(nonce) < NONCE_AT_LEAST or not _printable(nonce):
            raise SaslError("the nonce for the login is too weak")
        self._nonce = nonce
        self._password = saslprep(password).encode()
        name = saslprep(account).replace("=", "=3D").replace(",", "=2C")
        self._bare = f"n={name},r={nonce}"
        self._signature: bytes | None = None

    def first(self) -> str:
        """client-first-message."""
        return HEADER + self._bare

    def final(self, server_first: str) -> str:
        """client-final-message, with the proof. Raises SaslError."""
        nonce, salt, iterations = self._challenge(server_first)
        without_proof = f"c={base64.b64encode(HEADER.encode()).decode()},r={nonce}"
        signed = f"{self._bare},{server_first},{without_proof}".encode()
        salted = hashlib.pbkdf2_hmac("sha256", self._password, salt, iterations)
        client_key = _hmac(salted, b"Client Key")
        mask = _hmac(hashlib.sha256(client_key).digest(), signed)
        proof = bytes(one ^ other for one, other in zip(client_key, mask, strict=True))
        self._signature = _hmac(_hmac(salted, b"Server Key"), signed)
        return f"{without_proof},p={base64.b64encode(proof).decode()}"

    def verify(self, server_final: str) -> None:
        """Whether the server knows the password, too. Raises SaslError, which is WrongPasswordError where it says so itself."""
        name, _, value = server_final.partition(",")[0].partition("=")
        if name == "e":
            kind = WrongPasswordError if value in REFUSED else SaslError
            raise kind(f"the server says {value[:80] if _printable(value) else 'something odd'}")
        if name != "v" or self._signature is None or not hmac.compare_digest(_decoded(value), self._signature):
            raise SaslError("the server did not prove that it knows the password: it may be somebody else's")

    def _challenge(self, server_first: str) -> tuple[str, bytes, int]:
        """Nonce, salt and iterations of server-first-message: r, s and i in this order; extensions may follow, `m=` may not come first."""
        if self._signature is not None:
            raise SaslError("the server asked twice")
        fields = [field.partition("=") for field in server_first.split(",")]
        if [name for name, _, _ in fields[:3]] != ["r", "s", "i"]:
            raise SaslError("the server's challenge is malformed")
        nonce, salt, count = (value for _, _, value in fields[:3])
        if not nonce.startswith(self._nonce) or nonce == self._nonce or not _printable(nonce):
            raise SaslError("the server's challenge is not an answer to ours")
        if not (count.isascii() and count.isdecimal() and len(count) <= len(str(MOST)) and FEWEST <= int(count) <= MOST):
            raise SaslError(f"the server wants {count[:20]!r} iterations; {FEWEST} to {MOST} are fine")
        salted = _decoded(salt)
        if not salted:
            raise SaslError("the server's challenge has no salt")
        return nonce, salted, int(count)


def saslprep(text: str) -> str:
    """A name or password in the form in which both sides compare it (RFC 4013, as a stored string). Raises SaslError."""
    mapped = "".join(" " if stringprep.in_table_c12(char) else char for char in text if not stringprep.in_table_b1(char))
    prepared = unicode_3_2.normalize("NFKC", mapped)
    if not prepared or any(test(char) for char in prepared for test in FORBIDDEN):
        raise SaslError("account or password hold characters that no SASL login can carry")
    if any(stringprep.in_table_a1(char) for char in prepared):
        raise SaslError("account or password hold characters that SASL does not know")
    if any(map(stringprep.in_table_d1, prepared)) and not _one_direction(prepared):
        raise SaslError("account or password mix directions of writing, which no SASL login can carry")
    return prepared


def _one_direction(text: str) -> bool:
    """RFC 3454 section 6: right-to-left text begins and ends so, and holds nothing that runs the other way."""
    return stringprep.in_table_d1(text[0]) and stringprep.in_table_d1(text[-1]) and not any(map(stringprep.in_table_d2, text))


def _printable(text: str) -> bool:
    """RFC 5802 `printable`: visible ASCII without a comma."""
    return bool(text) and all("!" <= char <= "~" and char != "," for char in text)


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text.encode("ascii"), validate=True)
    except (Base64Error, UnicodeEncodeError):
        raise SaslError("the server's answer is not base64") from None


def _hmac(key: bytes, message: bytes) -> bytes:
    return hmac.digest(key, message, "sha256")
