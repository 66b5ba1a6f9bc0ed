"""What time has overtaken: a table of folders, and what is said about them on one day."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from bot.load import read_folder
from bot.load.form import SHIPPED
from bot.stale import stale
from tests.folders import entry, fill

TODAY = date(2026, 8, 21)
SERIES = '- {series: "2024.2", name: Dalmatian, status: eol, slurp: false, rpms: true, link: "https://x.org/", checked: 2026-08-01}\n'
EVENT = '- {name: Meet, from: 2026-08-19, to: 2026-08-20, place: Brno, link: "https://x.org/"}\n'


def fresh(**more: str) -> str:
    return entry(**{"checked": "2026-08-01", "review_by": "2027-02-01", **more})


def said(folder: Path, files: Mapping[str, str]) -> list[str]:
    """What is said about these files, in short: the line without the folder, up to the remedy."""
    found = stale(read_folder(fill(folder, {"faq/a.yaml": fresh(), **files}), "en"), TODAY)
    return [str(problem).replace(f"{folder}/", "").partition(" (")[0] for problem in found]


@pytest.mark.parametrize(
    ("files", "wanted"),
    [
        ({}, []),
        ({"faq/a.yaml": fresh(review_by="2026-08-20")}, ["faq/a.yaml:7: [0].review_by: one: was due on 2026-08-20"]),
        ({"faq/a.yaml": fresh(review_by="2026-08-21")}, ["faq/a.yaml:7: warning: [0].review_by: one: is due on 2026-08-21"]),
        ({"faq/a.yaml": fresh(review_by="2026-09-20")}, ["faq/a.yaml:7: warning: [0].review_by: one: is due on 2026-09-20"]),
        ({"faq/a.yaml": fresh(review_by="2026-09-21")}, []),
        (
            {"faq/a.yaml": fresh(state="dated", checked="2025-08-20")},
            ["faq/a.yaml:6: warning: [0].checked: one: is dated, and nobody has looked since 2025-08-20"],
        ),
        ({"faq/a.yaml": fresh(state="dated", checked="2025-08-21")}, []),
        ({"faq/a.yaml": fresh(checked="2024-01-01")}, []),
        (
            {"faq/a.yaml": fresh(releases='["2024.2"]'), "releases.yaml": SERIES},
            ["faq/a.yaml:8: warning: [0].releases: one: 2024.2 has ended"],
        ),
        ({"faq/a.yaml": fresh(releases="[train, ussuri]")}, ["faq/a.yaml:8: warning: [0].releases: one: train, ussuri have ended"]),
        ({"faq/a.yaml": fresh(releases='["2024.2", later]'), "releases.yaml": SERIES}, []),
        ({"faq/a.yaml": fresh(releases='["2024.2"]', state="historical"), "releases.yaml": SERIES}, []),
        ({"faq/a.yaml": fresh(releases='["2024.2", "2025.1"]'), "releases.yaml": SERIES}, []),
        ({"faq/a.yaml": fresh(links='["http://example.org/"]')}, ["faq/a.yaml:7: [0].links[0]: one: must start with https://"]),
        (
            {"releases.yaml": SERIES.replace("eol", "maintained, until: 2026-08-20")},
            ["releases.yaml:1: [0].until: 2024.2: maintained was planned to end on 2026-08-20"],
        ),
        (
            {"releases.yaml": SERIES.replace("eol", "development, planned: 2026-08-20")},
            ["releases.yaml:1: [0].planned: 2024.2: was to come out on 2026-08-20"],
        ),
        ({"releases.yaml": SERIES.replace("eol", "maintained, planned: 2026-08-20, until: 2026-08-21")}, []),
        ({"events.yaml": EVENT}, ["events.yaml:1: [0].from: Meet: was over on 2026-08-20"]),
        ({"events.yaml": EVENT.replace("to: 2026-08-20, ", "")}, ["events.yaml:1: [0].from: Meet: was over on 2026-08-19"]),
        ({"events.yaml": EVENT.replace("to: 2026-08-20", "to: 2026-08-21")}, []),
    ],
)
def test_what_is_past_or_soon(tmp_path: Path, files: Mapping[str, str], wanted: list[str]) -> None:
    assert said(tmp_path, files) == wanted


def test_the_shipped_folder_was_fresh_on_the_day_of_its_last_check() -> None:
    found = stale(read_folder(SHIPPED, "en"), TODAY)
    assert [str(problem) for problem in found if problem.severity == "error"] == []
