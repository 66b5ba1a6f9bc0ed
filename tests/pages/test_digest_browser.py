"""The page of the digest in a browser: nobody is shut out, it fits a telephone, the plots can be read as tables."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from bot.pages.digest import digest_page
from tests.servers.chromium import NARROW, WIDE, faults, visit
from tests.weeks import busy

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pages") / "digest.html"
    path.write_text(digest_page(busy()), "utf-8")
    return path


@pytest.mark.parametrize(("size", "dark"), [(WIDE, False), (NARROW, True)], ids=["wide and light", "narrow and dark"])
def test_nobody_is_shut_out(browser: Browser, file: Path, size: tuple[int, int], dark: bool) -> None:
    with visit(browser, file, size=size, dark=dark) as page:
        assert faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_a_plot_has_a_name_and_its_figures_as_a_table(browser: Browser, file: Path) -> None:
    with visit(browser, file) as page:
        expect(page.get_by_role("img", name="Time to the first answer")).to_be_visible()
        page.get_by_text("The same as a table").last.click()
        expect(page.get_by_role("row", name="2 min to 5 min 4")).to_be_visible()


def test_colours_of_the_bars_follow_the_page(browser: Browser, file: Path) -> None:
    fills = []
    for dark in (False, True):
        with visit(browser, file, dark=dark) as page:
            fills.append(page.locator(".bar.solid").first.evaluate("bar => getComputedStyle(bar).fill"))
    assert len(set(fills)) == 2
