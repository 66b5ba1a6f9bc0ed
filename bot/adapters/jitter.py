"""How delays grow: doubled with every failure, up to a cap; whoever waits draws from the whole of it (full jitter), so that many clients
of a restarted server spread out.
"""

STEPS = 30  # doublings; by then every delay is at its cap


def whole(first: float, cap: float, failures: int) -> float:
    """The longest that may be waited after so many failures, in seconds."""
    return min(cap, first * 2.0 ** min(failures, STEPS))
