"""Question and fix become a draft entry, once both sides have agreed; maintainers look through the drafts and decide."""

from plugins.writeup.plugin import SETTINGS, Writeups, build
from plugins.writeup.sentences import PHRASES

__all__ = ["PHRASES", "SETTINGS", "Writeups", "build"]
