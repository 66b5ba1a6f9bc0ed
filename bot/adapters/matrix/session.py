"""Who we are on the homeserver: logging in once, and keeping device and token, so that a restart is no new login.

The device stays the same for the life of the account's folder: transaction ids are per device, and so are keys. The file is readable
by its owner alone. Client-server API, "Login", "whoami".
"""

from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

from bot.adapters.base import Refused
from bot.adapters.matrix.files import move_aside, read_file, write_file
from bot.adapters.matrix.link import GONE, Answer, Link, Unreachable, path
from bot.core.settings import MatrixNetwork

FILE = "login.json"
SHUT = frozenset({"M_USER_DEACTIVATED", "M_USER_LOCKED", "M_USER_SUSPENDED", "M_FORBIDDEN"})


@dataclass(frozen=True, slots=True)
class Login:
    """A login that worked."""

    homeserver: str
    user: str
    device_id: str
    access_token: str = field(repr=False)


def read_login(folder: Path, settings: MatrixNetwork) -> Login | None:
    """The login of the last time; None when there is none for this account. One that cannot be read is moved aside and said."""
    file = folder / FILE
    data = read_file(file)
    if data is None:
        return None
    values = [value for field in fields(Login) if isinstance(value := data.get(field.name), str) and value]
    if len(values) < len(fields(Login)):
        move_aside(file, "something is missing")
        return None
    login = Login(*values)
    return login if (login.homeserver, login.user) == (settings.homeserver, settings.user) else None


def keep_login(folder: Path, login: Login) -> None:
    """For the next start. Raises Refused when the folder cannot be written."""
    write_file(folder / FILE, asdict(login))


async def who(link: Link, settings: MatrixNetwork, token: str, seconds: float) -> Login | None:
    """The login behind a token; None when the token is not valid. Raises Refused, Slower, Unreachable."""
    link.token = token
    answer = await link.ask("GET", path("account", "whoami"), timeout=seconds)
    if answer.errcode in GONE:
        return None
    _check(answer, settings)
    user, device = answer.body.get("user_id"), answer.body.get("device_id")
    if user != settings.user:
        raise Refused(f"the access token belongs to {user}, not to {settings.user}: set user: to that, or access_token: to one of its own")
    if settings.access_token and settings.device_id and device and device != settings.device_id:
        raise Refused(f"the access token belongs to device {device}: set device_id: to that, or leave it out")
    return Login(settings.homeserver, settings.user, str(device or settings.device_id or ""), token)


async def log_in(link: Link, settings: MatrixNetwork, device_id: str | None, name: str, seconds: float) -> Login:
    """Log in by password, on `device_id` where there is one. Raises Refused, Slower, Unreachable."""
    link.token = ""
    wanted = {
        "type": "m.login.password",
        "identifier": {"type": "m.id.user", "user": settings.user},
        "password": settings.password,
        "initial_device_display_name": name,
    }
    device = device_id or settings.device_id
    answer = await link.ask("POST", path("login"), {**wanted, "device_id": device} if device else wanted, timeout=seconds)
    _check(answer, settings)
    token, given = answer.body.get("access_token"), answer.body.get("device_id")
    if not isinstance(token, str) or not isinstance(given, str):
        raise Unreachable("the answer to the login has no token")
    link.token = token
    return Login(settings.homeserver, settings.user, given, token)


def _check(answer: Answer, settings: MatrixNetwork) -> None:
    if answer.ok and isinstance(answer.body, dict):
        return
    answer.unhurried()
    if answer.errcode in SHUT:
        raise Refused(f"the homeserver refuses {settings.user} ({answer.words}): check user and password, or ask its administrator")
    raise Unreachable(f"login: {answer.words}")
