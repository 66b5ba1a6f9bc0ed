"""The log of docs/replay.md and its report, as text and as the page of which the documentation has a picture."""

from pathlib import Path

from bot.pages.replay import replay_page
from bot.replay.telling import Reading, Section, sections
from tests.replay.playing import playing, report_of
from tests.replay.test_playing import CAROL

LOG = Path(__file__).parent / "example.log"
READING = Reading((("#rdo.log", "irssi"),))


def told() -> tuple[Section, ...]:
    """The report of the log, where Carol offered to be asked about nova."""
    return tuple(sections(report_of(playing(CAROL), LOG.read_text().splitlines(), log="irssi"), READING))


def page() -> str:
    return replay_page(told())
