"""What maintainers are told in their control room, once a week or once a day."""

from plugins.digest.plugin import SETTINGS, Reports, build
from plugins.digest.sentences import PHRASES

__all__ = ["PHRASES", "SETTINGS", "Reports", "build"]
