"""Reading "too fast" (429) in every form that homeservers and the proxies before them use, and never waiting absurdly long.

Client-server API, "Rate limiting": `retry_after_ms` in the body (deprecated and still common), `Retry-After` in the headers
(RFC 9110 section 10.2.3: seconds, or a date).
"""

from collections.abc import Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime
from math import isfinite

TOO_FAST = 429
LEAST, MOST = 0.5, 300.0  # seconds waited whatever the server says: no storm, and no night lost to a wrong number
USUAL = 5.0  # seconds when it says nothing that can be understood


def retry_after(status: int, headers: Mapping[str, str], body: object, now: float) -> float | None:
    """Seconds to wait, between LEAST and MOST; None when the answer is not about our speed. `now` is seconds since the epoch."""
    limited = isinstance(body, dict) and body.get("errcode") == "M_LIMIT_EXCEEDED"
    if status != TOO_FAST and not limited:
        return None
    found = _in_body(body) if isinstance(body, dict) else None
    if found is None:
        found = _in_header(next((value for name, value in headers.items() if name.lower() == "retry-after"), ""), now)
    return USUAL if found is None else min(max(found, LEAST), MOST)


def _in_body(body: Mapping[object, object]) -> float | None:
    wait = body.get("retry_after_ms")
    if isinstance(wait, bool) or not isinstance(wait, int | float):
        return None
    try:
        seconds = float(wait) / 1000
    except OverflowError:
        return MOST
    return seconds if isfinite(seconds) and seconds >= 0 else None


def _in_header(text: str, now: float) -> float | None:
    text = text.strip()
    if text.isdecimal() and text.isascii():
        return float(text) if len(text) < len("1000000000") else MOST
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp() - now
