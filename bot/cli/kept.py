"""What the bot remembers, for commands that report it: read beside a running bot, written by none of them."""

from bot.core.records import Record
from bot.core.settings import Settings
from bot.store.reading import reading


def kept(settings: Settings, at: float) -> tuple[Record, ...]:
    """Every record that is live at this time. Raises BadStore or StoreFailed, which `main` puts into words."""
    with reading(settings.store) as reader:
        return tuple(reader.load(at))
