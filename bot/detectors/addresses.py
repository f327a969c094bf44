"""Where somebody lives: streets with a house's number, flats, and postcodes."""

from __future__ import annotations

import re
from functools import partial

from bot.detectors.forms import Place, form, pattern
from bot.model import Kind

_PLAIN = r"(?:street|st|road|rd|lane|ln|close|avenue|ave|crescent|cres|terrace|drive)"
_STREET = rf"""(?:{_PLAIN}|cl|av|dr|way|walk|court|ct|place|pl|row|rise|yard|gardens?|gdns|grove|hill|square|sq|mews|
    park|green|passage|bank|paddocks?|view|side|cottages?|wharf|quay|mead|meadows?|croft|fold|parade|broadway|nook|
    brow|vale|villas?|chase|drove|common|heights|end|boulevard|blvd|alley|path|dene|garth|ginnel|wynd|brae|loan)"""
_POSTCODE = r"(?:gir[ ]?0aa|[a-z]{1,2}\d[a-z\d]?[ ]{0,2}\d[abd-hjlnp-uw-z]{2})"
_HOUSE = r"\d{1,4}[a-z]?(?:[ ]?[-/][ ]?\d{1,4}[a-z]?)?"
_UNIT = r"(?:(?:flat|apartment|apt\.?|unit|suite)[ ]\w{1,4},?[ ])"
_HALL = r"(?-i:(?:The[ ][A-Z]\w{1,20}|[A-Z][\w'’]{1,20}[ ](?:House|Court|Lodge|Cottage|Farm|Mill|Barn)),[ ])"
_NAME = r"(?-i:[A-Z][\w'’-]{1,20}|of|the|y|St\.?)"
_TAIL = rf"(?:,?[ ](?-i:[A-Z][a-z]{{2,20}})(?=,|[ ]{_POSTCODE}))?(?:,?[ ]{_POSTCODE}\b)?"
_FUNCTION = pattern(
    r"""\b(?:a|an|my|our|your|his|her|their|per|by|in|for|from|and|or|minutes?|mins?|miles?|hours?|days?|years?|yards?|
    metres?|times?|people|of[ ]them|down|up|along|more|other|busy|quiet|good|long|little|big|at|to|across|into)\b"""
)
_BUSINESS = pattern(
    r"""\b(?:shops?|stores?|branch|pharmacy|office|depot|nursery|co-?op|society|
    funeral[ ]home|café|cafe|restaurant|salon|clinic|
    surgery|hall|church|school|warehouse|hub|foodbank|food[ ]bank|pub|gallery|museum|library|theatre|hotel|hospital|
    (?:re-?)?open(?:s|ing|ed)?|closes?|closed|bakery|butcher'?s|market|
    visit[ ]us|find[ ]us|pop[ ]in|call[ ]in|event|venue)\b"""
)
_ITS_OWN = pattern(
    r"""[ ,(:-]{0,4}(?:is[ ])?(?:where[ ])?(?:(?:the|our|your)[ ])?(?:(?:new|local|old|other)[ ])?
    (?:shops?|stores?|branch|pharmacy|depot|nursery|café|cafe|address|(?:re-?)?opens?|is[ ]open|closes?|closed)\b"""
)
_HOME = pattern(
    r"""\b(?:liv(?:e|es|ing|ed)|moved|home|house|round[ ](?:to|at|ours)?|ours|mine|mrs?|ms|miss|dr|knock|neighbours?|
    addressed?|deliver(?:ed|y)?|collect|send|flat|key[ ]?safe|owner|resident|he['’]?s|she['’]?s|they['’]?re)\b"""
)


def _somebodys(place: Place) -> bool:
    """Not said to be a place of business, or said to be a home all the same."""
    if _HOME.search(place.before + " " + place.after):
        return True
    same_sentence = re.split(r"[.!?;](?= )", place.before)[-1]
    return not _BUSINESS.search(same_sentence) and not _ITS_OWN.match(place.after)


def _in_small_letters(place: Place) -> bool:
    return not _FUNCTION.search(place.value) and _somebodys(place)


_address = partial(form, Kind.PERSONAL_DATA, "postal_address", "[address]")

ADDRESSES = (
    _address(
        rf"""(?<![\w£$.,:/-]) {_UNIT}? {_HALL}? {_HOUSE},?[ ]
        (?:{_NAME}[ ]){{1,4}} {_STREET}\b\.? {_TAIL}""",
        _somebodys,
    ),
    _address(
        rf"(?<![\w£$.,:/-]) {_UNIT}? {_HOUSE}[ ](?:[a-z'’-]{{2,20}}[ ]){{1,2}}{_PLAIN}\b {_TAIL}",
        _in_small_letters,
        0.8,
    ),
    _address(rf"(?<![\w£$.,:/-]) {_UNIT}? {_HOUSE}[ ]The[ ](?-i:[A-Z])[a-z]{{3,20}}\b {_TAIL}", _somebodys, 0.8),
    _address(rf"(?<!\w) {_UNIT} {_HALL} (?:{_NAME}[ ]){{1,3}} {_STREET}\b {_TAIL}", _somebodys),
    _address(r"(?<!\w) \d{1,4}[ ]/[ ]\d{1,4}[ ](?-i:[A-Z])[a-z]{2,20}[ ]st(?:reet)?\b", _somebodys),
    form(
        Kind.PERSONAL_DATA,
        "postcode",
        "[postcode]",
        rf"(?<![\w-]) {_POSTCODE} (?![\w-])",
        _somebodys,
        0.9,
    ),
)
