"""The digest as data."""

import json

from bot.digest.data import as_data
from tests.weeks import busy, digest


def test_it_can_be_written_as_json_with_what_follows_from_the_figures() -> None:
    data = json.loads(json.dumps(as_data(busy())))
    assert data["period"] == {"first": "2026-11-16", "last": "2026-11-22", "now": 1795417200.0, "days": 7}
    assert (data["figures"]["asked"], data["figures"]["answered"], data["figures"]["median"]) == (12, 10, 1)
    assert data["listening"]["said"][1]["expert"] == "dave"
    assert [week["first"] for week in data["weeks"]][-3:] == ["2026-11-02", "2026-11-09", "2026-11-16"]


def test_without_listen_mode_there_is_no_report_on_it() -> None:
    assert as_data(digest())["listening"] is None
