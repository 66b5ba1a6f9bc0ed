"""Answers questions from the knowledge base, when it is sure. README.md explains how it knows."""

from plugins.faq.effects import effect
from plugins.faq.plugin import PHRASES, SETTINGS, Faq, assembled, build
from plugins.faq.trial import trial

__all__ = ["PHRASES", "SETTINGS", "Faq", "assembled", "build", "effect", "trial"]
