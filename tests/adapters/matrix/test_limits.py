"""Reading how long to wait, from servers that say it in every way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.matrix.limits import LEAST, MOST, USUAL, retry_after

SAID = {"Date": "Tue, 14 Nov 2023 22:13:20 GMT"}  # when the answer was written, by its writer's clock
TOO_FAST = {"errcode": "M_LIMIT_EXCEEDED"}


@pytest.mark.parametrize(
    ("status", "headers", "body", "expected"),
    [
        (200, {}, {}, None),
        (500, {"Retry-After": "9"}, None, None),
        (403, {}, {"errcode": "M_FORBIDDEN", "retry_after_ms": 9000}, None),
        (429, {}, {**TOO_FAST, "retry_after_ms": 2500}, 2.5),
        (429, {}, {**TOO_FAST, "retry_after_ms": 2500.0}, 2.5),
        (429, {"Retry-After": "7"}, {**TOO_FAST, "retry_after_ms": 2500}, 2.5),
        (400, {}, {**TOO_FAST, "retry_after_ms": 2500}, 2.5),  # some servers say it with another status
        (429, {"retry-after": " 7 "}, "<html>", 7.0),
        (429, {**SAID, "Retry-After": "Tue, 14 Nov 2023 22:13:32 GMT"}, None, 12.0),
        (429, {**SAID, "Retry-After": "Tue, 14 Nov 2023 22:13:32 -0000"}, None, 12.0),
        (429, {**SAID, "Retry-After": "Tue, 14 Nov 2000 22:13:32 GMT"}, None, LEAST),
        (429, {"Retry-After": "Tue, 14 Nov 2023 22:13:32 GMT"}, None, USUAL),  # by what clock?
        (429, {}, None, USUAL),
        (429, {}, {**TOO_FAST, "retry_after_ms": True}, USUAL),
        (429, {}, {**TOO_FAST, "retry_after_ms": "2500"}, USUAL),
        (429, {}, {**TOO_FAST, "retry_after_ms": None}, USUAL),
        (429, {}, {**TOO_FAST, "retry_after_ms": -1}, USUAL),
        (429, {}, {**TOO_FAST, "retry_after_ms": float("nan")}, USUAL),
        (429, {}, {**TOO_FAST, "retry_after_ms": float("inf")}, USUAL),
        (429, {}, {**TOO_FAST, "retry_after_ms": 0}, LEAST),
        (429, {}, {**TOO_FAST, "retry_after_ms": 1e12}, MOST),
        (429, {}, {**TOO_FAST, "retry_after_ms": 10**400}, MOST),
        (429, {"Retry-After": "9" * 400}, None, MOST),
        (429, {"Retry-After": "-1"}, None, USUAL),
        (429, {"Retry-After": "x"}, None, USUAL),
        (429, {"Retry-After": "nan"}, None, USUAL),
        (429, {"Retry-After": "1e9"}, None, USUAL),
        (429, {"Retry-After": "٣"}, None, USUAL),
    ],
)
def test_how_long_to_wait(status: int, headers: dict[str, str], body: object, expected: float | None) -> None:
    assert retry_after(status, headers, body) == expected


@given(st.text(), st.integers() | st.floats() | st.text() | st.none() | st.booleans())
def test_no_answer_makes_us_wait_for_ever_or_not_at_all(header: str, wait: object) -> None:
    found = retry_after(429, {**SAID, "Retry-After": header}, {"retry_after_ms": wait})
    assert found is not None
    assert LEAST <= found <= MOST
