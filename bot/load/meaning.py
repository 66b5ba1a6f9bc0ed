"""What a form cannot say about bot.yaml: names that must fit together, files that must exist.

Every check gets data whose form is right; keys may be absent and list items None where the form was wrong.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from importlib.util import find_spec
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bot.load.problem import Problem, Steps
from bot.load.yaml_lines import Document

# What the product describes and a later version brings. Lifting one is deleting its line.
LATER: Mapping[str, str] = {"web": "not in this version yet (leave it out)"}

_ROOMS = {  # how rooms are named, and an example
    "irc": (r"[#&][^\s,\x07]*", '"#rdo-helpers"'),
    "matrix": (r"#[^\s:]+:\S+|![^\s:]+(:\S+)?", '"#rdo-helpers:example.org"'),
}
_BOTH = ("account", "password")
_E2E = ("vodozemac", "peewee")  # what the extra e2e brings
_LOGIN_NEEDS = {"none": (), "nickserv": _BOTH, "sasl-plain": _BOTH, "sasl-scram-sha-256": _BOTH, "sasl-external": ()}


def meanings(document: Document, folder: Path) -> Iterator[Problem]:
    """Everything in bot.yaml that has the right form and makes no sense."""
    if not isinstance(document.data, dict):
        return
    for index, network in _networks(document):
        for check in _NETWORK_CHECKS:
            yield from check(document, ("networks", index), network, folder)
    yield from _names(document)
    yield from _references(document)
    yield from _matrix_people(document)
    yield from _control_room(document)
    knowledge = document.data.get("knowledge", "knowledge")
    if "knowledge" not in _broken(document) and not (folder / knowledge).is_dir():
        yield document.problem(("knowledge",), f"there is no folder {folder / knowledge}")


def _broken(document: Document) -> set[str]:
    return {problem.path for problem in document.problems}


def _networks(document: Document) -> list[tuple[int, Mapping[str, Any]]]:
    return [(i, network) for i, network in enumerate(document.data.get("networks", ())) if network is not None]


def _names(document: Document) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for index, network in _networks(document):
        name = network.get("name")
        if name in seen:
            yield document.problem(("networks", index, "name"), f"{name!r} is the name of networks[{seen[name]}], too (each needs its own)")
        elif name is not None:
            seen[name] = index


def _references(document: Document) -> Iterator[Problem]:
    """Network names used elsewhere, and rooms of `same_room`, which the bot must be in."""
    data = document.data
    rooms = {network["name"]: _room_names(network) for _, network in _networks(document) if "name" in network}
    uses: list[tuple[Steps, Any]] = [(("maintainers", i), item) for i, item in enumerate(data.get("maintainers", ()))]
    uses.append((("control_room",), data.get("control_room")))
    groups = [(g, group) for g, group in enumerate(data.get("same_room", ())) if group is not None]
    shared: list[tuple[Steps, Any]] = [(("same_room", g, i), item) for g, group in groups for i, item in enumerate(group)]
    for steps, item in uses + shared:
        name = (item or {}).get("network")
        if name is not None and name not in rooms:
            known = ", ".join(rooms) or "none"
            yield document.problem((*steps, "network"), f"there is no network {name!r} (networks: {known})")
    yield from _strange_rooms(document, shared, rooms)


def _strange_rooms(document: Document, shared: list[tuple[Steps, Any]], rooms: Mapping[str, list[str]]) -> Iterator[Problem]:
    seen: set[tuple[str, str]] = set()
    for steps, item in shared:
        if item is None or item.get("network") not in rooms or "room" not in item:
            continue
        network, room = item["network"], item["room"].lower()
        if rooms[network] and room not in rooms[network]:
            yield document.problem((*steps, "room"), f"{item['room']} is not among the rooms of {network} (add it there)")
        if (network, room) in seen:
            yield document.problem((*steps, "room"), f"{item['room']} stands in same_room twice")
        seen.add((network, room))


def _room_names(network: Mapping[str, Any]) -> list[str]:
    items = network.get("rooms", ())
    return [(item if isinstance(item, str) else item.get("name", "")).lower() for item in items if item is not None]


def _twice(document: Document, at: Steps, network: Mapping[str, Any], _folder: Path) -> Iterator[Problem]:
    seen: set[str] = set()
    for i, room in enumerate(_room_names(network)):
        if room in seen and room:
            yield document.problem((*at, "rooms", i), f"{room} stands here twice")
        seen.add(room)


def _bridges(document: Document, at: Steps, network: Mapping[str, Any], _folder: Path) -> Iterator[Problem]:
    """A bridge is a bot with a form of lines, or a form of names; the one without the other recognises nothing."""
    broken = _broken(document)
    for i, bridge in enumerate(network.get("bridges", ())):
        if bridge is None or any(path.startswith(document.problem((*at, "bridges", i), "").path) for path in broken):
            continue
        missing = [key for key in ("nick", "pattern") if key not in bridge]
        if len(missing) == 1:
            other = "pattern" if missing == ["nick"] else "nick"
            yield document.problem((*at, "bridges", i, missing[0]), f"is missing ({other} needs it)")
        elif missing and "puppets" not in bridge:
            yield document.problem((*at, "bridges", i), "names nobody (give nick and pattern of a relaying bot, or puppets)")


def _login(document: Document, at: Steps, network: Mapping[str, Any], _folder: Path) -> Iterator[Problem]:
    login = network.get("login", {})
    method = login.get("method", "none")
    broken = _broken(document)
    for key in _LOGIN_NEEDS[method]:
        steps = (*at, "login", key)
        if login.get(key) is None and document.problem(steps, "").path not in broken:
            yield document.problem(steps, f"is missing (login by {method} needs it)")
    for key in ("account", "password"):
        if method == "none" and login.get(key) is not None and document.problem((*at, "login", "method"), "").path not in broken:
            yield document.problem((*at, "login", key), "is never used (set method: nickserv or sasl-plain, or leave it out)")
    tls = network.get("tls", True)
    if method == "sasl-external" and not (isinstance(tls, dict) and tls.get("certificate")):
        yield document.problem((*at, "login", "method"), "sasl-external needs tls.certificate (the file with the client certificate)")


def _matrix_login(document: Document, at: Steps, network: Mapping[str, Any], _folder: Path) -> Iterator[Problem]:
    if network.get("kind") != "matrix":
        return
    broken = _broken(document)
    ways = [key for key in ("password", "access_token") if network.get(key) is not None]
    if not ways and not any(document.problem((*at, key), "").path in broken for key in ("password", "access_token")):
        yield document.problem((*at, "password"), "is missing (a password, or an access_token in its place)")
    elif len(ways) > 1:
        yield document.problem((*at, "access_token"), "is given beside a password (one of the two is enough)")


def _matrix_people(document: Document) -> Iterator[Problem]:
    """People on Matrix go by their ID, people elsewhere do not."""
    kinds = {network["name"]: network.get("kind") for _, network in _networks(document) if "name" in network}
    for index, one in enumerate(document.data.get("maintainers", ())):
        matrix = kinds.get((one or {}).get("network")) == "matrix"
        for key in ("account", "hostmask") if matrix else ("id",):
            if one and one.get(key) is not None and one.get("network") in kinds:
                right = 'id: "@name:server"' if matrix else "account, or hostmask where there are none"
                yield document.problem(("maintainers", index, key), f"names nobody on {one['network']} (use {right})")


def _control_room(document: Document) -> Iterator[Problem]:
    """It is joined like any room, so it is named like the others of its network."""
    kinds = {network["name"]: network.get("kind") for _, network in _networks(document) if "name" in network}
    place = document.data.get("control_room") or {}
    form, right = _ROOMS["matrix" if kinds.get(place.get("network")) == "matrix" else "irc"]
    if place.get("network") in kinds and "room" in place and not re.fullmatch(form, place["room"]):
        yield document.problem(("control_room", "room"), f"{place['room']!r} is no room of {place['network']} (such as {right})")


def _tls(document: Document, at: Steps, network: Mapping[str, Any], folder: Path) -> Iterator[Problem]:
    tls = network.get("tls", True)
    if not isinstance(tls, dict):
        return
    for key in ("ca", "certificate", "key"):
        if tls.get(key) and not (folder / tls[key]).is_file():
            yield document.problem((*at, "tls", key), f"there is no file {folder / tls[key]}")
    if tls.get("key") and not tls.get("certificate"):
        yield document.problem((*at, "tls", "key"), "is never used without tls.certificate")


def _plain_http(document: Document, at: Steps, network: Mapping[str, Any], _folder: Path) -> Iterator[Problem]:
    address = network.get("homeserver", "")
    if address.startswith("http://") and not loopback(address):
        yield document.problem((*at, "homeserver"), "http:// is only for this machine itself (use https://)")


def _encryption(document: Document, at: Steps, network: Mapping[str, Any], _folder: Path) -> Iterator[Problem]:
    """The libraries come with an extra of ours."""
    if network.get("encryption") is True and not all(find_spec(library) for library in _E2E):
        yield document.problem((*at, "encryption"), "needs the extra e2e (pip install 'patience-bot[e2e]', or false)")


def loopback(address: str) -> bool:
    """Whether a URL leads to this machine itself."""
    try:
        host = urlsplit(address).hostname or ""
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


_Check = Callable[[Document, Steps, Mapping[str, Any], Path], Iterator[Problem]]
_NETWORK_CHECKS: tuple[_Check, ...] = (_twice, _bridges, _matrix_login, _login, _tls, _plain_http, _encryption)
