"""Read bot.yaml and the knowledge folder, and say what is wrong in them with file and line; import the plugins they name.

The only room that knows YAML. From text to values: yaml_lines (data and lines) -> environment -> form (JSON Schema) ->
meaning -> settings, knowledge, plugins. Everything wrong is found at once and raised as BadSettings or BadKnowledge.
"""

from bot.load.knowledge import Folder, expired, knowledge_of, load_knowledge, read_folder
from bot.load.phrases import missing_phrases
from bot.load.plugins import known_plugins, load_plugins
from bot.load.problem import BadInput, BadKnowledge, BadSettings, Problem, in_order
from bot.load.settings import load_settings, refuse_mixed_terminal

__all__ = [
    "BadInput",
    "BadKnowledge",
    "BadSettings",
    "Folder",
    "Problem",
    "expired",
    "in_order",
    "knowledge_of",
    "known_plugins",
    "load_knowledge",
    "load_plugins",
    "load_settings",
    "missing_phrases",
    "read_folder",
    "refuse_mixed_terminal",
]
