"""Who helps: topics that hang on one person, people who answer and were never asked to, askers who have become helpers."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from bot.core.directory import in_force
from bot.core.knowledge import Expert
from bot.core.people import Identity, folded, vouched_for
from bot.core.records import DAY, Helped
from bot.core.roster import Roster
from bot.core.view import View
from bot.digest.figures import day_number, day_of
from bot.digest.values import NewHelper, Period, Person, Thin, Unregistered

FEW = 1  # active people on a topic that are too few: one goes on holiday


def thin(roster: Roster, memory: View, period: Period, asked: Iterable[str]) -> tuple[Thin, ...]:
    """Topics with one active person or none, the most asked first. `asked`: topics of questions that no entry covered."""
    wanted = Counter(asked)
    found = (_topic(topic, wanted[topic], roster, memory, period.now) for topic in roster.directory.topics)
    return tuple(sorted((one for one in found if len(one.active) <= FEW), key=lambda one: (-one.asked, len(one.active), one.topic)))


def _topic(topic: str, asked: int, roster: Roster, memory: View, now: float) -> Thin:
    active, away = [], []
    for expert in roster.offers(topic, memory):
        pause = roster.pause(expert, memory)
        if pause is not None:
            away.append(Person(expert.name, day_of(pause.until - 1)))  # a pause ends with its last day
        elif in_force(expert, now):
            active.append(Person(expert.name, expert.until))
    return Thin(topic, asked, tuple(_by_name(active)), tuple(_by_name(away)))


def _by_name(people: Iterable[Person]) -> list[Person]:
    return sorted(people, key=lambda person: person.name)


def identities(expert: Expert) -> frozenset[str]:
    """By which identities of records somebody is known (Person.identity)."""
    return frozenset(map(_identity, expert.identities))


def _identity(one: Identity) -> str:
    if (account := one.account or one.id) is not None:
        return vouched_for(one.network, account)
    return f"{one.network}:{folded(one.nick or (one.hostmask or '').partition('!')[0])}"


def unregistered(roster: Roster, memory: View, period: Period) -> tuple[Unregistered, ...]:
    """Who answered in this period and never offered to be asked, by topic. Whoever wants to be left alone is not told of."""
    registered = {identity for expert in roster.everybody(memory) for identity in identities(expert)}
    answers: Counter[str] = Counter()
    names: dict[str, set[str]] = defaultdict(set)
    for helped in _in(period, memory):
        if helped.person not in registered and not _left_alone(helped, memory):
            answers[helped.topic] += helped.count
            names[helped.topic].add(helped.name)
    return tuple(Unregistered(topic, answers[topic], tuple(sorted(names[topic]))) for topic in sorted(names))


def new_helpers(memory: View, period: Period) -> tuple[NewHelper, ...]:
    """Who answered for the first time that is remembered, and whether they asked before that."""
    earlier = {one.person for one in memory.helps(0) if one.day < day_number(period.first)}
    mine: dict[str, list[Helped]] = defaultdict(list)
    for helped in _in(period, memory):
        if helped.person not in earlier and not _left_alone(helped, memory):
            mine[helped.person].append(helped)
    return tuple(sorted((_new(helps, memory) for helps in mine.values()), key=lambda one: one.name))


def _new(helps: list[Helped], memory: View) -> NewHelper:
    began = min(helps, key=lambda one: one.day)
    asked = (mark.at for mark in memory.marks({memory.hash(began.person)}) if mark.kind == "asked")
    topics = tuple(sorted({one.topic for one in helps}))
    return NewHelper(began.name, topics, any(at < began.day * DAY for at in asked))


def _in(period: Period, memory: View) -> Iterator[Helped]:
    """Help from the first day of the period until now."""
    return (one for one in memory.helps(day_number(period.first)) if one.day * DAY <= period.now)


def _left_alone(helped: Helped, memory: View) -> bool:
    return any(mark.kind == "optout" for mark in memory.marks({memory.hash(helped.person)}))
