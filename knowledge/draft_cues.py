"""Ordinary English that draft posts at fault, or harmless ones that look it, are likely to hold.

Each cue is a general word list; how much it counts, and for what, is learned from the owner's example drafts.
"""

from __future__ import annotations

import re

import numpy as np

from knowledge.model import Vector


def _cue(*parts: str, case: bool = False) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)", 0 if case else re.IGNORECASE)


CUES = {
    "employer": _cue(
        r"society|co-?op|head office|hq|(?:our|the|my) (?:company|firm|employer|place|lot)|us lot|corporate",
        r"the management|the business|the trust|bosses|management",
    ),
    "workplace": _cue(
        r"work|shop|store|branch|depot|warehouse|nursery|office|site|setting|counter|till|kiosk|deli",
        r"bakery|yard",
        r"stock ?room|staff ?room|canteen|baby room|chapel|funeral home|pharmacy|travel|kitchen|garage|van",
        r"shift",
    ),
    "manager": _cue(
        r"manager|boss|gaffer|supervisor|team leader|director|deputy|(?:the )?area manager|chief exec\w*",
    ),
    "colleagues": _cue(
        r"colleagues?|team ?mates?|co-?workers?|workmates?|staff|the team|lads|girls|new starter|apprentice"
    ),
    "customers": _cue(
        r"customers?|members?|client|families|family|parents?|shopper|patients?|residents?|passengers?",
    ),
    "children": _cue(
        r"child(?:ren)?|kids?|toddlers?|bab(?:y|ies)|little (?:one|boy|girl|lad)s?|pupils?|pre-?school\w*",
        r"reception",
        r"(?:year|class) \d+|three[- ]year[- ]olds?|preschoolers?|tots?|tiny ones?",
        r"(?:his|her) (?:mum|dad|mam|nan)",
    ),
    "name": _cue(r"(?<![.!?:\n] )(?<!^)[A-Z][a-z]{2,}", case=True),
    "full name": _cue(r"[A-Z][a-z]+ (?:[A-Z][a-z]+[- ]?)?[A-Z](?:[a-z]{2,}|\.)?", case=True),
    "title": _cue(r"(?:mr|mrs|ms|miss|dr|sir|rev)\.? [A-Z]\w*"),
    "hinted person": _cue(
        r"a certain|someone|somebody|you know who(?: you are)?|no names|naming no names|not naming",
        r"initials|guess who",
        r"won'?t say who|one of (?:us|them|the)|her from|him from",
        r"that (?:one|woman|man|bloke|lad|girl) (?:on|in|from)",
    ),
    "first person": _cue(r"i|i'?m|i'?ve|i'?d|i'?ll|me|my|mine|myself"),
    "we": _cue(r"we|we'?re|we'?ve|we'?ll|us|our|ours"),
    "you": _cue(r"you|your|you'?re|yours"),
    "he or she": _cue(r"he|she|him|her|his|hers|he'?s|she'?s|they'?re|them"),
    "sum": _cue(r"£ ?\d[\d,.]*\s?[kmbn]*|\d+ ?(?:quid|grand|million|billion|bn)|\d+p|pounds"),
    "share": _cue(r"\d+(?:\.\d+)? ?(?:%|per ?cent)|(?:half|third|quarter|double|triple|(?:up|down) (?:by )?\d+)"),
    "business": _cue(
        r"sales|takings|turnover|profits?|margins?|budget|targets?|figures|forecast|like[- ]for[- ]like",
        r"bid|tender|deal",
        r"suppliers?|wholesale|cost price|rebate|contract|merger|takeover|acqui\w+|redundanc\w+",
        r"restructur\w+|closing",
        r"closure|shrink(?:age)?|waste|write[- ]?offs?|kpis?|board|strategy|roadmap|launch\w*|pilot|trial",
        r"unannounced",
    ),
    "not out yet": _cue(
        r"before (?:it'?s|they|the|anyone)|not (?:announced|public|out|been told)|embargo\w*|leak\w*",
        r"inside(?:r)?|secret",
        r"don'?t tell|keep it (?:quiet|under)|hush|under wraps|between us|confidential|internal|draft",
        r"heard it here|sneak",
        r"next (?:month|year|week|spring|quarter)",
        r"from (?:january|february|march|april|may|june|july|autumn|september)",
    ),
    "published": _cue(
        r"annual report|press (?:release|office|team)|public(?:ly)?|published|announced",
        r"on (?:the|our) website|leaflet|news",
        r"in the (?:paper|gazette|echo|news|window)|poster|advert\w*|official page|noticeboard|as reported",
        r"newsletter",
    ),
    "secret word": _cue(
        r"pass ?words?|pass ?codes?|passphrase|pin|code|login|log-?in|credentials|keypad|combination",
        r"wi-?fi|api key|token",
        r"alarm (?:code|number|is|still)|user ?name|2fa|one[- ]time|key ?safe|unlock\w*|qr",
    ),
    "digits together": _cue(
        r"\d{4,}[a-z]?|[A-Za-z]+\d+[!?*#]*|\d{2,}[- ]\d{2,}(?:[- ]\d{2,})?|[A-Z]{1,2}\d{1,2} ?\d[A-Z]{2}"
    ),
    "address": _cue(
        r"\d+[a-z]? [A-Z]\w+ (?:road|rd|street|st|lane|ln|avenue|ave|close|drive|way|court|terrace|place|row)",
        r"lives? (?:at|on|in|next|round)|home address|postcode|house number|door number|flat \d+|mobile|phone number",
    ),
    "clock": _cue(
        r"\d{1,2}(?:[:.]\d{2})? ?(?:am|pm)|\d{1,2}[:.]\d{2}|half (?:past )?\w+|quarter (?:to|past)", r"midnight|dawn"
    ),
    "alone": _cue(
        r"alone|on my (?:own|tod)|by myself|just me|only me|nobody (?:else|in|but)|no ?one (?:else|in|but)",
        r"single[- ]manned",
        r"lone|empty (?:building|shop|store)|unmanned|nobody'?s (?:in|there)|me and the",
    ),
    "way in": _cue(
        r"keys?|locks?|unlock\w*|alarm|cctv|camera|shutters?|back door|side door|fire (?:door|exit)|gate",
        r"fence|padlock|latch",
        r"safe|cash|cash ?box|float|banking|cash ?in ?transit|strong ?room|security guard|hatch|hasp|window",
    ),
    "danger": _cue(
        r"broken|doesn'?t (?:work|lock|close|latch)|off|out of order|disabled|propped|left open",
        r"never (?:locks|shuts)",
    ),
    "swearing": _cue(
        r"f[u*]+ck\w*|sh[i*]t\w*|b[a*]st[a*]rds?|w[a*]nk\w*|tw[a*]ts?|bollocks|arse\w*|pr[i*]cks?",
        r"c[u*]nts?|bloody|crap",
        r"piss\w*|d[i*]ckheads?|bell ?ends?|knob\w*|bugger\w*|sod(?:s|ding)?|wtf|ffs|damn|git|cow|slags?",
        r"tossers?|bitch\w*",
    ),
    "insult": _cue(
        r"idiots?|morons?|stupid|thick(?:er|os?)?|useless|pathetic|lazy|clowns?|jokers?|muppets?|liars?",
        r"thie(?:f|ves)|fools?",
        r"crooks?|snakes?|fat|ugly|scum|vile|creeps?|weirdos?|freaks?|trolls?|pigs?|rats?|scroungers?",
        r"chavs?|incompetent",
        r"couldn'?t (?:sort|run|organise|manage|count)|waste of|joke of a|disgrace\w*|shambles|sly",
        r"two-?faced|smarmy",
    ),
    "group": _cue(
        r"muslims?|islam\w*|jew(?:s|ish)?|christians?|catholics?|gays?|lesbians?|trans|lgbt\w*|pride",
        r"immigrants?|migrants?",
        r"foreign\w*|polish|romanians?|asians?|black|white|women|men|disab\w*|wheelchairs?|autis\w*",
        r"gypsies|travellers?",
        r"refugees?|old people|pensioners|boomers|those people|that lot|their (?:kind|sort)|go home",
        r"send them|back where",
    ),
    "temper": _cue(
        r"angry|anger|furious|fuming|raging?|livid|seething|fed up|sick of|had enough|had it with",
        r"done with|ranting|rant",
        r"hate|boiling|so mad|steaming|frustrat\w+|grr+|argh+|so annoyed|wound up|about to (?:lose|blow)",
        r"screaming",
    ),
    "drink": _cue(
        r"drunk|pissed|hammered|wasted|legless|tipsy|wine|beers?|pints?|gin|vodka|prosecco|hungover",
        r"hangover|sloshed|boozy?",
        r"bottles? (?:in|down|deep)|tequila|shots|rum|cider|the pub|stoned|high",
    ),
    "grievance": _cue(
        r"short[- ]?staffed|under ?staffed|no cover|unpaid|overtime|pay|wages?|hourly rate|rota|zero hours",
        r"breaks?|holiday",
        r"nobody (?:asked|listens|cares|told)|don'?t care|again|still (?:no|not|waiting)|unfair|treated",
        r"exploited|burn ?out",
        r"expected to|never (?:get|once)|no (?:notice|thanks|support)|so much for|typical|who designs|worst",
    ),
    "praise": _cue(
        r"proud|lovely|brilliant|thank(?:s| you)|well done|love(?:d|ly)?|best|great|amazing|delighted",
        r"grateful|hero(?:es)?",
        r"congrat\w*|happy|welcome|cheers|superb|star|gem|kind|bliss",
    ),
    "gossip": _cue(
        r"rumou?rs?|apparently|heard (?:that|he|she|they)|gossip|tea|affair|sleeping with",
        r"seeing each other|shagging|married",
        r"allegedly|word is|they say|sacked|suspended|disciplinary|caught|hr case|probation|fancies",
        r"snogg\w+|on the sly",
    ),
    "health": _cue(
        r"ill(?:ness)?|sick|cancer|diabet\w*|pregnan\w*|miscarr\w*|ivf|depress\w*|anxiety|surgery",
        r"operation|hospital|scan",
        r"medicat\w*|allerg\w*|epilep\w*|hiv|chemo|adhd|autis\w*|sectioned|rehab|overdose|stroke",
        r"heart attack|kidney|dying",
        r"passed away|died|funeral|divorc\w*|custody|social services|foster\w*|evict\w*|debt|benefits",
        r"universal credit",
    ),
    "picture": _cue(r"photos?|pics?|pictures?|selfies?|video|clip|screenshot|snap|film(?:ed|ing)?|tagg?ed|tag|image"),
    "agreed": _cue(
        r"with (?:her|his|their|your|permission)|permission|said (?:yes|it'?s fine|i can|it was fine)",
        r"asked (?:first|her|him)",
        r"consent\w*|agreed|signed (?:form|off)|approved|cleared|happy for me|ok'?d|no faces",
        r"faces? (?:covered|blurred|hidden)",
        r"shared with|only the back|blurred|covered",
    ),
    "own view": _cue(
        r"(?:all )?(?:views|opinions?) (?:are )?(?:my|mine)(?: own)?|my own (?:view|opinion)s?",
        r"not (?:the society|work|official)\w*",
        r"personal (?:post|view|opinion|account|blog|capacity)|speaking (?:only )?for myself",
        r"just me talking|in my opinion|imo|i think",
    ),
    "on behalf": _cue(
        r"on behalf of",
        r"the society (?:believes?|supports?|says|backs|stands|wants|will|thinks|is|does|asks)",
        r"we (?:believe|support)",
        r"official(?:ly)?|we (?:at|in) the|as (?:the|your|an?) (?:society|official|manager|team)|statement",
        r"spokes\w+|our (?:view|position)",
        r"we(?:'re| are) (?:sorry|against|backing|behind|calling)|we guarantee|we promise",
        r"the official (?:line|word)",
    ),
    "work of others": _cue(
        r"copied|copy|lifted|pasted?|nicked|borrowed|ripped|download\w*|lyrics|song|track",
        r"whole (?:book|chapter|article|recipe)",
        r"article|recipe|poem|cartoon|logo|artwork|illustration|watermark|google images|pinterest|pirated",
        r"torrent|stream(?:ed|ing)?",
        r"chapter|book|film|episode|paywall|from the internet|found (?:it )?online|as my own|i wrote",
        r"my design|disney|soundtrack",
    ),
    "credited": _cue(
        r"credit(?:ed|s)?(?: to)?|photo(?:s)? by|words by|by kind permission|courtesy|source|licen[cs]ed?",
        r"creative commons|cc[- ]by",
        r"public domain|open licence|royalty[- ]free|copyright (?:free|expired)",
        r"my own (?:photo|picture|work|words)|bought the|link(?:ed)? to",
    ),
    "at work now": _cue(
        r"on (?:shift|the clock|the till|company time|work time)|at my desk|while i should|supposed to be",
        r"instead of (?:work|doing)",
        r"in the (?:staff|stock) ?room|hiding|skiv\w+|in a meeting|clocked in|being paid",
        r"don'?t tell (?:the )?(?:boss|manager)|bored at",
        r"during (?:work|my shift|the shift)|hours? (?:in|strong)|under the counter",
        r"between (?:customers|deliveries|calls)",
    ),
    "own time": _cue(
        r"day off|days off|lunch(?: ?break)?|tea break|on my break|after (?:work|my shift|shift)|weekend",
        r"evening|home now|bus home",
        r"annual leave|holiday|half term|clocked off|finished|on the sofa|retired",
    ),
    "liked": _cue(
        r"liked?|shar(?:e|ed|ing)|re-?post\w*|re-?tweet\w*|forward(?:ed|ing)|commented|thumbs up|this 👆", r"reacted"
    ),
    "fiction": _cue(
        r"novel|fiction\w*|character|chapter|story|joke|meme|film|telly|tv|series|soap|game|dream\w*|quiz",
        r"panto|play|book club",
        r"once upon|imagine|pretend|made[- ]up|in \d{4}|historical?|history|archive",
    ),
    "public figure": _cue(
        r"prime minister|mp|councillor|president|minister|government|council|king|queen|actor|singer",
        r"footballer|referee|celebrity",
    ),
    "policy": _cue(
        r"policy|guidelines?|reminder|please (?:don'?t|remember|keep)|don'?t (?:post|share|put)|training",
        r"rule of thumb|tip",
    ),
    "reported": _cue(
        r"told my manager|reported|spoken? to|raised (?:it|this) with",
        r"passed (?:it|her|him|them) (?:on )?to|grievance|whistleblow\w*",
    ),
    "helpline": _cue(
        r"samaritans|helpline|charity|hospice|food ?bank|fundrais\w*|donat\w*|raffle|sponsor\w*",
        r"volunteer\w*|collection",
    ),
    "negation": _cue(r"not|no|never|n'?t|without|none|nothing|nobody|\w+n't"),
    "question": re.compile(r"\?"),
    "exclamation": re.compile("!"),
    "shouting": _cue(r"[A-Z]{4,}", case=True),
    "quoted": re.compile(r"[\"“][^\"”]{8,}[\"”]"),
    "link": re.compile(r"https?://|www\.|#\w+|@\w+"),
}


def read(text: str) -> Vector:
    """How much of each cue a text holds, in the order of `CUES`: 0 for none, growing ever more slowly."""
    return np.log1p(np.array([sum(1 for _ in cue.finditer(text)) for cue in CUES.values()], dtype=np.float32))
