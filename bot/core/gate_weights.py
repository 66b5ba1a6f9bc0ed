"""What each sign of a request weighs: all of the gate's judgement that is a matter of degree, to be read, and to be changed by hand.

A sign (gate_signs.py) is a number from 0 (not there) to 1; the score is the logistic function of the weighted sum. The names are what
`explain` shows. Fitted by `python -m tests.quality.fit_gate`: logistic regression with a ridge penalty; on what, and how well it does
elsewhere, is in bot/README.md.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

# For what the logs do not show: a channel that is quiet at times, and where some people work together.
BY_HAND: Final[Mapping[str, float]] = MappingProxyType(
    {
        "pasted output": 4.0,  # whoever pastes a wall into a room wants it looked at, whatever its words are
        "at home here": -1.3,  # questions between people who work together; the logs (-0.2) are of a channel where few do
        "nobody has spoken for a while": 1.5,  # what is said into a silence is said to the room
        "new here, with a problem": 1.3,  # costs no precision in the logs, where few problems are stated without a question
    }
)
# Where the sum begins; moved so that nine of ten lines with a score of 0.5 or more ask, in the part `train-ab` of the logs.
BIAS: Final = -1.45
FITTED: Final[Mapping[str, float]] = MappingProxyType(
    {
        "in the talk": -1.73,
        "named lately": -1.58,
        "names somebody here": -1.20,
        "half a name in front": -1.88,
        "takes up what others speak of": -1.22,
        "says again what they said": -1.15,
        "new here": -0.06,
        "new here, with a matter of their own": 1.26,
        "says much": 1.34,
        "asks": 1.10,
        "tells of a problem and asks nothing": -0.37,
        "ends with a question mark": 0.46,
        "begins like a question": 1.05,
        "asks for a way": 0.54,
        "says what is wanted": 0.25,
        "turns to everybody": 0.37,
        "begins with a hello": 1.24,
        "speaks of nothing in particular": -1.50,
        "refers back": -0.39,
        "goes on from something said": -0.11,
        "speaks to one person": -1.28,
        "gives advice": -0.53,
        "asks somebody back": -0.82,
        "thanks or sums up": -1.17,
    }
)
WEIGHTS: Final[Mapping[str, float]] = MappingProxyType({**BY_HAND, **FITTED})
