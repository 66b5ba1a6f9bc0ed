"""Which entries may be shown where."""

import pytest

from bot.core.knowledge import State, Topic
from bot.core.people import Place
from plugins.faq.releases import Releases
from plugins.faq.showing import Showing, month
from tests.entries import SERIES, entry

ROOM, PRIVATE = Place("net", "#rdo"), Place("net", "alice", direct=True)
SHOWING = Showing.of((Topic("tripleo", ("undercloud", "quickstart.sh")),), Releases.of(SERIES))
ELSEWHERE = "it is for #RDO only"
OLD = entry("tripleo-xena", "TripleO container images for Xena?", topic="tripleo", state=State.HISTORICAL, releases=("xena",))


@pytest.mark.parametrize("state", [State.CURRENT, State.DATED])
def test_current_and_dated_entries_are_shown(state: State) -> None:
    assert SHOWING.withheld(entry("a", "q", state=state), ROOM, "q") == ""


def test_unsure_ones_never() -> None:
    assert SHOWING.withheld(entry("a", "q", state=State.UNSURE), ROOM, "q") == "it is unsure, a person must check it first"


@pytest.mark.parametrize(("place", "reason"), [(ROOM, ""), (Place("net", "#other"), ELSEWHERE), (PRIVATE, ELSEWHERE)])
def test_an_entry_for_some_rooms_stays_there(place: Place, reason: str) -> None:
    assert SHOWING.withheld(entry("a", "q", rooms=("#RDO",)), place, "q") == reason


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("tripleo images please", True),
        ("the Undercloud has no containers", True),
        ("no xena images", True),
        ("quickstart.sh fails", True),
        ("container images are missing", False),
        ("", False),
    ],
)
def test_historical_ones_only_when_asked_by_name(text: str, named: bool) -> None:
    assert (SHOWING.withheld(OLD, ROOM, text) == "") is named


def test_a_name_may_be_written_apart() -> None:
    assert SHOWING.named(entry("centos7", "q"), "still on CentOS 7 here")


@pytest.mark.parametrize(("state", "shown"), [(State.CURRENT, ""), (State.DATED, "2026-08"), (State.HISTORICAL, "2026-08")])
def test_what_is_not_current_is_shown_with_its_month(state: State, shown: str) -> None:
    assert month(entry("a", "q", state=state)) == shown
