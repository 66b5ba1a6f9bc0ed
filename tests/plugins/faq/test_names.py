"""Which names a text names, and in which version."""

import pytest

from bot.core.knowledge import NameKind
from plugins.faq.names import Name, Names

SYSTEMS = NameKind(
    "system",
    {"centos": ("rhel", "rocky", "red hat enterprise linux", "el"), "centos 9": ("stream 9", "cs9"), "fedora": (), "mac": ("os x",)},
    versions=True,
    unless=frozenset(("image", "cloud image")),
)
TOOLS = NameKind("tool", {"kolla": (), "openstack-ansible": ("osa",), "ansible": ()})
NAMES = Names.of((SYSTEMS, TOOLS))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nothing of the kind", ()),
        ("osa or kolla?", ("kolla", "openstack-ansible")),
        ("openstack-kolla-toolbox fails", ("kolla",)),  # a part of a longer name
        ("kollaborate", ()),
        ("kolla-ansible", ("ansible", "kolla")),
        ("openstack-ansible", ("openstack-ansible",)),  # the longest spelling
        ("centos", ("centos",)),
        ("centos stream 9", ("centos", "centos 9")),
        ("stream 9", ("centos", "centos 9")),
        ("cs9 or kolla", ("centos", "centos 9", "kolla")),
        ("rhel9", ("centos", "centos 9")),
        ("foo-1.el9s.noarch", ("centos", "centos 9")),
        ("red hat enterprise linux 8.4", ("centos", "centos 8")),
        ("fedora 38 or 39 here", ("fedora", "fedora 38", "fedora 39")),
        ("fedora and 3 volumes", ("fedora",)),
        ("fedora on 3 nodes", ("fedora",)),
        ("fedora 2024", ("fedora",)),
        ("kolla 9", ("kolla",)),  # a kind without versions
        ("a fedora image", ()),
        ("fedora 38 cloud image", ()),
        ("os x", ("mac",)),
    ],
)
def test_names_are_read_with_their_versions(text: str, expected: tuple[str, ...]) -> None:
    assert tuple(sorted(name.name for name in NAMES.read(text))) == expected


def test_a_version_stands_in_a_row_with_versions_of_the_same_name() -> None:
    found = {name.name: name.group for name in NAMES.read("centos 9, kolla")}
    assert found == {"centos": ("system", ""), "centos 9": ("system", "centos"), "kolla": ("tool", "")}


def test_a_spelling_without_letters_is_none() -> None:
    assert Names.of((NameKind("tool", {"+": ("--",), "kolla": ()}),)).read("+ -- kolla") == {Name("tool", "kolla")}


def test_an_empty_list_names_nothing() -> None:
    assert Names.of(()).read("kolla on centos 9") == frozenset()


def test_the_same_names_whatever_their_order_in_the_file() -> None:
    turned = Names.of((TOOLS, NameKind("system", dict(reversed(list(SYSTEMS.names.items()))), SYSTEMS.versions, SYSTEMS.unless)))
    text = "kolla on stream 9, not fedora 40"
    assert turned.read(text) == NAMES.read(text) > {Name("tool", "kolla")}
