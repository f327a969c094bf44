"""Other people's work passed on: taken from somewhere, whole, or with its maker's name off."""

from __future__ import annotations

from functools import partial

from bot.detectors.allowed import CREDIT
from bot.detectors.forms import Place, form, pattern
from bot.model import Kind

_TOOK = r"""(?:nick(?:ed)?|pinch(?:ed)?|borrow(?:ed)?|lift(?:ed)?|ripp?(?:ed)?|robbed|stole|stolen|grabb?(?:ed)?|
    pull(?:ed)?|swiped|cop(?:y|ied)|download(?:ed)?|traced|screen-?shott?(?:ed)?|scann?(?:ed)?|photocop(?:y|ied)|
    taken|recorded|typed|got|screenshot)"""
_WORK = r"""(?:photos?|photographs?|pics?|pictures?|images?|cartoons?|illustrations?|artwork|drawing|painting|map|
    meme|poster|graphics?|infographic|poem|lyrics|song|track|recipe|pattern|article|chapter|clip|video|worksheets?)"""
_SOURCE = r"""(?:google(?:[ ]images)?|the[ ](?:internet|web|net|telly|tv|radio|search[ ]results)|pinterest|youtube|
    instagram|insta|tiktok|facebook|shutterstock|netflix|spotify|wikipedia|(?:an?|the|some|someone['’]?s?|
    somebody['’]?s?|another|this|that|his|her|their|my|our|your|its)[ ](?:[\w'’-]{1,20}[ ]){0,4}(?:site|website|blog|
    page|book|textbook|magazine|mag|leaflet|booklet|article|paper|channel|account|instagram|photographer|artist|
    illustrator|author|atlas|anthology|album|guide|guidebook|film|soap|advert|publisher|stock[ ]site))"""
_WHOLE = r"(?:the[ ])?(?:whole|full|entire|complete)(?:[ ](?:of|thing|lot))?(?:[ ](?:the|that|a))?"
_LONG = r"""(?:chapters?|books?|textbook|novel|article|film|movie|album|song|track|poem|lyrics|episode|text|set|
    scheme|guidebook|magazine|paper|course|chart[ ]song|concert|gig|show|series|single)"""
_MINE = pattern(
    r"""\b(?:my[ ]own[ ](?:photo|pic|picture|words|work|recipe|drawing)|all[ ](?:mine|my[ ]own)|i[ ](?:took|drew|
    wrote|made)[ ]it|we[ ](?:took|made)|permission|licen[cs]e[ ](?:bought|paid|attached)|bought[ ]the[ ]licen[cs]e|
    public[ ]domain)\b"""
)


def _uncredited(place: Place) -> bool:
    around = place.before + place.value + place.after
    return not CREDIT.search(around) and not _MINE.search(around)


_copied = partial(form, Kind.COPYRIGHT, "uncredited", "")

COPIED = (
    _copied(rf"\b{_TOOK}\b[^.!?\n]{{0,40}}?\b(?:off|from|out[ ]of)[ ]{_SOURCE}\b", _uncredited, 0.8),
    _copied(
        rf"""\b{_WORK}[^.!?\n]{{0,25}}?\b(?:off|from|by)[ ](?:google(?:[ ]images)?|the[ ](?:internet|web|net|telly)|
        pinterest|an?[ ](?:image[ ]search|google[ ]search))\b""",
        _uncredited,
        0.8,
    ),
    _copied(r"\bcame[ ]up[ ]on[ ]an?[ ]image[ ]search\b", _uncredited, 0.8),
    _copied(
        r"""\b(?:scann?ed|photocopied|typed(?:[ ](?:up|out))?|ripped|uploaded)[ ](?:up[ ]|out[ ])?(?:the[ ](?:lot|
        whole|full)|all|it[ ]all|the[ ]entire|every[ ]page|\d+[ ]pages)\b[^.!?\n]{0,30}""",
        _uncredited,
        0.8,
    ),
    _copied(
        rf"""\b{_WHOLE}[ ](?:[\w'’-]{{1,20}}[ ]){{0,5}}?{_LONG}\b[^.!?\n]{{0,50}}?\b(?:below|here|pasted|comments|
        link|pdf|download|scanned|free|screenshots?|typed|ripped|laptop|watch|word[ ]for[ ]word)\b""",
        _uncredited,
        0.8,
    ),
    _copied(
        r"""\b(?:all|full)[ ](?:\d{1,3}[ ])?(?:patterns|verses|episodes|chapters|MP3s|albums)\b[^.!?\n]{0,40}""",
        _uncredited,
        0.6,
    ),
    _copied(
        r"""\b(?:pirated?|dodgy|illegal|cracked)[ ](?:streams?|copy|copies|box|stick|firestick|download|link)\b|
        \btorrents?\b|\bfull[ ]rip\b|\bripped[ ]off[ ](?:youtube|the[ ]telly|netflix|sky)\b"""
    ),
    _copied(
        r"\bpaywall(?:ed)?\b[^.!?\n]{0,50}|\b(?:full|whole)[ ]article[ ][^.!?\n]{0,20}pasted\b[^.!?\n]{0,40}",
        _uncredited,
        0.8,
    ),
    _copied(
        r"""\b(?:cropp?(?:ed|ing)?|cut|took|taken|removed?|blurr?ed|rubbed|scrubbed|
        edited)\b[^.!?\n]{0,30}?\b(?:watermarks?|signature|logo|(?:his|her|their|the|artist['’]?s?|
        author['’]?s?)[ ]names?|author|publisher)(?:[ ](?:off|out|blurred))?\b""",
        certainty=0.8,
    ),
    _copied(
        r"""\b(?:logo|watermark|signature)(?:[ ](?:is|was))?[ ](?:blurred|cropped|cut|still[ ](?:on|
        over))\b[^.!?\n]{0,15}"""
    ),
    _copied(
        r"""\b(?:put|swapped?)[ ](?:[\w'’-]{1,12}[ ]){0,4}my[ ](?:own[ ])?name[ ](?:on|to|in|instead|
        under)\b[^.!?\n]{0,20}""",
        _uncredited,
        0.7,
    ),
    _copied(
        r"""\b(?:no[ ]idea|don['’]?t[ ]know|not[ ]sure|forget|who[ ]knows|dunno|never[ ]asked|haven['’]?t[ ]asked|
        asked[ ]nobody|didn['’]?t[ ]ask)[^.!?\n]{0,12}?\b(?:whose(?=[ ](?:it|this|that)\b|[^\w ]|$)|
        who[ ](?:wrote|drew|took|made|owns|did)|
        (?:about[ ])?(?:the[ ])?(?:rights|licen[cs]\w*|copyright))\b[^.!?\n]{0,20}""",
        _uncredited,
        0.8,
    ),
    _copied(
        r"""\b(?:copied|typed|taken|lifted|it['’]s|is|
        are)(?:[ ][\w'’-]{1,12}){0,3}[ ]word[ ]for[ ]word\b[^.!?\n]{0,50}""",
        _uncredited,
        0.8,
    ),
)
