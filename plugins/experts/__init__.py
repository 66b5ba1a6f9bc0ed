"""Brings the person who knows: one expert at a time, only those who offered, inside their hours and daily limit."""

from plugins.experts.plugin import SETTINGS, Experts, build
from plugins.experts.sentences import PHRASES

__all__ = ["PHRASES", "SETTINGS", "Experts", "build"]
