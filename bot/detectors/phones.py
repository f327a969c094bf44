"""Telephone numbers and where they lead: a person's are reported, a shop's or a helpline's are not."""

from __future__ import annotations

import re
from functools import partial

import phonenumbers

from bot.detectors.forms import Place, digits, form, pattern
from bot.model import Kind

_PUBLIC = pattern(
    r"""\b(?:shops?|stores?|branch(?:es)?|pharmacy|counter|reception|front[ ]desk|desk|kiosk|office|offices|team|
    customer[ ](?:line|services?|support|care|relations)|helpline|hot[ ]?line|switchboard|enquir\w+|bookings?|
    box[ ]office|depot|nursery|school|surgery|clinic|hospital|council|charity|appeal|funeral[ ]home|the[ ]home|
    head[ ]office|support[ ]centre|contact[ ]centre|samaritans|careline|freephone|crimestoppers|press[ ]office|
    gatehouse|security|fire[ ]brigade|police|advice[ ]line|careers)\b(?!['’]s[ ](?:home|mobile))"""
)
_PERSONAL = pattern(
    r"""\b(?:mobile|mob|cell|whatsapp|home[ ](?:number|phone)|at[ ]home|landline|personal|private|
    my[ ](?:number|new|phone|mum|dad|sister|brother|wife|husband)|(?:his|her|their)\b|(?:me|him|her|them)[ ]on)\b"""
)
_SHOPS_OWN = pattern(
    r"\b(?:shop|store|branch|pharmacy|counter|nursery|depot|office|team)(?:['’]s)?[ ](?:mobile|phone)\b"
)
_PUBLISHED = pattern(
    r"""\b(?:on[ ]the[ ](?:door|website|poster|leaflet|advert|back[ ]of)|some(?:one|body)|shops?|stores?|branch|
    pharmacy|between[ ]\d|open|weekdays)\b"""
)
_SERVICES = ("03", "0500", "080", "084", "087", "09")
"""How British numbers begin that belong to no person."""
_AREAS = ("01", "02", "055", "056", "07", "081", "082", "083", "085", "086", "088", "089")
_SAID = r"""\b(?:call|ring|rings?|phone|tel|telephone|mob|mobile|cell|fax|desk|office|text|texts|whatsapp|bell|reach|
    answering|messages?|number|no|landline|contact|sms|dial|home|work|direct)\b"""


def digits_dialled(value: str) -> str:
    """A British number as it is dialled at home, whatever way it was written; others with their country's code."""
    dialled = re.sub(r"^00(?=[1-9])", "+", value.strip()).replace("(0)", "")
    number = digits(dialled)
    return "0" + number[2:].lstrip("0") if dialled.startswith("+44") else number


def _of_a_person(place: Place) -> bool:
    """Whether a British number is somebody's own: not one of a service's, nor said to be a shop's."""
    number = digits_dialled(place.value)
    if not number.startswith(_AREAS) or _SHOPS_OWN.search(place.before):
        return False
    if number.startswith("07") or _PERSONAL.search(place.before):
        return True
    return not _PUBLIC.search(place.before) and not _PUBLISHED.search(place.after)


def _possible(place: Place) -> bool:
    try:
        parsed = phonenumbers.parse(re.sub(r"^00", "+", re.sub(r"\(0\)", "", place.value)), None)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_possible_number(parsed)


def _plausible(place: Place) -> bool:
    """Seven to twelve digits in groups, where a telephone is spoken of."""
    number = digits(place.value)
    if not 7 <= len(number) <= 16 or number.startswith(_SERVICES):
        return False
    if number.startswith(_AREAS) and len(number) > 9 and not _of_a_person(place):
        return False
    return not re.search(
        r"[£$€#]$|\b(?:account|acc|card|ref|order|member\w*|sort code|charity|"
        r"company|serial|product|batch|item|model|vat)(?: (?:number|no))?\W*$",
        place.before,
        re.IGNORECASE,
    )


_phone = partial(form, Kind.PERSONAL_DATA, "phone_number", "[phone number]")

PHONES = (
    _phone(
        r"""(?<![\w£$€+./-]) (?: (?:\+|00)[ ]?44 [ .-]{0,2} (?:\(0\))? | \(?0 )
        (?:[ .()-]{0,2}\d){9,10} (?![\d£]|[ .-]?\d{3})""",
        _of_a_person,
    ),
    _phone(r"(?<![\w+]) \+ [1-9] (?:[ .()/-]{0,2}\d){6,14} (?:[ ]?(?:x|ext\.?)[ ]?\d{1,5})? (?!\w)", _possible),
    _phone(r"(?<![\w.-]) 00 [1-9] (?:[ .-]?\d){8,13} (?!\w)", _possible),
)
"""Numbers that say themselves what they are."""

SAID_TO_BE_PHONES = (
    _phone(
        r"""(?<![\w+.-]) (?:\(\d{3}\)[ ]?|\d{3}[.-])\d{3}[.-]\d{4} (?:[ ]?(?:x|ext\.?)[ ]?\d{1,5})? (?!\w|-\d)""",
        _plausible,
    ),
    _phone(
        _SAID
        + r"""[^\w\n]{0,4} (?:(?:is|me|on|at|to|us|him|her|them|my|registered|number)[^\w\n]{1,3}){0,3} \n?
        (\(?\d{2,5}\)?(?:[ .-]{1,2}\d{2,8}){1,5}|\d{7,12}) (?![\w£%]|[.,]\d)""",
        _plausible,
        0.9,
    ),
    _phone(
        r"^[ >]{0,4} (\(?\d{2,4} (?:[ .()-]{1,2}\d{2,4}){2,4}) [ -]{0,2} (?:office|fax|mobile|home|work)?\b",
        _plausible,
        0.9,
    ),
)
"""Numbers that are called a telephone, or are written as one in America."""
