"""FAQ entries and a small folder of them, for tests."""

from datetime import date
from typing import Any

from bot.core.knowledge import Entry, Series

DAY = date(2026, 8, 14)


def entry(id_: str, question: str, *phrasings: str, **more: Any) -> Entry:
    """An entry with this question and these phrasings; `more` are further fields."""
    fields: dict[str, Any] = {"topic": "repos", "answer": f"The answer of {id_}.", "checked": DAY, "review_by": DAY} | more
    return Entry(id=id_, question=question, phrasings=phrasings, **fields)


SERIES = tuple(
    Series(number, name, "maintained", DAY)
    for number, name in (("2026.1", "Gazpacho"), ("2025.2", "Flamingo"), ("2025.1", "Epoxy"), ("2024.2", "Dalmatian"), ("zed", "Zed"))
)

ENTRIES = (
    entry(
        "rpms",
        "Where are the RPMs for Flamingo or Gazpacho?",
        "is there a flamingo repo for centos 9",
        "dnf can not find openstack gazpacho packages",
        unlike=("is there a flamingo theme for horizon", "what is new in gazpacho"),
        releases=("2025.2", "later"),
        links=("https://example.org/rpms", "https://example.org/more"),
    ),
    entry(
        "login",
        "What is the Horizon login?",
        "admin password of the dashboard",
        "horizon asks for user and password after packstack",
        unlike=("cirros login password",),
        topic="horizon",
        links=("https://example.org/login",),
    ),
    entry(
        "dhcp",
        "My VM gets no IP from DHCP",
        "instance has no ip address",
        "dhcp does not work in neutron",
        topic="networking",
        links=("https://example.org/dhcp",),
    ),
    entry(
        "rabbit",
        "RabbitMQ does not start",
        "rabbitmq-server failed to start on stream 9",
        "packstack stops at amqp.pp",
        topic="packstack",
        links=("https://example.org/rabbit",),
    ),
)

CHATTER = (
    "good morning all",
    "brb lunch",
    "i left two comments on your review",
    "did the promotion pass tonight?",
    "koji is slow today",
    "meeting in five minutes",
    "the login page of the wiki looks different on my phone",
    "rabbits ate my garden",
    "packstack was the first thing i ever used",
    "no strong opinion",
    "rebased and pushed, let us see what ci says",
    "who takes the action to write the mail",
)
