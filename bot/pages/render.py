"""From values to a page: the template NAME.html, with base.css, NAME.css and NAME.js inside it.

A page asks nothing of any network and works from a file. Its Content-Security-Policy allows its own style sheet and script
by their hashes and pictures that are in it (`data:`), and nothing else: text that slipped through could do nothing. For the
same reason templates have no `style=` and no `on…=` attributes; a browser ignores them here.
"""

import base64
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

FOLDER = Path(__file__).parent


def render(name: str, values: Mapping[str, Any]) -> str:
    """The page `name` as one HTML document; `title` must be among the values. What is in them is escaped.

    The same values give the same bytes. Raises jinja2.UndefinedError for a value that the template needs and does not get.
    """
    style, script = _read("base.css") + _read(f"{name}.css"), _read(f"{name}.js")
    inside = {"style": Markup(style), "script": Markup(script), "policy": _policy(style, script)}  # noqa: S704  # our own files
    return _environment().get_template(f"{name}.html").render({**values, **inside})


def _environment() -> Environment:
    """Every value is escaped, and one that is missing is an error."""
    return Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _read(name: str) -> str:
    path = FOLDER / name
    return path.read_text("utf-8") if path.exists() else ""


def _policy(style: str, script: str) -> str:
    """Content Security Policy Level 3 (w3.org/TR/CSP3): what is inline is named by the hash of what stands between its tags."""
    scripts = f"script-src {_hash(script)}; " if script else ""
    return f"default-src 'none'; style-src {_hash(style)}; {scripts}img-src data:; base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
