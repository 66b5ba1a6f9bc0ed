"""Every case of the catalogue of faults has a test by its number: `@pytest.mark.case(N)`."""

import ast
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from tests.builders import ROOT

# The cases that networks bring about. What is left out belongs to the store and the machine, which have tests of their own; the
# numbers are kept, so that a case keeps its name.
CASES = {
    1: "attempts to connect become rarer, up to a cap, and no two bots coincide",
    2: "only a link that was stable starts the delays from the beginning",
    3: "a half-open line is noticed while nothing is said",
    4: "and while something is: bounded, kept, never said twice",
    5: "the late death of an old socket does not touch the new one",
    6: "a server that accepts and says nothing is left",
    7: "TLS: another authority, another name, expired, plain text, never a fall back",
    8: "a name that does not resolve, a dead first address",
    9: "a line that drips byte by byte, a line without end",
    10: "a restart of the server: rooms, mode +B, nick, no answer twice",
    11: "ERROR, K-line, throttle: a long wait, and a word to the operator",
    12: "one network that is down leaves the other alone",
    13: "SIGTERM and SIGKILL while an answer is on its way",
    14: "stopping is safe at any moment: no cancellation is lost",
    15: "the event loop is never held up",
    16: "our own lines, under any of our names, are not answered",
    17: "other bots and notices are not answered",
    18: "notices of other bots on Matrix are not answered",
    19: "what was said before the first start is not answered",
    20: "questions asked while it is down or killed are answered once",
    21: "a gap before a timeline is read page by page, in order, each line once",
    22: "an answer that is lost on its way back doubles nothing",
    23: "history played back on joining is not answered, with tags or without",
    24: "a line that is delivered twice is heard once",
    25: "an edited command does not run again; a question that was deleted is not answered any more",
    26: "a netsplit of 500 people: one event for each room, and the lists are right afterwards",
    27: "an answer whose asker is gone is not given to who has the nick now",
    28: "our nick: in use, erroneous, renamed by force, got back",
    29: "SASL fails closed in every way",
    30: "nobody gets a maintainer's rights by a nick",
    31: "a person who renames stays the same person",
    32: "names are compared as the server says, in ASCII alone",
    33: "hostmasks are matched by IRC's rules",
    34: "on Matrix rights go by the whole Matrix ID, whatever somebody is called",
    35: "invitations are followed by the rules, one after another, up to the limit",
    36: "a refused line: told once, recorded, not retried in a loop",
    37: "kicks, bans, invitations, forced parts: growing delays",
    38: "kicked, banned, silenced or moved on Matrix: known, and no storm",
    39: "a flood of questions: the bucket holds, with fairness",
    40: "too fast in every form: a bounded wait, and no request in it",
    41: "no field of any line can become a second line",
    42: "CTCP: quoting, stray and many, answered seldom",
    43: "lines are cut for the real prefix, never inside a character",
    44: "what is written on Matrix fits into an event, however long it was",
    45: "nobody is called by a text, on Matrix exactly whom a line is for",
    46: "no text becomes markup in what is written on Matrix",
    47: "formatting codes are stripped before anything is understood",
    48: "text direction, zero width, floods of marks, surrogates: in matching, in answers, in the log",
    49: "latin-1, cp1252 and broken UTF-8 end nothing and can be read",
    50: "malformed lines of every kind end nothing",
    51: "malformed bodies and events of Matrix end nothing",
    52: "STATUSMSG, unusual channels: the answer goes to the same place or nowhere",
    53: "nothing is ever said in the clear in an encrypted room; keys that could not be shared are shared with the next try",
    54: "what cannot be read is told once a room and day, and answered when its key comes in time",
    58: "a position that the homeserver does not know: reading begins anew, nothing old is answered",
    59: "a false clock of the homeserver ends nothing",
    60: "whatever a homeserver answers, there is no storm and all goes on",
    61: "a login that ends: one network stops with a clear word, the others live, the exit code tells",
}


def marks(path: Path) -> dict[int, list[str]]:
    """The numbers in a test module, each with the tests that carry it."""
    found: dict[int, list[str]] = defaultdict(list)
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
            for mark in node.decorator_list:
                if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.case":
                    for argument in mark.args:
                        found[int(ast.literal_eval(argument))].append(f"{path.relative_to(ROOT)}::{node.name}")
    return found


@cache
def shown() -> dict[int, list[str]]:
    """All numbers that are shown, and by which tests."""
    found: dict[int, list[str]] = defaultdict(list)
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for number, tests in marks(path).items():
            found[number] += tests
    return found


@pytest.mark.parametrize("number", CASES, ids=lambda number: f"{number}: {CASES[number]}")
def test_every_case_has_a_test_by_its_number(number: int) -> None:
    assert shown()[number], f"no test is marked @pytest.mark.case({number}): {CASES[number]}"


def test_no_test_shows_a_case_that_is_not_in_the_catalogue() -> None:
    assert {number: tests for number, tests in shown().items() if number not in CASES} == {}
