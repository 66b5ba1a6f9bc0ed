"""The words that anybody can say to the bot, each command with the noun that it is about."""

from plugins.commands.plugin import COMMANDS, SETTINGS, Commands, build
from plugins.commands.sentences import PHRASES

__all__ = ["COMMANDS", "PHRASES", "SETTINGS", "Commands", "build"]
