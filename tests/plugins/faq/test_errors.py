"""Known error lines are found in logs, whatever varies in them."""

from dataclasses import replace

import pytest

from bot.load import load_knowledge
from plugins.faq.errors import Errors, template, without_stamp
from tests.builders import ROOT
from tests.entries import entry


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("2026-11-25 10:11:12.100 2211 ERROR nova HostMappingNotFound: x", "nova HostMappingNotFound: x"),
        ("2026-11-25T10:11:12Z WARNING foo", "foo"),
        ("Nov  5 10:11:12 host1 systemd[1]: failed", "host1 systemd[1]: failed"),
        ("[10:11:12] ERROR : bang", "bang"),
        ("ERROR: bang", "bang"),
        ("how do i log in", "how do i log in"),
        ("2 nodes fail", "2 nodes fail"),
        ("#rdo is empty", "#rdo is empty"),
        ("error in the log", "error in the log"),
        ("", ""),
    ],
)
def test_what_a_log_puts_in_front_of_a_line_is_left_out(line: str, left: str) -> None:
    assert without_stamp(line) == left


@pytest.mark.parametrize(
    ("line", "other"),
    [
        ("2026-11-25 10:11:12.100 2211 ERROR Host compute2 is down", "host compute13 is down"),
        ("server 0f3c9a1e-1111-4222-8333-0123456789ab failed", "server ffffffff-0000-4222-8333-0123456789ab failed"),
        ("[req-0f3c9a1e-1111-4222-8333-0123456789ab] no", "[req-ffffffff-0000-4222-8333-0123456789ab] no"),
        ("systemd[1]: it failed", "systemd: it failed"),
        ("commit 9f86d081884c not found", "commit 0a4d55a8d778e5022fab not found"),
        ("connect to 10.0.0.4:5672 refused", "connect to 192.168.122.10:15672 refused"),
        ("see /var/tmp/packstack/20260412-101533-x/setup.log", "see /tmp/other/setup.log"),
        ("Unable to start Service[mariadb]!", "unable to start 'Service' (mariadb)"),
        ("foo-1.2-3.el9.noarch.rpm", "foo-7.0-10.el8.noarch.rpm"),
    ],
)
def test_what_varies_is_no_part_of_a_template(line: str, other: str) -> None:
    assert template(line) == template(other) != ()


@pytest.mark.parametrize(
    ("line", "other"),
    [("no match for argument: nova", "no match for argument: glance"), ("see /etc/nova/nova.conf", "see /etc/nova/api-paste.ini")],
)
def test_what_tells_lines_apart_stays(line: str, other: str) -> None:
    assert template(line) != template(other)


MAPPED = replace(
    entry("mapped", "A host is new", "HostMappingNotFound", "Host 'c1' is not mapped to any cell", "why is my new host unused"),
    kinds=("error", "error", "plain"),
)
RABBIT = replace(
    entry("rabbit", "Rabbit is down", "Error while starting rabbitmq", "no route", unlike=("Error while starting rabbitmq cluster",)),
    kinds=("error", "error"),
)
STRICT = replace(
    entry("strict", "Rabbit is strict", "Error while starting rabbitmq in strict mode", "Unit foo.service not found"),
    kinds=("error", "error"),
)
OTHER = replace(entry("other", "Units", "unit foo.service NOT found"), kinds=("error",))
ERRORS = Errors.of((MAPPED, RABBIT, STRICT, OTHER, entry("plain", "old file", "a plain phrasing of five words")))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["2026-11-25 10:11:12.100 2211 ERROR nova.compute [req-1] Host 'c17' is not mapped to any cell."], "mapped"),
        (["Traceback", "nova.exception.HostMappingNotFound: Host"], ""),  # a part of a longer word
        (["HostMappingNotFound: Host"], "mapped"),
        (["why is my new host unused"], ""),  # no error line
        (["no route"], ""),  # too short
        (["error while starting rabbitmq"], "rabbit"),
        (["error while starting rabbitmq in strict mode"], "strict"),  # the more telling one
        (["error while starting rabbitmq", "error while starting rabbitmq in strict mode"], "strict"),
        (["error while starting rabbitmq cluster"], ""),  # the entry says so
        (["unit foo.service not found"], ""),  # two entries have it
        (["a plain phrasing of five words"], ""),
        ([], ""),
    ],
)
def test_a_known_line_is_found_word_for_word(lines: list[str], expected: str) -> None:
    known = ERRORS.known(lines)
    assert (known.entry.id if known else "") == expected


def test_a_line_of_any_length_is_read() -> None:
    assert ERRORS.known(["x " * 100_000]) is None


@pytest.mark.slow
def test_a_shipped_error_line_finds_its_entry_alone() -> None:
    """Neither talk nor what another entry is asked with holds one: it would be answered without a doubt."""
    knowledge, _ = load_knowledge(ROOT / "knowledge", "en", None)
    errors = Errors.of(knowledge.entries)
    strange = [(text, one.id) for one in knowledge.entries for text in one.phrasings if _owner(errors, text) not in ("", one.id)]
    own = [(text, one.id) for one in knowledge.entries for text in one.unlike if _owner(errors, text) == one.id]
    assert (strange, own, [line for line in knowledge.chatter if _owner(errors, line)]) == ([], [], [])


def _owner(errors: Errors, text: str) -> str:
    known = errors.known([text])
    return known.entry.id if known else ""
