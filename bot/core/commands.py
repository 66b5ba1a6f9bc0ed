"""A command as its plugin declares it. The ear recognises it, `help` shows it, the kernel hands it to its plugin."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CommandSpec:
    """One command."""

    name: str
    usage: str  # as a person would type it, without prefix
    summary: str  # key of the sentence in the phrases that says what it does
    words: int | None = None  # said without the prefix it is a command only with so few words behind it; None: any number
    asks: bool = False  # its arguments are a question to us (`ask`)
    privileged: bool = False  # needs rights: who has no account on the line itself is asked about before it is heard (product 10.24)
    listening: bool = False  # answered in direct messages even where the mode is `listen` (product 10.8)
    never: tuple[str, ...] = ()  # said without the prefix it is none with one of these right behind it: "tell me how …" asks something
    number: bool = False  # said without the prefix, what stands behind it is a number or nothing: "why not?" is none
    only: tuple[str, ...] = ()  # said without the prefix it is a command only with one of these behind it: `forget me`, not "forget it"


def number_in(args: str) -> str:
    """The number behind a command as numbers are written ("17" for "#17", "17." and "017"); "" when it is none. Of any length."""
    said = args.strip(" #.")
    return said.lstrip("0") or "0" if said.isascii() and said.isdecimal() else ""
