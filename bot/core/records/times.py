"""For how long each kind of record is kept, in seconds: the list of product section 8."""

HOUR, DAY = 3600.0, 86400.0
NEVER = float("inf")

SAID_KEPT = 30 * DAY  # what was said, with reasons
HELPED_KEPT = 90 * DAY  # who helped on which topic, counts per day
MARK_KEPT = 365 * DAY  # "has spoken before", "was greeted", as keyed hashes
REPORT_KEPT = 30 * DAY  # who reported a wrong answer; that it is withheld stays until a maintainer has looked
UNCOVERED_KEPT = 30 * DAY  # texts of questions that no entry covered, without names
TALLY_KEPT = 400 * DAY  # counts without names: a year, to compare with
HANDING_KEPT = 7 * DAY  # an offered topic, until the other says yes
WRITEUP_KEPT = 14 * DAY  # question and fix, until both have agreed to a draft
READ_KEPT = 14 * DAY  # only for what a network left behind that is no longer configured; else they go with the next position
CLAIM_KEPT = DAY  # "I am also …", until the other side says the same
BRIEF_MARKS = {"told": HOUR, "proposed": DAY}  # what somebody may do a few times in a while is kept for that while (allowance.py)
SOLVED_KEPT = HOUR / 2  # long enough to say "reopen"; then question and text go
SKETCH_KEPT = 90 * DAY  # what a place's talk resembles, in numbers: after that long without a word the room is another one
FARED_KEPT = 400 * DAY  # what became of an entry's answers, in numbers: as long as other counts
