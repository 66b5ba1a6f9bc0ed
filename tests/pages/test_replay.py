"""The page of a replay: what people wrote stays text, and in a browser nobody is shut out."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from bot.pages.replay import replay_page
from bot.replay.telling import Section
from tests.servers.chromium import NARROW, WIDE, faults, visit

HOSTILE = "<script>alert(1)</script> & \" ' <img src=x onerror=alert(1)>"
SECTIONS = (
    Section("Replay", ("what", "figure"), (("lines", "12,000"),)),
    Section("By day", ("", "lines", "per 1,000"), (("2026-11-23", "11", "0.50"),), "UTC."),
    Section("Questions", ("when", "who", "question", "the bot", "people"), (("12:00", "alice", HOSTILE, "x" * 300, "nobody"),)),
    Section("Nothing here", ("a",), ()),
)


def test_what_people_wrote_is_text_and_empty_sections_are_left_out() -> None:
    page = replay_page(SECTIONS)
    assert "&lt;script&gt;alert(1)" in page
    assert "<script" not in page
    assert "Nothing here" not in page


@pytest.mark.slow
@pytest.mark.parametrize(("size", "dark"), [(WIDE, False), (NARROW, True)], ids=["wide and light", "narrow and dark"])
def test_nobody_is_shut_out(browser: Browser, tmp_path: Path, size: tuple[int, int], dark: bool) -> None:
    file = tmp_path / "replay.html"
    file.write_text(replay_page(SECTIONS), "utf-8")
    with visit(browser, file, size=size, dark=dark) as page:
        assert faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
