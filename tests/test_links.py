"""Links: their form as a table, and a real server on this machine for whether they lead somewhere."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from bot.links import AGENT, Verdict, link_fault, visit


@pytest.mark.parametrize(
    ("link", "fault"),
    [
        ("https://example.org/a", ""),
        ("https://example.org/a b", "has a space (write %20, or split it into two links)"),
        ("http://example.org/", "must start with https://"),
        ("https://[::1", "names no server"),
        ("https://nowhere/", "names no server"),
    ],
)
def test_the_form_of_a_link(link: str, fault: str) -> None:
    assert link_fault(link) == fault


class Pages(BaseHTTPRequestHandler):
    """A site: /CODE answers with that code; /moved and /away lead on, the first for good; /shy knows no HEAD."""

    asked: ClassVar[list[tuple[str, str, str]]] = []

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        self.asked.append((self.command, self.path, self.headers["User-Agent"]))
        leads = {"/moved": 301, "/away": 302}
        shy = self.path == "/shy" and self.command == "HEAD"
        self.send_response(405 if shy else leads.get(self.path) or int(self.path[1:]) if self.path != "/shy" or shy else 200)
        if self.path in leads:
            self.send_header("Location", "/200")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:  # type: ignore[explicit-override]
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    Pages.asked.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Pages) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def silent(_done: int, _of: int) -> None:
    """No progress."""


@pytest.mark.slow
def test_what_became_of_pages(site: str) -> None:
    pages = ("/200", "/404", "/410", "/503", "/403", "/moved", "/away", "/shy")
    found = visit([f"{site}{page}" for page in pages], silent)
    assert {link.removeprefix(site): verdict for link, verdict in found.items()} == {
        "/200": Verdict(),
        "/404": Verdict("is dead: the server says 404", dead=True),
        "/410": Verdict("is dead: the server says 410", dead=True),
        "/503": Verdict("could not be looked at: the server says 503"),
        "/403": Verdict("could not be looked at: the server says 403"),
        "/moved": Verdict(f"has moved to {site}/200"),
        "/away": Verdict(),
        "/shy": Verdict(),
    }


@pytest.mark.slow
def test_a_page_is_asked_for_once_by_somebody_who_says_who_it_is(site: str) -> None:
    steps: list[tuple[int, int]] = []
    visit([f"{site}/200", f"{site}/200"], lambda done, of: steps.append((done, of)))
    assert Pages.asked == [("HEAD", "/200", AGENT)]
    assert steps == [(1, 1)]


@pytest.mark.slow
def test_a_server_that_is_not_there_makes_no_dead_link() -> None:
    (verdict,) = visit(["http://127.0.0.1:1/"], silent).values()
    assert verdict.text.startswith("could not be looked at: ")
    assert not verdict.dead
