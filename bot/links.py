"""Links of entries: whether they have the right form, and, for whoever asks for it, whether they still lead somewhere."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPException, HTTPMessage
from typing import IO
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

AT_ONCE = 8  # servers asked at the same time; of one server one page after the other
PATIENCE = 10.0  # seconds for one page
AGENT = "patience-bot (checks links of a FAQ)"
GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
MOVED = frozenset({HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT})
NO_HEAD = frozenset({HTTPStatus.FORBIDDEN, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.NOT_IMPLEMENTED, *GONE})  # some servers mean HEAD only


def link_fault(link: str) -> str:
    """What is wrong with the form of a link; "" for nothing."""
    if any(char.isspace() for char in link):
        return "has a space (write %20, or split it into two links)"
    if not link.startswith("https://"):
        return "must start with https://"
    try:
        host = urlsplit(link).hostname or ""
    except ValueError:
        host = ""
    return "" if "." in host.strip(".") else "names no server"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a link. `dead`: the server says that there is no such page."""

    text: str = ""  # "": it leads to a page
    dead: bool = False


def visit(links: Iterable[str], watch: Callable[[int, int], None], patience: float = PATIENCE) -> Mapping[str, Verdict]:
    """Ask for each page once: several servers at a time, each server one page after the other. `watch` is told how far it is.

    `patience` is in seconds. It blocks until all have answered or had their time.
    """
    by_server: dict[str, list[str]] = {}
    for link in sorted(set(links)):
        by_server.setdefault(urlsplit(link).netloc, []).append(link)
    done, total = 0, sum(map(len, by_server.values()))
    found: dict[str, Verdict] = {}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for verdicts in pool.map(lambda pages: _visit_server(pages, patience), by_server.values()):
            found |= verdicts
            done += len(verdicts)
            watch(done, total)
    return found


def _visit_server(pages: Sequence[str], patience: float) -> dict[str, Verdict]:
    return {page: _verdict(page, patience) for page in pages}


class _Follow(HTTPRedirectHandler):
    """Follows redirects, and remembers where the page has moved for good."""

    moved_to = ""

    def redirect_request(self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str) -> Request | None:  # type: ignore[explicit-override]  # the library's signature; typing.override came with 3.12
        if code in MOVED:
            self.moved_to = newurl
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _verdict(page: str, patience: float) -> Verdict:
    """HEAD is enough for most servers; those that do not know it are asked with GET, and nothing of the page is read."""
    for method in ("HEAD", "GET"):
        follows = _Follow()
        try:
            request = Request(page, method=method, headers={"User-Agent": AGENT})  # noqa: S310  # only links of entries come here
            with build_opener(follows).open(request, timeout=patience):
                return Verdict(f"has moved to {follows.moved_to}" if follows.moved_to else "")
        except HTTPError as fault:
            if method == "HEAD" and fault.code in NO_HEAD:
                continue
            said = f"the server says {fault.code}"
            return Verdict(f"is dead: {said}", dead=True) if fault.code in GONE else Verdict(f"could not be looked at: {said}")
        except (OSError, HTTPException, ValueError) as fault:
            return Verdict(f"could not be looked at: {getattr(fault, 'reason', None) or str(fault) or type(fault).__name__}")
    return Verdict()
