"""Speech acts: what one line of chat does. Tables first, precise before clever; what no row describes is no act.

A line is read sentence by sentence, and a sentence clause by clause: "thanks, but it still fails" thanks and complains,
"is it fixed?" asks and neither fixes nor fails. Words that only sound like an act (a condition, a question, a negation) are
told apart there. English first, with the common greetings and thanks of other languages.
"""

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache

from bot.core.text import plain

READ_AT_MOST = 2000  # characters: the longest line of a person; more is a paste, and its beginning says what it is
KEPT = 2048  # lines whose acts are remembered: one line is asked about several times
SHORT = 15  # words of the longest question back; longer ones explain a problem of one's own
SHOUTED_WORDS = 4  # capital words in a row of talk; fewer are acronyms


class Act(StrEnum):
    """What a line does."""

    GREETING = "greeting"  # nothing else: a greeting, "anyone here?", asking to ask
    THANKS = "thanks"
    SOLVED = "solved"
    WITHDRAWN = "withdrawn"
    STILL_FAILS = "still fails"
    NOT_IT = "not it"
    NO_IDEA = "no idea"  # nothing but "I don't know" or "me too"
    ASKS = "asks"
    ASKS_BACK = "asks back"
    RHETORICAL = "rhetorical"
    PROBLEM = "problem"
    FRUSTRATED = "frustrated"


def solves(done: frozenset[Act]) -> bool:
    """Whether the line says that the matter is solved."""
    return Act.SOLVED in done and Act.STILL_FAILS not in done


def fails(done: frozenset[Act]) -> bool:
    """Whether the line says that the matter is not solved."""
    return Act.STILL_FAILS in done


def _all(*rows: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{row})" for row in rows))


# --- nothing but a greeting ---

_HELLO = (
    r"(?:hi+|hello+|hey+|heya|hiya|howdy|hullo|hallo|hola|salut|bonjour|bonsoir|ciao|salve|buongiorno|buenas(?: tardes| noches)?|buenos dias"
    r"|moin|servus|guten (?:morgen|tag|abend)|gr[uü](?:ss|ß) gott|ahoj|czesc|cześć|hej|hei|terve|privet|привет|здравствуйте|добрый день"
    r"|namaste|salam|salaam|ol[aá]|bom dia|boa tarde|konnichiwa|ni hao|你好|こんにちは|안녕하세요|merhaba|shalom|aloha"
    r"|greetings|yo|sup|what'?s up|wassup|(?:good )?(?:morning|afternoon|evening|day)|gm|o/|\\o|re"
    r"|i'?m (?:back|new(?: here)?)|how (?:are|r) (?:you|u|things|we)(?: all| doing| today)*|how'?s it going|hope (?:you|everyone)(?: \w+){1,4} well)"
)
_AUDIENCE = (
    r"(?:all|everyone|everybody|every ?one|folks|guys|people|team|friends|there|y'?all|channel|room|world|rdo|rdoers|stackers|mates?|gentlemen|ladies"
    r"|and|to|you|of|around|in|here|the|again|from|a|happy|nice|day|week|monday|tuesday|wednesday|thursday|friday|weekend|alle|zusammen|todos|tous|tutti|a todos)"
)
_WHO = r"(?:anyone|anybody|any ?one|some ?one|somebody|every ?one|people|any (?:experts?|gurus?|devs?|admins?|helpers?)|you|u)"
_PRESENCE = (
    rf"(?:(?:is|are) )?(?:there )?{_WHO} (?:here|there|around|home|awake|alive|online|out there|in here|up|available|listening|active)"
    r"(?: (?:today|now|please|right now|here|at all|tonight|who can help(?: me)?|to help(?: me)?|able to help(?: me)?|that can help(?: me)?))*"
    rf"|(?:is )?{_WHO} (?:able|available|willing) to help(?: me)?|(?:is )?(?:this|the) (?:channel|room|thing) (?:alive|active|dead|on|empty)"
)
_MAY = r"(?:may|can|could|mind if|is it ok(?:ay)? (?:if|to)|am i allowed to|do you mind if)"
_ASK_TO_ASK = (
    rf"{_MAY}(?: i)? (?:please |just |quickly )?(?:ask|post|put)(?: you| here)?(?: (?:a|one|some|my|something|another))?"
    r"(?: (?:quick|simple|small|short|stupid|dumb|silly|noob|newbie|basic|general|rdo|openstack|packstack|beginner'?s?))*(?: questions?)?(?: here| please| in here| in this channel| to you)*"
    r"|(?:i'?ve|i have|got|i got|have|just|i had)?(?: (?:a|one|some|just|another))*"
    r"(?: (?:quick|simple|small|short|stupid|dumb|silly|noob|newbie|basic|general|rdo|openstack|packstack|beginner'?s?))* questions?(?: here| please| for you| to ask)*"
    rf"|(?:can|could|would|will|may) {_WHO} (?:please |pls |kindly )?(?:help|assist|support)(?: me| us)?(?: out)?(?: here| please| pls| with something| with (?:a|my) (?:problem|issue|question))*"
    rf"|{_WHO} (?:can|could|able to|willing to) (?:help|assist)(?: me)?(?: out)?(?: please)*"
    r"|(?:please |pls )?(?:i )?(?:need|want|could use)(?: some| a little| a bit of| your)? help(?: please| here| from you)*|help(?: me)?(?: please| pls)*|(?:please|pls) help(?: me)?"
    r"|is (?:this|here) the (?:right|correct) (?:place|channel|room)(?: to ask| for (?:questions|help|support))?(?: questions?)?(?: here)?"
    r"|are questions ok(?:ay)?(?: here)?|ping|test|testing"
)
_NICETY = r"(?:please|pls|thanks|thank you|sorry(?: to (?:bother|disturb)(?: you)?)?|excuse me|quick one|ok|so|well|newbie here|noob here|first time here|new here)"
_GREETING = re.compile(
    rf"(?:{_HELLO}(?: {_AUDIENCE})*|{_AUDIENCE}(?: {_AUDIENCE})* {_HELLO}|{_PRESENCE}|{_ASK_TO_ASK}|{_NICETY}|{_AUDIENCE})"
    rf"(?: (?:{_HELLO}(?: {_AUDIENCE})*|{_PRESENCE}|{_ASK_TO_ASK}|{_NICETY}))*"
)
_OPENS = re.compile(rf"(?:^| )(?:{_HELLO}|{_PRESENCE}|{_ASK_TO_ASK})(?: |$)")  # a greeting has one of these; niceties alone are none

# --- thanks ---

_THANKS = _all(
    r"\b(?:thanks+|thank (?:you|u|ya)|thankyou|thx|thnx|tnx|tks|thanx|tyvm|tysm|ty|cheers|kudos|much (?:appreciated|obliged)|many thanks)\b",
    r"\b(?:merci|danke(?:sch[oö]n)?|vielen dank|gracias|grazie|obrigad[oa]|arigatou?|xie ?xie|spasibo|kiitos|dziekuj[eę]|dziękuję|dekuji|děkuji|tack|takk?)\b",
    r"спасибо|谢谢|ありがとう|감사합니다",
    r"\b(?:i|really|very much) appreciate(?:d| it| the| your| that)|\byou(?:'re| are) (?:a |an )?(?:star|legend|lifesaver|life saver|the best|awesome)|\bthat (?:helped|helps)\b",
)
_NO_THANKS = _all(
    r"\b(?:thanks|thx|thank you|tnx|ty|gracias|danke|merci|cheers)[,!]* (?:very much |a lot |so much )?(?:in adv\w*|in advanced?|beforehand|im voraus|d'avance|for (?:any|your time|reading|looking|whatever|nothing|(?:all )?(?:the|your) help in adv))",
    r"\b(?:any|all) (?:help|hints?|pointers?|advice|ideas?|input) (?:is |are |would be |will be )?(?:much |very |greatly |highly )?appreciated",
    r"\b(?:thanks|thank you) to\b|\bno,? thanks?\b|\bthanks? but no\b|\bwould (?:really )?appreciate|\btia$",
)

# --- how it went: clauses ---

_QUESTION_CLAUSE = re.compile(
    r"(?:(?:and|so|but|or|ok|hi|hey|hello|well|then|also|now|btw) )*"
    r"(?:is|are|was|were|does|do|did|has|have (?:you|we|they|i|any)|can|could|will|would|should|am|isn'?t|aren'?t|doesn'?t (?:it|that|this)|didn'?t (?:it|that|you|this)"
    r"|how|why|what|when will|where|which|who|whether|any(?:one|body)?|some(?:one|body) (?:know|can)|may|might|does anyone|if)\b"
)
_SUPPOSED = re.compile(
    r"\b(?:if|whether|when(?:ever)?|unless|until|till|once|in case|as soon as|before|hope(?:fully)?|hoping|wish|would|should|could|might|may|let'?s see|see if"
    r"|try|needs? to|has to|have to|must|want(?:s|ed)? (?:it|this|that|to)|to be|can be|so that|make sure|ensure|wonder\w*|supposed|expect\w*|maybe|perhaps|probably|guess|will|gonna|going to)\b"
)
_REF = r"(?:it|that|this|which|everything|all|things?|they|both|the (?:fix|problem|issue|error|install\w*|setup|deploy\w*|vm|instance|network|command|service|dashboard|thing|error message)|problem|issue|error|mine)"
_LEAD = (
    r"(?:(?:yes|yep|yeah|yay|ya|ok|okay|oh|ah|aha|wow|great|cool|nice|awesome|perfect|excellent|super|sweet|woo+t?|woohoo|hooray|hurray|bingo|eureka|indeed|finally|well|and|so|now|right"
    r"|nevermind|never mind|nvm|nm|sorry|thanks|thank you|thx|actually|just|hey|hi|guys|all|phew|doh|update|fyi|for the record|btw|lol|haha|in the end|good news|i can confirm|confirmed|then|tried it|did it|done|but|with that|after (?:a |the |that )?(?:reboot|restart)|after that) )*"
)
_NOW = r"(?: (?:now|again|fine|great|well|perfectly|nicely|beautifully|flawlessly|properly|correctly|ok(?:ay)?|as expected|like a charm|a treat|too|also|indeed|already|finally|for me now|for me too|here now|thanks?|thank you|thx|much|so much|everyone|all|guys|folks|perfect|great|out|to you|at last|yay|lol|then|by the way|btw|(?:o[fn] )?both (?:nodes|hosts)))*"
_SOLVED = re.compile(
    _LEAD
    + "(?:"
    + "|".join(
        (
            rf"(?:{_REF} )?(?:(?:finally|actually|totally|really|just|now|all|also|all now|did|does) )*(?:works?|worked|working)(?! for me(?!{_NOW[3:6]}))",
            rf"(?:{_REF})(?:'s| is| are| was| has been| have been|'re)? (?:now |all |finally |already )*(?:working|fixed|solved|resolved|sorted|running|up|gone|good|green|ok|fine|back|up and running|okay)",
            rf"(?:{_REF} )?(?:seems?|appears?|looks?) (?:to (?:work|be working|be (?:fixed|solved|ok|fine|good)|have (?:worked|fixed it|done (?:it|the trick)))|fixed|solved|good|ok|fine)",
            r"(?:(?:that|it|this|which|you|your \w+|the \w+|reboot\w*|restart\w*|(?:re)?install\w*|disabling \w+|selinux|adding \w+) )?(?:(?:just|finally|really|totally|actually|has|have) )*"
            r"(?:did (?:it|the trick)|done the trick|does the trick|fixed (?:it|that|this|the (?:problem|issue|error)|my (?:problem|issue)|everything)|solved (?:it|that|this|the (?:problem|issue|error)|my (?:problem|issue))|resolved (?:it|the (?:problem|issue|error)|my (?:problem|issue))|sorted it(?: out)?|cured it|nailed it|made it work|got it working)",
            r"(?:i |i'?ve |we |we'?ve )?(?:(?:just|finally|have|managed to|already|also|actually) )*(?:got|get|made|make|have|had) (?:it|that|this|everything|things|packstack|the \w+|my \w+)(?: all| finally)? (?:to )?(?:work|working|going|running|fixed|solved|sorted|up|up and running|run)",
            r"(?:i |i'?ve |we |we'?ve )?(?:(?:just|finally|have|managed to|already|myself) )*(?:figured|sorted|worked|found) (?:it|that|this|the (?:problem|issue) )(?: out)?(?: myself)?",
            r"(?:i |i'?ve |we |we'?ve )?(?:(?:just|finally|have|already) )*(?:found|spotted|see) (?:it|the (?:problem|issue|culprit|bug|error|mistake|cause|reason|solution|answer|fix|typo)|my (?:mistake|error|typo|answer|problem)|(?:a|the) (?:solution|fix|workaround))(?: myself)?",
            r"(?:i |we |i'?ve )?(?:(?:just|finally|have|managed to|already) )*(?:fixed|solved|resolved|fix|solve)(?: it| that| this| the (?:problem|issue|error)| my (?:problem|issue))?(?: myself)?",
            r"(?:that|it|this)(?:'s| was| is) (?:it|the (?:problem|issue|one|culprit|cause|fix|solution|answer)|exactly it|solved|fixed)",
            r"(?:problem|issue|mystery|case|question|all)(?: is| was| got| has been)? (?:solved|fixed|resolved|sorted|closed|gone|answered|good(?: now)?|set)",
            r"(?:all|everything)(?: is|'s)? (?:good|fine|set|working|green|ok|up)(?: now| here)?|we'?re good|i'?m (?:all )?(?:good|set)(?: now)?|success|sorted|solved|resolved|fixed|works for me now",
            r"(?:the |that |this )?(?:errors?|problem|issue|message|traceback)(?: is| are|'s| has| have| went| just)* (?:gone(?: away)?|went away|disappeared|away|vanished)|no (?:more )?errors?(?: any ?more| now| this time)+|no more (?:errors|problems|issues)",
            r"(?:it |packstack |the \w+ |everything )?(?:went through|completed|finished|installed|installs|boots|booted|starts|started|came up|comes up|is up|connects|deployed)(?: successfully| now| fine| without errors?| ok)+",
            r"(?:you (?:were|are) right|you nailed it|that was (?:indeed )?the (?:problem|issue|reason)|up and running|it lives|it'?s alive|(?:it )?(?:funktioniert|klappt|läuft)(?: jetzt)?|ça marche|ahora funciona|funciona|ya funciona|заработало|funziona)",
        )
    )
    + ")"
    + _NOW
)
_FOR_ME = re.compile(_LEAD + rf"(?:{_REF} )?works? (?:fine |ok |great |well )?for me(?: too| here| fine| as well)*")
_ONLY_PARTLY = re.compile(r"\b(?:but|except|however|although|though|yet)\b[ ,]*(?:only|just|not|when|if|now|then|as soon|after|on|in|with|the|it|i|there|still|for|why|how|what)?\b")

_NEG = r"(?:not|n'?t|never|no longer)"
_FAILS = _all(
    r"\bstill(?: (?:just|only|always|also|have|having|has|had|get|getting|gets|got|see|seeing|gives?|giving|says?|shows?|the|a|an|this|that|these|those|my|it|is|am|are|i|in|with|at|on))*"
    r" (?:fail\w*|broken|breaks|dies|dead|crash\w*|hang\w*|stuck|stop\w*|happen\w*|same|error\w*|problem\w*|issue\w*|wrong|down|nothing|no|not|doesn'?t|does not|didn'?t|did not|can'?t|cannot|can not|won'?t|isn'?t|unable|refus\w*|denied|tim(?:es|ed|ing) out|timeout|complain\w*|throws?|missing|unreachable|\d{3}|failure|lost|trouble|needs? help|having)",
    r"\bstill (?:get|getting|gets|see|seeing|having|have) (?:this|that|the|it|an?)\b|^(?:nope? |but |and )*still$|\bnot yet (?:working|solved|fixed)",
    r"\b(?:the )?(?:exact(?:ly)? (?:the )?)?same (?:error|problem|issue|result|thing|message|story|failure|output|traceback|outcome|behaviou?r|symptoms?|as before)\w*(?! (?:here|as you|too|on my|for me))",
    r"\b(?:did|does|has|have|do) ?(?:not|n'?t)(?: (?:really|seem to|appear to|exactly|quite|actually|either))? (?:help(?:ed)?|fix(?:ed)?|solved?|resolved?|do (?:it|the trick|anything)|done (?:it|anything)|changed?|make (?:a|any) difference|cut it|get me further)\b",
    rf"^{_LEAD}(?:unfortunately |sadly |sorry |nope? |still |but |alas |hmm? )*(?:{_REF}|that one|neither)? ?(?:(?:(?:did|does|do|is|was|has|wo|ca)(?: ?not|n'?t)|isn'?t|wasn'?t)(?: (?:really|seem to|seem|quite|actually|even|yet|be))*)"
    r" (?:work(?:ing|ed)?|fix(?:ed|ing)?|solv(?:e|ed|ing)|resolv(?:e|ed|ing)|help(?:ing|ed)?|it|right)\b(?! (?:on|for you))",
    r"\b(?:does|do|did|is|are)(?:n'?t| not)(?: work\w*| help\w*| fix\w*| start\w*| boot\w*)?(?: \w+){0,3} either\b|\bneither (?:works?|worked|helps?|helped|did (?:it|that))",
    r"\bno (?:luck|joy|dice|difference|change|effect|success|improvement|cigar|go|better|avail)\b|\bnothing (?:changed|changes|helps|helped|works|worked)\b|\bto no avail\b",
    r"\b(?:fails?|failed|failing|crash\w*|dies|died|breaks|broke|happens|happened|hangs|hung|stuck|broken) again\b|^(?:and |now |but )*(?:it|the error|the problem|the issue)(?:'s| is| came| comes) back\b",
    r"\bunfortunately(?:,)? (?:not|no)\b|\b(?:not|un)(?: ?yet)? ?(?:solved|fixed|resolved)\b|\bnot (?:working|helping|better)\b(?=$| (?:yet|either|still|here|for me))|\bsadly (?:not|no)\b",
    r"\b(?:tried|did) (?:that|it|this)(?: already| before| too| as well)?(?:$|,? (?:no|same|nothing|and it (?:fails|does ?n))|,? (?:but|still))",
)
_NO_FAIL = _all(r"\bno (?:more|longer)\b", r"\bno (?:difference|change|effect|luck)s? (?:between|to|for you|how|what)\b", r"\bsame (?:error|problem|issue) (?:as|here)\b")

_WITHDRAWN = _all(
    r"^(?:(?:oh|ah|ok|okay|sorry|well|hm+|actually|please|just|doh|d'oh|but|thanks|lol|argh) )*(?:nevermind|never mind|nvm|nm|nvmd|forget (?:it|that|about it|my question|i asked)|disregard(?: that| it| my\b.*)?|ignore (?:that|it|my (?:last )?(?:question|message|line)|what i said)|scratch that"
    r"|i'?ll (?:give up|leave it|look (?:elsewhere|it up))|(?:it )?doesn'?t matter(?: any ?more)?|not (?:needed|important|relevant) any ?more|question withdrawn|wrong (?:channel|window|chan)|ww)\b",
    r"^(?:sorry )?(?:wrong (?:channel|window|room)|mistell|mischan)",
)
_NOT_IT = _all(
    r"^(?:(?:no|nope|nah|hm+|sorry|but|well|thanks|uh|er|actually) )*(?:(?:that|this|it)(?:'s| is| was|s)|(?:that|this|it) (?:is ?n'?t|was ?n'?t)|i(?:'m| am) (?:not|n'?t)) ?(?:really |quite |exactly |just |absolutely )*"
    r"(?:(?:not|n'?t) )?(?:really |quite |exactly )?(?:the )?(?:wrong (?:answer|one|thing|question|page|link|info\w*|release|version|entry)|wrong)\b",
    r"^(?:(?:no|nope|nah|hm+|sorry|but|well|thanks|uh|er|actually|helper) )*(?:(?:that|this|it)(?:'s| is| was|s)? (?:really |quite |exactly |definitely )*not|(?:that|this|it) (?:isn'?t|wasn'?t|is ?nt))(?: really| quite| exactly| at all)* "
    r"(?:it\b|that\b|my (?:question|problem|issue|case|point)|the (?:answer|problem|issue|question|same (?:thing|problem|issue|question|error)|right (?:answer|one|thing|page)|one|point)|an answer|what i|about that|about this|(?:right|correct|relevant|helpful|useful|related|true|accurate)\b(?! now))",
    r"\bnot (?:at all |quite |really |exactly )?(?:what (?:i|i'?m|i was|we)\b(?: \w+){0,3}? ?(?:ask|mean|meant|want|need|look|said|search)\w*|my (?:question|problem|issue)\b|the answer\b)",
    r"^(?:(?:no|nope|nah|sorry|but|well) )*(?:not (?:it|that(?: one)?|this one|related|relevant|helpful)|unrelated|wrong (?:answer|one|thing)|not an answer|bad answer|bad bot)$",
    r"\b(?:does ?n'?t|does not|did ?n'?t|did not|not) (?:really |even |actually )?answer(?:ing|s)? (?:my|the|that|this|it)\b|\b(?:you|it) misunder\w+|\bi (?:did ?n'?t|did not) ask (?:that|about|for|this)",
    r"^(?:no|nope|sorry)\b.{0,3} ?i (?:meant|mean|asked|was asking|am asking|'m asking|need|want)\b|\b(?:different|another|other) (?:problem|issue|question|thing)(?: here)?$|\bthat(?:'s| is) (?:something else|another (?:thing|problem|issue|question)|outdated|obsolete|out of date)\b",
)
_NOT_SURE = re.compile(
    r"(?:(?:sorry|hm+|well|uh|um|i'?m|i am|honestly|tbh|but|no|nope|and|i|really|afraid|unfortunately|oh|ah|actually|just|also|hey|lol|me|yeah|yes|yep|ok|ah) )*"
    r"(?:(?:i )?(?:have |got |had |'?ve )?(?:absolutely |really )?(?:no|not? (?:an? |any )?|zero|any) ?(?:idea|clue)s?(?: either| here| sorry| at all| tbh| about (?:that|this|it|\w+)| what that is| why| how)*"
    r"|(?:have ?n'?t|have not) (?:an? |the )?(?:idea|clue|foggiest|faintest)(?: either)?|dunno(?: either| sorry)?|idk|(?:do ?n'?t|do not) (?:really )?know(?: either| sorry| much about (?:that|it|\w+)| that(?: one)?| about (?:that|this|it|\w+)| anything about \w+)?"
    r"|not (?:really |quite |too |so |100% )?(?:sure|certain)(?: either| sorry| about (?:that|it|this|\w+)| tbh| why| how| what)?|unsure|(?:never|have ?n'?t) (?:seen|used|tried|heard of|touched|had)(?: (?:that|it|this|\w+))?(?: one| before| myself| error| either)*"
    r"|(?:ca ?n'?t|cannot|can not|not able to|unable to) (?:help|say|tell)(?: you)?(?: (?:with|on) (?:that|this|it|\w+)| there| here| either| sorry| right now)*|beats me|wish i knew|not my (?:area|field|thing|topic|domain)|not an expert(?: on \w+| in \w+)?|out of ideas|me neither|neither do i|no experience(?: with \w+)?"
    r"|same(?: (?:here|for me|with me|problem here|issue here|error here|question here|thing here|boat))*|in the same boat|(?:me|mee|us) (?:too|also|as well|2)|metoo|\+ ?1|ditto|likewise|following|subscrib(?:e|ed|ing)|bump|this"
    r"|(?:i'?ve |i |we |i'?m )?(?:have|having|got|get|see|seeing|hit|hitting) (?:exactly )?(?:the|that) same (?:problem|issue|error|question|thing)?(?: here| too| as well| on \w+| with \w+)*|(?:i'?d |would |i'?m )?(?:also |too )?(?:interested|curious|like to know|love to know|wondering)(?: too| as well| that| the same| in (?:that|this|an answer))*"
    r"|will (?:follow|watch)|good question|i wonder too)"
    r"(?: (?:sorry|here|too|either|tbh|lol|on (?:cs|centos|epoxy|rhel) ?\w*|then|man|mate|dude|guys|myself|at all|really|right now|yet|though|about (?:that|it|this)))*"
)
_HANDS_ON = re.compile(
    r"(?:(?:but|maybe|perhaps|you|try|i'?d|i|would|should|could|can|might|better|please|sorry|so|the|in|then) )*(?:(?:ask(?:ing)?|wait(?:ing)? for|ping|poke) (?:in |on |at |the |someone |somebody )*[\w#@-]+(?: (?:list|channel|team|folks|people|guys|he|she|they|knows?|might|may|when|is|are|back|around|tomorrow|here|or|and|\w+))*"
    r"|[\w-]+ (?:(?:may|might|should|would|will|probably|surely|could) )*knows?(?: (?:that|more|better|this|it|about (?:that|it|this)))*|let me (?:check|look|see|ask)(?: \w+)*|someone (?:else )?(?:will|may|might) (?:know|help)|hope someone knows|sorry|hang on|hold on|good luck|lol|:\W)"
)

# --- asking ---

_AUX = r"(?:is|are|was|were|do|does|did|can|could|should|would|will|has|have|am|'s|'re|might|must)"
_ASKING_CLAUSE = _all(
    rf"^(?:how|why|what|where|who|when|which(?: \w+)?)(?:'?s|'?re|'?d)? ?(?:exactly |else |\w+ )?{_AUX}\b(?! (?:a|an) (?:mess|pity|shame|joke))",
    r"^(?:how (?:to|come|many|much|long|about)|what'?s|where'?s|why not|what about|what if|what kind of|what sort of|who knows (?:how|if|whether|what|about))\b",
    r"^(?:is|are|was|were|does|do|did|has|have|can|could|will|would|should|am|may|isn'?t|aren'?t|doesn'?t|don'?t|didn'?t|won'?t|can'?t|shouldn'?t|wouldn'?t) (?:i|we|you|they|he|she|it|there|this|these|those|that|the|a|an|any\w*|some\w*|rdo|packstack|openstack|tripleo|nova|neutron|cinder|glance|keystone|horizon|swift|heat|ironic|ovn|puppet|centos|ceph|kolla|octavia|magnum)\b(?! (?:not|fix|help|work)\b)",
    r"^(?:any|some) ?(?:one|body)\b(?: \w+){0,2} (?:know|knows|seen|saw|have|has|having|got|using|use|uses|used|tried|try|able|can|could|help|familiar|managed|experience\w*|running|run|with|who|hit|hits|tell|explain|working|aware|else|had|deployed|here|point|interested|got|ideas?|\w+ing)\b",
    r"^any (?:\w+ )?(?:ideas?|pointers?|hints?|clues?|advice|suggestions?|help|chance|way|workarounds?|news|docs?|documentation|thoughts?|tips?|recommend\w+|plans?|update|updates|eta|guides?|howto|tutorials?|link|links|success|luck|solution|repo|repos|reason|experience|known)\b",
    r"^question\b ?(?:about|on|regarding|is|to|for)?",
)
_ASKING = _all(
    r"\b(?:can|could|would|will|does|do|did|has|is|may) (?:some|any) ?(?:one|body)\b|\bdoes any ?(?:one|body)\b|\b(?:can|could|would|will) you (?:please |pls |maybe )?(?:help|tell|explain|point|show|check|look|confirm|share|give|advise|suggest|let|recommend)\b",
    r"\bis there (?:a|an|any|some|anything|something|anyone|already|no)\b|\bis it possible\b|\bis it (?:ok|normal|safe|expected|supposed)\b|\bhow (?:do|can|could|would|should|does) (?:i|we|you|one|it|people|this)\b|\bhow to \w+",
    r"\bneed (?:some |a bit of |your |urgent )?(?:help|advice|assistance|guidance|pointers|support|info\w*) ?(?:with|on|to|about|for|in|from|please|here|,|$)|\bhelp (?:me )?(?:with|to|on|in|understand|fix|solve|debug|find|get|figure|figuring|installing|setting)\b|\bplease (?:help|advise|assist|suggest|guide|let me know)\b",
    r"\b(?:i'?m|i am|am|we'?re|we are|just|been|was|currently|still) (?:now )?(?:trying|looking|attempting|struggling|searching|hoping) (?:to|for|with)\b|^(?:trying|looking|attempting|struggling|searching|seeking) (?:to|for|at|with)\b",
    r"\b(?:i'?m |i am |just |was |am )?wonder(?:ing)? (?:if|how|whether|why|what|when|where|which|about|is|who)\b|\b(?:i|we)(?:'?d| would| should|'?ll)? ?(?:really |just |also )?(?:like|love|want|wanted|wish|need|needed|have) to (?:know|ask|understand|find out|learn|figure)\b",
    r"\b(?:i|we)(?: would like| want| wanted|'?d like| wish) to (?:\w+)\b|\bi (?:need|require) (?:a|an|to|the|some|help|your)\b|\b(?:i|we) (?:do ?n'?t|do not|can ?n'?t|can'?t|cannot) (?:know|understand|find|figure out|see) (?:how|why|what|where|which|any|the|out)\b|\b(?:i )?(?:have |'ve )?no (?:idea|clue) (?:how|why|what|where|which|if)\b|\bnot sure (?:how|why|what|where|which|if|whether) (?:to|i|it|this|that|the|we|is|my)\b",
    r"\b(?:i'?m|i am|am|we'?re|i'?ve been|been|we are) having (?:a |an |some |the |big |major |lots of |serious |weird |strange )*(?:\w+ )?(?:problems?|trouble|issues?|difficult\w+|hard time)\b|\b(?:i|we)(?:'?ve)?(?: have| got| have got| ran into| run into| hit| face| am facing| encounter\w*)? (?:have|got|ran into|run into|hit|face|facing|encountered|encounter|get) (?:a|an|this|some|the|another)(?: \w+){0,2} (?:problem|question|issue|error|trouble)s?\b",
    r"\bany (?:ideas?|pointers?|hints?|clues?|advice|suggestions?|help|thoughts?|tips?|workarounds?) ?(?:\W|$|about|on|how|what|why|where|for|would|is|please|appreciated|anyone)|\bquestion (?:about|regarding|on) \w+|\bwhat (?:am i|could be|might be|do i|should i|did i|would)\b|\bwhere (?:can|do|should|could) (?:i|we|one)\b|\bwhich \w+ (?:should|do|does|can|is) \w+",
    r"\b(?:pouvez[- ]vous|quelqu'?un (?:peut|sait|a)|comment (?:faire|installer|puis)|est-ce que|wie (?:kann|geht|installiere|mache)|kann (?:mir )?(?:jemand|wer)|wei(?:ss|ß) jemand|como (?:puedo|se|hago|instalar|faço)|alguien (?:sabe|puede)|algu[eé]m (?:sabe|pode)|qualcuno (?:sa|può)|come (?:si|posso)|как (?:установить|сделать|можно)|кто-нибудь)\b",
)
_ASKS_BACK = _all(
    r"^(?:and |so |ok |hm+ |on )*(?:which|what|whose)(?:'s| is| are)? ?(?:the |your |exact |kind of |sort of )*(?:version|release|os|distro|distribution|centos|openstack|repos?|command|logs?|error|errors|node|step|package|puppet|kernel|image|driver|backend|network|config|mode|output|status|exit|interface|hypervisor|hardware|file|docs?|guide|service|one|ones|link|url|message|browser)\b",
    r"^(?:and |so |ok |hm+ )*what (?:does|do|did|is|are|was|were|about|happens|happened|exactly|else|have|says?|shows?)\b.{0,12}\b(?:you|your|log|logs|journal\w*|audit\w*|status|output|say|says|error|errors|message|show|in|it|exactly|happens?|service|dmesg|ip|ss|ps|selinux|getenforce|systemctl|that|the)\b",
    r"^(?:and |so |ok |hm+ |but )*(?:did|have|do|are|were|had|would|can|could|will) (?:you|u)\b(?! (?:know (?:how|if|where|why|what)|help|tell me (?:how|if|where|why)|guys|all|people|folks|explain|recommend|advise|suggest|point me))",
    r"^(?:and |so |ok |hm+ )*(?:is|are|does|do|did|has|was) (?:your|selinux|firewalld|it|that|this|there (?:a|an|any) (?:error|traceback|log|message|more|proxy|firewall)|the (?:service|log|vm|host|agent|compute|node|repo|database|network|port|container))\b.{0,60}$",
    r"^(?:(?:and|or|any|the|full|got|a|have|more|can we see|share|show|your|please|some) )*(?:paste|pastebin|logs?|log ?files?|traceback|details?|output|error(?: message)?|version|release|link|url|selinux|context|stacktrace|config|answer ?file|screenshot)(?: (?:please|pls|somewhere|link|of it|to a pastebin|maybe))*$",
    r"\b(?:can|could|would|will) you (?:please |pls |maybe |also |just )?(?:paste|share|show|post|pastebin|fpaste|try|run|check|give (?:us|me)|send|upload|be more|rephrase|elaborate|reproduce|describe|tell (?:us|me) (?:which|what|more|the)|look at|confirm|open a|file a)\b|\bmind (?:sharing|pasting|posting)\b",
    r"^(?:(?:please|pls|ok|so|and) )*(?:paste|pastebin|post|share|show (?:us|me)|send|upload|give (?:us|me)|fpaste) (?:\w+ ){0,4}?(?:log|logs|output|error|errors|config|traceback|it|version|answer ?file|file|link|details|result|full)\b|\b(?:more|some) (?:details?|info|context|information) (?:please|would|needed)",
    r"^(?:and |so |ok |but )*(?:where|when|how|why)(?: exactly)? (?:did|do|are|were|have|does it|is it|did it) ?(?:you|it|u|that)?\b.{0,60}$|^how (?:much|many) (?:ram|memory|disk|cores|nodes|cpus|space|computes)|^(?:it )?fails? how$|\bwhat do you mean\b|\bwhat are you (?:trying|doing|using|running)\b|^define \w+|\bwhat(?:'?s| is) (?:your|the exact|in (?:the|your))\b",
    r"\b(?:says?|shows?|reports?|tells?|returns?) what$|^(?:are|is) (?:you|it) (?:sure|certain)|^sure (?:that|it)\b",
)
_RHETORICAL = re.compile(
    r"(?:(?:and|but|so|oh|well|lol|hm+|ok|haha|seriously|man|ffs|ugh|argh) )*(?:"
    + "|".join(
        (
            r"right|really|rly|what|huh|eh|hm+|wtf|wth|omg|lol|no|yes|yeah|ok|okay|oh|ah|so|well|and|but|seriously|srsly|for real|say what|is it|isn'?t it|innit|ain'?t it|doesn'?t it|don'?t you|wasn'?t it|aren'?t we|n'est-ce pas|oder|nicht wahr|verdad|true|sure|deal|capisce|get it|see|you see|you know|know what i mean|who|why|when|where|how|which|me|you|again|already|done|coffee|lunch|beer",
            r"who (?:needs|wants|even needs) \w+(?: \w+){0,3}|who (?:knows|cares|am i|are you|isn'?t|doesn'?t(?: \w+){0,4}|wouldn'?t(?: \w+){0,3}|would have (?:thought|guessed)(?: (?:that|it))?|wrote (?:this|that)(?: \w+){0,3}|thought (?:this|that|it)(?: \w+){0,6}|comes up with (?:this|that|these)(?: \w+)?|reads? (?:docs|manuals?|the (?:docs|manual))(?: anyway)?)",
            r"why (?:do|am|did|would) (?:i|we|you|anyone|anybody|people)(?: even| ever| still| always)? (?:bother|try|care|here|doing this|do this|do that|put up with (?:this|it|that))(?: \w+){0,4}|why (?:me|not|oh why|always me|today|now|is it always(?: \w+){0,4}|is everything(?: \w+){0,5}|is nothing(?: \w+){0,3}|can'?t (?:things|life|it all|everything) \w+(?: \w+){0,3}|do computers(?: \w+){0,4})",
            r"what the (?:hell|heck|fuck|f\*+k?|f|devil|hey|actual fuck|ever)(?: (?:is|was) (?:this|that|it|going on|wrong with \w+))?|are you (?:kidding|joking|serious|f\w*ing kidding|insane|crazy)(?: me)?|you (?:kidding|joking|serious)(?: me)?|is (?:this|that|it) (?:a joke|some kind of joke|for real|even legal|really necessary|too much to ask)",
            r"what (?:could|can) (?:possibly )?(?:go|went|be) wrong|what else(?: is new| do you expect| did i expect)?|what (?:was|am) i (?:thinking|doing with my life|doing here)|what is (?:wrong with (?:people|me|you|this world)|life|love|the world coming to|this)|what'?s (?:not to (?:like|love)|the point|the use|the worst that (?:can|could) happen|new|next|not)|what'?s wrong with (?:people|me|you|this world)|what year is (?:it|this)|what do i know|what a day|what gives|so what|now what|then what",
            r"(?:is ?n'?t|was ?n'?t|are ?n'?t) (?:that|this|it|life|they) (?:just |so )?(?:great|nice|fun|funny|lovely|ironic|wonderful|cute|beautiful|sweet|amazing|cool|always the way|obvious)|do ?n'?t (?:you|we|you all|we all) (?:just )?love(?: \w+){0,6}|do you (?:ever|even) (?:sleep|lift)(?: \w+)?|does (?:it|that|any of (?:this|it)) (?:even|really) matter|is nothing sacred|is (?:it|this) (?:friday|weekend|monday|over|beer o'?clock)(?: yet| already)?|are we there yet|how hard (?:can|could) (?:it|that) be|how (?:cool|nice|great|funny|weird|stupid|dumb|crazy|awesome|sad) is (?:that|this)|how is (?:that|this|it) even (?:possible|legal|a thing)|remember (?:when|the|those) .{1,60}|you know what|guess what|ever (?:wonder|notice)\w* .{1,60}|need i say more|must i|would it kill (?:them|you|anyone)(?: \w+){0,6}|since when|says who|like what|or what|ya think|you think(?: so)?|no kidding|come again",
        )
    )
    + r")(?: (?:anyway|again|now|lol|right|eh|huh|then|indeed|today|seriously|man|guys|really|tho|though|here))*"
)

# --- trouble ---

_NO_PROBLEM = _all(
    r"\b(?:no|without|any|zero|not an?|never a|isn'?t an?|not the) (?:more |single |further |known |other |real |big |obvious )?(?:problems?|errors?|issues?|failures?|troubles?|worries)\b",
    r"\b(?:problem|issue|error|bug)s? (?:is |was |are |got |has been )?(?:solved|fixed|resolved|gone|sorted)\b|\bissue tracker\b|\berror (?:handling|codes?|prone)\b|\bcan'?t (?:wait|complain|believe|thank)\b|\bwhy not\b|\bnot? (?:broken|failing)\b|\bfail ?(?:over|2ban|safe)\w*|\bif (?:it|that|this) (?:fails|does ?n'?t|breaks)\b",
)
_PROBLEM = _all(
    r"\berr(?:or)?s?\b|\w*error\b(?!-free)|\bfail(?:s|ed|ing|ure|ures)?\b|\b(?:can'?t|cannot|can not|could ?n'?t|could not|unable to|impossible to|not able to|failing to|never) (?!\bhelp you\b)\w+",
    r"\b(?:does|do|did|is|are|was|were|has|have|would|wo|will|ai)(?:n'?t| not)(?: (?:even|really|seem to|want to|appear to|be|get|getting|currently|properly))* (?:work\w*|start\w*|boot\w*|find\w*|found|get\w*|install\w*|connect\w*|load\w*|see|show\w*|recogni\w+|respond\w*|reach\w*|run\w*|launch\w*|come|came|go|resolve\w*|appear\w*|exist|exists|open\w*|mount\w*|ping\w*|pass\w*|attach\w*|migrat\w*|answer\w*|complet\w*|finish\w*|creat\w*|up|available|accept\w*|let|able|authori\w+|allow\w*|return\w*|accessible|reachable|enabled|detect\w*|update\w*|build\w*|compile\w*|receive\w*|listen\w*|log|login|scale\w*|communicat\w*|have)\b",
    r"\bnot (?:working|found|starting|booting|responding|reachable|available|installed|connecting|resolving|recogni[sz]ed|accessible|possible|loading|running|permitted|authorized|allowed|showing|able|getting|find|finding|seeing|supported|enough)\b",
    r"\bbroken?\b|\bbreaks?\b|\bbreaking\b|\bcrash\w*|\bdies\b|\bdied\b|\bdying\b|\bdead\b|\bhangs?\b|\bhung\b|\bhanging\b|\bfreez\w+|\bfroze\w*|\bstuck\b|\bstops? (?:at|with|on|in|after|during|working|because)\b|\bstopped (?:at|with|on|in|after|working)\b|\bgets? stuck\b|\bbails? out\b|\baborts?\b|\baborted\b|\bkilled\b|\bloops?\b(?= (?:forever|endlessly|on))|\bnever (?:ends|finishes|returns|comes|starts|completes|boots|gets|reaches)\b",
    r"\btime ?outs?\b|\btimes? out\b|\btimed[ -]out\b|\btiming out\b|\brefused\b|\bdenied\b|\brejected\b|\bforbidden\b|\bunauthorized\b|\btraceback\b|\bexception\b|\bseg ?fault\w*|\bcore dump\w*|\bkernel panic\b|\boops\b(?=.*\w{3})|\bstack ?trace\b|\bcorrupt\w*|\bunreachable\b|\bno route to host\b|\bno valid host\b|\bunknown (?:host|option|command|column|database|service)\b|\bundefined\b|\binvalid\b|\bunsupported\b|\bdeadlock\w*|\bleak(?:s|ing)?\b|\boom\b|\bout of (?:memory|space|disk)\b|\bconflict(?:s|ing)?\b|\bmissing\b|\bnothing provides\b|\bdepsolve\b",
    r"\b(?:finds?|found|gets?|getting|got|shows?|sees?|returns?|gives?|has|have|had|there is|there are|with|receives?|see) (?:nothing|no (?:\w+)|none)\b|\bnothing (?:happens|happened|shows|works|appears|is|in the)\b|\bno (?:such|matching|package|packages|network|ip|metadata|connectivity|response|console|output|connection|bootable|access|space|module|match)\b|\bdoes nothing\b|\bnot? (?:ping|reach|connect)\b",
    r"\b(?:problem|problems|issue|issues|trouble|troubles|troubleshoot\w*|difficult(?:y|ies)|struggl\w+)\b|\b(?:4(?:00|01|03|04|09|13|22)|5(?:00|01|02|03|04))\b(?= ?(?:error|from|when|on|for|in|status|response|bad|internal|service|gateway|not|unauthorized|forbidden|,|;|$|\W))|\bcomplain(?:s|ing|ed)?\b|\bthrows?\b|\bthrew\b|\bspits?\b|\bwrong (?:version|ip|address|interface|bridge|password|host|thing happens)\b|\b(?:is|are|went|goes|gone) (?:down|offline|missing|empty|wrong|haywire|weird)\b|\bunexpected\w*|\bweird(?:ly)?\b|\bstrange(?:ly)?\b|\bends? (?:with|in) [\"'a-z]|\bexits? (?:with|code|status)\b|\bwarns?\b|\bmismatch\w*|\bregress\w*|\blost\b",
    r"\bfunktioniert nicht|geht nicht|fehler\b|ne (?:marche|fonctionne) pas|erreur\b|no funciona|non funziona|não funciona|не работает|ошибка",
)
_SWEARS = r"f+u+c+k\w*|f\*+\w*|fsck(?:ing|ed)|shit\w*|bullshit|crap(?:py)?|damn\w*|goddamn\w*|bloody|ffs|wtf|wth|bollocks|arse|asshole|bastard|pos|piece of (?:\w+)|pita|pain in the \w+|hell(?:ish)?|screw (?:this|it|rdo|you)|sucks?|sucked"
_ANGRY = _all(
    rf"\b(?:{_SWEARS})\b",
    r"\b(?:is|are|was|such|what|what's|like|just|complete|total|absolute|big|bad|this|a) (?:a |an |just |complete |total |absolute |utter |such )*(?:joke|disaster|mess|nightmare|disgrace|shambles|farce|train ?wreck|hell|shame|trash|pile of \w+)\b",
    r"\b(?:second|third|fourth|fifth|sixth|2nd|3rd|4th|5th|6th|nth|\d+th) (?:day|week|night|evening|weekend|time|attempt|try|month|hour|reinstall\w*)\b(?! (?:i see|of (?:the|may|june)))|\b(?:for|since|after|spent|lost|wasted|took me|been at (?:this|it)(?: for)?|trying for|in|last|past) (?:the (?:last|past) |about |over |almost |more than |like |several |many |the whole |a whole |whole |all )*(?:two|three|four|five|six|seven|eight|ten|\d+|several|many|countless|whole|days|weeks|hours|half)(?: (?:and|of|a|whole|full|straight|entire))* ?(?:days?|weeks?|hours?|nights?|months?|weekends?)?(?: (?:now|already|straight|of my life|on this|of my time|lost|wasted|and still))\b|\b(?:spent|lost|wasted) (?:the |my |a |all |whole |hours|days|weeks|entire )|\b(?:all|whole|entire) (?:day|night|weekend|week|morning|afternoon)(?: long)?\b(?! (?:event|meeting))|\bfor (?:days|weeks|hours|ages|months|an eternity)\b",
    r"\bstupid\w*\b(?! (?:question|q\b|newbie|noob|me\b|mistake|typo|idea of mine))|\bidiot(?:ic|s)?\b|\bdumb(?! (?:question|q\b|terminal|down))\b|\bmoron\w*|\bfed[ -]up\b|\bwast(?:e|ed|ing|es) (?:of |my |our |so much |too much |hours|days|a |the |all )*(?:time|day|days|hours|week|weekend|life)?\b|\bgarbage\b(?! collect)|\brubbish\b|\bjunk\b|\buseless\b|\bworthless\b|\bunusable\b|\bridiculous\w*|\bnonsense\b|\binsane\b|\babsurd\b|\bpathetic\b|\bhorribl[ey]\b|\bterribl[ey]\b|\bawful\w*|\bappalling\b|\binfuriating\b|\bmaddening\b|\bhorrendous\b|\bhopeless\b",
    r"\b(?:i |am |i'm |about to |ready to |will |going to |nearly |almost |just )+(?:give|giving|gave|given) up\b|\bgiving up\b|\b(?:i|really|just) hate\b|\b(?:sick|tired|so tired) (?:and tired )?of\b|\bdriv(?:es|ing|en) (?:me|us) (?:crazy|mad|nuts|insane|bananas|up the wall)|\bgoing (?:crazy|mad|nuts|insane|bananas)\b|\b(?:pulling|tearing|losing) (?:out )?(?:my )?(?:hair|mind|patience|sanity|temper|will)\b|\bannoy(?:ing|ed|s)\b|\bfrustrat\w+|\bdesperate\w*|\bdesperation\b|\bat (?:my|the) (?:wits?'? ?s? end|end of my)|\bhad (?:it with|enough)\b|\bexhausted\b|\bscream\w*\b|\bcry(?:ing)?\b(?! wolf)|\bangry\b|\bpissed\b|\bdisappoint\w+|\bunbelievable\b|\bunacceptable\b|\benough (?:is enough|of this)\b|\bargh+\b|\bgrr+\b|\bugh+\b",
    r"\b(?:no ?one|nobody) (?:here )?(?:cares|helps|answers|replies|responds|ever|knows|bothers|reads|can help|is helping)\b|\bnothing (?:ever )?works\b|\bnever works?\b|\bover and over\b|\bagain and again\b|\byet again\b|\b(?:why|how) (?:is|does|must|can) (?:this|it|everything|rdo|openstack|packstack|it all)(?: have to)?(?: be)? (?:so|always|such a|this) (?:\w+ ){0,2}(?:hard|difficult|complicated|broken|painful|bad|pain|slow|fragile|crappy|buggy)\b|\bwhy do i even bother\b|\bthanks for nothing\b|\bworst\b (?:\w+ )?(?:ever|software|product|docs|experience|distro|project)?|\bgo(?:ing)? back to (?:vmware|devstack|ubuntu|windows|proxmox)\b",
)
_MILD = _all(r"\b(?:damn|bloody|crap|hell|shit|fuck\w*|insane|annoying|weird|stupid me|doh|argh+|ugh+|stupid|cry\w*|all (?:day|night|morning)|terribly|awfully)\b")

# --- reading a line ---

_LINK = re.compile(r"\b[a-z][a-z0-9+.-]{1,20}://\S+")
_STRINGS = re.compile(r"\"[^\"]{0,300}\"|(?<!\w)'[^']{0,300}'(?!\w)")
_SENTENCE = re.compile(r"([^.?!…]|[.?!](?=[\w/]))+[.?!…]*|[.?!…]+")
_CLAUSE = re.compile(r"[,;:()]+(?=\s|$)|\s+[-–—/|]+\s+|\s+(?:but|and|so|because|cause|however|though|although)\s+(?=\S)")
_SMILEY = re.compile(r"(?:^|(?<=\s))(?:[:;=8xX][-'^o]?[)(DPpOo/\\|3*sS]+|[)(][-']?[:;=]|\^\^|<3|xD+|\\o/|o/|o\\|:[a-z_]{2,20}:|[\U0001f300-\U0001faff\u2600-\u27bf]+)(?=$|[\s.,!?])")
_ALNUM = re.compile(r"[^\w'+#@/\\ßäöü%*-]+")


def _bare(text: str) -> str:
    """Words with single spaces: what a row of the tables is matched with."""
    return " ".join(_ALNUM.sub(" ", text).split())


def acts(text: str) -> frozenset[Act]:
    """What this line does. Describes the line alone: who says it and about what is not known here."""
    return _acts(text[:READ_AT_MOST])


@lru_cache(maxsize=KEPT)
def _acts(text: str) -> frozenset[Act]:
    return frozenset()
