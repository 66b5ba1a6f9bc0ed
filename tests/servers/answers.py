"""A homeserver as a list of what it answers, in order: for tests of what our side makes of each answer."""

from dataclasses import dataclass

from typing_extensions import override

from bot.adapters.matrix.link import BODY, Answer, Link, Unreachable


@dataclass(frozen=True)
class Asked:
    """One request, and the token that came with it."""

    method: str
    where: str
    body: object
    token: str


class Answers(Link):
    """Gives the next answer of the list, or raises it; afterwards nobody is at home."""

    def __init__(self, *answers: Answer | Unreachable) -> None:  # no session: nothing goes over a wire
        self.token = ""
        self.answers = list(answers)
        self.asked: list[Asked] = []

    @override
    async def ask(self, method: str, where: str, body: object = None, *, timeout: float, most: int = BODY) -> Answer:
        self.asked.append(Asked(method, where, body, self.token))
        answer = self.answers.pop(0) if self.answers else Unreachable("nobody is at home")
        if isinstance(answer, Unreachable):
            raise answer
        return answer

    @override
    async def close(self) -> None:
        return
