"""Which lines belong together."""

import pytest

from bot.adapters.irc.batches import HISTORY, OPEN, SPLIT, Batches
from tests.servers.script import read


def heard(*lines: str) -> Batches:
    batches = Batches()
    for text in lines:
        batches.heard(read(text))
    return batches


def test_a_line_is_of_the_kind_of_the_batches_around_it() -> None:
    batches = heard(":s BATCH +1 chathistory #rdo", "@batch=1 :s BATCH +2 new/kind")
    assert batches.within(read("@batch=2 :a!b@c PRIVMSG #rdo :x"), HISTORY)
    assert not batches.within(read("@batch=2 :a!b@c PRIVMSG #rdo :x"), SPLIT)
    assert not batches.within(read(":a!b@c PRIVMSG #rdo :x"), HISTORY)


def test_a_batch_ends() -> None:
    assert not heard("BATCH +1 netsplit a b", "BATCH -1").within(read("@batch=1 :a!b@c QUIT"), SPLIT)


@pytest.mark.parametrize(("line", "label"), [("@label=a :s 404", "a"), ("@batch=1 :s 404", "b"), ("@batch=2 :s 404", "b"), (":s 404", "")])
def test_a_label_counts_for_the_whole_batch(line: str, label: str) -> None:
    assert heard("@label=b BATCH +1 labeled-response", "@batch=1 BATCH +2 x").label(read(line)) == label


def test_a_server_that_never_closes_takes_no_more_memory() -> None:
    batches = heard(*(f"@batch={number - 1} BATCH +{number} chathistory" for number in range(2 * OPEN)))
    assert not batches.within(read("@batch=1 :a!b@c QUIT"), HISTORY)
    assert batches.within(read(f"@batch={2 * OPEN - 1} :a!b@c QUIT"), HISTORY)
