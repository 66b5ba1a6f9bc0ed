"""How long the adapter waits for what: one value, so that tests shorten it and operators find it in one place."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timings:
    """All in seconds. The defaults suit public homeservers; each says what it protects from."""

    request: float = 30.0  # any request but a sync, its body included
    poll: float = 30.0  # that the server holds a sync open when nothing happens
    poll_slack: float = 15.0  # on top of that before the line counts as half-open
    first_sync: float = 180.0  # the first sync of an account may be long in the making
    backoff: float = 1.0  # full jitter over backoff·2ⁿ: many bots must not come back at the same moment
    backoff_cap: float = 120.0
    stable: float = 60.0  # of successful syncs: the delays start from the beginning
    silent: float = 120.0  # without a successful sync: the network is told as away
    fresh: float = 90.0  # since the last successful sync: what it told of encryption is believed without asking again
    login_again: float = 3600.0  # at most one new login in this time: homeservers lock out who tries more
    page_tries: int = 4  # for one page of a gap, then the rest of it is given up
    in_vain: float = 60.0  # after power levels could not be had: lines wait for such a request, so it is not made for each
    join_every: float = 5.0  # between two joins by invitation
    join_retry: float = 30.0  # after a refusal, doubling
    join_retry_cap: float = 3600.0
    rejoin: float = 5.0  # after a kick, doubling: at once would be rude
    typing: float = 10.0  # that a typing mark of ours lasts; and not renewed earlier than half of it
    goodbye: float = 1.0  # for what is under way when we leave


DEFAULT = Timings()
