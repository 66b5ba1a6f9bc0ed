r"""What people write when they greet, thank, ask, complain or find out: the tables behind acts.py.

One alternative a line, in lower case, straight apostrophes; `{name}` stands for another table, `n't` may be written `nt`.
The tables that acts.py matches as a whole ("nothing but this") begin with a capital comment saying so; the others are
searched for. Only alternatives and single optional words are nested: no pattern here backtracks more than linearly in practice,
and acts.py reads a bounded beginning of a line.
"""

import re
from itertools import groupby

WORD = r"\b"
_TOKEN = re.compile(r"\\.|.", re.DOTALL)
CONTINUED = "..."  # a line that begins so goes on with the one above


def _rows(table: str, **parts: str) -> str:
    """One pattern out of a table."""
    lines = (line.strip() for line in table.splitlines())
    pattern = "|".join(line for line in lines if line and not line.startswith("# ")).replace("|" + CONTINUED, "")
    for name, part in parts.items():
        pattern = pattern.replace("{" + name + "}", part)
    return f"(?:{pattern})"


def _found(table: str, **parts: str) -> re.Pattern[str]:
    """A table that is searched for. Alternatives that begin at a word are tried where words begin only: that saves most of the work."""
    alternatives = _apart(_rows(table, **parts)[len("(?:") : -1])
    runs = ((at_word, list(run)) for at_word, run in groupby(alternatives, lambda one: one.startswith(WORD)))
    tried = (WORD + f"(?:{'|'.join(one.removeprefix(WORD) for one in run)})" if at_word else "|".join(run) for at_word, run in runs)
    return re.compile(f"(?:{'|'.join(tried)})")


def _apart(pattern: str) -> list[str]:
    """The alternatives of a pattern that are not within parentheses or a set."""
    found, depth, in_set, start = [], 0, False, 0
    for number, sign in ((match.start(), match[0]) for match in _TOKEN.finditer(pattern)):
        if sign == "[" and not in_set:
            in_set = True
        elif sign == "]":
            in_set = False
        elif not in_set:
            depth += (sign == "(") - (sign == ")")
            if sign == "|" and depth == 0:
                found.append(pattern[start:number])
                start = number + 1
    return [*found, pattern[start:]]


# --- greetings: WHOLE LINES, punctuation gone ---

_HELLO = _rows(r"""
    hi+|hello+|hey+|heya|hiya|howdy|hullo|greetings|yo|sup|what'?s up|gm|o/|\\o|re|aloha
    (?:good )?(?:morning|afternoon|evening|day)|welcome(?: back)?|wb
    hallo|moin|servus|guten (?:morgen|tag|abend)|gr[uü](?:ss|ß) gott|salut|bonjour|bonsoir|coucou|hola|buenas(?: tardes| noches)?
    buenos d[ií]as|ciao|salve|buongiorno|ol[aá]|bom dia|boa tarde|hej|hei|terve|ahoj|cze[sś][cć]|privet|merhaba|salaam|salam|shalom
    namaste
    konnichiwa|ni hao|привет|здравствуйте|добрый день|你好|こんにちは|안녕하세요
    i'?m (?:back|new here|new)|how (?:are|r) (?:you|u|things|we)(?: all| doing| today)*|how'?s it going
    hope (?:you|everyone)(?: \w+){1,4} well
""")
_AUDIENCE = _rows(r"""
    all|every ?one|everybody|folks|guys|people|team|friends|there|y'?all|channel|room|world|rdo|stackers|mates?|ladies|gentlemen
    and|to|you|of|around|in|here|the|again|from|a|happy|nice|week|monday|tuesday|wednesday|thursday|friday|weekend|new year
    alle|zusammen|allerseits|todos|tous|tutti
""")
_WHO = r"(?:any ?one|any ?body|some ?one|some ?body|every ?one|people|any (?:experts?|gurus?|devs?|admins?|helpers?)|you|u)"
_WHERE = r"(?:here|there|around|home|awake|alive|online|out there|in here|up|available|listening|active)"
_HELPS = r"(?: today| now| please| right now| here| at all| tonight| (?:who can|that can|to|able to) help(?: me)?)*"
_SMALL = r"(?: quick| simple| small| short| stupid| dumb| silly| noob| newbie| basic| general| rdo| openstack| packstack| beginner'?s?)*"
_PRESENCE = _rows(
    r"""
    (?:(?:is|are) )?(?:there )?{who} {where}{helps}
    (?:is )?(?:this|the) (?:channel|room) (?:alive|active|dead|on|empty)
""",
    who=_WHO,
    where=_WHERE,
    helps=_HELPS,
)
_ASK_TO_ASK = _rows(
    r"""
    (?:may|can|could|mind if|is it ok(?:ay)? (?:if|to)|am i allowed to|do you mind if)(?: i)?(?: please| just| quickly)? (?:ask
    ...|post)(?: you| here)?(?: a| one| some| my| something)?{small}(?: questions?)?{here}
    (?:(?:i'?ve|i have|got|i got|have|just) )?(?:(?:a|one|some|just) )?{small1}questions?(?: here| please| for you| to ask)*
    (?:can|could|would|will|may|is|are) {who} (?:please |pls |able to |available to |willing to )?(?:help|assist|support)(?: me
    ...| us)?(?: out)?{here}(?: with something| with (?:a|my|one) (?:problem|issue|question))?
    {who} (?:can|could|able to|willing to) (?:help|assist)(?: me)?(?: out)?(?: please)?
    (?:please |pls )?(?:i )?(?:need|want|could use)(?: some| a little| a bit of| your)? help{here}
    (?:please |pls )?help(?: me)?(?: please| pls)*
    is (?:this|here) the (?:right|correct) (?:place|channel|room)(?: to ask| for (?:questions|help|support))?(?: questions?)?(?: here)?
    are questions ok(?:ay)?(?: here)?|ping|test|testing
    (?:(?:is|are|does|do) )?(?:there )?{who}(?: {where})?(?: who| that)? (?:knows?|uses?|using|familiar with|experienced (?:with|in)
    ...|good (?:at|with))(?: about)? (?!how|what|why|where|when|if|whether|which|who|the|an?|any|some|of|that|this|it)[\w.-]+{helps}
""",
    who=_WHO,
    where=_WHERE,
    helps=_HELPS,
    small1=_SMALL.replace("(?: ", "(?:").replace("| ", " |").replace(")*", " )*"),
    small=_SMALL,
    here=r"(?: here| please| in here| in this channel| to you| pls)*",
)
_NICETY = _rows(r"""
    please|pls|thanks|thank you|sorry(?: to (?:bother|disturb)(?: you)?)?|excuse me|quick one|ok|so|well|(?:newbie|noob|first time|new) here
""")
_OPENING = rf"(?:{_HELLO}(?: {_AUDIENCE})*|{_PRESENCE}|{_ASK_TO_ASK})"
GREETING = re.compile(rf"(?:{_OPENING}|(?:{_NICETY}|{_AUDIENCE})(?: (?:{_NICETY}|{_AUDIENCE}))* {_OPENING})(?: (?:{_OPENING}|{_NICETY}))*")

# --- thanks ---

THANKS = _found(r"""
    \b(?:thanks+|thank (?:you|u|ya)|thankyou|thx|thnx|tnx|tks|thanx|tyvm|tysm|ty|cheers|kudos|much (?:appreciated|obliged))\b
    \b(?:merci|danke(?:sch[oö]n)?|vielen dank|gracias|grazie|obrigad[oa]|arigatou?|xie ?xie|spasibo|kiitos|dzi[eę]kuj[eę]|d[eě]kuji
    ...|tack)\b
    спасибо|谢谢|ありがとう|감사합니다
    \bappreciate (?:it|the help|your (?:help|time))|\byou(?:'re| are) (?:a |an |the )(?:star|legend|life ?saver|best)
    \bthat (?:helped|helps)\b
""")
NO_THANKS = _found(r"""
    \b(?:thanks|thx|thank you|tnx|ty)[ ,!]*(?:very much |a lot |so much )?(?:in adv\w*|beforehand|for (?:any|your time|reading|looking
    ...|nothing))
    \bgracias de antemano|danke im voraus|merci d'avance
    \b(?:any|all) (?:help|hints?|pointers?|advice|ideas?|input)(?: (?:is|are|would be|will be|much|very|greatly|highly))* appreciated
    \b(?:thanks|thank you) to\b|\bno,? thank(?:s| you)\b|\bthanks? but no thanks\b|\btia\b|\bif that helps\b|\bhope that helps\b
    \bthat helps if\b
""")

# --- how it went: WHOLE CLAUSES that say it is solved ---

_LEAD = r"(?:{words} )*".replace(
    "{words}",
    _rows(r"""
    yes|yep|yeah|yay|ya|ok|okay|oh|ah|aha|wow|great|cool|nice|awesome|perfect|excellent|super|sweet|woot|woohoo|hooray|hurray|bingo|eureka
    indeed|finally|well|and|so|now|right|nevermind|never mind|nvm|nm|sorry|thanks|thank you|thx|actually|just|hey|hi|guys|all|phew|doh
    update|fyi|btw|lol|haha|in the end|good news|i can confirm|confirmed|then|tried it|did it|done|but|with that|after that
    after (?:a |the |that )?(?:reboot|restart|reinstall)|that|also|ugh|man|damn
"""),
)
_REF = _rows(r"""
    it|that|this|which|everything|all|things?|they|both|problem|issue|error|mine|metadata|networking|migration|packstack|horizon|login
    (?:the |my )(?:fix|problem|issue|error|install\w*|setup|deploy\w*|vms?|instances?|network\w*|command|services?|dashboard
    ...|error message|\w+)
""")
_NOW = r"(?: {words})*".replace(
    "{words}",
    _rows(r"""
    now|again|fine|great|well|perfectly|nicely|beautifully|flawlessly|properly|correctly|ok(?:ay)?|as expected|like a charm|a treat|too
    also
    indeed|already|finally|for me now|here now|thanks?|thank you|thx|ty|much|so much|everyone|all|guys|folks|perfect|out|to you|at last
    yay
    lol|then|by the way|btw|myself|successfully|without errors?|at once|right away|very|a lot
"""),
)
SOLVED = re.compile(
    _LEAD
    + _rows(
        r"""
    (?:{ref} )?(?:(?:finally|actually|totally|really|just|now|all|also|did|does|is|are|'s) )*(?:works?|worked|working)
    {ref}(?:'s| is| are| was| has been| have been|'re)?(?: now| all| finally| already)* (?:working|fixed|solved|resolved|sorted|running
    ...|up|gone|green|back|up and running)
    (?:{ref} )?(?:seems?|appears?|looks?) (?:to (?:work|be working|be (?:fixed|solved|ok|fine|good)|have (?:worked|fixed it|done (?:it
    ...|the trick)))|fixed|solved)
    (?:(?:that|it|this|which|you|your \w+|the \w+|(?:a |the )?re(?:boot|start|install)\w*|disabling \w+) )?(?:(?:just|finally|really
    ...|totally|actually|has|have) )*{fixed}
    (?:(?:i|i'?ve|we|we'?ve) )?(?:(?:just|finally|have|managed to|already|also|actually) )*(?:got|get|made|make|have|had) (?:it|that
    ...|this|everything|things|packstack|the \w+|my \w+)(?: all| finally)? (?:to )?(?:work|working|going|running|fixed|solved|sorted|up
    ...|up and running)
    (?:(?:i|i'?ve|we|we'?ve) )?(?:(?:just|finally|have|managed to|already|myself) )*(?:figured|sorted|worked|found) (?:it|that
    ...|this)(?: out)?
    (?:(?:i|i'?ve|we|we'?ve) )?(?:(?:just|finally|have|already|think i) )*(?:found|spotted) (?:it|the (?:problem|issue|culprit|bug|error
    ...|mistake|cause|reason|solution|answer|fix|typo)|my (?:mistake|error|typo|answer|problem)|a (?:solution|fix|workaround))
    (?:(?:i|we|i'?ve) )?(?:(?:just|finally|have|managed to|already) )*(?:fixed|solved|resolved)(?: it| that| this| the (?:problem|issue
    ...|error)| my (?:problem|issue))?
    (?:that|it|this)(?:'s| was| is) (?:solved|fixed|resolved|sorted)
    (?:that|it) was (?:it|the (?:problem|issue|one|culprit|cause|fix|solution|answer)|exactly it)
    (?:problem|issue|mystery|case|question|all)(?: is| was| got| has been)? (?:solved|fixed|resolved|sorted|closed|gone|answered|set)
    (?:all|everything)(?: is|'s)? (?:good|fine|set|working|green)|i'?m (?:all )?(?:good|set) now|success|sorted|works for me now
    (?:the |that |this )?(?:errors?|problem|issue|message|traceback)(?: is| are|'s| has| have| just)* (?:gone(?: away)?|went away
    ...|disappeared|vanished)
    no more (?:errors?|problems?|issues?)
    {ref} (?:went through|completed|finished|installed|installs|boots|booted|started|starts|came up|comes up|connects
    ...|deployed) (?:successfully|now|without errors?|fine now)
    (?:you nailed it|that was (?:indeed )?the (?:problem|issue|reason)|up and running|it lives|it'?s alive)
    (?:it |es )?(?:funktioniert|klappt|läuft|geht) jetzt|ça marche|ahora funciona|ya funciona|заработало
""",
        ref=_REF,
        fixed=_rows(r"""
            did (?:it|the trick)|does the trick|done the trick|sorted it(?: out)?|nailed it|made it work
            (?:fixed|solved|resolved|cured) (?:it|that|this|the (?:problem|issue|error)|my (?:problem|issue)|everything)
        """),
    )
    + _NOW
)
FOR_ME = re.compile(_LEAD + rf"(?:{_REF} )?works? (?:fine |ok |great |well )?for me(?: too| here| fine| as well| thanks)*")
PARTLY = _found(r"""
    ^(?:only|just|not|when|if|after|on|in|with|then|except|i have to|still|until)\b
""")

# --- how it went: it is not solved ---

FAILS = _found(
    r"""
    \bstill(?: \w+){0,4} (?:fail\w*|broken|breaks|dies|dead|crash\w*|hang\w*|stuck|stop\w*|happen\w*|same|error\w*|problem\w*|issue\w*
    ...|wrong|down|nothing|no|refus\w*|denied|timeout|complain\w*|throws?|missing|unreachable|lost|trouble)\b
    \bstill (?:fail\w*|broken|breaks|dies|dead|crash\w*|hang\w*|stuck|stop\w*|happen\w*|same|error\w*|the same|nothing|no|not|refus\w*
    ...|denied|times out|timing out|complain\w*|missing|unreachable|[45]\d\d)\b
    \bstill (?:\w+ )?(?:does|did|do|is|can|could|wo|are|has)(?:n'?t| not|not)
    ...\b(?! (?:think|know|believe|understand|see why|care|like|want)\b)
    \b(?:does|did|do|is|can|are|wo)(?:n'?t| not|not) still\b
    \bstill ca ?n'?t\b|\bstill (?:unable|waiting for it to)\b
    \bstill (?:get|getting|gets|see|seeing|having|have|says?|shows?|gives?)\b
    \b(?:does|did|do|is|are)(?:n'?t| not)(?: \w+){0,5} (?:either|yet)\b(?! (?:of|way)\b)
    \bneither (?:works?|worked|helps?|helped|did (?:it|that))|\bstill$
    \b(?:exact(?:ly)? )?(?:the )?same (?:error|problem|issue|result|thing|message|story|failure|output|traceback|outcome
    ...|behaviou?r)s?\b(?! (?:here|as you|for me|too|with me))
    \b(?:did|does|has|have|do)(?:n'?t| not)(?: really| seem to| appear to| exactly| quite| actually)* (?:help(?:ed)?|fix(?:ed)? (?:it
    ...|that|this|the|my|anything)|solved? (?:it|that|this|the|my)|resolved?|do (?:it|the trick|anything)|changed?|make (?:a
    ...|any) difference)\b
    ^{lead}(?:(?:unfortunately|sadly|sorry|nope|no|still|but|alas|hm+) )*(?:(?:it|that|this|which|that one|they|your \w+) )?(?:did|does
    ...|do|is|was|has|wo)(?:n'?t| not)(?: really| seem to| seem| quite| actually| even| be| been)* (?:work(?:ing|ed)?|fix(?:ed|ing)?
    ...|solved?|resolved?|help(?:ing|ed)?)\b(?! (?:on|for you|with|in|like)\b)
    ^{lead}(?:it|that|this|the (?:problem|issue|error))(?:'s| is| was| has)? not(?: been| yet| really)* (?:work(?:ing|ed)?|fixed|solved
    ...|resolved|help(?:ing|ed)|gone)\b(?! (?:on|for you|with|in|like)\b)
    ^{lead}(?:sadly |unfortunately |still )?(?:not|un)(?: yet| really)? ?(?:solved|fixed|resolved|working|helping|better)\b
    ^(?:(?:unfortunately|sadly|sorry|nope|but|still|hm+|well|ok|no) )*no (?:luck|joy|dice|difference|change|effect|success|improvement
    ...|cigar|go|better)\b
    \bno luck (?:either|yet|with (?:that|it))|\bto no avail\b|\bhad no (?:effect|luck)\b
    \bnothing (?:changed|changes|helps|helped|worked)\b
    \b(?:fails?|failed|failing|crash\w*|dies|died|breaks|broke|happens|happened|hangs|stuck|broken) again\b|\b(?:the same|same) again\b
    ^(?:(?:and|now|but|damn|oh) )*(?:it|the error|the problem|the issue)(?:'s| is| came| comes) back\b
    ^(?:unfortunately|sadly) (?:not|no)\b|^(?:not yet|nope still|no still)\b
    ^{lead}(?:i )?(?:already )?tried (?:that|it|this|both|all)(?: of (?:that|them))?(?: already| before| too| as well)*$
""",
    lead=_LEAD,
)
SUPPOSED = _found(r"\b(?:if|whether|unless|until|in case|would|could|might|will|let (?:me|us) know|you'?ll|may|as long as)\b")
WITHDRAWN = re.compile(
    r"(?:(?:oh|ah|ok|okay|sorry|well|hm+|actually|please|just|doh|d'oh|but|thanks|lol|argh|hey|all) )*"
    + _rows(r"""
    never ?mind|nvm|nvmd|nm|forget (?:it|that|about it|my question|i asked)|disregard(?: (?:that|it|my \w+(?: \w+)?))?|scratch that
    (?:please )?ignore (?:that|it|my (?:last )?(?:question|message|line)|what i said)|(?:it )?does ?n'?t matter(?: any ?more)?|ww
    mistell|mischan
    (?:it'?s )?(?:not|no longer) (?:needed|important|relevant)(?: any ?more)?|wrong (?:channel|window|chan|room)
""")
    + r"(?: (?:me|then|please|thanks|sorry|all|guys|that|lol|about it|folks|for now|my question))*"
)

# --- not what was asked ---

NOT_IT = _found(
    r"""
    ^{but}(?:(?:that|this|it)(?:'s| is| was|s)? )?(?:really |quite |exactly |definitely )*(?:the )?wrong (?:answer|one|thing|question
    ...|page|link|info\w*|release|version|entry)$
    ^{but}(?:that|this|it)(?:'s| is| was|s)(?: just| simply| plain)? (?:wrong|incorrect|outdated|obsolete|out of date|something else
    ...|unrelated|another (?:thing|problem|issue|question))\b(?! (?!(?:on|for|in|with|too|now|here|since|as|at|there|sorry)\b)\w)
    ^{but}{isnt} (?:it|that)(?: either)?$
    ^{but}{isnt} (?:my (?:question|problem|issue|case|point)|an answer|about [\w-]+|the (?:answer|problem|issue|question|point
    ...|one|right (?:answer|one|thing|page|link|question)|same (?:thing|problem|issue|question|error)))\b
    ^{but}{isnt} (?:right|correct|relevant|related|useful|true|accurate|helpful)\b
    ^{but}{isnt} (?:at all )?what (?:i|we)\b
    \bnot (?:at all |quite |really |exactly )?what (?:i|i'?m|i am|i was|we|we'?re)(?: \w+){0,3} ?(?:ask\w*|mean|meant|want\w*|need\w*
    ...|look\w*|said|after)\b
    ^{but}not (?:it|that one|this one|my (?:question|problem|issue)|the answer|related|relevant|helpful|an answer)$
    ^{but}(?:unrelated|bad answer|bad bot|wrong|wrong bot)$
    ^(?:no|nope) not that\b|\b(?:does|did)(?:n'?t| not) (?:really |even |actually )?answer (?:my|the|that|this|it)\b
    \bnot answering my\b|\byou misunder\w+|\bi did(?:n'?t| not) ask (?:that|about|for|this)\b
    ^(?:no|nope) i (?:meant|mean|asked|was asking|am asking|'m asking)\b
    ^i (?:asked|was asking) (?:about|for|how|why|what)\b.{0,80} not\b
""",
    but=r"(?:(?:no|nope|nah|hm+|sorry|but|well|thanks|uh|er|ok|actually) )*",
    isnt=_rows(r"""
        (?:that|this|it)(?:'s| is| was|s)?(?: really| quite| exactly| definitely)* not(?: really| quite| exactly| at all)*
        (?:that|this|it) (?:is|was)n'?t(?: really| quite| exactly| at all)*
    """),
)

# --- what was said is wrong: not "that is not what I asked" ---

_TOLD = _rows(r"""
    that|this|it|(?:that|this|the|your) (?:last )?(?:answer|entry|info\w*|advice|command|link|page|one)
    (?:what you said|what (?:it|the bot|helper) said)
""")
_NO_MORE = r"(?: any ?more| any longer)"
_WHERE_WRONG = r"\b(?! (?!(?:on|for|in|with|since|as|at|now|here|sorry|and|by|there|too|any|from|under|after|these|today|again)\b)\w)"
WRONG = _found(
    r"""
    ^{but}{told}(?:'s| is| was|s)?{very} (?:wrong|incorrect|inaccurate|out ?dated|obsolete|out of date|false|untrue|misleading|dangerous
    ...|bad advice|no longer (?:true|right|correct|valid|accurate|the case))
    ...{where}
    ^{but}{told}(?:'s| is| was|s)?{very} not{very} (?:true|correct|right|valid|accurate){more}?{where}
    ^{but}{told} (?:is|was)n'?t{very} (?:true|correct|right|valid|accurate){more}?{where}
    ^{but}(?!it\b){told}{very} (?:does|do|did)(?:n'?t| not)(?: \w+){0,2} (?:work|exist|apply|hold){more}
    ^{but}(?!it\b){told}{very} (?:no longer (?:works?|exists?|applies|apply|holds?)|(?:has )?stopped working)
    ^{but}{told}(?:'s| is| was|s)?{very} (?:an? )?(?:wrong|incorrect|out ?dated|obsolete|false)
    ... (?:answer|info\w*|advice|entry|command|link)(?! to)\b
    ^{but}wrong(?: (?:on|for|in|since) [\w .-]{1,40})?$
""",
    but=r"(?:(?:no|nope|nah|hm+|sorry|but|well|thanks|uh|er|ok|actually|careful|afaik|beware|i think|fyi|btw|note) )*",
    told=_TOLD,
    very="(?: {words})*".replace(
        "{words}",
        _rows(r"""
            just|simply|plain|completely|totally|very|quite|a bit|slightly|really|definitely|actually|unfortunately|sadly|partly|rather
            also
            now|long|way
        """),
    ),
    more=_NO_MORE,
    where=_WHERE_WRONG,
)
NOT_WRONG = _found(r"""
    \bi (?:meant?|asked|was asking|am asking|'m asking)\b|\bi'?m asking\b|\bmy (?:question|mistake|fault|bad|typo)\b
    \bnot (?:at all |quite |really |exactly )?what (?:i|we)\b|\bnot it\b
    \bwrong (?:channel|window|room|person|nick|bot|question|release|version|thing|page|one)\b|\b(?:i|we) (?:was|were|am|are) wrong\b
    ^(?:what|why|how|is|was|are|if|when|whether)\b
""")

# --- nothing to say on it: WHOLE CLAUSES ---

_ABOUT = r"(?: (?:about|on|with|of) (?:that|this|it|those|[\w-]+))?"
NOT_SURE = re.compile(
    r"(?:{words} )*".replace(
        "{words}",
        _rows(r"""
            sorry|hm+|well|uh|um|i'?m|i am|honestly|tbh|but|no|nope|and|i|really|afraid|unfortunately|oh|ah
            actually|just|also|hey|lol|yeah|yes|yep|ok
        """),
    )
    + _rows(
        r"""
    (?:(?:have|got|had|'?ve) )?(?:absolutely |really )?(?:no|not an?|not any|zero) (?:idea|clue)s?(?: either| here| sorry| at all| tbh
    ...| what that is| why| how)*{about}
    have ?n'?t (?:an?|the) (?:idea|clue|foggiest|faintest)(?: either)?|beats me|wish i knew|i wonder too|out of ideas|me neither
    neither do i
    dunno(?: either| sorry)?{about}|idk|(?:do|did) ?n'?t (?:really )?know(?: either| sorry| much| anything| that(?: one)?)*{about}
    do not know(?: either| sorry)?
    not (?:really |quite |too |so |100% )?(?:sure|certain)(?: either| sorry| tbh| why| how| what)?{about}|unsure
    (?:never|have ?n'?t) (?:seen|used|tried|heard of|touched|had|done)(?: (?:that|it|this|[\w-]+))?(?: one| before| myself| error
    ...| either)*
    (?:ca ?n'?t|cannot|not able to|unable to) (?:help|say|tell)(?: you)?{about}(?: there| here| either| sorry| right now)*
    not my (?:area|field|thing|topic)|not an expert{about}|no experience{about}
    (?:have )?no time(?: now| right now| today| at the moment| atm| sorry| for (?:that|this|it))*
    (?:a bit |too |quite |very )?busy(?: now| right now| today| at the moment| atm| sorry)*|not (?:now|today|right now)
    (?:ca ?n'?t|cannot) (?:look|do it|do that)(?: at (?:it|that|this))?(?: now| right now| today| at the moment| atm| sorry)*
    same(?:(?: (?:problem|issue|error|question|thing))? (?:here|for me|with me|as you))*|in the same boat
    (?:me|mee|us) (?:too|also|as well|2)|metoo|\+ ?1|ditto|likewise|following|subscribed
    (?:(?:have|having|got|get|see|seeing|hit) )(?:exactly )?(?:the |that )same (?:problem|issue|error|question|thing)?
    (?:'?d |would )?(?:also |too )?(?:be )?(?:interested|curious|like to know|love to know|wondering)(?: too| as well| the same| that
    ...| in (?:that|this|an answer))*
""",
        about=_ABOUT,
    )
    + r"(?: (?:sorry|here|too|either|tbh|lol|on [\w-]+ ?\d*|with [\w-]+|then|man|mate"
    r"|guys|myself|at all|really|right now|yet|though|as well))*"
)
HANDS_ON = re.compile(
    r"(?:(?:but|maybe|perhaps|you|try|i'?d|i|would|should|could|can|might|better|please|sorry|so|the|in|then) )*"
    + _rows(r"""
    (?:ask(?:ing)?|wait(?:ing)? for|ping|poke) (?:in |on |at |the |someone |somebody )*[\w#@-]+(?: (?:list|channel|team|folks|people
    ...|guys|he|she|they|knows?|might|may|when|is|are|back|around|tomorrow|here|or|and))*
    [\w-]+(?: (?:may|might|should|would|will|probably|surely|could))* knows?(?: (?:that|more|better|this|it|about (?:that|it|this)))*
    let me (?:check|look|see|ask)(?: \w+)*|some ?one (?:else )?(?:will|may|might) (?:know|help)|hope some ?one knows|sorry|hang on
    hold on|good luck|lol
""")
)

# --- asking ---

_AUX = r"(?:is|are|was|were|do|does|did|can|could|should|would|will|has|have|am|might|must)"
_THING = _rows(r"""
    i|we|you|they|he|she|it|there|this|these|those|that|the|a|an|any\w*|some\w*|rdo|packstack|openstack|tripleo|nova|neutron|cinder|glance
    keystone|horizon|swift|heat|ironic|ovn|puppet|centos|ceph|kolla|octavia|magnum|trove|manila|designate|barbican|epel|dnf
""")
ASKING_CLAUSE = _found(
    r"""
    # a clause that begins so asks, question mark or not
    ^{so}(?:how|why|what|where|who|when|which(?: \w+)?)(?:(?:'s|'re|'d)|s)? ?(?:exactly |else )?{aux}\b(?! an? (?:mess|pity|shame|joke)\b)
    ^{so}(?:how (?:to|come|many|much|long|about)|what'?s|where'?s|why not|what about|what if|what kind of|what sort of|who knows (?:how
    ...|if|whether|what))\b
    ^{so}(?:is|are|was|were|does|do|did|has|have|can|could|will|would|should|am|may|isn'?t|aren'?t|doesn'?t|don'?t|didn'?t|can'?t
    ...|shouldn'?t) {thing}\b(?! (?:not|fix|help|work|did|was|is)\b)
    ^{so}any ?(?:one|body)\b(?: \w+){0,2} (?:know|knows|seen|saw|have|has|got|use|uses|used|try|tried|able|can|could|help|familiar
    ...|managed|experience\w*|run|who|hit|tell|explain|aware|else|had|deployed|point|interested|\w+ing)\b
    ^{so}any (?:\w+ )?(?:ideas?|pointers?|hints?|clues?|advice|suggestions?|help|chance|way|workarounds?|news|docs?|documentation
    ...|thoughts?|tips?|plans?|updates?|eta|guides?|howto|tutorials?|links?|solution|repos?|reason|experience|known)\b
    ^{so}question (?:about|on|regarding|is|to|for)\b
""",
    so=r"(?:(?:and|so|but|also|ok|hi|hey|hello|please|now|then|well|btw|guys|folks|all|again|or) )*",
    aux=_AUX,
    thing=_THING,
)
ASKING = _found(
    r"""
    # anywhere in a clause
    \b(?:can|could|would|will|does|do|did|has|may|is) (?:any|some) ?(?:one|body)\b
    \b(?:any|some) ?(?:one|body) (?:knows?|here knows?|can (?:help|tell|explain|point|share)|help|familiar with)\b
    \b(?:can|could|would|will) you (?:please |pls |maybe )?(?:help|tell|explain|point|confirm|advise|suggest|recommend)\b
    \bis there (?:an?|any|some|anything|something|already|no)\b|\bis it (?:possible|ok|normal|safe|expected|supposed)\b
    \bhow (?:do|can|could|would|should|does) (?:i|we|you|one|it|people|this)\b|\bhow to (?!do that\b)\w+
    \bneed (?:some |a bit of |your |urgent |any )?(?:help|advice|assistance|guidance|pointers|support)\b
    \bhelp (?:me |us )?(?:with|understand|fix|solve|debug|find|figure|installing|setting)\b
    \bplease (?:help|advise|assist|suggest|guide)\b|\blet me know (?:how|what|if there|where)\b
    \b(?:i'?m|i am|am|we'?re|we are|been|was|currently|still) (?:now )?(?:trying|attempting|struggling|searching) (?:to|for|with)\b
    \b(?:i'?m|i am|am|we'?re|we are) looking (?:for|to)\b
    ^(?:\w+ )?(?:trying|looking|attempting|struggling|searching|seeking) (?:to|for|with)\b
    \b(?:i'?m |i am |just |was |am )?wondering (?:if|how|whether|why|what|when|where|which|about|is|who)\b
    \bi wonder (?:if|how|whether|why|what|when|where|which)\b
    \b(?:i|we)(?:'?d| would)? ?(?:really |just |also )?(?:like|love|want|wanted|need|wish) to (?:know|ask|understand|find out|learn
    ...|figure)\b
    \b(?:i|we)(?: would like| want| wanted|'d like| wish) to \w+|\bi (?:need|require) (?:an?|to|the|some|help|your)\b
    \b(?:i|we) (?:do ?n'?t|do not|ca ?n'?t|cannot) (?:know|understand|find|figure out|see) (?:how|why|what|where|which|any|out)\b
    \bno (?:idea|clue) (?:how|why|what|where|which|if)\b(?! that\b)
    \bnot sure (?:how|why|what|where|which|if|whether) (?:to|i|it|this|that|the|we|is|my)\b
    \bhaving (?:an? |some |the |big |serious |weird |strange )*(?:\w+ )?(?:problems?|trouble|issues?|difficult\w+|hard time)\b
    \b(?:i|we|i'?ve)(?: have| 've)? (?:have|got|ran into|run into|hit|face|encountered) (?:an?|this|some|the
    ...|another)(?: \w+){0,2} (?:problem|question|issue|error|trouble)s?\b
    \bany (?:ideas?|pointers?|hints?|clues?|advice|suggestions?|help|thoughts?|tips?|workarounds?)\b(?! (?:i|you|we|they|that) )
    \bquestion (?:about|regarding) \w+|\bwhat (?:am i|could be|might be|do i|should i|did i)\b
    \bwhere (?:can|do|should|could) (?:i|we|one)\b|\bwhich \w+ (?:should|do|does|can) \w+
    \b(?:pouvez[- ]vous|quelqu'?un|comment (?:faire|installer|puis)|est-ce que|wie (?:kann|geht|installiere|mache)
    ...|kann (?:mir )?(?:jemand|wer)|wei(?:ss|ß) jemand|c[oó]mo (?:puedo|se|hago|instalar|faço)|alguien (?:sabe|puede)|algu[eé]m (?:sabe
    ...|pode)|qualcuno (?:sa|può)|come (?:si|posso))\b
    как (?:установить|сделать|можно)|кто-нибудь
"""
)
ASKS_BACK = _found(
    r"""
    ^(?:who|why|when|where|how|which)(?: (?:so|exactly|one|not))?$
    ^{so}(?:which|what|whose)(?:'s| is| are)? ?(?:the |your |exact |kind of )*(?:version|release|os|distro|distribution|centos|openstack
    ...|repos?|command|logs?|errors?|node|step|package|kernel|image|driver|backend|network|config|mode|output|status|exit|interface
    ...|hypervisor|hardware|file|docs?|guide|service|one|ones|link|url|message|browser)\b
    ^{so}what (?:does|do|did) (?:the |your |\w+ )?(?:logs?|journal\w*|output|status|error|it|dmesg|audit\S*|\S*ctl|sestatus|getenforce
    ...|ip|ss) ?(?:say|show|tell|look|print|return|report)?\b
    ^{so}what (?:exactly|happens|happened|error|is (?:your|in the)|are you|have you|did you|do you (?:mean|see|get|have|run|use)
    ...|else (?:did|have|is))\b
    ^{so}what(?:'?s| is) (?:the (?:error|output|exact|logs?|status|version|message|problem|issue)|your|in)\b
    ^{so}(?:did|have|were|had|are) (?:you|u)\b|^{so}do you (?:have|see|get|use|mean|run|still|need|want|know which)\b
    ^{so}(?:can|could|would|will) you (?:please |pls |maybe |also |just )?(?:paste|share|show|post|pastebin|fpaste|try|run|check
    ...|give (?:us|me)|send|upload|be more|rephrase|elaborate|reproduce|describe|tell (?:us|me) (?:which|what|more|the)|look at|confirm
    ...|open a|file a|reach|ping|see|access)\b
    \bmind (?:sharing|pasting|posting)\b
    ^{so}(?:is|are|does|do|did|has|was) (?:your|selinux|firewalld|it(?! (?:possible|ok|normal|safe|expected|supposed)\b)
    ...|that|this|they|there (?:an? |any )?(?:error|traceback|log|message
    ...|more|anything)|the (?:service|log|vm|host|agent|compute|node|repo|database|network|port|container|instance))\b
    ^{so}(?:(?:and|or|any|the|full|got|a|can we see|please|some|exact|which) )*(?:paste|pastebin|logs?|log ?files?|traceback|details
    ...|output|error(?: message)?|version|release|link|url|selinux|config|answer ?file|screenshot)(?: (?:please|pls|somewhere|link|of it
    ...|to a pastebin|maybe|enabled|on|off|enforcing))*$
    ^{so}(?:please |pls )?(?:paste|pastebin|post|share|show (?:us|me)|send|upload|give (?:us|me)|fpaste) (?:\w+ ){0,4}?(?:logs?|output
    ...|errors?|config|traceback|it|version|answer ?file|file|link|details|result)\b
    \b(?:more|some) (?:details?|info|context|information) (?:please|would|needed)
    ^{so}(?:where|when|how|why)(?: exactly)? (?:did|do|are|were|have) (?:you|u)\b
    ^how (?:much|many) (?:ram|memory|disk|cores|nodes|cpus|space|computes)|^(?:it )?fails? how$|\bwhat do you mean\b|^define \w+
    \b(?:says?|shows?|reports?|returns?) what$|^sure (?:that|it)\b
""",
    so=r"(?:(?:and|so|ok|hm+|but|well|oh|also|just|first|then) )*",
)
LOOKS_FOR_HELP = _found(r"""
    # "do you …" that asks for help, not for details of the other's trouble
    \byou (?:know|guys|all|people|folks)\b|\byou (?:please |pls )?(?:help|tell me how|explain|recommend|advise|suggest|point me)\b
""")

# --- asked, but nothing is wanted: WHOLE SENTENCES; the second table also as a last clause ---

TAG = re.compile(
    _rows(r"""
    right|really|rly|what|huh|eh|hm+|wtf|wth|omg|lol|no|yes|yeah|ok|okay|oh|ah|so|well|seriously|srsly|for real|say what|is it|isn'?t it
    innit
    doesn'?t it|don'?t you|wasn'?t it|true|sure|deal|get it|you see|you know|know what i mean
    what the|or what|come again|no kidding|n'est-ce pas|oder|verdad
""")
    + r"(?: (?:lol|right|man|guys|really|wtf|what|oh|huh|no))*"
)
RHETORICAL = re.compile(
    r"(?:(?:and|but|so|oh|well|lol|hm+|ok|haha|seriously|man|ffs|ugh|argh) )*"
    + _rows(r"""
    who (?:even )?(?:needs|wants) \w+(?: \w+){0,3}|who (?:knows|cares|am i|are you|would have (?:thought|guessed)(?: (?:that|it))?)
    who (?:isn'?t|doesn'?t|wouldn'?t)(?: \w+){0,4}
    who (?:wrote (?:this|that)|thought (?:this|that|it)|comes up with (?:this|that|these)|reads? (?:docs|manuals?|the (?:docs
    ...|manual)))(?: \w+){0,6}
    why (?:do|am|did|would) (?:i|we|you|anyone|anybody|people)(?: even| ever| still| always)? (?:bother|try|care|here|doing (?:this
    ...|that)|do (?:this|that))(?: \w+){0,4}
    why (?:me|oh why|always me|is (?:it always|everything|nothing)(?: \w+){0,5}|can'?t (?:things|life|it all
    ...|everything) \w+(?: \w+){0,3}|do computers(?: \w+){0,4})
    what the (?:hell|heck|fuck|f|devil|hey|actual fuck|ever)(?: (?:is|was) (?:this|that|it|going on))?
    is (?:this|that|it) (?:a joke|some kind of joke|for real|even legal|too much to ask)
    (?:are )?you (?:kidding|joking|serious|insane|crazy)(?: me)?|what (?:could|can) (?:possibly )?go wrong
    what else(?: is new| do you expect)?
    what (?:was|am) i (?:thinking|doing (?:here|with my life))|what is (?:wrong with (?:people|me|this world)|life|love)
    what'?s (?:not to (?:like|love)|the point|new|wrong with (?:people|me|this world))
    what year is (?:it|this)|what do i know|what a day|what gives|so what|now what|says who|guess what|you know what|need i say more
    (?:is|was|are)n'?t (?:that|this|it|life|they) (?:just |so )?(?:great|nice|fun|funny|lovely|ironic|wonderful|cute|beautiful|sweet
    ...|amazing|cool)
    do ?n'?t (?:you|we)(?: all)? (?:just )?love(?: \w+){0,6}|do you (?:ever|even) (?:sleep|lift)|does (?:it|that) (?:even|really) matter
    is nothing sacred
    is (?:it|this) (?:friday|weekend|monday|over|beer o'?clock)(?: yet| already)?|are we there yet|how hard (?:can|could) (?:it|that) be
    how (?:cool|nice|great|funny|weird|crazy|awesome|sad) is (?:that|this)
    remember (?:when|the|those)(?: \w+){1,10}|ever (?:wonder|notice)\w*(?: \w+){1,10}|since when|you think(?: so)?
    would it kill (?:them|you|anyone)(?: \w+){0,6}
""")
    + r"(?: (?:anyway|again|now|lol|right|eh|huh|then|indeed|today|seriously|man|guys|really|tho|though|here))*"
)
QUESTION = _found(r"""
    # a clause that begins so reports nothing
    ^(?:(?:and|so|but|or|ok|hi|hey|hello|well|then|also|now|btw) )*(?:is|are|was|were|does|do|did|has|have (?:you|we|they|i|any\w*)|can
    ...|could|will|would|should|am|isn'?t|aren'?t|may|might)\b(?! (?:not|be|have|also|just|only|still)\b|n't\b)
    ^(?:(?:and|so|but|or|ok|hi|hey|hello|well|then|also|now|btw) )*(?:how|why|what|when will|where|which (?:is|are|one)|who|whether
    ...|any ?one|any ?body|if)\b
""")

# --- trouble ---

NO_PROBLEM = _found(r"""
    \b(?:found|see|spotted|fixed|solved) (?:the|my) (?:problem|issue|error|bug)\b|\bhave no (?:idea|clue|time|plans?|question)\b
    \bif it still \w+
    \b(?:paste|share|show|post|send|give|see|what|which|exact)(?: me| us)?(?: the| your| exact| full)* (?:errors?|traceback)\b
    \bsame (?:problem|issue|error) (?:here|for me|too)\b|\b(?:does|did)(?:n't| not) answer (?:my|the|that)\b
    \bwhat(?:'s| is) the (?:problem|issue|error)\b
    \b(?:no|without|any|zero|not an?|never an?|isn'?t an?) (?:more |single |further |known |other |real |big |obvious )?(?:problems?
    ...|errors?|issues?|failures?|troubles?|worries)\b
    \b(?:problem|issue|error|bug)s? (?:is |was |are |got |has been )?(?:solved|fixed|resolved|gone|sorted)\b|\bissue tracker\b
    \berror (?:handling|codes?|prone)\b|\bcan'?t (?:wait|complain|believe|thank)\b
    \bnot (?:broken|failing)\b|\bfail ?(?:over|2ban|safe)\w*|\bif (?:it|that|this) (?:fails|breaks)\b
    \b(?:me|you|us) (?:can'?t|cannot) help\b|\bfault tolerant\b
""")
PROBLEM = _found(
    r"""
    \bwhy (?:\w+ ){1,4}not \w+
    errors?\b|\berr\b|\bfail(?:s|ed|ing|ure|ures)?\b
    \b(?:can'?t|cant|cannot|can not|couldn'?t|could not|unable to|impossible to|not able to) (?!help\b|say\b|tell\b)\w+
    \b(?:does|do|did|is|are|was|were|has|have|would|wo|will|ai)(?:n'?t| not)(?: (?:even|really|seem to|want to|appear to|be|get|getting
    ...|currently|properly))* {verb}
    \bnot (?:working|found|starting|booting|responding|reachable|available|installed|connecting|resolving|recogni[sz]ed|accessible
    ...|loading|running|permitted|authorized|showing|able|getting|finding|seeing|supported|enough space)\b
    \bbroken?\b|\bbreaks?\b|\bbreaking\b|\bcrash\w*|\b(?:dies|died|dying|dead)\b|\b(?:hangs?|hung|hanging)\b|\bfreez(?:es|ing)\b
    \bfrozen?\b|\bstuck\b|\b(?:stops?|stopped) (?:at|with|on|in|after|during|working|because)\b|\bbails? out\b|\baborts?\b|\baborted\b
    \bkilled\b
    \bnever (?:ends|finishes|returns|comes|starts|completes|boots|gets|reaches)\b|\b(?:time|times|timed|timing)[ -]?outs?\b
    \b(?:refused|denied|rejected|forbidden|unauthorized|traceback|exception|undefined|invalid|unsupported|unreachable|missing
    ...|mismatch\w*)\b
    \bseg ?fault\w*|\bcore dump\w*|\bkernel panic\b|\bstack ?trace\b|\bcorrupt\w*|\bno route to host\b|\bno valid host\b
    \bunknown (?:host|option|command|column|database|service)\b|\bdeadlock\w*|\boom\b|\bout of (?:memory|space|disk)\b
    \bconflict(?:s|ing)\b|\bnothing provides\b|\bno match(?:es)? (?:for|found)\b|\bsays? no match\b|\bis not mapped\b
    \b\w{3,}(?:notfound|exception)\b
    \b(?:finds?|found|gets?|getting|got|shows?|sees?|see|returns?|gives?|has|have|there is|there are|with|receives?) (?:nothing|none
    ...|no \w+)\b
    \bnothing (?:happens|happened|shows|works|appears)\b|\bdoes nothing\b
    \bno (?:such|matching|network|ip|metadata|connectivity|response|bootable|access|space left)\b
    \b(?:problems?|issues?|troubles?|troubleshoot\w*|difficult(?:y|ies))\b
    \b(?:40[01349]|422|50[0-4])\b(?! (?:gb|mb|vms?|nodes|users|instances|gib)\b)|\bcomplain(?:s|ing|ed)?\b|\bthrows?\b|\bthrew\b
    \bspits?\b|\bwrong (?:version|ip|address|interface|bridge|password|host)\b
    \bbut not (?:on|with|in|for|from|when|if|the)\b
    \b(?:is|are|went|goes|gone) (?:down|offline|wrong|haywire|weird)\b|\bunexpected\w*|\bends? (?:with|in) ["a-z]
    \bexits? (?:with|code|status)\b|\bregress\w*|\bweird(?:ly)?\b|\bbehav\w+ strange\w*
    funktioniert nicht|geht nicht|fehler\b|ne (?:marche|fonctionne) pas|erreur\b|n(?:o|ão) funciona|non funziona|не работает|ошибка
""".replace(
        "{verb}",
        r"(?:work|start|boot|find|found|get|install|connect|load|see|show|recogni|respond|reach|run|launch|come|came|resolve|appear|exist|open|mount|ping|pass|attach|migrat|answer|complet|finish|creat|up\b|available|accept|let\b|able|authori|allow|return|accessible|enabled|detect|update|build|compile|receive|listen|log|scale|communicat)\w*",
    )
)
ANGRY = _found(
    r"""
    \b(?:f+u+c+k\w*|f\*+\w*|fsck(?:ing|ed)|shit\w*|bullshit|crap(?:py)?|damn\w*|goddamn\w*|bloody|ffs|wtf|bollocks|asshole
    ...|piece of (?:crap|shit|junk|garbage)|pita|pain in the \w+|screw (?:this|it|rdo|you)|sucks?|sucked|what the hell|hellish|bs)\b
    \b(?:is|are|such|what|what's|like|just|complete|total|absolute) (?:an? |just |complete |total |absolute |utter |such |big )*(?:joke
    ...|disaster|mess|nightmare|disgrace|shambles|farce|train ?wreck|hell|shame|trash)\b
    \b(?:second|third|fourth|fifth|sixth|2nd|3rd|[4-9]th) (?:day|week|night|evening|weekend|attempt|try|month|reinstall\w*)\b
    \b(?:third|fourth|fifth|tenth|hundredth|nth|umpteenth|[3-9](?:rd|th)|\d\dth|millionth) time\b
    \bbeen (?:\w+ ){0,6}for (?:the (?:last|past) |over |almost |more than |like |about )*(?:{many} )?{long}\b
    \b{many} (?:full |whole |straight )?{long} (?:now|already|straight|in a row|of my life|wasted|lost|on this|gone|and still)\b
    \b(?:spent|lost|wasted|burned) (?:the |my |over |almost |more than |about |like )*(?:{many} |whole |entire |all )*{long}\b
    \bfor (?:days|weeks|hours|ages|months)\b
    \b(?:been|trying|tried|fighting|stuck|at (?:it|this)|fail\w*)\b(?: \w+){0,6} (?:all|the whole|the entire) (?:day|night|weekend|week)\b
    \bstupid\w*\b(?! (?:question|q|newbie|noob|me|mistake|typo|idea of mine|errors? of mine)\b)|\bidiot(?:ic|s)?\b
    \bdumb\b(?! (?:question|q|terminal|down)\b)|\bmoron\w*|\bfed[ -]up\b
    \bwast(?:e of (?:my |our )?(?:time|life)|(?:ed|ing|es) (?:my|our|so much|too much|hours|days|an?|the|all|time|people'?s)\b)
    \bgarbage\b(?! collect)|\brubbish\b|\bjunk\b|\buseless\b|\bworthless\b|\bunusable\b|\bridiculous\w*|\bnonsense\b|\binsane\b
    \babsurd\b|\bpathetic\b|\bhorribl[ey]\b|\bterrible\b|\bawful\b|\bappalling\b|\binfuriating\b|\bmaddening\b|\bhopeless\b
    \bunbelievable\b|\bunacceptable\b
    \b(?:give|giving|gave) up\b(?! on (?:the|a) )|\b(?:i|really|just) hate\b
    \b(?:sick|tired) (?:and tired )?of (?:this|it|that|rdo|the|these|all)\b
    \bdriv(?:es|ing|en) (?:me|us) (?:crazy|mad|nuts|insane|bananas|up the wall)|\bgoing (?:crazy|mad|nuts|insane|bananas)\b
    \b(?:pulling|tearing|losing) (?:out )?my (?:hair|mind|patience|sanity|temper)\b|\bannoy(?:ing|ed|s)\b|\bfrustrat\w+|\bdesperat\w*
    \b(?:my|at) wits?'? ?'?s? end\b|\bhad enough\b|\bhad it with\b|\bscreaming\b|\bangry\b|\bpissed\b|\bdisappoint\w+
    \benough of (?:this|it)\b|\bargh+\b|\bgrr+\b|\bugh+\b
    \b(?:no ?one|nobody) (?:here )?(?:ever )?(?:cares|helps|answers|replies|responds|bothers|reads|is helping)\b
    \bnothing (?:ever )?works\b|\bnever works?\b|\bover and over\b|\bagain and again\b|\byet again\b|\bwhy do i even bother\b
    \bthanks for nothing\b
    \b(?:why|how) (?:is|does|must|can) (?:this|it|everything|rdo|openstack|packstack|it all)(?: have to)?(?: be)? (?:so|always|such a
    ...|this) (?:\w+ ){0,2}(?:hard|difficult|complicated|broken|painful|bad|pain|slow|fragile|buggy)\b
    \bworst (?:\w+ )?(?:software|product|docs|documentation|experience|distro|project|ever)\b
""",
    many=r"(?:two|three|four|five|six|seven|eight|ten|\d+|several|many|countless|a whole)",
    long=r"(?:days?|weeks?|hours?|nights?|months?|weekends?)",
)
MILD = _found(
    r"\b(?:damn|bloody|crap|shit|fuck\w*|insane|annoying|argh+|ugh+|stupid\w*|dumb|desperat\w*|all (?:day|night)|unbelievable|pita)\b"
)
NO_ANGER = _found(r"""
    \b(?:that|it|this) was (?:just )?a joke\b|\bjust (?:a joke|joking|kidding)\b|\bno (?:damn|shit)\b
    \b(?:can't|cant|won't|never|don't|not|do not) (?:give|giving) up\b
""")

# --- said to us: WHOLE LINES that want us to leave somebody alone ---

LEAVE = re.compile(
    r"(?:(?:please|pls|plz|hey|ok|okay|just|and|now|(?:could|can|would|will) you|i said) )*"
    + _rows(
        r"""
    ignore me|leave me alone|let me be|opt me out|opt out|i(?: want| would like|'?d like| wish) to (?:opt out|be left alone|be ignored)
    stop {doing}(?: (?:to|at|with))? me|stop reacting to {mine}
    (?:do ?n'?t|do not|never) {do}(?: (?:to|at|with))? me|(?:do ?n'?t|do not|never) react to {mine}
    (?:say|write) nothing(?: more)? to me
""",
        doing=r"(?:talk|speak|reply|respond|answer|writ|messag|ping|highlight|bother|bugg|annoy|pester|greet|welcom|interrupt)ing",
        do=r"(?:ever )?(?:talk|speak|reply|respond|answer|write|message|ping|highlight|bother|bug|annoy|pester|greet|welcome|interrupt)",
        mine=r"(?:me|what i (?:say|write)|my (?:lines|messages|questions))",
    )
    + r"(?: (?:please|pls|plz|thanks|thank you|thx|now|again|ever|any ?more|from now on|in (?:the )?future|for good|forever|completely"
    r"|bot|robot|at all|unasked|unprompted|ok|okay|here))*"
)

# --- said to us: WHOLE LINES that ask who we are ---

ABOUT_US = re.compile(
    r"(?:(?:hey|hi|hello|so|and|ok|okay|wait|sorry|btw) )*"
    + _rows(
        r"""
    (?:who|what) (?:are|r) (?:you|u)|(?:who|what) (?:runs|made|owns|wrote|operates|programmed) (?:you|u)
    (?:are|r) (?:you|u) (?:really |just |only )?(?:an? )?(?:real )?{being}(?: or (?:an? )?(?:real )?{being})?|(?:are|r) (?:you|u) real
    (?:is|am i talking to|am i chatting with) (?:this|that)? ?an? (?:real )?{being}
""",
        being=r"(?:bot|robot|chatbot|human|human being|person|machine|ai|program|script|alive)",
    )
    + r"(?: (?:then|please|exactly|anyway|actually|or what))*"
)

# --- said to us: lines of nothing but these words ---

PLEA_WORDS = (
    "a any anybody anyone can could do does have help here hey hi i idea ideas know me of on please pls somebody someone "
    "thanks that the there this what would you your answer far i luck news ping progress so still update updates waiting yet"
)
YES = frozenset("yes yep yeah yup y first second 1 2 one the that this it is correct right exactly ok okay sure".split())
NO = frozenset("no nope nah n neither none of them these those not either".split())
AGREES = frozenset("yes yep yeah yup y sure ok okay gladly".split())  # to an invitation of ours
DECLINES = frozenset("no nope nah n".split())
POLITE = frozenset("please pls thanks thank you thx do go ahead of course".split())  # what may stand beside any of these
PLEA = frozenset(PLEA_WORDS.split())  # asks for attention, not a question
