"""What speaks for a message being a concern that needs care rather than a question: signals for the router.

The cues are ordinary English for people one answers to, ill deeds, distress and mistakes; how much each counts is
learned from the owner's examples.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

import numpy as np

from knowledge import forms
from knowledge.forms import Form
from knowledge.model import Example
from knowledge.search import Findings

NONE = "none"
ROUTES = ("line_manager", "not_manager", "report", "support")
LABELS = (*ROUTES, NONE)
CONCERN, HINT = "concern", "hint"
"""Names of the router's two thresholds: from the first a message is taken as a concern, from the second as perhaps."""
NEAREST = 40
FLOOR = 0.003

Named = Mapping[str, Mapping[str, float]]
"""For each route, the clauses that the owner's examples of it name, each with its share."""


def _cue(*parts: str) -> re.Pattern[str]:
    return re.compile(rf"\b({'|'.join(parts)})\b", re.IGNORECASE)


SUPERIOR = _cue(
    r"managers?|mana?ge?r|manger|mgr|gm|boss(es)?|supervisors?|gaffer|guv'?n?o?r|team ?leaders?|tl|shift lead(er)?",
    r"head of \w+|deputy|director|above me|in charge|(report|answer|work)s? (to|under|for) (him|her|them)",
    r"(i|we|she|he) (report|answer)s? to|i work (for|under)|signs? (off )?my",
    r"(runs?|running) (the|our|my|this) (shop|store|branch|shift|team|department|nursery|place|setting|depot|site)",
    r"(does|do|writes|approves?) my (appraisal|rota|review|1-?1|one to one|holidays?|leave)",
    r"(someone|somebody) senior|senior (one|person|manager|leader|colleague)s?",
    r"(decides?|sets?) my (bonus|pay|hours|shifts)",
    r"(the )?(one|person) i('?d)? (normally |usually )?(go|turn|report) to",
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
_DISTRESS = _cue(
    r"suicid\w*|kill(ing)? (my|him|her|them)sel\w+|end(ing)? (it|my life|things)|want(ed)? to die|dying",
    r"self[- ]?harm\w*|(cut(s|ting)?|hurt(ing|s)?) (my|him|her|them)sel\w+",
    r"can'?t (go on|cope|do this|take (it|any ?more)|carry on|face)|no(thing)? (to live|left)|better off without",
    r"don'?t want to (be here|live|wake up|be around)|overdose|tablets|pills|hopeless|worthless|in bits|so low",
    r"at (the|my) (end|limit)|rock bottom|breaking point|(no|any) way out|crying|panic\w*|depress\w*|anxi\w*",
    r"breakdown|not safe|don'?t feel safe|help me|alone|disappear|goodbye|what'?s the point|gone for good",
    r"if i was gone|not sleeping|sleep forever|harm",
)
_MISTAKE = _cue(
    r"(i|i'?ve|iv) (\w+ ){0,2}(post(ed)?|put|shar(ed)?|sent|tagg?(ed)?|lik(ed)?|said|wrote|written|upload(ed)?)",
    r"(i|i'?ve|iv) (\w+ ){0,2}(repl(ied)?|retweet(ed)?|swore|named?|left|copied|forgot|gave|told)",
    r"(i|i'?ve|iv) (\w+ ){0,2}(made|done|did|commented|messed)|by mistake|accident\w*|oops|shouldn'?t (have|of)",
    r"regret\w*|own up|come clean|my fault|foot in it|deleted|(taken|took) (it )?down|meant to",
    r"wrong (group|person|chat|account)",
)
_PERSON = _cue(
    r"talk|speak|spoke|chat|sit down|go through|see|ring|call|human|person|somebody|someone|anyone|adviser",
    r"face to face|robot|bot|listen",
)
_COMPLAINT = _cue(
    r"complain\w*|complaint|moan\w*|grievance|unhappy|not happy|fed up|raise|concern\w*|issue|problem|worr(ied|y)",
    r"report\w*|tell (someone|somebody|anyone)|who do i|where do i|wrong|unfair|isn'?t fair|rant|disgrace",
)
_OTHERS = _cue(
    r"he|she|they|him|her|them|colleague|coworker|co-worker|workmate|someone|somebody|lad|lass|bloke|guy|girl",
    r"woman|man|customer|driver|people",
)
_ONESELF = _cue(r"i|me|my|i'?m|i'?ve|myself")
_CUES = {
    "superior": SUPERIOR,
    "ill deed": _ILL_DEED,
    "distress": _DISTRESS,
    "mistake": _MISTAKE,
    "person": _PERSON,
    "complaint": _COMPLAINT,
    "others": _OTHERS,
    "oneself": _ONESELF,
}


def named_clauses(examples: Iterable[Example]) -> Named:
    """What the owner's examples of each route name."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for example in examples:
        if example.route and example.clause:
            counts[example.route][example.clause] += 1
    return {route: {c: n / found.total() for c, n in found.items()} for route, found in counts.items()}


def signals(message: str, findings: Findings, named: Named) -> dict[str, float]:
    """Everything the router hears of a message, by name."""
    reading = forms.read(message)
    cues = {name: float(bool(cue.search(message))) for name, cue in _CUES.items()}
    head = {f"head {label}": float(np.log(findings.routes.get(label, 0.0) + FLOOR)) for label in LABELS}
    clauses = {
        f"clause {route}": sum(hit.score * named.get(route, {}).get(hit.clause_id, 0.0) for hit in findings.hits)
        for route in ROUTES
    }
    asked = {
        "yes or no": float(reading.yes_or_no),
        "statement": float(reading.form is Form.STATEMENT),
        "obligation": float(reading.form is Form.OBLIGATION),
        "permission": float(reading.form is Form.PERMISSION),
        "question mark": float("?" in message),
        "length": min(len(message.split()), 40) / 40,
    }
    scope = {name: findings.signals.get(name, 0.0) for name in ("scope", "scope_words")}
    crossed = {
        f"{name} and {other}": cues[other] * value
        for other in ("superior", "oneself")
        for name, value in {**cues, **head}.items()
        if name != other
    }
    shaped = {
        f"{name}, {shape}": asked[shape] * value
        for shape in ("yes or no", "statement")
        for name, value in {**head, **clauses}.items()
    }
    return cues | head | clauses | asked | scope | crossed | shaped | _votes(findings)


def _votes(findings: Findings) -> dict[str, float]:
    """The nearest examples' say for each route, and how near the nearest of each is."""
    votes = dict.fromkeys((f"vote {label}" for label in LABELS), 0.0)
    nearest = dict.fromkeys((f"nearest {route}" for route in ROUTES), 0.0)
    for near in findings.neighbours[:NEAREST]:
        label = near.example.route or NONE
        votes[f"vote {label}"] += near.weight
        if label != NONE:
            nearest[f"nearest {label}"] = max(nearest[f"nearest {label}"], near.similarity)
    total = sum(votes.values())
    return nearest | {name: vote / total if total else 0.0 for name, vote in votes.items()}
