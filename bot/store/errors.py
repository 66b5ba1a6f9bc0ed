"""What can go wrong with the store, by who can mend it: the operator (BadStore, StoreBusy) or time (StoreFailed)."""


class BadStore(Exception):
    """This store cannot be used as it is. Says what is wrong, where, and what to do."""


class StoreBusy(BadStore):
    """Another process has this store open. Names the file."""


class StoreFailed(Exception):
    """Nothing of this call was done (disk full, database away): the same call may be made again later."""


def one_line(error: object) -> str:
    """What a database says, without its line breaks: messages are one line each."""
    return " ".join(str(error).split())
