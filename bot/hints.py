"""What would make an entry easier to find, once nothing is wrong with it: enough phrasings, of different kinds.

A hint is no fault. It is told by `patience kb lint` alone, and stops neither a start nor a draft.
"""

from collections.abc import Iterator

from bot.core.knowledge import KINDS, PLAIN
from bot.load import Folder, Problem
from bot.load.phrasings import worded
from bot.load.problem import HINT
from bot.load.yaml_lines import Document

ENOUGH = 10  # phrasings of an entry: with fewer, most new words for the same question find nothing (`kb test --leave-one-out`)

# Every question can be asked in these ways. A symptom or an error line needs something that goes wrong.
FOR_EVERY = tuple(kind for kind in KINDS if kind not in ("symptom", "error", PLAIN))


def hints(files: Folder) -> tuple[Problem, ...]:
    """At most one for each entry, in the order of the files."""
    return tuple(hint for document in files.faq for hint in _of(document))


def _of(document: Document) -> Iterator[Problem]:
    for i, entry in enumerate(document.data or ()):
        kinds = [phrasing.kind for phrasing in worded(entry)]
        lacking = [kind for kind in FOR_EVERY if kind not in kinds]
        said = [f"has {len(kinds)} of {ENOUGH} phrasings"] if len(kinds) < ENOUGH else []
        said += [f"has none of the kinds {', '.join(lacking)}"] if lacking else []
        if said:
            remedy = f"each kind finds other people: patience kb add --to {entry['id']} asks for more"
            yield document.problem((i, "phrasings"), f"{' and '.join(said)} ({remedy})", HINT)
