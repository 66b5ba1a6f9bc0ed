"""How long the adapter waits for what: one value, so that tests shorten it and operators find it in one place."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timings:
    """All in seconds. The defaults suit public networks; each says what it protects from."""

    connect: float = 30.0  # name look-up, TCP and TLS together
    register: float = 60.0  # from connected to welcomed; servers themselves give 30 to 60
    identify: float = 30.0  # for NickServ to confirm, once welcomed
    ping_after: float = 60.0  # of silence: ask whether the server is there
    dead_after: float = 30.0  # without an answer to that: it is not (half-open line, frozen server)
    backoff: float = 2.0  # full jitter over backoff·2ⁿ: many bots must not come back at the same moment
    backoff_cap: float = 300.0
    backoff_barred: float = 60.0  # instead of `backoff` after a ban, a throttle or a wrong password: hurrying makes these worse
    stable: float = 60.0  # a link that lived so long was a good one: the delays start from the beginning
    line_every: float = 1.0  # JOIN, WHO, NAMES …: servers allow about one line a second
    line_burst: int = 4  # and a few at once
    join_answer: float = 60.0  # a JOIN that nobody answered is sent again
    join_retry: float = 30.0  # after a refusal, doubling
    join_retry_cap: float = 3600.0
    rejoin: float = 5.0  # after a kick, doubling: at once would be rude
    rejoin_cap: float = 600.0
    nick_retry: float = 60.0  # asking for the own nick, doubling whenever the server takes it away again
    nick_retry_cap: float = 3600.0
    resync: float = 60.0  # at most one NAMES per channel in this time, whatever a broken server sends
    typing: float = 3.0  # between two typing marks for one target (IRCv3 typing)
    ctcp: float = 5.0  # at most one answer to VERSION or PING in this time
    refusal: float = 10.0  # an error numeric belongs to the last line sent to its target in this time
    split: float = 1.0  # of quiet until a netsplit, or its end, is told as one event
    split_most: float = 5.0  # and at the latest after this
    history: float = 10.0  # a server without time tags shows old lines no longer than this after our JOIN
    whois: float = 10.0  # for the server to say who somebody is; then they are nobody in particular
    write: float = 10.0  # for a stuck line to take a message; then it was not written
    goodbye: float = 2.0  # for the server to hang up after QUIT


DEFAULT = Timings()
