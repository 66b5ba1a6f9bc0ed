"""A headless Chromium for tests of pages: Debian's, driven by Playwright. What a page asks of a network is a failure."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

CHROMIUM = "/usr/bin/chromium"  # Debian's package; `make test` installs it
PATIENCE_MS = 5_000  # until something that was looked for is said not to be there
WIDE, NARROW = (1280, 900), (390, 844)  # a laptop, a telephone


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser. It must be closed before other tests start a loop of their own, so a fixture of it has the scope `module`."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])  # root has no sandbox
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def visit(
    browser: Browser, file: Path, fragment: str = "", size: tuple[int, int] = WIDE, dark: bool = False, script: bool = True
) -> Iterator[Page]:
    """A page, opened from its file. At the end it must have asked nothing of a network and complained of nothing."""
    asked: list[str] = []
    said: list[str] = []
    scheme: Literal["dark", "light"] = "dark" if dark else "light"
    box: ViewportSize = {"width": size[0], "height": size[1]}
    with browser.new_context(
        viewport=box, color_scheme=scheme, java_script_enabled=script, offline=True, reduced_motion="reduce"
    ) as context:
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"{file.as_uri()}{fragment}")
        yield page
        outside = [url for url in asked if not url.startswith(("file:", "data:"))]
        assert not outside, outside
        assert not said, said


def faults(page: Page) -> list[str]:
    """What axe-core finds wrong for people with disabilities (WCAG 2.2 A and AA, and its best practices); nothing if all is well."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['help']}: {node['html'][:120]}" for one in found for node in one["nodes"]]
