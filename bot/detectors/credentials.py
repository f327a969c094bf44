"""Passwords, and codes that open doors, alarms, safes, tills and accounts."""

from __future__ import annotations

import re
from functools import partial

from bot.detectors.forms import Place, digits, form, pattern
from bot.detectors.tokens import TOKENS
from bot.model import Kind

_PIN = r"""(?: (?:[a-z][ ,-]{0,2})? \d(?:[ ,-]{0,2}\d){2,7}
    (?:[ ]?[#*] | (?<=\d\D\d\D\d\D\d) | (?<=\d\d-\d\d) | (?<=\d{4})[a-z]?\b)
    (?!\w | [.:,/]\d | [ ]?(?:%|am\b|pm\b|hrs\b)))"""
_IS = r"(?:[^\w\n£$.!]|is\b|was\b|are\b|'s\b|s\b|still\b|now\b|just\b|only\b|on\b|set[ ]to\b|says\b|reads\b|the\b|=|->)"
_GROUP = r"(?:[a-z\d]{3,8}(?:-[a-z\d]{3,8}){1,5}|\d{3,4}[ ]\d{3,4}|(?=[a-z]{0,11}\d)[a-z\d]{4,12})"
_AND = r"(?:,?[ ]and[ ]|,[ ]|[ ])"
_LOCKS = r"""(?:doors?|gates?|alarms?|safes?|key[ -]?safes?|keypads?|padlocks?|locks?|shutters?|cabinets?|lockers?|
    tills?|override|garage|store[ ]?room|stock[ ]?room|staff[ ]?room|cash[ ]office|key[ ]?box|lock[ ]?box|handhelds?)"""
_CODES = r"""(?:pins?|p\.i\.n\.?|pass[ ]?codes?|pass[ ]?keys?|codes?|combo|combination|unlock[ ]code|unlock(?=:)|
    key[ ]?codes?|pin[ ](?:code|number)|(?:lock[ ]?box|key[ -]?safe|keypad|entry|door|gate|alarm)[ ]number)"""
_OTHER_CODES = re.compile(
    r"(?:error|bar|zip|post|area|dialling|country|product|promo\w*|discount|voucher|sort|colou?r|dress|highway|qr|"
    r"referral|item|sku|tax|offer|coupon|source|morse|hex|security)[ -]{0,2}codes?\W{0,3}(?:is )?$|"
    r"\bto pin|\bpins? (?:and|or)\b",
    re.IGNORECASE,
)
_BARGAINS = pattern(r"\b(?:(?:\d%|\d|money)[ ]off|discount|checkout|promo\w*|half[ ]price|free[ ]delivery|deals?)\b|%")
_LOCKED = pattern(
    rf"\b(?:{_LOCKS}|{_CODES}|building|room|office|entrance|buzzer|floor|getting[ ]in|let[ ]yourselves?[ ]in|push)\b"
)
_LOGIN = pattern(
    r"""\b(?:passwords?|pass[ ]?phrase|pw|pwd|log(?:s|ged)?[ -]?(?:in|on|ins)|sign[ ]in|wi-?fi|post-?it|sticky[ ]note|
    username|user|admin|pc|laptop|server|system|account|network)\b"""
)
_ACCOUNTS = frozenset("admin administrator operator user staff manager supervisor guest root test".split())
_WORDS = frozenset(
    """the a an my your our their his her its it is was been being be to for of on in at by and or not no with that
    this these same id ids name names again safe secure strong weak wrong expired expiring changed changing reset
    resets resetting required incorrect invalid needed please policy protected protection manager managers hint
    hints sharing hygiene fatigue day number numbers one ones thing things yet today tomorrow soon now never always
    only just like what why how when who if so too very really about from into out up down off over help page box
    field screen prompt word words rules first last old new next still also reminder email link letter different
    longer shorter better gone stolen leaked forgotten known lost public private secret available working broken
    going getting written stuck everyone anyone nobody anything something everything nothing you me us them as
    because than then there here but""".split()
)


def _opens(place: Place) -> bool:
    """A code that opens something, not the sort that sells, dials or sorts."""
    if _OTHER_CODES.search(place.before) or re.search(r"[£$€]$", place.before):
        return False
    return not _BARGAINS.search(place.after)


def _no_year(place: Place) -> bool:
    return _opens(place) and not re.fullmatch(r"(?:19|20)\d\d", place.value)


def _no_bargain(place: Place) -> bool:
    return not _BARGAINS.search(place.after)


def _by_a_lock(place: Place) -> bool:
    return _opens(place) and bool(_LOCKED.search(place.before + " . " + place.after))


def _secret(place: Place) -> bool:
    """What stands where a password does and looks like one: a digit, a sign or odd capitals in it."""
    word = place.value.strip("'\".,!?;:)(")
    if word.lower() in _WORDS or len(word) < 4:
        return False
    inside = any(not c.isalpha() and c not in "'’-" for c in place.value.rstrip(".,;:!?)")) or "-" in word[1:-1]
    if inside or any(map(str.isupper, word[1:])):
        return True
    return word[:1].isupper() and bool(re.search(r"(?:\bis|'s|\bwas|still|now|[:=])\s?['\"]?$", place.before))


def _odd(place: Place) -> bool:
    """Not a word: letters, and a digit or sign among them."""
    return bool(re.search(r"[A-Za-z]{2}", place.value)) and bool(re.search(r"\d|\w[!#$%&*_@-]+\w", place.value))


def _quoted(place: Place) -> bool:
    return place.value.lower() not in _WORDS


def _mixed(place: Place) -> bool:
    """Letters and digits run together, longer than a size or an ordinal, where something is logged in to."""
    word = place.value
    letters = sum(map(str.isalpha, word))
    if (
        letters < 3
        or _OTHER_CODES.search(place.before)
        or not digits(word)
        or not _LOGIN.search(place.before + " . " + place.after)
    ):
        return False
    return not re.fullmatch(r"\d+(?:st|nd|rd|th|am|pm|hrs?|mins?|kg|ml|miles|pack)s?", word, re.IGNORECASE)


def _by_a_login(place: Place) -> bool:
    return bool(_LOGIN.search(place.before))


def _pair(place: Place) -> bool:
    """A user's name and a password with a stroke between, not two words to choose from."""
    name, word = (half.strip() for half in place.value.split("/"))
    if re.fullmatch(r"[A-Za-z]{4,}\d{2,}[!?*#]?", word) and not re.search(r"[A-Z ]{3}", name):
        return True  # nothing else is written so
    if name.lower() not in _ACCOUNTS and not _LOGIN.search(place.before):
        return False
    return bool(digits(word)) or bool(re.search(r"[_.]", name)) or bool(re.search(r".[A-Z]|!", word))


_code = partial(form, Kind.CREDENTIAL, "access_code", "[code]")
_password = partial(form, Kind.CREDENTIAL, "password", "[password]")
_TO = r"(?:[ ](?:for|to|on|by|near|behind|at)[ ](?:\w[\w'-]{0,15}[ ]?){1,5}?)?"

CREDENTIALS = (
    *TOKENS,
    form(
        Kind.CREDENTIAL,
        "recovery_code",
        "[recovery code]",
        rf"""\b(?:recovery|back-?up|2fa|mfa|verification|security|one[ -]time|otp|authenticator|log[ ]?in)[ ]
        (?:codes?|keys?) {_IS}{{0,5}} ({_GROUP}) (?:{_AND}({_GROUP}))? (?:{_AND}({_GROUP}))? (?![\w-])""",
        lambda place: bool(digits(place.value)),
    ),
    form(
        Kind.CREDENTIAL,
        "booking_code",
        "[booking reference]",
        r"""\b(?:booking|reservation|boarding[ ]pass|confirmation|e-?ticket|ticket|gift[ ]?(?:card|voucher)|pnr|
        tracking|collection|locator)[ ](?:ref(?:erence)?|number|no\.?|code|id)\b(?:[^\w\n]|is\b|was\b){0,4}
        ((?-i:[A-Z\d][A-Z\d-]{4,24}))(?!\w)""",
        _no_bargain,
    ),
    form(
        Kind.CREDENTIAL,
        "booking_code",
        "[booking reference]",
        r"\b(?:booking|reservation|boarding[ ]pass)[ :]{1,2}((?-i:(?=[A-Z]{0,6}\d)[A-Z\d]{5,10}))(?!\w)",
        _opens,
    ),
    _password(r"\b[\w.+-]{1,40}@[\w.-]{3,60}[ ]?/[ ]?([^\s/]{4,40}\w)"),
    _password(
        r"""\b(?:log(?:s|ged)?[ ]?(?:in|on)|user(?:name)?|sign[ ]in)\b(?:[^\w\n]|is\b|as\b|with\b|'s\b){0,5}
        ([^\s/,]{2,40}[ ]?/[ ]?[^\s/,]{3,40}\w)""",
        lambda place: place.value.lower().replace(" ", "") not in {"and/or", "on/off"},
    ),
    form(
        Kind.CREDENTIAL,
        "username",
        "[user name]",
        r"""\b(?:log(?:s|ged)?[ ]?(?:in|on)|login|user(?:[ ]?name)?)\b(?:[ ](?:is|as|with)|[:,]|'s)?[ ]
        ([\w.@-]{2,40}),?[ ](?:and[ ])?(?:the[ ])?(?:pass(?:word)?|pw|pwd|pin)\b""",
        _quoted,
    ),
    _password(r"(?<![\w/.:])([a-z][\w.-]{2,30}[ ]?/[ ]?[\w!#&@$%*-]{4,30})(?![\w/])", _pair),
    _code(rf"\b(?:{_CODES}){_IS}{{0,6}}({_PIN})", _opens),
    _code(rf"\b{_CODES}\b[^.\n]{{1,80}}?(?:[ ]is|'s|:|=|,)[ ](?:still[ ]|now[ ]|just[ ])?({_PIN})", _opens, 0.9),
    _code(
        rf"\b{_LOCKS}{_TO}(?:'s|[ ]?:|[ ]is|[ ]?=|[ ]?->|[ ]wants?|[ ]needs|[ ]takes|[ ]opens[ ]with|[ ]opens[ ]to)"
        rf"[ ]?(?:still[ ]|now[ ]|on[ ]|just[ ]|want[ ])?({_PIN})(?:[ ](?:or|and)[ ]({_PIN}))?",
        _opens,
    ),
    _code(rf"\b{_LOCKS}\b[^.\n]{{0,25}}?[ ](?:still[ ])?(?:wants?|it's)[ ]({_PIN})", _opens, 0.8),
    _code(
        rf"\b(?:press(?:ing)?|hit|disarm(?:s|ed)?[ ]with|tap|punch(?:[ ]in)?|type|key[ ]in|enter|put[ ]in|"
        r"opens?[ ]with|unlocks?[ ]with)(?:[ ](?:hash|star|clear|c|set|[#*])[ ](?:and[ ])?then)?"
        rf"[ ](?:in[ ])?({_PIN})(?:[ ]and[ ]then[ ](\d{{4,8}}\b))?",
        _opens,
    ),
    _code(
        rf"""(?<![\w£$.,:/-])({_PIN})[ ]?,?[ ](?:and[ ])?(?:then|followed[ ]by)[ ](?:the[ ])?
        (?:set|unset|push|press|star|hash|enter|tick|cross|click|turn|a?[ ]?[#*b]\b)""",
        _opens,
    ),
    _code(
        rf"(?<![\w£$.,:/-])({_PIN})[ ](?:on|in|into|for|opens|unlocks)[ ](?:the[ ])?(?:\w{{1,12}}[ ])?{_LOCKS}\b",
        _opens,
    ),
    _code(rf"\b(?:{_LOCKS}|{_CODES})\b[^.\n]{{0,20}}?[ ]from[ ]({_PIN})[ ]to[ ]({_PIN})", _opens),
    _code(rf"\b(?:padlock|key[ -]?safe|keypad|lock[ ]?box|alarm(?:[ ](?:on|off))?)[ ]=?[ ]?({_PIN})", _opens, 0.9),
    _code(r"(?<![\w£$.,:/#-])(\d{4,8}[ ]?[#*])(?![\w#*])", _opens),
    _code(r"\b(?-i:C\d{3,5}[XYZ])\b", _opens, 0.9),  # how mechanical locks number their buttons
    _code(r"\b(?-i:[A-Z]\d{4}[A-Z]?|\d{4}[A-Z])\b", _by_a_lock),
    _code(r"(?<![\w£$.,:/-])\d{1,2}-\d{1,2}-\d{1,2}(?:-\d)?(?![\w/-])", _by_a_lock, 0.9),
    _code(rf"\b{_LOCKS}\b[^.\n]{{0,15}}?[ ](?:on|with)[ ]({_PIN})", _no_year, 0.9),
    _code(rf"\b(?:changed|reset|switched|set)\b[^.\n]{{0,20}}?[ ](?:from|to)[ ]({_PIN})", _by_a_lock, 0.9),
    _code(rf"\b{_CODES}[ ](?:for|to|on|of)[ ](?:the|my|our)[ ](?:\w{{1,12}}[ ]){{1,3}}?({_PIN})", _no_year, 0.9),
    _code(
        rf"""(?<![\w£$.,:/-])({_PIN})(?:'s|[ ]is|[ ]was)[ ](?:still[ ]|now[ ])?(?:the|our|my|your)[ ]
        (?:\w{{1,12}}[ ]){{0,3}}?(?:{_CODES}|{_LOCKS})\b""",
        _opens,
    ),
    _code(
        rf"""(?<![\w£$.,:/-])({_PIN})[ ](?:(?:will[ ])?(?:gets?|lets?)[ ](?:you|me|us|anyone|everyone)[ ]in|
        (?:turns?|knocks?)[ ](?:off[ ])?(?:the[ ])?alarm)\b""",
        _opens,
    ),
    _code(rf"\b(?:in|open|off)[ ](?:with|using)[ ]({_PIN})", _by_a_lock, 0.9),
    _code(rf"\bit's[ ](?:still[ ]|now[ ]|just[ ])?({_PIN})", _by_a_lock, 0.9),
    _password(
        rf"""\b(?:pass[ ]?words?|pass[ ]?phrase|pass[ ]?codes?|p/?w|pwd|pass(?='s|[ ]is|:|[ ]?=)|
        wi-?fi(?:[ ](?:key|code))?|
        (?:network|wpa2?|router|hotspot)[ ](?:key|password|code))
        (?:{_TO}(?:is\b|was\b|says\b|reads\b|'s\b|:|=))?(?:{_IS}){{1,6}}['"]?([^\s'",]{{4,60}})""",
        _secret,
    ),
    _password(
        r"""(?<!\S)([^\s'",]{5,40})(?:'s|[ ]is|[ ]was)[ ](?:still[ ]|now[ ])?(?:the|our|my|her|his|their|your)[ ]
        (?:[\w-]{1,12}[ ]){0,3}?(?:pass[ ]?word|wi-?fi|pw|log[ ]?in)\b""",
        _odd,
    ),
    _password(
        r"\bpass[ ]?(?:words?|phrase|code)\b[^.\n'\"]{0,30}(?<!\w)['\"]([^'\"\s]{4,40})['\"](?!\w)", _quoted, 0.8
    ),
    _password(r"(?<![\w£$@./#-])(?=[\w!&@#_-]{0,20}\d)[a-z][\w!&@#_-]{4,40}(?<![-_])(?![\w@/])", _mixed, 0.8),
    _password(r"(?<![\w£$@./#-])[a-z]{3,20}[!#$%&*][a-z\d]{3,20}(?![\w@/])", _by_a_login, 0.8),
)
