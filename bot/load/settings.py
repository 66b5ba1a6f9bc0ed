"""From bot.yaml to Settings: read, fill in the environment, check form and meaning, build the values."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.core.people import Identity, Place
from bot.core.settings import (
    Bridge,
    Invites,
    IrcNetwork,
    Limits,
    Login,
    MatrixNetwork,
    Mode,
    Network,
    Pace,
    Room,
    Settings,
    TerminalNetwork,
    Timing,
    Tls,
)
from bot.load.durations import seconds
from bot.load.environment import fill
from bot.load.form import check, schema
from bot.load.meaning import LATER, meanings
from bot.load.plugins import known_sections
from bot.load.problem import BadSettings, Problem, path_of
from bot.load.yaml_lines import Document, Unreadable, read

_SQLITE = "sqlite:///"  # three slashes and a path: relative ones start at bot.yaml's folder
NO_FILE = 'there is no such file ("patience init" writes one, --config names another)'
_ASCII_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}


def load_settings(path: str | Path, environ: Mapping[str, str]) -> Settings:
    """Read bot.yaml. Raises BadSettings with everything that is wrong in it, the file named as `path` is written.

    Relative paths in it start at its folder. Plugins that it names are imported, so that their sections can be checked.
    """
    file, folder = Path(path), Path(path).absolute().parent
    try:
        document = read(file, str(path))
    except Unreadable as fault:
        raise BadSettings([fault.problem if file.exists() else replace(fault.problem, text=NO_FILE)]) from None
    document = fill(_or_empty(document), environ, folder)
    document = check(document, _form(), LATER)
    document, sections = known_sections(document, folder)
    problems = (*document.problems, *meanings(document, folder))
    if problems:
        raise BadSettings(problems)
    return _settings(document, sections, folder)


def refuse_mixed_terminal(settings: Settings) -> list[Problem]:
    """Why `run` cannot serve these networks together: a terminal is for trying out, and another network for real people."""
    if len(settings.networks) == 1:
        return []
    return [
        Problem(
            settings.file,
            settings.lines.get(f"networks[{i}]", 1),
            f"networks[{i}].kind",
            "a terminal cannot run beside other networks (comment it out, or the others)",
        )
        for i, network in enumerate(settings.networks)
        if isinstance(network, TerminalNetwork)
    ]


def _or_empty(document: Document) -> Document:
    """An empty file is an empty mapping: what is missing is then named key by key."""
    return replace(document, data={}) if document.data is None else document


def _form() -> Mapping[str, Any]:
    """bot.schema.json, but plugins' sections are open: each plugin declares its own, and editors see a copy."""
    whole = schema("bot")
    plugins = {key: value for key, value in whole["properties"]["plugins"].items() if key != "properties"}
    return {**whole, "properties": {**whole["properties"], "plugins": plugins}}


def _settings(document: Document, sections: tuple[tuple[str, Mapping[str, Any]], ...], folder: Path) -> Settings:
    data = document.data
    simple = {key: data[key] for key in ("name", "owner", "locale") if key in data}
    control_room = data.get("control_room")
    return Settings(
        **simple,
        networks=tuple(_with(control_room, _NETWORKS[network["kind"]](network, folder)) for network in data["networks"]),
        mode=Mode(data.get("mode", Mode.GENTLE)),
        knowledge=str(folder / data.get("knowledge", "knowledge")),
        store=_store(data.get("store", "sqlite:///var/patience.db"), folder),
        maintainers=tuple(identity(item) for item in data.get("maintainers", ())),
        control_room=_place(control_room) if control_room else None,
        same_room=tuple(tuple(map(_place, group)) for group in data.get("same_room", ())),
        timing=Timing(**{key: seconds(value) for key, value in data.get("timing", {}).items()}),
        limits=Limits(**data.get("limits", {})),
        plugins=sections,
        file=document.file,
        lines={path_of(steps): line for steps, line in document.lines.items()},
    )


def _with(control_room: Mapping[str, str] | None, network: Network) -> Network:
    """The network with the control room among its rooms: it is joined though it does not stand there, and spoken in when asked."""
    if control_room is None or control_room["network"] != network.name:
        return network
    name = control_room["room"]
    if any(room.name.translate(_ASCII_LOWER) == name.translate(_ASCII_LOWER) for room in network.rooms):
        return network
    return replace(network, rooms=(*network.rooms, Room(name, Mode.ASKED, reports=True)))


def identity(data: Mapping[str, str]) -> Identity:
    """How a file names a person, as a value."""
    return Identity(**data)


def _place(data: Mapping[str, str]) -> Place:
    return Place(data["network"], data["room"].translate(_ASCII_LOWER))


def _store(url: str, folder: Path) -> str:
    if not url.startswith(_SQLITE):
        return url
    return _SQLITE + str(folder / url.removeprefix(_SQLITE))


def _rooms(items: Iterable[Any]) -> tuple[Room, ...]:
    return tuple(
        Room(item) if isinstance(item, str) else Room(item["name"], Mode(item["mode"]) if "mode" in item else None) for item in items
    )


def _common(data: Mapping[str, Any]) -> dict[str, Any]:
    """What all kinds of network have. Absent keys stay absent: the defaults stand in one place, in core/settings.py."""
    common: dict[str, Any] = {"name": data["name"]}
    if "rooms" in data:
        common["rooms"] = _rooms(data["rooms"])
    if "bots" in data:
        common["bots"] = tuple(data["bots"])
    if "bridges" in data:
        common["bridges"] = tuple(Bridge(**bridge) for bridge in data["bridges"])
    if "pace" in data:
        common["pace"] = Pace(**data["pace"])
    return common


def _terminal(data: Mapping[str, Any], _folder: Path) -> Network:
    return TerminalNetwork(**_common(data))


def _irc(data: Mapping[str, Any], folder: Path) -> Network:
    port = {"port": data["port"]} if "port" in data else {}
    return IrcNetwork(
        **_common(data), **port, host=data["host"], tls=_tls(data.get("tls", True), folder), login=Login(**data.get("login", {}))
    )


def _matrix(data: Mapping[str, Any], _folder: Path) -> Network:
    given = {key: data[key] for key in ("password", "access_token", "device_id", "encryption", "withdraw") if key in data}
    invites = data.get("invites", {})
    most = {"max_rooms": invites["max_rooms"]} if "max_rooms" in invites else {}
    return MatrixNetwork(
        **_common(data),
        **given,
        homeserver=data["homeserver"].rstrip("/"),
        user=data["user"],
        invites=Invites(tuple(invites.get("from", ())), **most),
    )


def _tls(data: Any, folder: Path) -> Tls | None:
    if isinstance(data, bool):
        return Tls() if data else None
    files = {key: str(folder / data[key]) for key in ("ca", "certificate", "key") if data.get(key)}
    pinned = data.get("fingerprint")
    return Tls(verify=data.get("verify", True), fingerprint=pinned.replace(":", "").lower() if pinned else None, **files)


_NETWORKS: Mapping[str, Callable[[Mapping[str, Any], Path], Network]] = {"terminal": _terminal, "irc": _irc, "matrix": _matrix}
