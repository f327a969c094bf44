"""Words that speak for a concern or against one: ordinary English, the same for every policy.

They tell of people one answers to, ill deeds, distress, mistakes and wishes for a person; of goodwill, questions about
a policy and orders to a machine. How much each counts is learned from the owner's examples.
"""

from __future__ import annotations

import re


def _cue(*parts: str) -> re.Pattern[str]:
    return re.compile(rf"\b({'|'.join(parts)})\b", re.IGNORECASE)


SUPERIOR = _cue(
    r"mana?n?ge?rs?|mane?gers?|mngr|mgr|gm|management|boss(es)?|superviso?e?rs?|gaff(er|a)|guv'?n?o?r|chief",
    r"director|team ?lead(er)?s?|tl|shift lead(er)?|head of \w+|deputy|leadership|higher[- ]?ups?|heid yin",
    r"upstairs|regional|area (fella|bloke|man|woman|lady|lead)|above me|in charge|with the keys",
    r"(my|the) (usual )?port of call|(report|answer|work)s? (to|under|for) (him|her|them)",
    r"(i|we|she|he) (report|answer)s? to|i work (for|under)|everyone (answers|reports) to",
    r"over (his|her|their|my boss'?s) head|signs? (off )?my|sack me|a say over",
    r"(runs?|running) (the|our|my|this) (shop|store|branch|shift|team|department|nursery|place|setting|depot|site)",
    r"(does|do|writes|approves?|sets|runs|signs) (my|our|the) (appraisal|rota|review|1-?1|one to one|holidays?|leave)",
    r"(someone|somebody) senior|senior (one|person|manager|leader|colleague|practitioner)s?",
    r"(decides?|sets?|does) my (bonus|pay|hours|shifts)|who (tells me what to do|interviewed me)",
    r"(one|person|first) (i('?d| would| am|'m)? )?((normally|usually|supposed to|meant to) )?(go|turn|report) to",
    r"any(one|body) (but|except|other than) (him|her|them)|who isn'?t (him|her)",
    r"(isn'?t|not) back to (him|her|them)",
)
_ILL_DEED = _cue(
    r"bull(y|ies|ied|ying)|harass\w*|threat\w*|touch(ed|es|ing)|grop\w*|discriminat\w*|racis\w*|sexis\w*",
    r"homophob\w*|victimis\w*|stalk\w*|follow(s|ed|ing) (me|her|him) home|blackmail\w*|steal\w*|stole\w*|theft",
    r"nick(ed|ing)|fraud\w*|fiddl\w*|brib\w*|backhander\w*|humiliat\w*|abus\w*|intimidat\w*|creep\w*|sexual\w*",
    r"nudes?|naked|dodgy|illegal\w*|pick(s|ed|ing)? on|has it in for|retaliat\w*|cover(ing|ed)? (it )?up|falsif\w*",
    r"forg\w*|fake\w*|mock(s|ed|ing)?|slag\w*|scream\w*|shout\w*|lied|lies|lying|liar|knife|hit(s|ting)?|hurt",
    r"drunk|drugs|dealing|grass(ed)? on|whistle\w*|groom\w*|indecent|explicit|spik\w*|punish\w*|revenge|unsafe",
    r"danger\w*|nasty|vile|slurs?|hate\w*|afraid|scared|frighten\w*",
)
_DISHONESTY = _cue(
    r"pocket(s|ed|ing)|helping (him|her|them)sel\w+|thie(f|ves|ving)|rob(s|bed|bing)?",
    r"on the (rob|take|make|fiddle|side)|kickbacks?|envelope|bung|launder\w*|scam\w*|conned|counterfeit|bent",
    r"crook\w*|refunds?|voids?|missing|short|leak(s|ed|ing)|dox\w*|clon(ed|ing)|impersonat\w*|pretend(s|ing)?",
    r"catfish\w*|false\w*|invoices?|claims|claiming|never (did|done|happened|drove|had)|made up|signed|altered",
    r"changed the|wiped|inflat\w*|in the log|selling|keep (schtum|quiet)|quiet|secret|covering|delete the|proof",
    r"evidence|screenshots?|caught|saw (him|her|them|a|how|the)",
)
_HARM = _cue(
    r"slap\w*|punch\w*|push(ed|es|ing)|shov(ed|es|ing)|spat|spit\w*|grab\w*|drag(s|ged|ging)|corner(s|ed|ing)",
    r"kick\w*|beat(en|ing)|bruis\w*|assault\w*|rap(e|ed)|attack\w*|machete|weapons?|gun|bomb|burn(s|ed)?|followed",
    r"follows|waiting (by|for|outside)|won'?t leave (me|her|him)|keeps (\w+ )?(me|her|him)|at night|hands on",
    r"stroking|winks?|stares?|child(ren)?|baby|toddler|kids?|underage|fifteen|sixteen|seventeen|apprentice|trainee",
    r"safeguard\w*|vulnerable|padlock\w*|chained|expired|use[- ]?by|asbestos|dump(ed|ing)|ratios?|ofsted|auditor",
    r"inspector|fire (door|exit)",
)
_SCORN = _cue(
    r"laugh(s|ed|ing)?( at)?|mick|taunt\w*|insult\w*|jokes?|meme|emojis?|called me|calls me|calling (me|her|him)",
    r"names|gossip\w*|rumours?|outed|swastika|nazi|terror\w*|accent|religion|pregnan\w*|disab\w*|autis\w*|gay",
    r"trans|muslim|foreign\w*|polish|fat|ugly|stupid|without her|without him|left out|ganging up",
    r"blocked (me|her|him)|about me|of me",
)
DESPAIR = re.compile(
    r"\b(kill(ing)? myself|end (it all|my life)|want to die|hurt(ing)? myself|(i'?m|feel|feeling) suicidal"
    r"|can'?t (go on|cope)|no(thing)? to live for|better off without me|don'?t want to (be here|live|wake up))\b",
    re.IGNORECASE,
)
"""Said outright, of oneself."""
_DISTRESS = _cue(
    r"suicid\w*|kill(ing)? (my|him|her|them)sel\w+|end(ing)? (it|my life|things)|want(ed)? to die|dying",
    r"self[- ]?harm\w*|(cut(s|ting)?|hurt(ing|s)?) (my|him|her|them)sel\w+",
    r"can'?t (go on|cope|do this|take (it|any ?more)|carry on|face)|no(thing)? (to live|left)|better off without",
    r"don'?t want to (be here|live|wake up|be around)|overdose|tablets|pills|hopeless|worthless|in bits|so low",
    r"at (the|my) (end|limit)|rock bottom|breaking point|(no|any) way out|crying|panic\w*|depress\w*|anxi\w*",
    r"breakdown|not safe|don'?t feel safe|help me|alone|disappear|goodbye|what'?s the point|gone for good",
    r"if i was gone|not sleeping|sleep forever|harm|wasn'?t (here|around)|not be (here|around)",
    r"when i'?m (dead|gone)",
)
_SUFFERING = _cue(
    r"sle(ep|pt)\w*|awake|nightmares?|dreams|dread\w*|numb|empty|dark|grey|drown\w*|sob(s|bed|bing)?|cr(y|ied|ies)",
    r"tears|weep\w*|shak(e|es|ing)|(be|feel|felt|throw|threw) (sick|up)|eat(ing)?|wine|vodka|bottles?|drink(ing)?",
    r"sober|relaps\w*|gambl\w*|bailiffs?|debts?|gp|doctor|hospital|a&e|counsel\w*|therap\w*|antidepress\w*|cancer",
    r"scan|diagnos\w*|nerves|exhaust\w*|tired|grie(f|ving)|funeral|died|passed|lost (my|our|the)|miscarr\w*",
    r"divorce\w*|lonely|isolated|struggl\w*|coping|broken?|breaking|fall(ing)? apart|on my knees|wits'? end",
    r"too much|overwhelm\w*|burden|pointless|ashamed|nobody (would|cares?|notices?)|no ?one",
    r"hate (myself|my life|who i)|useless|invisible|anymore|any more|thoughts|voices",
    r"(not|isn'?t|ain'?t) (ok(ay)?|right|well|myself|good)|my head|inside|husband|wife|partner|ex|(he|she) hits",
    r"scars?|bleed\w*|sorry for everything|last (time|message)|thank you for everything|affairs in order|no point",
    r"give up|given up|done with",
)
_MISTAKE = _cue(
    r"(i|i'?ve|iv) (\w+ ){0,2}(post(ed)?|put|shar(ed)?|sent|tagg?(ed)?|lik(ed)?|said|wrote|written|upload(ed)?)",
    r"(i|i'?ve|iv) (\w+ ){0,2}(repl(ied)?|retweet(ed)?|swore|named?|left|copied|forgot|gave|told)",
    r"(i|i'?ve|iv) (\w+ ){0,2}(made|done|did|commented|messed)|by mistake|accident\w*|oops|shouldn'?t (have|of)",
    r"regret\w*|own up|come clean|my fault|foot in it|deleted|(taken|took) (it )?down|meant to|without thinking",
    r"wrong (group|person|chat|account)|cock(ed)? up|dropped a clanger|slipped|hands up|confess\w*|didn'?t realise",
)
_PERSON = _cue(
    r"talk|speak|spoke|chat|sit down|go through|see|ring|call|human|person|somebody|someone|anyone|adviser|agent",
    r"face to face|robot|bot|listen|advice|operator|explain",
)
_COMPLAINT = _cue(
    r"complain\w*|complaint|moan\w*|grievance|unhappy|not happy|fed up|raise|concern\w*|issue|problem|worr(ied|y)",
    r"report\w*|tell (someone|somebody|anyone)|who do i|where do i|wrong|unfair|isn'?t fair|rant|disgrace",
    r"grip(e|ing)|grumbl\w*|livid|sick of|rubbish|naming and shaming|name and shame|go public|suggestion|raised",
)
_OTHERS = _cue(
    r"he|she|they|him|her|them|colleague|coworker|co-worker|workmate|someone|somebody|lad|lass|bloke|guy|girl",
    r"woman|man|customer|driver|people|one of (us|ours|them|the \w+)|fella|mate|friend",
)
_ONESELF = _cue(
    r"i|me|my|i'?m|i'?ve|myself|mi",
)
_GOODWILL = _cue(
    r"love(ly)?|legend|brilliant|great|gorgeous|best|kind|congrat\w*|birthday|retir\w*|wedding|card|gift|present",
    r"award|won|haha|lol|funny|songs?|lyrics|sing|quiz|films?|books?|recipe|tips|ideas|cute|special|brew|curry",
)
_POLICY = _cue(
    r"polic(y|ies)|guid(e|ance|elines?)|rules?|clauses?|section|document|mention\w*|cover(s|ed)|allowed|against",
    r"mean(s|t by)?|counts?( as)?|says? about|definition|confidential|ok|okay|fine",
)
_ORDER = re.compile(
    r"^(please |now |then |just |can you |could you |will you |would you )*"
    r"(act|add|analyse|argue|book|build|calculate|cancel|compare|compose|convert|create|decode|define|delete|describe|"
    r"design|discuss|draft|draw|email|explain|find|finish|fix|give|guess|ignore|imagine|invent|list|make|name|open|order|"
    r"outline|play|pretend|print|propose|provide|put|read|remind|remove|repeat|reset|ring|roll|run|send|set|share|show|"
    r"sing|solve|suggest|summari[sz]e|suppose|switch|teach|tell|text|think|translate|turn|unlock|use|wake|write)\b",
    re.IGNORECASE,
)
CUES = {
    "superior": SUPERIOR,
    "ill deed": _ILL_DEED,
    "dishonesty": _DISHONESTY,
    "harm": _HARM,
    "scorn": _SCORN,
    "distress": _DISTRESS,
    "suffering": _SUFFERING,
    "mistake": _MISTAKE,
    "person": _PERSON,
    "complaint": _COMPLAINT,
    "others": _OTHERS,
    "oneself": _ONESELF,
    "goodwill": _GOODWILL,
    "policy": _POLICY,
    "order": _ORDER,
}
_TELLING = ("superior", "ill deed", "dishonesty", "harm", "scorn", "distress", "suffering")


def may_tell_of_concern(text: str) -> bool:
    """Whether any word speaks for a concern: a cheap look before a dear one."""
    return any(CUES[name].search(text) for name in _TELLING)
