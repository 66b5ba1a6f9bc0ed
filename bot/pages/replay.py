"""The report of a replay as one page: the same sections as the text, as tables."""

from collections.abc import Sequence

from bot.pages.render import render
from bot.replay.telling import Section

TITLE = "Replay of an old log"


def replay_page(told: Sequence[Section]) -> str:
    """The page; sections without rows are left out. The same sections give the same bytes."""
    return render("replay", {"title": TITLE, "sections": tuple(section for section in told if section.rows)})
