"""The page of the FAQ in a browser: found by words and by typos, used by keyboard, read without script, quiet on the network."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.load import load_knowledge
from bot.load.form import SHIPPED
from bot.pages.faq import faq_page
from tests.servers.chromium import NARROW, WIDE, faults, visit

pytestmark = pytest.mark.slow

SHOWN = "article:visible"


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the shipped knowledge."""
    knowledge, _ = load_knowledge(SHIPPED, "en", None)
    path = tmp_path_factory.mktemp("pages") / "faq.html"
    path.write_text(faq_page(knowledge, "helper", "the ops"), "utf-8")
    return path


@pytest.fixture
def page(browser: Browser, file: Path) -> Iterator[Page]:
    with visit(browser, file) as opened:
        yield opened


def search(page: Page, words: str) -> list[str]:
    """Ids of the answers shown for these words, best first."""
    page.get_by_label("What are you looking for?").fill(words)
    return ids(page, "#_results article")


def ids(page: Page, selector: str) -> list[str]:
    return [str(one) for one in page.locator(selector).evaluate_all("found => found.map(article => article.id)")]


@pytest.mark.parametrize(
    ("words", "entry"),
    [
        ("live migration", "migration"),
        ("gazpacho repo", "rpms-after-epoxy"),
        ("migraton", "migration"),
        ("HostMapingNotFound", "host-not-mapped"),
    ],
)
def test_words_and_typos_find_their_answer(page: Page, words: str, entry: str) -> None:
    assert entry in search(page, words)[:3]


def test_what_is_not_found_is_said_in_words(page: Page) -> None:
    assert search(page, "xylophone zzyzx") == []
    expect(page.get_by_role("status")).to_contain_text("Nothing found")
    expect(page.locator(SHOWN)).to_have_count(0)


def test_an_emptied_search_shows_all_answers_where_they_were(page: Page) -> None:
    everything = ids(page, SHOWN)
    assert 0 < len(search(page, "packstack")) < len(everything)
    page.keyboard.press("Escape")
    assert ids(page, SHOWN) == everything


def test_the_keyboard_alone_is_enough(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("live migration")
    page.keyboard.press("Tab")
    expect(page.locator("#migration h3 a")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.url.endswith("#migration")


def test_a_link_to_an_answer_opens_at_it(browser: Browser, file: Path) -> None:
    with visit(browser, file, "#migration") as page:
        expect(page.locator("#migration")).to_be_in_viewport()


def test_a_link_to_an_answer_that_the_search_put_away_shows_it(page: Page) -> None:
    search(page, "horizon")
    page.evaluate("location.hash = '#migration'")
    expect(page.locator("#migration")).to_be_in_viewport()


def test_without_script_all_answers_are_there_and_no_search(browser: Browser, file: Path) -> None:
    with visit(browser, file, script=False) as page:
        assert page.locator(SHOWN).count() == page.locator("article").count() > 50
        expect(page.locator("#_search")).to_be_hidden()


@pytest.mark.parametrize(("size", "dark"), [(WIDE, False), (NARROW, True)], ids=["wide and light", "narrow and dark"])
def test_nobody_is_shut_out(browser: Browser, file: Path, size: tuple[int, int], dark: bool) -> None:
    with visit(browser, file, size=size, dark=dark) as page:
        assert faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        search(page, "dhcp")
        assert faults(page) == []


def test_what_a_page_does_wrong_is_noticed(browser: Browser, tmp_path: Path) -> None:
    bad = tmp_path / "bad.html"
    bad.write_text(
        "<!doctype html><html><title>Bad</title><main><h1>Bad</h1><input><img alt='' src='http://127.0.0.1:9/a.png'></main></html>"
    )
    with pytest.raises(AssertionError, match=r"127\.0\.0\.1:9"), visit(browser, bad) as page:
        assert any(fault.startswith("label:") for fault in faults(page))
