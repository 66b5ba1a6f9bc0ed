"""What comes after an answer, or in its place: late answers, a text for the mailing list, a last word, and the invitation."""

from plugins.followup.plugin import SETTINGS, Followup, build
from plugins.followup.sentences import PHRASES

__all__ = ["PHRASES", "SETTINGS", "Followup", "build"]
