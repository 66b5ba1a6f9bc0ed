"""`make pictures`: the screenshots of the documentation, taken anew in Chromium. Asserts nothing."""

import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from bot.load import load_knowledge
from bot.load.form import SHIPPED
from bot.pages.digest import digest_page
from bot.pages.faq import faq_page
from tests.builders import ROOT
from tests.replay.example import page as replay
from tests.servers.chromium import NARROW, chromium, visit
from tests.weeks import busy

FOLDER = ROOT / "docs/pictures"
LAPTOP = (1100, 760)


@dataclass(frozen=True, slots=True)
class Picture:
    """One screenshot: of which page, and what is done to it before."""

    page: Callable[[], str]
    size: tuple[int, int] = LAPTOP
    dark: bool = False
    prepare: Callable[[Page], None] = lambda _: None


def faq() -> str:
    """The FAQ as it ships."""
    return faq_page(load_knowledge(SHIPPED, "en", None)[0], "rdohelper", "the #rdo channel operators")


def search(page: Page) -> None:
    """With a typo in it."""
    page.get_by_role("searchbox").fill("live migraton")


def digest() -> str:
    """A week in which there is something of everything."""
    return digest_page(busy())


def plots(page: Page) -> None:
    """Down to where the plots begin."""
    page.locator("figure").first.evaluate("figure => figure.scrollIntoView()")


PICTURES: Mapping[str, Picture] = {
    "faq": Picture(faq),
    "faq-dark": Picture(faq, dark=True, prepare=search),
    "faq-narrow": Picture(faq, size=NARROW),
    "digest": Picture(digest),
    "digest-plots": Picture(digest, size=(1100, 860), prepare=plots),
    "replay": Picture(replay),
    "digest-dark": Picture(digest, size=(1100, 860), dark=True, prepare=plots),
}


def take(names: list[str]) -> None:
    """Take these pictures, or all."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        for name in names or PICTURES:
            picture, file = PICTURES[name], Path(folder) / f"{name}.html"
            file.write_text(picture.page(), "utf-8")
            with visit(browser, file, size=picture.size, dark=picture.dark) as page:
                picture.prepare(page)
                page.screenshot(path=FOLDER / f"{name}.png")
            print(FOLDER / f"{name}.png")


if __name__ == "__main__":
    take(sys.argv[1:])
