"""An entry for another component or distribution is no answer: what names say against an entry, and what they leave open."""

import math

import pytest

from bot.core.knowledge import NameKind
from plugins.faq.facts import NEWS, SHORT, Facts
from tests.entries import entry

KINDS = (
    NameKind("tool", {"packstack": (), "kolla": ("kolla-ansible",)}),
    NameKind("system", {"centos": ("rhel",), "ubuntu": ()}, versions=True),
    NameKind("component", {"nova": (), "horizon": (), "ceph": ()}),
)
ENTRIES = (
    entry("packstack", "packstack fails on rabbitmq", "packstack: amqp error", "rabbit stops", answer="Kolla is another matter."),
    entry("login", "horizon says 404", "dashboard not found", answer="Ask apache."),
    entry("stream8", "repo of centos 8 is gone", "mirrorlist error on rhel 8", "mirrorlist is down"),
    entry("meeting", "when do we meet", "meeting time"),
)
FACTS = Facts.of(KINDS, ENTRIES)
PACKSTACK, LOGIN, STREAM8, MEETING = range(len(ENTRIES))


def against(text: str, number: int) -> str:
    return FACTS.against(FACTS.said(text), number)


def doubt(text: str, number: int, without: int | None = None) -> float:
    return FACTS.doubt(FACTS.said(text), number, without)


@pytest.mark.parametrize(
    ("text", "number", "expected"),
    [
        ("nova does not start", LOGIN, "it is about horizon, not nova"),
        ("ceph and nova", LOGIN, "it is about horizon, not ceph and nova"),
        ("repo of centos 9", STREAM8, "it is about centos 8, not centos 9"),
        ("repo of ubuntu", STREAM8, "it is about centos, not ubuntu"),
        ("repo of centos", STREAM8, ""),
        ("kolla fails on rabbitmq", PACKSTACK, ""),  # its answer speaks of kolla
        ("installed nova with packstack, now horizon says 404", LOGIN, ""),  # bystanders
        ("nova does not start", MEETING, ""),  # names nothing itself
        ("does not start", LOGIN, ""),
    ],
)
def test_an_entry_about_others_is_no_answer(text: str, number: int, expected: str) -> None:
    assert against(text, number) == expected


def test_what_the_text_names_and_the_entry_does_not_makes_doubtful() -> None:
    assert doubt("nova does not start", MEETING) == pytest.approx(-NEWS * math.log(1 + 2))  # two texts
    assert doubt("when do we meet", MEETING) == 0
    assert doubt("centos 9 meeting", MEETING) == pytest.approx(-NEWS * math.log(1 + 2))  # its version says no more


def test_what_most_texts_of_the_entry_name_is_missed() -> None:
    assert doubt("amqp error", PACKSTACK) < doubt("packstack amqp error", PACKSTACK) == 0
    assert doubt("mirrorlist error", STREAM8) < 0


def test_one_shared_name_of_a_kind_is_enough() -> None:
    assert doubt("nova and horizon", LOGIN) == 0


def test_names_in_a_story_count_less() -> None:
    short, story = "nova does not start", "nova does not start " + "since I did this and that " * 4
    assert doubt(story, MEETING) == pytest.approx(doubt(short, MEETING) * SHORT / len(story.split()))


def test_a_text_does_not_vouch_for_itself() -> None:
    """Without the only text that names it, a name is as strange as any."""
    alone = Facts.of(KINDS, (entry("a", "dashboard not found", "horizon says 404", "web page is not there"), *ENTRIES))
    said = alone.said("horizon says 404")
    assert alone.doubt(said, 0) == 0 > alone.doubt(said, 0, without=1)
    assert alone.against(said, 0, without=1) == ""


def test_without_a_list_of_names_nothing_is_said() -> None:
    nothing = Facts.of((), ENTRIES)
    said = nothing.said("nova does not start")
    assert [nothing.doubt(said, number) for number in range(4)] == [0] * 4
    assert not any(nothing.against(said, number) for number in range(4))


def test_no_entries_is_fine() -> None:
    assert Facts.of(KINDS, ()).profiles == ()


def test_the_same_whatever_the_order_of_kinds() -> None:
    turned = Facts.of(tuple(reversed(KINDS)), ENTRIES)
    text = "ceph with kolla on ubuntu 22.04"
    assert [turned.doubt(turned.said(text), n) for n in range(4)] == [doubt(text, n) for n in range(4)]
