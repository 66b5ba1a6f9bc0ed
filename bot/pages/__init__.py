"""Pages that people open in a browser: one self-contained HTML file each, from a template and a style sheet in this folder."""

from bot.pages.render import render

__all__ = ["render"]
