"""How fast one person may speak to us: `commands_per_minute` (product 10.15). Others are served as before."""

from enum import Enum

from bot.core.memory import Memory

MINUTE = 60.0
PEOPLE = 10_000  # whose pace is remembered at once; oldest out


class Pace(Enum):
    FINE = "fine"
    HINT = "hint"  # over the limit: say so, once
    SILENT = "silent"


def pace(memory: Memory, identity: str, at: float, per_minute: int) -> Pace:
    """Count one line to us by this person. After the hint they get silence for a minute."""
    times = [t for t in memory.commands.pop(identity, []) if at - t < MINUTE]
    verdict = Pace.FINE if len(times) < per_minute else Pace.HINT if len(times) == per_minute else Pace.SILENT
    if verdict is Pace.FINE:
        times.append(at)
    elif verdict is Pace.HINT:
        times = [at] * (per_minute + 1)  # over the limit until this minute is over, whatever came before
    memory.commands[identity] = times
    while len(memory.commands) > PEOPLE:
        memory.commands.popitem(last=False)
    return verdict
