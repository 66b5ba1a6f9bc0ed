"""What each sign of a request weighs: all of the gate's judgement that is a matter of degree, to be read, and to be changed by hand.

A sign (gate_signs.py) is a number from 0 (not there) to 1; the score is the logistic function of the weighted sum. The names are what
`explain` shows. Fitted by `python -m tests.quality.fit_gate`: logistic regression with a ridge penalty; on what, and how well it does
elsewhere, is in bot/README.md.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

# For what the logs of a channel that is never quiet do not show.
BY_HAND: Final[Mapping[str, float]] = MappingProxyType(
    {
        "pasted output": 4.0,  # whoever pastes a wall into a room wants it looked at, whatever its words are
        "nobody has spoken for a while": 1.5,  # what is said into a silence is said to the room
        "new here, with a problem": 1.0,  # costs no precision in the logs, where few problems are stated without a question
    }
)
# What the sum of an empty line is; moved so that at the score 0.5 nine of ten lines ask in logs that the weights were not fitted on.
BIAS: Final = -1.46
FITTED: Final[Mapping[str, float]] = MappingProxyType(
    {
        "in the talk": -2.14,
        "named lately": -1.74,
        "names somebody here": -1.27,
        "half a name in front": -1.84,
        "takes up what others speak of": -1.31,
        "says again what they said": -1.00,
        "new here": 0.20,
        "new here, with a matter of their own": 1.31,
        "says much": 1.33,
        "asks": 1.14,
        "tells of a problem and asks nothing": -0.31,
        "ends with a question mark": 0.41,
        "begins like a question": 1.07,
        "asks for a way": 0.56,
        "says what is wanted": 0.24,
        "turns to everybody": 0.29,
        "begins with a hello": 1.23,
        "speaks of nothing in particular": -1.39,
        "refers back": -0.39,
        "goes on from something said": -0.12,
        "speaks to one person": -1.30,
        "gives advice": -0.53,
        "asks somebody back": -0.82,
        "thanks or sums up": -1.13,
    }
)
WEIGHTS: Final[Mapping[str, float]] = MappingProxyType({**BY_HAND, **FITTED})
