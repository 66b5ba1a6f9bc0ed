"""People of the knowledge folder who are nobody on the networks of bot.yaml: two files that are right, each for itself."""

from collections.abc import Iterator

from bot.core.settings import MatrixNetwork, Settings
from bot.load.problem import WARNING, Problem
from bot.load.yaml_lines import Document


def nobody(experts: Document, settings: Settings) -> Iterator[Problem]:
    """Warnings about identities that a network cannot have. `experts`: experts.yaml, its form checked. Other networks are left alone."""
    matrix = {network.name: isinstance(network, MatrixNetwork) for network in settings.networks}
    for index, expert in enumerate(experts.data or ()):
        for number, identity in enumerate(expert["identities"]):
            name = identity["network"]
            for key in identity.keys() - {"network"}:
                if name in matrix and matrix[name] != (key == "id"):
                    right = 'id: "@name:server"' if matrix[name] else "account, or nick where there are none"
                    text = f"names nobody on {name}, so {expert['name']} is never called there (use {right})"
                    yield experts.problem((index, "identities", number, key), text, WARNING)
