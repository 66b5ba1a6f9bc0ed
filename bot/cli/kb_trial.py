"""`patience kb test` and `patience kb try`: the knowledge folder against itself, and some words against it."""

import argparse
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from bot.cli.console import FINE, FOUND_PROBLEMS, command, report
from bot.cli.kb_lessons import as_data, lessons
from bot.cli.matching import Attempt, Case, Match, Trial, faq, trial
from bot.cli.progress import count
from bot.core.text import clean
from bot.load import BadInput, Folder, Problem, in_order, knowledge_of, load_settings, read_folder
from bot.load.phrasings import worded
from bot.load.problem import ERROR, HINT, WARNING, Steps
from bot.load.yaml_lines import Document

if TYPE_CHECKING:
    from bot.cli.console import Subparsers

SHOWN = 5  # entries that `kb try` lists
NEARLY = 'nearly repeats "{of}" (it finds little that this does not find: write it in other words, or leave it out)'


def add_test(subparsers: "Subparsers") -> None:
    parser = command(subparsers, "test", "look up every phrasing, `not` example and line of chatter", "patience kb test")
    parser.add_argument(
        "--leave-one-out", action="store_true", help="each phrasing as if nobody had written it down: how new words for a question fare"
    )
    parser.add_argument("--json", action="store_true", help="print the numbers and problems as JSON")
    parser.set_defaults(run=run_test)


def add_try(subparsers: "Subparsers") -> None:
    parser = command(subparsers, "try", "which entries some words find, and what would be said", 'patience kb try "dhcp does not work"')
    parser.add_argument("words", help="what somebody might write")
    parser.add_argument("--json", action="store_true", help="print the outcome as JSON")
    parser.set_defaults(run=run_try)


# --- test ---


def run_test(args: argparse.Namespace) -> int:
    try:
        settings = load_settings(args.config, os.environ)
        files = read_folder(settings.knowledge, settings.locale)
    except BadInput as fault:
        return report(fault.problems, args.json, "")
    outcome = trial(settings, knowledge_of(files), args.leave_one_out, count)
    problems = in_order(_problems(outcome, files, args.leave_one_out))
    if args.json:
        return _as_json(outcome, problems)
    code = report(problems, False, _summary(outcome))
    if args.leave_one_out:
        print(f"\n{lessons(outcome)}")
    return code


def _problems(outcome: Trial, files: Folder, leave_one_out: bool) -> Iterable[Problem]:
    """A phrasing that is not found without itself is a warning: it was written down because no other says it."""
    places = {item["id"]: (document, i) for document in files.faq for i, item in enumerate(document.data or ())}
    for failure in outcome.failures:
        case = failure.case
        severity = WARNING if leave_one_out and case.kind == "phrasing" else ERROR
        document, steps = _place(case, files, places)
        yield document.problem(steps, failure.said, severity)
    for copy in outcome.copies if leave_one_out else ():
        document, i = places[copy.entry.id]
        yield document.problem((i, *_steps(document.data[i], copy.text)), NEARLY.format(of=copy.of), HINT)


def _place(case: Case, files: Folder, places: Mapping[str, tuple[Document, int]]) -> tuple[Document, Steps]:
    """Where the text of a case stands."""
    if case.entry is None:
        return files.chatter, (files.chatter.data.index(case.text),)
    document, i = places[case.entry.id]
    if case.kind == "not":
        return document, (i, "not", document.data[i]["not"].index(case.text))
    return document, (i, *_steps(document.data[i], case.text))


def _steps(entry: Mapping[str, Any], text: str) -> Steps:
    """Where a phrasing stands in its entry."""
    return next((phrasing.steps for phrasing in worded(entry) if phrasing.text == text), ("question",))


def _summary(outcome: Trial) -> str:
    return (
        f"{outcome.found} of {outcome.phrasings} phrasings find their entry ({outcome.sure} surely), "
        f"{outcome.unlike} `not` examples and {outcome.chatter} lines of chatter tried"
    )


def _as_json(outcome: Trial, problems: Sequence[Problem]) -> int:
    numbers = {name: getattr(outcome, name) for name in ("phrasings", "found", "sure", "unlike", "chatter")}
    rows = [{"file": p.file, "line": p.line, "path": p.path, "text": p.text, "severity": p.severity} for p in problems]
    print(json.dumps({**numbers, **as_data(outcome), "problems": rows}, ensure_ascii=False, indent=2))
    return FOUND_PROBLEMS if any(problem.severity == ERROR for problem in problems) else FINE


# --- try ---


def run_try(args: argparse.Namespace) -> int:
    try:
        settings = load_settings(args.config, os.environ)
        files = read_folder(settings.knowledge, settings.locale)
    except BadInput as fault:
        return report(fault.problems, args.json, "")
    attempt = faq(settings, knowledge_of(files)).attempt(args.words)
    print(_attempt_json(attempt) if args.json else _attempt_words(attempt))
    return FINE


def _attempt_json(attempt: Attempt) -> str:
    limits = {name: round(getattr(attempt.thresholds, name), 4) for name in ("sure", "asked", "likely")}
    found = [
        {"entry": m.entry.id, "confidence": round(m.confidence, 4), "nearest": m.nearest, "words": list(m.words), "against": m.against}
        for m in attempt.matches
    ]
    return json.dumps(
        {"matches": found, "thresholds": limits, "sure": attempt.sure, "answer": attempt.said or None, "rival": attempt.rival or None},
        ensure_ascii=False,
    )


def _attempt_words(attempt: Attempt) -> str:
    limits = attempt.thresholds
    lines = [_line(match) for match in attempt.matches[:SHOWN]] or ["nothing resembles these words"]
    lines.append(f"unprompted above {limits.sure:.2f}, when asked above {limits.asked:.2f}, as one of two from {limits.likely:.2f}")
    if attempt.kept:
        lines.append(f"not shown: {attempt.kept}")
    elif attempt.said:
        lines += ["it would say:" if attempt.sure else "it would say, only to somebody who asks it:", f"  {attempt.said}"]
    else:
        why = f": {attempt.rival} is too close to {attempt.matches[0].entry.id}" if attempt.rival else ""
        lines.append(f"it would give no answer{why}")
    return "\n".join(lines)


def _line(match: Match) -> str:
    why = f"no: {match.against}" if match.against else f"shares {', '.join(match.words)}" if match.words else ""
    return clean(f'{match.confidence:.2f}  {match.entry.id}  like "{match.nearest}"' + (f"  ({why})" if why else ""))
