"""The knowledge folder: what it becomes, and a table of broken files."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.knowledge import Entry, Expert, Hours, Meeting, NameKind, Notify, Series, State, Topic
from bot.core.people import Identity
from bot.load import BadKnowledge, load_knowledge
from bot.load.drafts import read_drafts
from bot.load.form import SHIPPED
from bot.load.knowledge import days, minutes
from tests.folders import entry, knowledge, knowledge_problems

TOPICS = "- {id: repos, words: [repo, dnf], fallback: packaging, places: ['https://example.org/']}\n- {id: packaging, words: [rpm]}\n"
EXPERTS = """\
- name: carol
  identities: [{network: oftc, account: carol}, {network: matrix, id: "@carol:example.org"}]
  topics: [repos]
  hours: {zone: Europe/Paris, days: "mon-wed, sun", from: 22:00, to: "06:30"}
  max_per_day: 2
  notify: private
  until: 2027-01-31
- {name: dave, identities: [{network: t, nick: dave}], topics: [repos]}
"""


def test_entries_become_values_with_their_source(tmp_path: Path) -> None:
    text = entry(phrasings="[a b, c]", not_="[d]", releases='["2025.2", later]', state="dated", rooms='["#rdo"]')
    assert knowledge(tmp_path, {"faq/a.yaml": text}).entries == (
        Entry(
            id="one",
            topic="repos",
            question="Where is the repository?",
            answer="Enable it first; the page says how.",
            checked=date(2026, 1, 1),
            review_by=date(2026, 7, 1),
            phrasings=("a b", "c"),
            kinds=("plain", "plain"),
            unlike=("d",),
            links=("https://example.org/",),
            releases=("2025.2", "later"),
            state=State.DATED,
            rooms=("#rdo",),
            source=f"{tmp_path}/faq/a.yaml:1",
        ),
    )


def test_phrasings_by_kind_are_one_list_with_the_kind_of_each(tmp_path: Path) -> None:
    text = entry(phrasings="{error: ['E: a', b], plain: [c], typo: []}")
    (one,) = knowledge(tmp_path, {"faq/a.yaml": text}).entries
    assert (one.phrasings, one.kinds) == (("E: a", "b", "c"), ("error", "error", "plain"))
    assert one.worded == (("error", "E: a"), ("error", "b"), ("plain", "c"))


def test_all_releases_are_no_list(tmp_path: Path) -> None:
    assert knowledge(tmp_path, {"faq/a.yaml": entry(releases="all")}).entries[0].releases == ()


def test_topics_become_values(tmp_path: Path) -> None:
    assert knowledge(tmp_path, {"topics.yaml": TOPICS}).topics == (
        Topic("repos", ("repo", "dnf"), "packaging", ("https://example.org/",)),
        Topic("packaging", ("rpm",)),
    )


def test_experts_become_values(tmp_path: Path) -> None:
    assert knowledge(tmp_path, {"experts.yaml": EXPERTS}).experts == (
        Expert(
            name="carol",
            identities=(Identity("oftc", account="carol"), Identity("matrix", id="@carol:example.org")),
            topics=("repos",),
            hours=Hours("Europe/Paris", frozenset({0, 1, 2, 6}), 22 * 60, 6 * 60 + 30),
            max_per_day=2,
            notify=Notify.PRIVATE,
            until=date(2027, 1, 31),
        ),
        Expert("dave", (Identity("t", nick="dave"),), ("repos",)),
    )


def test_releases_become_values(tmp_path: Path) -> None:
    text = '- {series: "2025.1", name: Epoxy, status: maintained, released: 2025-04-02, rpms: true, checked: 2026-08-21}\n'
    assert knowledge(tmp_path, {"releases.yaml": text}).releases == (
        Series("2025.1", "Epoxy", "maintained", date(2026, 8, 21), released=date(2025, 4, 2), rpms=True),
    )


def test_chatter_becomes_lines(tmp_path: Path) -> None:
    assert knowledge(tmp_path, {"chatter.yaml": "- brb lunch\n- 'yes'\n"}).chatter == ("brb lunch", "yes")


def test_every_file_but_faq_may_be_absent_or_empty(tmp_path: Path) -> None:
    got = knowledge(tmp_path, {"faq/a.yaml": "# nothing yet\n", "experts.yaml": "", "topics.yaml": "[]\n"})
    assert (got.entries, got.topics, got.experts, got.releases, got.chatter) == ((), (), (), (), ())


def test_a_sentence_that_is_not_there_comes_from_the_shipped_ones(tmp_path: Path) -> None:
    phrases = knowledge(tmp_path, {"phrases/en.yaml": "welcome: [good day.]\n"}).phrases.variants
    assert phrases["welcome"] == ("good day.",)
    assert phrases.keys() > {"experts.call", "greeting.hello"}


def test_another_language_falls_back_to_english(tmp_path: Path) -> None:
    (tmp_path / "faq").mkdir()
    (tmp_path / "phrases").mkdir()
    (tmp_path / "phrases" / "fr.yaml").write_text("welcome: [bonjour.]\n")
    phrases = load_knowledge(tmp_path, "fr", None)[0].phrases.variants
    assert phrases["welcome"] == ("bonjour.",)
    assert "greeting.hello" in phrases


BROKEN: tuple[tuple[Mapping[str, str], tuple[str, ...]], ...] = (
    ({"faq/a.yaml": entry(releases="[2025.1]")}, ('faq/a.yaml:8: [0].releases[0]: must be text, not 2025.1 (put it in quotes: "2025.1")',)),
    (
        {"faq/a.yaml": entry(releases="2025.1")},
        ('faq/a.yaml:8: [0].releases: must be text or a list, not 2025.1 (put it in quotes: "2025.1")',),
    ),
    ({"faq/a.yaml": entry(releases="epoxy")}, ("faq/a.yaml:8: [0].releases: must be all, or a list of series such as",)),
    ({"faq/a.yaml": entry(releases="[later]")}, ("faq/a.yaml:8: [0].releases[0]: later must be the last word, after a series",)),
    ({"faq/a.yaml": entry(releases="[later, zed]")}, ("faq/a.yaml:8: [0].releases[0]: later must be the last word, after a series",)),
    ({"faq/a.yaml": entry(anwser="x")}, ("faq/a.yaml:8: [0].anwser: unknown key 'anwser' (did you mean 'answer'?)",)),
    (
        {"faq/a.yaml": "- id: x\n  topic: y\n  question: z\n  answer: a\n"},
        (
            "faq/a.yaml:1: [0].checked: is missing (the day a person last compared the answer with its source)",
            "faq/a.yaml:1: [0].review_by: is missing (the day by which somebody should look again)",
        ),
    ),
    ({"faq/a.yaml": entry(checked="2026-02-30")}, ("faq/a.yaml:7: [0].checked: must be a date such as 2026-08-14, not '2026-02-30'",)),
    ({"faq/a.yaml": entry(checked="20260230")}, ('faq/a.yaml:7: [0].checked: must be text, not 20260230 (put it in quotes: "20260230")',)),
    ({"faq/a.yaml": entry(state="old")}, ("faq/a.yaml:8: [0].state: must be one of current, dated, historical, unsure, not 'old'",)),
    ({"faq/a.yaml": entry("Not Kebab")}, ("faq/a.yaml:1: [0].id: must be small letters, digits and hyphens",)),
    ({"faq/a.yaml": "id: x\n"}, ("faq/a.yaml:1: must be a list, not a mapping",)),
    ({"faq/a.yaml": "- x\n"}, ("faq/a.yaml:1: [0]: must be a mapping (key: value), not 'x'",)),
    ({"faq/a.yaml": entry(phrasings="- a\n")}, ("faq/a.yaml:8: is not valid YAML",)),
    ({"faq/a.yaml": entry(phrasings="a, b")}, ("faq/a.yaml:8: [0].phrasings: must be a list or a mapping (key: value), not 'a, b'",)),
    (
        {"faq/a.yaml": entry(phrasings="{sympton: [a], xyz: [b], error: c, typo: }")},
        (
            "faq/a.yaml:8: [0].phrasings.error: must be a list, not 'c' (put it in brackets: ['c'])",
            "faq/a.yaml:8: [0].phrasings.sympton: unknown kind of phrasing 'sympton' (did you mean 'symptom'? known here: symptom,",
            "faq/a.yaml:8: [0].phrasings.typo: is empty (it must be a list)",
            "faq/a.yaml:8: [0].phrasings.xyz: unknown kind of phrasing 'xyz' (known here: symptom, error, words,",
        ),
    ),
    (
        {"faq/a.yaml": entry(phrasings="[{No match: nova}]")},
        ("faq/a.yaml:8: [0].phrasings[0]: must be text, not a mapping (put a text that contains a colon and a space into quotes)",),
    ),
    (
        {"faq/b.yaml": entry(x="1"), "faq/a.yaml": "a: [\n", "topics.yaml": "- {id: t}\n"},
        (
            "faq/a.yaml:2: is not valid YAML",
            "faq/b.yaml:8: [0].x: unknown key 'x' (known here: id, topic,",
            "topics.yaml:1: [0].words: is missing (what people write when they mean this topic",
        ),
    ),
    (
        {"experts.yaml": EXPERTS.replace("Europe/Paris", "Europe/Pariss").replace("22:00", "25:00").replace("mon-wed", "mo-we")},
        (
            "experts.yaml:4: [0].hours.days: must be days such as mon-fri, or sat,sun, not 'mo-we, sun'",
            "experts.yaml:4: [0].hours.from: must be a time such as \"09:00\", not '25:00'",
            "experts.yaml:4: [0].hours.zone: 'Europe/Pariss' is no time zone (such as Europe/Paris or UTC)",
        ),
    ),
    (
        {"experts.yaml": EXPERTS.replace("nick: dave", "nick: dave, account: dave")},
        ("experts.yaml:8: [1].identities[0]: must have the network and exactly one of account, id, nick and hostmask",),
    ),
    ({"phrases/en.yaml": "welcome: hello\n"}, ("phrases/en.yaml:1: welcome: must be a list, not 'hello' (put it in brackets: ['hello'])",)),
    ({"phrases/en.yaml": "a.b: ['x', 'y {nick']\n"}, ("phrases/en.yaml:1: a.b[1]: has a brace without its partner (write {name}",)),
    (
        {"phrases/en.yaml": "a.b: ['{x.y}', '{0}', '{x!r}', '{x:>9}', '{{ok}}']\n"},
        (
            "phrases/en.yaml:1: a.b[0]: has {x.y} with more than a name in its braces (write {name})",
            "phrases/en.yaml:1: a.b[1]: has {0} with more than a name in its braces (write {name})",
            "phrases/en.yaml:1: a.b[2]: has {x} with more than a name in its braces (write {name})",
            "phrases/en.yaml:1: a.b[3]: has {x} with more than a name in its braces (write {name})",
        ),
    ),
    (
        {"events.yaml": "- {name: x, from: soon, place: y, link: 'http://x'}\n"},
        (
            "events.yaml:1: [0].from: must be a date such as 2026-08-14, not 'soon'",
            "events.yaml:1: [0].link: must be a page with https, not 'http://x'",
        ),
    ),
)


@pytest.mark.parametrize(("files", "expected"), BROKEN, ids=range(len(BROKEN)))
def test_broken_files_are_reported_all_at_once_with_lines(tmp_path: Path, files: Mapping[str, str], expected: tuple[str, ...]) -> None:
    said = knowledge_problems(tmp_path, files)
    assert len(said) == len(expected)
    for sentence, start in zip(said, expected, strict=True):
        assert sentence.startswith(start)


def test_a_folder_without_faq_is_no_knowledge_folder(tmp_path: Path) -> None:
    with pytest.raises(BadKnowledge, match=r":1: has no folder faq \(it is the one part"):
        load_knowledge(tmp_path, "en", None)


def test_files_are_named_from_where_one_stands() -> None:
    assert load_knowledge(SHIPPED, "en", None)[0].entries[0].source.startswith("knowledge/faq/")


@pytest.mark.parametrize(("today", "count"), [(date(2027, 1, 31), 0), (date(2027, 2, 1), 1), (None, 0)])
def test_an_expert_whose_time_has_ended_is_a_warning(tmp_path: Path, today: date | None, count: int) -> None:
    knowledge(tmp_path, {"experts.yaml": EXPERTS})
    warnings = load_knowledge(tmp_path, "en", today)[1]
    assert [str(problem).rpartition("/")[2] for problem in warnings] == [
        "experts.yaml:7: warning: [0].until: carol is not called any more (renew the date, or take the entry out)"
    ][:count]


def test_the_shipped_folder_has_the_right_form() -> None:
    got = load_knowledge(SHIPPED, "en", None)[0]
    assert min(len(got.entries), len(got.topics), len(got.releases), len(got.experts)) > 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [("mon-fri", {0, 1, 2, 3, 4}), ("sat,sun", {5, 6}), ("fri-mon", {4, 5, 6, 0}), ("wed", {2}), ("mon-tue, sun", {0, 1, 6})],
)
def test_days_are_spans_and_single_days(text: str, expected: set[int]) -> None:
    assert days(text) == expected


def test_times_are_minutes_after_midnight() -> None:
    assert (minutes("00:00"), minutes("09:30"), minutes("24:00")) == (0, 570, 1440)


FILES = ("faq/a.yaml", "topics.yaml", "experts.yaml", "releases.yaml", "events.yaml", "names.yaml", "chatter.yaml", "phrases/en.yaml")
WORDS = st.sampled_from(
    ("- ", "id: x\n", "  id: x\n", "  topic: [", "]\n", "{", "}", "words: ", "[a]\n", "null\n", "releases: ", "5", "\n", "'{x}'", ": ")
)


@pytest.mark.slow
@given(file=st.sampled_from(FILES), text=st.lists(WORDS, max_size=10).map("".join) | st.text(max_size=40))
def test_any_text_is_knowledge_or_problems(tmp_path_factory: pytest.TempPathFactory, file: str, text: str) -> None:
    folder = tmp_path_factory.getbasetemp() / "any-knowledge"
    folder.mkdir(exist_ok=True)
    for line in knowledge_problems(folder, dict.fromkeys(FILES, "") | {file: text.encode("utf-8", "replace").decode()}):
        assert line.startswith(f"{file}:")


def test_events_become_values(tmp_path: Path) -> None:
    text = "- {name: Connect, from: 2027-01-28, to: 2027-01-29, place: Brussels, link: 'https://e.org', for: packagers}\n"
    text += "- {name: Dojo, from: 2027-02-01, place: online, link: 'https://d.org'}\n"
    assert knowledge(tmp_path, {"events.yaml": text}).events == (
        Meeting("Connect", date(2027, 1, 28), date(2027, 1, 29), "Brussels", "https://e.org", "packagers"),
        Meeting("Dojo", date(2027, 2, 1), date(2027, 2, 1), "online", "https://d.org"),
    )


def test_names_become_kinds(tmp_path: Path) -> None:
    text = "- kind: distribution\n  versions: true\n  unless: [image]\n  names: {centos: [rhel, el], debian: []}\n"
    text += "- {kind: tool, names: {kolla: []}}\n"
    assert knowledge(tmp_path, {"names.yaml": text}).names == (
        NameKind("distribution", {"centos": ("rhel", "el"), "debian": ()}, True, frozenset(["image"])),
        NameKind("tool", {"kolla": ()}),
    )


def test_a_spelling_of_two_names_is_an_error(tmp_path: Path) -> None:
    text = "- kind: tool\n  names:\n    kolla: []\n    osa: [ansible]\n- {kind: more, names: {kolla: [], x: [Ansible]}}\n"
    assert knowledge_problems(tmp_path, {"names.yaml": text}) == [
        "names.yaml:5: [1].names.kolla: kolla stands for kolla already (keep it with one of them)",
        "names.yaml:5: [1].names.x[0]: Ansible stands for osa already (keep it with one of them)",
    ]


def test_what_editors_hide_beside_a_file_is_no_entry(tmp_path: Path) -> None:
    files = {"faq/a.yaml": entry(), "faq/.#a.yaml": "carol@desk.1234:1", "drafts/.#0001-a.yaml": "carol@desk.1234:1"}
    assert [one.id for one in knowledge(tmp_path, files).entries] == ["one"]


def test_a_folder_that_may_not_be_read_is_not_taken_for_an_empty_one(tmp_path: Path) -> None:
    closed = tmp_path / ("x" * 300)  # the test may run as root, who may read everything; no system opens such a name
    with pytest.raises(BadKnowledge, match=r"/faq:1: cannot be read: \w+"):
        load_knowledge(closed, "en", None)
    assert "cannot be read" in str(read_drafts(closed)[0].problems)
