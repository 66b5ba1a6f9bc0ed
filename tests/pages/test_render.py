"""Any page: what it is given is escaped, what it must be given is asked for, and its policy names what it holds."""

import base64
import hashlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError

from bot.pages import render
from bot.pages.render import FOLDER

FRAME = {"title": "Report"}


def test_a_page_is_whole() -> None:
    page = render("frame", FRAME)
    assert page.startswith('<!doctype html>\n<html lang="en">')
    assert page.endswith("</html>\n")


def test_a_value_that_is_missing_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        render("frame", {})


@given(st.text())
def test_no_text_becomes_markup(text: str) -> None:
    page = render("frame", {"title": f"<b>{text}</b>"})
    assert "<b>" not in page.replace(render("frame", FRAME), "")
    assert "&lt;b&gt;" in page


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.html")), ids=lambda path: path.name)
def test_no_template_has_what_the_policy_forbids(path: str) -> None:
    text = (FOLDER / path).read_text()
    assert re.findall(r"\s(?:style|on[a-z]+)=|\bsrc=\"http|\|\s*safe\b", text) == []


def test_the_policy_names_the_style_sheet_by_its_hash() -> None:
    page = render("frame", FRAME)
    style = page.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"default-src &#39;none&#39;; style-src &#39;sha256-{digest}&#39;; img-src data:" in page


@pytest.mark.parametrize("path", sorted([*FOLDER.glob("*.css"), *FOLDER.glob("*.js")]), ids=lambda path: path.name)
def test_nothing_inline_ends_its_own_element(path: str) -> None:
    assert "</" not in (FOLDER / path).read_text()
