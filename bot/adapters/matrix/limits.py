"""Reading "too fast" (429) in every form that homeservers and the proxies before them use, and never waiting absurdly long.

Client-server API, "Rate limiting": `retry_after_ms` in the body (deprecated and still common), `Retry-After` in the headers
(RFC 9110 section 10.2.3: seconds, or a date, which is read by the clock that the answer itself tells).
"""

from collections.abc import Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime
from math import isfinite

TOO_FAST = 429
LEAST, MOST = 0.5, 300.0  # seconds waited whatever the server says: no storm, and no night lost to a wrong number
USUAL = 5.0  # seconds when it says nothing that can be understood


def retry_after(status: int, headers: Mapping[str, str], body: object) -> float | None:
    """Seconds to wait, between LEAST and MOST; None when the answer is not about our speed."""
    limited = isinstance(body, dict) and body.get("errcode") == "M_LIMIT_EXCEEDED"
    if status != TOO_FAST and not limited:
        return None
    found = _in_body(body) if isinstance(body, dict) else None
    if found is None:
        found = _in_header({name.lower(): value for name, value in headers.items()})
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


def _in_header(headers: Mapping[str, str]) -> float | None:
    text = headers.get("retry-after", "").strip()
    if text.isdecimal() and text.isascii():
        return float(text) if len(text) < len("1000000000") else MOST
    until, said = _date(text), _date(headers.get("date", ""))
    return None if until is None or said is None else until - said


def _date(text: str) -> float | None:
    try:
        at = parsedate_to_datetime(text)
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
