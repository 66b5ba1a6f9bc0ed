"""What a line of chat does: lines as people write them, and what must be read in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.acts import Act, acts, fails, solves, wall

# Lines and all that they do: nothing more, nothing less.
LINES = {
    "greeting": """
        hi
        Hello!
        hi all :)
        hey everyone
        good morning
        morning folks o/
        hello, anyone here?
        anybody around?
        is anyone there??
        hi there, can I ask a question?
        may i ask something here?
        I have a question
        quick question
        can someone help me?
        hello can anyone help me please
        need some help please
        is this the right place to ask?
        ping
        hola a todos
        guten morgen
        bonjour
        привет
        hi guys, how are you?
        ok hi again
    """,
    "thanks": """
        thanks
        Thank you so much!
        thx carol
        ty
        cheers mate
        merci
        danke
        gracias
        спасибо
        thanks, so epoxy it is
        great, thanks for the link
        much appreciated
    """,
    "": """
        ok
        thanks in advance
        no thanks
        thanks to the upgrade i can sleep
        works for me
        it works for me on cs9
        should work now
        if that works let me know
        let me know if it still fails
        i hope it is fixed
        it worked before
        I will look at it tomorrow
        the meeting is at 14 utc
        look in /root/keystonerc_admin
        the nova user needs the ssh keys on both
        not sure, but look in /var/log/nova
        dnf install -y openstack-packstack
        that is what i did
        no problem
        without errors here
        just joking
        +1 to that proposal for the meeting
        following the docs
    """,
    "solved": """
        works now
        carol: works now!! it was the ssh keys for nova on compute2
        it works!
        that worked
        that fixed it
        fixed it
        solved
        got it working
        finally got it to work
        nevermind, found it
        found the problem
        all good now
        it's working again
        that did the trick
        problem solved
        figured it out
        up and running
        works like a charm now
        the error is gone
        works now, but i had to reboot
    """,
    "solved thanks": """
        thanks, that worked
        that worked, thank you carol!
        thanks a lot, it works now
        perfect, works now, thanks
        works for me now, thanks
        solved, thx
    """,
    "solved thanks asks": """
        solved, thanks. how can i help others?
    """,
    "withdrawn": """
        nevermind
        never mind
        nvm
        forget it
        ok forget about it
        please ignore that
        sorry, wrong channel
        not needed anymore
    """,
    "still fails": """
        no luck
        nope, still nothing
        that didn't help
        that didn't fix it
        it is not solved
        not fixed yet
        still the same
        no change
        nothing changed
        same result
        unfortunately not
        tried that
    """,
    "still fails thanks": """
        thanks, but no luck
        thanks but that didn't help
    """,
    "still fails problem": """
        same error
        that did not work
        still fails
        it still fails with the same error
        doesn't work either
        still getting the 404
        the error is back
        it crashed again
        still can't ping the vm
    """,
    "still fails problem thanks": """
        thanks, but it still fails
        thanks but it still doesn't work
    """,
    "still fails asks": """
        still the same, any ideas?
        no luck, what else can i try?
    """,
    "not it": """
        that's not it
        no, that's not my question
        not what I asked
        that is not what i meant
        wrong answer
        that's the wrong link
        that doesn't answer my question
        no, i meant the dashboard
        this isn't about packstack
    """,
    "no idea": """
        no idea
        no clue, sorry
        dunno
        idk
        not sure, sorry
        not sure about that
        sorry, never used it
        same here
        same problem here
        me too
        +1
        following
        i don't know, maybe carol knows
        no idea, ask in #openstack-neutron
    """,
    "asks": """
        I have a question about packstack
        hi, how do i install rdo?
        how can this be solved?
        is there a repo for gazpacho?
        is there a repo for gazpacho
        where do i find the answer file
        can someone tell me which release to take?
        does anyone know when hibiscus comes out?
        anyone using octavia with rdo?
        trying to install rdo on centos 9
        i want to install openstack on three nodes
        i need a list of the ports
        wondering how to add a second compute node
        any pointers to the docs?
        sorry for the stupid question, how do i reset the admin password
        morning all, did the promotion pass?
        any help would be appreciated
        i have no idea how to start
        ¿alguien sabe cómo instalar packstack?
        what's the admin password for horizon after packstack?
        packstack?
    """,
    "asks thanks": """
        how do i install rdo on cs9? thanks
    """,
    "asks asks back": """
        which version?
        what does the log say?
        what does journalctl say?
        did you try setenforce 0?
        have you looked at the log?
        are you on stream 9?
        can you paste the error?
        could you share the answer file?
        paste?
        logs?
        why?
        how?
        is selinux on?
        is it fixed?
        does it work now?
        where did you get that image?
        how much ram?
    """,
    "rhetorical": """
        who needs sleep?
        right?
        isn't it?
        what?
        really?
        huh?
        lol?
        who knows?
        what could possibly go wrong?
        are we there yet?
        isn't that nice?
    """,
    "rhetorical frustrated": """
        why do i even bother?
        wtf?
    """,
    "rhetorical still fails problem frustrated": """
        packstack is broken again, why do i even bother?
    """,
    "leave alone": """
        please ignore me
        Please ignore me!
        ignore me
        leave me alone
        just leave me alone please
        could you ignore me?
        can you please leave me alone from now on
        stop talking to me
        stop pinging me!
        don't talk to me anymore
        do not answer me again, thanks
        please don't react to what i write
        dont highlight me
        opt me out
        i want to opt out
        i'd like to be left alone, please
        say nothing to me any more
        stop reacting to me, bot
    """,
    "problem": """
        ok: packstack stops at mariadb, cs9
        live migration between my two computes ends with "Permission denied (publickey)", epoxy, packstack
        dnf finds nothing
        packstack fails at the puppet step
        nova-compute doesn't start on the second node
        my instances get no ip
        the dashboard gives me a 500
        it dies with a timeout
        i cannot reach the vm from outside
        it works on cs8 but not on cs9
        instances are stuck at spawning
        No valid host was found
        packstack isn't working
    """,
    "problem asks": """
        trying to install rdo on centos 9, is there a repo for gazpacho? dnf finds nothing
        ovn: instances get no metadata, any idea?
        does anyone know why packstack fails on cs9?
        why does nova not start?
        i have a problem with horizon
        having trouble with the network, please help
    """,
    "problem frustrated": """
        rdo is a joke, third day and packstack dies with this stupid puppet error again
        i am fed up, nothing but errors
        been fighting with this error for three days
        this damn thing fails every time
        packstack fails!!!
        giving up, it crashes whatever i do
    """,
    "frustrated": """
        this is garbage
        what a waste of time
        these docs are useless
        I hate puppet
        nobody ever answers
        I REALLY HAVE TO SAY THIS
    """,
    "frustrated asks problem": """
        WHY DOES NOTHING EVER WORK HERE
        why is it so hard to install this crap, it fails all day?
    """,
}
CASES = [(line.strip(), kinds) for kinds, lines in LINES.items() for line in lines.splitlines() if line.strip()]
NAMES = sorted((act.value for act in Act), key=len, reverse=True)


def named(kinds: str) -> frozenset[Act]:
    """The acts in a heading of the table above."""
    found = set()
    for name in NAMES:
        if name in kinds:
            found.add(Act(name))
            kinds = kinds.replace(name, "")
    return frozenset(found)


WRONG = """
    that's wrong
    that's wrong on stream 9
    that is wrong on CentOS 9 Stream, it needs NetworkManager
    sorry, but that's wrong, the package is called differently
    no, that is outdated
    this is incorrect
    it's outdated
    that's not true any more
    that isn't correct for epoxy
    wrong
    that answer is wrong
    your answer is out of date
    the link is obsolete now
    that info is completely wrong
    careful, that's dangerous on production
    that's an outdated answer
    that's no longer true
    that does not work any more
    this no longer works
    that command doesn't exist anymore
    that page does not exist any more
    wrong on stream 9
""".strip().splitlines()
NEVER_WRONG = """
    that's not what I asked
    I asked about cinder, not nova
    that's wrong, i meant the other one
    wrong channel, sorry
    that's the wrong release
    that's the wrong link
    what's wrong with my config?
    something is wrong with my network
    is that wrong?
    is it outdated?
    sorry, i was wrong
    it doesn't work
    it still does not work any more
    my vm does not work any more
    that doesn't work
    my fault, wrong window
    why is that wrong?
    the answer file is wrong
    the command fails with wrong password
    nothing is wrong with that
    if that is wrong tell me
    i think i did something wrong
""".strip().splitlines()


@pytest.mark.parametrize("line", WRONG)
def test_what_was_said_is_called_wrong(line: str) -> None:
    assert Act.WRONG in acts(line)


@pytest.mark.parametrize("line", NEVER_WRONG)
def test_what_only_sounds_like_it_calls_no_answer_wrong(line: str) -> None:
    assert Act.WRONG not in acts(line)


@pytest.mark.parametrize(("line", "kinds"), CASES)
def test_a_line_does_this_and_nothing_else(line: str, kinds: str) -> None:
    assert acts(line) == named(kinds)


def test_there_are_enough_lines_to_trust_the_table() -> None:
    assert len(CASES) >= 200


@pytest.mark.parametrize(
    ("line", "solved", "failed"),
    [
        ("thanks, that worked", True, False),
        ("thanks, but it still fails", False, True),
        ("it worked, but now it still fails with 404", False, True),
        ("it is not solved", False, True),
        ("that didn't fix it", False, True),
        ("is it fixed?", False, False),
        ("how can this be solved?", False, False),
        ("did that fix it?", False, False),
        ("does it still fail?", False, False),
        ("it works, but only on compute1", False, False),
        ("when i reboot, it works", False, False),
        ("works for me", False, False),
        ("has anyone solved this?", False, False),
        ("horizon works, but nova gives an error, any idea?", False, False),
        ("i still don't think so", False, False),
        ("tried both, neither worked", False, True),
    ],
)
def test_solved_and_still_failing_are_told_apart(line: str, solved: bool, failed: bool) -> None:
    assert (solves(acts(line)), fails(acts(line))) == (solved, failed)


@pytest.mark.parametrize(
    ("line", "angry"),
    [
        ("damn, that was fast, thanks", False),
        ("works now!!! the problem was selinux", False),
        ("ERROR HTTP 500 INTERNAL SERVER ERROR", False),
        ("thanks for nothing", True),
        ("sorry, stupid question: it fails", False),
        ("garbage collection fails", False),
        ("the funniest error i have seen all day", False),
        ("been trying all day, it fails", True),
    ],
)
def test_frustration_is_not_read_into_everything(line: str, angry: bool) -> None:
    assert (Act.FRUSTRATED in acts(line)) is angry


@pytest.mark.parametrize("line", ["hello, is anyone around who knows packstack?", "does anybody know neutron", "anyone here using rdo?"])
def test_who_asks_for_somebody_who_knows_asks_nothing_yet(line: str) -> None:
    assert acts(line) == {Act.GREETING}


@pytest.mark.parametrize(
    "line", ["does anyone know how to resize it?", "anybody knows why packstack fails?", "does anyone know the admin password"]
)
def test_who_asks_whether_somebody_knows_something_asks_it(line: str) -> None:
    assert Act.ASKS in acts(line)


def test_codes_and_invisible_characters_hide_nothing() -> None:
    assert acts("\x02works\u200b now\x0f") == {Act.SOLVED}


@pytest.mark.parametrize("line", ["✅", " ✔\ufe0f", "☑", "✅ ✅"])
def test_a_tick_alone_says_that_it_is_solved(line: str) -> None:
    assert acts(line) == {Act.SOLVED}


@pytest.mark.parametrize("line", ["✅ repos", "✅ nova ✅ glance", "👍"])
def test_a_tick_beside_words_decorates_them(line: str) -> None:
    assert acts(line) == frozenset()


def test_a_link_alone_is_an_answer_and_asks_for_none() -> None:
    assert acts("https://www.rdoproject.org/install/packstack/") == frozenset()
    assert acts("link please") >= {Act.ASKS_BACK}


def test_a_question_mark_in_a_link_asks_nothing() -> None:
    assert acts("see https://bugzilla.redhat.com/show_bug.cgi?id=12345") == frozenset()


TRACEBACK = """
    Traceback (most recent call last):
      File "/usr/lib/python3.9/site-packages/nova/compute/manager.py", line 2607, in _build_and_run_instance
        self.driver.spawn(context, instance, image_meta)
    nova.exception.HostMappingNotFound: Host 'compute2' is not mapped to any cell
"""
LOG = """
    2026-08-14 10:02:11.123 2204 ERROR nova.compute.manager [req-1] Instance failed to spawn
    2026-08-14 10:02:11.124 2204 ERROR nova.compute.manager HTTP 500
    2026-08-14 10:02:11.130 2204 INFO nova.compute.manager Terminating instance
    what is this
    2026-08-14 10:02:12.001 2204 WARNING nova.virt.libvirt.driver retry
"""
SETTINGS = """
    [DEFAULT]
    transport_url = rabbit://openstack:x@controller
    my_ip = 10.0.0.31
    [vif_plugging]
"""
TALK = """
    hi, i installed rdo on two nodes
    the first one is fine
    the second one gets no ip
    what should i look at?
    both are on centos stream 9
"""


@pytest.mark.parametrize(
    ("pasted", "is_wall"), [(TRACEBACK, True), (LOG, True), (SETTINGS, True), (TALK, False), ("ERROR: one line", False)]
)
def test_a_wall_is_several_lines_of_output(pasted: str, is_wall: bool) -> None:
    assert wall([" ".join(line.split()) for line in pasted.splitlines() if line.strip()]) is is_wall


def test_one_message_of_many_lines_is_a_wall_too() -> None:
    assert wall([TRACEBACK])


def test_one_very_long_line_of_output_is_a_wall() -> None:
    assert wall([" ".join(LOG.split())])


def test_one_very_long_line_of_talk_is_none() -> None:
    assert not wall(["i installed rdo on two nodes and now the second one is slow, and " * 8])


@given(st.text() | st.text(st.sampled_from("hi so,ok? not works.still it fails thanks!\n")))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    assert acts(text) <= frozenset(Act)
    assert wall([text]) in (True, False)


@given(st.text())
def test_a_greeting_does_nothing_else(text: str) -> None:
    for line in (text, f"hi {text}"):
        assert Act.GREETING not in acts(line) or acts(line) == {Act.GREETING}


@pytest.mark.parametrize(
    "word",
    ["please help ", "hi all ", "so ok well ", "moin moin ", "not ", "still it ", "it is ", "same here ", "who ", '"', "a" * 30 + "."],
)
def test_repetition_does_not_make_reading_slow(word: str) -> None:
    assert acts(word * 2000) is not None  # a pattern that backtracks would not come back from this


STAYS = """
    please ignore my last message
    ignore that
    ignore me, found it
    ignore me if i'm wrong
    don't ignore me
    please don't leave me alone with packstack
    leave me alone with packstack and i will cry
    why do you ignore me?
    did you ignore me?
    stop ignoring me
    stop the service
    how do i stop nova from pinging me?
    don't tell me that
    sorry, ignore me, wrong window
    he said leave me alone
    leave it alone
    does packstack leave me alone on reruns?
    opt out of telemetry, how?
    don't answer if you are not sure
    never mind me
""".strip().splitlines()


@pytest.mark.parametrize("line", [line.strip() for line in STAYS])
def test_nobody_is_left_alone_who_did_not_ask_for_it(line: str) -> None:
    assert Act.LEAVE not in acts(line)
