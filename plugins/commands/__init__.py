"""The words anybody can say to the bot: help, about, ask, open, solved, reopen, why, quiet, speak, optout, optin, status, reload."""

from plugins.commands.plugin import COMMANDS, SETTINGS, Commands, build
from plugins.commands.sentences import PHRASES

__all__ = ["COMMANDS", "PHRASES", "SETTINGS", "Commands", "build"]
