"""Release names as facts."""

import pytest

from plugins.faq.releases import Releases, names_only_others
from tests.entries import SERIES, entry

FACTS = Releases.of(SERIES)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("is there a repo for gazpacho", {"2026.1"}),
        ("openstack 2025.2 on centos", {"2025.2"}),
        ("from ocata to zed", {"ocata", "zed"}),
        ("rdo on rocky 9", set()),
        ("rpms newer than epoxy", set()),
        ("upgrade after epoxy", set()),
        ("flamingos", set()),
        ("", set()),
    ],
)
def test_the_series_of_a_text(text: str, named: set[str]) -> None:
    assert FACTS.named(text) == named


@pytest.mark.parametrize(
    ("releases", "held"),
    [
        ((), set()),
        (("2025.1",), {"2025.1"}),
        (("2025.2", "later"), {"2025.2", "2026.1"}),
        (("cactus", "earlier"), {"austin", "bexar", "cactus"}),
        (("yoga", "later"), {"yoga", "zed", "2024.2", "2025.1", "2025.2", "2026.1"}),
        (("2031.1", "later"), {"2031.1"}),
    ],
)
def test_the_series_of_an_entry(releases: tuple[str, ...], held: set[str]) -> None:
    assert FACTS.held(entry("e", "q", releases=releases)) == held


@pytest.mark.parametrize(
    ("named", "held", "others"),
    [(set(), {"zed"}, False), ({"zed"}, set(), False), ({"zed"}, {"yoga", "zed"}, False), ({"zed"}, {"yoga"}, True)],
)
def test_only_other_series_exclude(named: set[str], held: set[str], others: bool) -> None:
    assert names_only_others(frozenset(named), frozenset(held)) is others


def test_numbers_are_read_as_names() -> None:
    assert FACTS.spell("from 2024.2 to 2025.1 on python 3.12") == "from dalmatian to epoxy on python 3.12"


def test_without_a_list_the_old_names_are_known() -> None:
    assert Releases.of(()).named("train and flamingo") == {"train"}
