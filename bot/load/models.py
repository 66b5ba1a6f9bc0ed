"""Models of meaning that a plugin asks for in its section: opened while it is built, the vectors of the knowledge kept beside the store.

A plugin touches no files. It declares a setting with `"format": "patience-model"`, and `build` finds the model itself there, or
None. bot.semantic and its libraries are imported only for a section that turns one on.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bot.core.settings import Settings
from bot.load.problem import BadSettings, Problem

Watch = Callable[[int, int], None]  # told how many texts of all have been read, when that takes long

MODEL = "patience-model"  # the name of the format of such a setting: false, true (the pinned model), or {model: FOLDER, threads: N}


def placed(value: Any, folder: Path) -> Any:
    """The setting with its folder as a whole path; a relative one starts at bot.yaml."""
    return {**value, "model": str(folder / value["model"])} if isinstance(value, Mapping) and "model" in value else value


@contextmanager
def opened(
    plugin: str, declared: Mapping[str, Any], section: Mapping[str, Any], settings: Settings, watch: Watch | None = None
) -> Iterator[Mapping[str, Any]]:
    """A plugin's section with models in place of what asks for them. What is read in here is the knowledge, and its vectors are kept.

    Raises BadSettings for a model that cannot be used.
    """
    wanted = {key: section.get(key, False) for key, rules in declared.items() if rules.get("format") == MODEL}
    models = {key: _remembering(f"{plugin}.{key}", value, settings, watch) for key, value in wanted.items() if value is not False}
    yield {**section, **dict.fromkeys(wanted), **models}
    for model in models.values():
        model.keep()


def _remembering(key: str, value: Any, settings: Settings, watch: Watch | None) -> Any:
    from bot.semantic import NoModel, Remembered, open_model
    from bot.store.files import beside

    choice = value if isinstance(value, Mapping) else {}
    try:
        return Remembered(open_model(choice.get("model", ""), choice.get("threads", 1)), beside(settings.store, key), watch)
    except NoModel as fault:
        path = f"plugins.{key}"
        line = settings.lines.get(f"{path}.model", settings.lines.get(path, 1))
        raise BadSettings([Problem(settings.file, line, path, str(fault))]) from None
