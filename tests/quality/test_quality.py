"""The harness, with a kit of a few lines: it runs the kit, counts answers behind the gate, and keeps what came out."""

import gzip
import json
from pathlib import Path

import pytest

from plugins.faq.matcher import Matcher
from tests.quality.__main__ import main
from tests.quality.channel import Feed, channel
from tests.quality.kit import Failed, Kit, NoKit, Row
from tests.quality.matcher_bridge import entry_of, matcher
from tests.quality.rdo import Line, lines, measured, rdo, shipped
from tests.quality.tables import TABLES, blocks, cell, write, written
from tests.quality.targets import OURS, fallen, outcomes

PRINTER = """
import importlib.util, json, sys
assert importlib.util.find_spec(sys.argv[2].partition(":")[0]), "the bridge cannot be imported"
rows = (sys.argv[2], "clinc150", 0.9), ("fusion", "clinc150", 0.6), ("options", " ".join(sys.argv[3:]), 0.0)
print(json.dumps([{"matcher": who, "task": task, "P@1": value} for who, task, value in rows]))
"""
ENTRIES = [
    {"id": "keys", "question": "How do I reset my password?", "phrasings": ["forgot the password", "password lost"], "answer": ""},
    {"id": "disk", "question": "Why is the disk full of logs?", "phrasings": ["logs fill the disk", "no space left on disk"], "answer": ""},
]
ASKED: list[Row] = [
    {"kind": "query", "text": "forgot the password", "gold": ["keys"]},
    {"kind": "query", "text": "logs fill the disk", "gold": ["keys"]},
    {"kind": "near", "text": "where is the kitchen"},
]
CHATTER = [f"{who} {what}" for who in ("bob", "everybody", "the cat") for what in ("went out for lunch", "likes the weather", "says hello")]


def kit(folder: Path, evaluate: str = PRINTER) -> Path:
    """A folder that looks like the kit."""
    (folder / "data").mkdir()
    (folder / "evaluate.py").write_text(evaluate)
    (folder / "baselines.py").touch()
    return folder


def pack(path: Path, rows: list[Row]) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)


# --- the kit ---


@pytest.mark.parametrize(("words", "said"), [([], "which kit?"), (["/nowhere/at-all"], "/nowhere/at-all: has no evaluate.py")])
def test_without_the_kit_one_line_says_what_to_do(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    told = capsys.readouterr().err
    assert said in told
    assert "make quality KIT=path/to/quality" in told
    assert told.count("\n") == 1


def test_a_kit_without_data_is_none(tmp_path: Path) -> None:
    (kit(tmp_path) / "data").rmdir()
    with pytest.raises(NoKit, match="has no data"):
        Kit.at(str(tmp_path))


def test_the_kit_runs_with_our_bridge_and_its_options(tmp_path: Path) -> None:
    rows = Kit.at(str(kit(tmp_path))).run("faq", "tests.quality.matcher_bridge:matcher", ["--limit", "3"])
    assert [row["matcher"] for row in rows] == ["tests.quality.matcher_bridge:matcher", "fusion", "options"]
    assert rows[-1]["task"] == "--json - --limit 3"


def test_a_kit_that_stops_with_an_error_is_told(tmp_path: Path) -> None:
    with pytest.raises(Failed, match="faq: the kit stopped with exit code 3"):
        Kit.at(str(kit(tmp_path, "raise SystemExit(3)"))).run("faq", "tests.quality.matcher_bridge:matcher")


def test_a_run_prints_tables_beside_the_baselines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = tmp_path / "rows.json"
    assert main([str(kit(tmp_path)), "--only", "faq", "--jobs", "1", "--json", str(kept)]) == 0
    told = capsys.readouterr().out
    assert "| P@1 CLINC150 | - | 0.600 | Patience | 0.900 | ≥ 0.66 | met |" in told
    assert json.loads(kept.read_text())["faq"][0]["matcher"] == OURS


def test_numbers_of_a_quick_look_are_not_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main([str(kit(tmp_path)), "--limit", "3", "--write"])
    assert "not written" in capsys.readouterr().err


# --- behind the gate ---


def only_questions() -> Feed:
    return lambda _time, _nick, text: 1.0 if text.endswith("?") else None


def test_answers_are_counted_in_labelled_lines_that_pass_the_gate(tmp_path: Path) -> None:
    texts = ["how do i reset my password?", "i forgot the password", "is there cake?", "thanks"]
    context: Row = {"t": 0, "n": "eve", "x": "how do i reset my password?"}
    messages = [context, *({"t": 9, "n": "ann", "x": text, "l": "other"} for text in texts)]
    pack(tmp_path / "logs-dev.jsonl.gz", [{"messages": messages}])
    pack(tmp_path / "chatter.jsonl.gz", [{"use": "calib", "text": text} for text in CHATTER])
    pack(tmp_path / "faq-tiny.jsonl.gz", [*({"kind": "entry", **entry} for entry in ENTRIES), *ASKED])
    row, mean = channel(tmp_path, only_questions, {OURS: matcher})
    assert (row["task"], row["dev, answered/1000"]) == ("tiny", 250.0)
    assert (row["right"], row["wrong"], row["near answered"]) == (0.5, 0.5, 0.0)
    assert (mean["task"], mean["dev, answered/1000"], mean["right"]) == ("mean", 250.0, 0.5)


# --- the bridge ---


def test_the_bridge_asks_the_matcher_of_the_house() -> None:
    asked = matcher(ENTRIES, CHATTER)
    best, _ = asked("forgot the password")
    assert best[0] == "keys"
    assert best[1] > asked.threshold == asked.matcher.sure
    assert asked.answer("forgot the password") == "keys"
    assert asked.answer("the cat went out for lunch") == ""


# --- targets and tables ---


def faq(who: str, task: str, **figures: float) -> Row:
    return {"matcher": who, "task": task, "P@1": 0.5, **figures}


def test_a_target_is_met_or_missed_by_the_row_it_is_about() -> None:
    rows = {"faq": [faq(OURS, "clinc150", **{"P@1": 0.66, "wrong/1000": 2.5}), faq("fusion", "clinc150", **{"P@1": 0.6})]}
    found = {one.target.name: one for one in outcomes(rows)}
    assert len(found) == 2
    hit, promise = found["P@1 CLINC150"], found["promise of 1 in 1,000, bare chatter, worst task"]
    assert (hit.met, hit.baselines) == (True, (None, 0.6))
    assert (promise.met, promise.value) == (False, 2.5)


def test_a_task_below_a_baseline_is_named() -> None:
    rows = {"faq": [faq(OURS, "a"), faq("fusion", "a", **{"P@1": 0.4}), faq(OURS, "b"), faq("token_set", "b", **{"P@1": 0.51})]}
    assert fallen(rows) == ["Patience on b: 0.500, baseline 0.510"]


def test_growth_is_the_ratio_of_two_sizes() -> None:
    rows = {"speed": [{"matcher": OURS, "entries": size, "p50 ms": ms} for size, ms in ((1000, 2.0), (10_000, 3.0))]}
    assert [one.value for one in outcomes(rows) if "growth" in one.target.name] == [1.5]


def test_we_stand_below_the_baselines_of_the_same_task() -> None:
    rows = {"faq": [faq(OURS, "a"), faq(OURS, "b"), faq("fusion", "a"), faq("fusion", "b")]}
    lines = blocks(rows)["faq"].split("\n")[2:]
    assert [line.split(" | ")[:2] for line in lines] == [["| a", "fusion"], ["| a", OURS], ["| b", "fusion"], ["| b", OURS]]


@pytest.mark.parametrize(
    ("value", "shown"), [(None, "-"), ("dev", "dev"), (12, "12"), (0.12345, "0.123"), (12.345, "12.3"), (1234.5, "1234")]
)
def test_a_cell_is_short(value: object, shown: str) -> None:
    assert cell(value) == shown


def test_blocks_of_a_document_are_filled_and_others_kept(tmp_path: Path) -> None:
    text = "a\n<!-- quality:faq -->\nold\n<!-- /quality:faq -->\nb\n<!-- quality:gate -->\nkept\n<!-- /quality:gate -->\n"
    assert written(text, {"faq": "| new |"}) == text.replace("old", "| new |")
    page = tmp_path / "README.md"
    page.write_text(text)
    assert write([page], {"faq": "| new |"}) == [page]
    assert write([page], {"faq": "| new |"}) == []


# --- questions of #rdo ---


def test_the_lines_of_rdo_name_entries_that_there_are_and_each_line_stands_once() -> None:
    those, known = lines(), {entry.id for entry in shipped().entries}
    assert {line.kind for line in those} == {"question", "near", "talk"}
    assert all(line.entries <= known for line in those)
    assert all(bool(line.entries) == (line.kind == "question") for line in those)
    assert len({line.text for line in those}) == len(those)


def test_what_is_right_wrong_and_answered_needlessly_is_counted() -> None:
    known = Matcher.build([entry_of(row) for row in ENTRIES], CHATTER)
    one = frozenset({"keys"})
    some = [
        Line("question", "forgot the password", one),
        Line("question", "logs fill the disk", one),
        Line("near", "password lost", frozenset()),
    ]
    found = measured(known, [*some, Line("talk", "the cat went out", frozenset())])
    assert (found["questions"], found["P@1"], found["told"], found["told wrongly"]) == (2, 0.5, 0.5, 0.5)
    assert (found["near told"], found["talk told"]) == (1.0, 0.0)


def test_the_table_of_rdo_has_a_row_for_each_matcher() -> None:
    [row] = rdo({OURS: None}, limit=1)
    assert set(TABLES["rdo"][2]) == set(row)
    assert blocks({"rdo": [row]})["rdo"].count("\n") == 2
