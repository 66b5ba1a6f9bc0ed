"""“That's wrong”, said to us by anybody: about which answer of ours, and what becomes of it."""

from bot.core.acts import Act
from bot.core.notes import Notes
from bot.core.records import HOUR, OPEN
from bot.core.reports import Reports, Taken, answered_with, last_answer
from bot.core.utterance import Spoken

WRONG_WITHIN = HOUR  # after an answer of ours; later it may be about anything


def called_wrong(said: Spoken, reports: Reports, notes: Notes) -> Taken | None:
    """Report the answer that these words call wrong: the one that the line replies to, else the last one in this place.

    None where they are about something else, such as a question of the speaker's that we have not answered.
    """
    if Act.WRONG not in said.acts:
        return None
    replied, own = said.heard.message.reply_to, notes.memory.current(said.room, said.sender)
    answer = answered_with(replied, notes.memory)
    if answer is None and not (replied and notes.memory.said_as(replied)):
        answer = last_answer(said.room, said.at - WRONG_WITHIN, notes.memory)
        if own is not None and own.status in OPEN and answer is not None and answer.to != said.sender.identity:
            answer = None
    return None if answer is None else notes.reported(answer, said.sender, said.at, reports)
