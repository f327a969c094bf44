"""Numbers that stand for a person or their money, each with the check that its issuer gives it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from stdnum import iban, luhn
from stdnum.gb import nhs

from bot.detectors.forms import Place, digits, form, pattern
from bot.model import Kind

_LINK = r"""(?:[ ]{0,2}(?:is|was|are|no\b\.?|numbers?|num|id|ref\b|ending|code|the|mine|hers|his|yours|'s|=|:|\#|-|,))
    {0,4}[ ]{0,2}"""
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}"
_DAY = rf"""(?:\d{{1,2}}[ ]?[./-][ ]?\d{{1,2}}[ ]?[./-][ ]?(?:\d{{4}}|\d{{2}}) | (?:19|20)\d\d-\d\d-\d\d |
    \d{{1,2}}(?:st|nd|rd|th)?[ ](?:of[ ])?{_MONTH},?[ ](?:\d{{4}}|'?\d{{2}}) |
    {_MONTH}[ ]\d{{1,2}}(?:st|nd|rd|th)?,?[ ]\d{{4}})(?![\d/-])"""
_REFERENCES = r"""(?:staff|colleague|emp(?:loyee)?|payroll|personnel|member(?:ship)?|loyalty|account|acc|customer|
    patient|hospital|policy(?:holder)?|contract|parcel|order|case|claim|pupil|student|pass|badge|dividend|share|meter|supply|
    tenancy|tenant|prescription|plan|loan|smart[ ]?card)(?:[ ](?:card|account))?(?:'s)?"""
_DIALLED = re.compile(r"0[12378][\d -]{8,12}$")
_CODE = r"(?-i:[A-Z-]{0,4}\d[A-Z\d/-]{0,18}(?:[ ](?=[A-Z-]{0,4}\d)[A-Z\d-]{1,12}){0,4})(?!\w|,\d)"
_OF_A_THING = pattern(
    r"""\b(?:charity|company|serial|product|batch|registered|registration|item|model|part|vat|isbn|phone|lottery|
    winning|ticket|flight|page|room|branch|shop|store|home['’]?s?|hotline|its|ofsted)[ ]
    (?:number|no\.?|code)?[ :]{0,2}$"""
)
_CARD = pattern(r"\b(?:card|cards|visa|mastercard|amex|debit|credit|maestro|cc)\b")
_MEMBER = pattern(r"\b(?:members?|membership|loyalty|points|dividend|card)\b")
_PAPERS = pattern(r"\b(?:maiden[ ]name|place[ ]of[ ]birth|passport|birth[ ]certificate|nhs[ ]no|nhs[ ]number)\b")
_PLATES = pattern(r"\b(?:reg|registration|plates?|car|van|lorry|drive[rn]?|parked|fiesta|corsa|bmw|audi|golf|focus)\b")


def _card(place: Place) -> bool:
    number = digits(place.value)
    return 12 <= len(number) <= 19 and not number.startswith("00") and len(set(number)) > 1 and luhn.is_valid(number)


def _named_card(place: Place) -> bool:
    """A card's number with a digit wrong is a card's number still, where it is called one."""
    return 15 <= len(digits(place.value)) <= 19 and bool(_CARD.search(place.before))


def _insured(place: Place) -> bool:
    letters = "".join(filter(str.isalpha, place.value)).upper()
    return letters[:2] not in {"BG", "GB", "NK", "KN", "NT", "TN", "ZZ"}


def _plate(place: Place) -> bool:
    return place.value.upper() == place.value or bool(_PLATES.search(place.before))


def _older_plate(place: Place) -> bool:
    return place.value.upper() == place.value and bool(_PLATES.search(place.before + place.after))


def _long(least: int) -> Callable[[Place], bool]:
    """A reference has so many digits at least, and counts nothing."""

    def check(place: Place) -> bool:
        return (
            len(digits(place.value)) >= least
            and not _DIALLED.match(place.value)
            and not re.match(r"[%,.]?\d|%|th\b|[ ]?[kp]\b", place.after)
        )

    return check


def _of_somebody(place: Place) -> bool:
    return len(digits(place.value)) >= 7 and not _OF_A_THING.search(place.before) and _long(7)(place)


def _of_a_member(place: Place) -> bool:
    return bool(_MEMBER.search(place.before + place.after))


def _beside_papers(place: Place) -> bool:
    return bool(_PAPERS.search(place.before + place.after)) and not re.search(
        r"\b(?:by|until|till|before|expires?|issued)\W*$", place.before
    )


_form = partial(form, Kind.PERSONAL_DATA)
_reference = partial(_form, "reference_number", "[reference number]")

MONEY = (
    _form(
        "iban",
        "[account number]",
        r"\b[a-z]{2}\d\d[ -]?(?:[a-z\d]{4}[ -]?){2,7}[a-z\d]{1,4}\b",
        lambda p: bool(iban.is_valid(p.value)),
    ),
    _form("payment_card", "[card number]", r"(?<![\w.+£$-])\d(?:[ -]?\d){11,18}(?![\w]|[.-]\d)", _card),
    _form("payment_card", "[card number]", r"(?<![\w.+£$-])\d{4}(?:[ -]?\d{3,6}){2,4}(?!\w)", _named_card),
    _form(
        "card_detail",
        "[card detail]",
        r"\b(?:exp(?:iry|ires|iration)?|valid[ ]thru)[^\w\n]{1,3}(\d\d[ ]?[/-][ ]?\d\d(?:\d\d)?)(?!\d)",
    ),
    _form(
        "card_detail",
        "[card detail]",
        r"\b(?:cvv2?|cvc2?|csc|security[ ](?:code|number)|on[ ]the[ ]back)[^\w\n]{0,3}(?:is[ ])?(\d{3,4})(?![\d-])",
    ),
    _form(
        "bank_account",
        "[bank account]",
        r"""\b(?:sort(?:[ -]?code)?|s/c)[^\w\n]{0,3}(?:is[ ])?(\d\d[ -]?\d\d[ -]?\d\d)(?!\d)
        (?:[^\d\n]{1,20}(\d{7,8})(?!\d))?""",
    ),
    _form("bank_account", "[bank account]", r"(?<![\w/-])(\d{7,8})[^\d\n]{1,12}(\d\d-\d\d-\d\d)(?![\w/-])"),
    _form("bank_account", "[bank account]", r"(?<![\w/-])(\d\d-\d\d-\d\d)[^\d\n]{1,30}(\d{7,8})(?!\w)"),
    _form(
        "bank_account",
        "[bank account]",
        r"\b(?:account|acc|a/c|acct)(?:[ ](?:number|no\.?|num))?[^\w\n]{0,3}(?:is[ ])?(\d{8})(?!\w)",
    ),
)
"""Cards and accounts."""

PAPERS = (
    _form("national_insurance_number", "[NI number]", r"\b[a-z]{2}[ -]?\d\d[ -]?\d\d[ -]?\d\d[ -]?[a-d]\b", _insured),
    _form(
        "nhs_number",
        "[NHS number]",
        r"(?<![\w+£-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\w]|-\d)",
        lambda p: p.value[0] != "0" and bool(nhs.is_valid(p.value)) and "phone" not in p.before.lower(),
    ),
    _form(
        "nhs_number", "[NHS number]", rf"\bnhs(?:[ ](?:number|no\.?))?{_LINK}(\d{{3}}[ -]?\d{{3}}[ -]?\d{{4}})(?!\d)"
    ),
    _form(
        "driving_licence",
        "[licence number]",
        r"""\b[a-z9]{5}[ ]?\d[015678]\d[ ]?\d{3}[ ]?[a-z9]{2}[ ]?\d[a-z]{2}(?:[ ]?\d\d)?\b |
        \b[a-z9]{5}[ ]?\d[015678]\d{4}[ ]?[a-z9]{2}[a-z\d]{3}\b""",
        lambda p: len(digits(p.value)) >= 5,
    ),
    _form(
        "driving_licence",
        "[licence number]",
        rf"""\b(?:driv(?:er|ing)(?:'?s)?[ ])?licen[cs]e{_LINK}
        ([a-z]?\d[\d-]{{5,17}}\w?|[a-z9]{{5}}[ ]?\d{{6}}[ ]?\w{{5}})(?!\w)""",
        _long(6),
    ),
    _form("passport_number", "[passport number]", r"\bpassports?\b[^\d\n]{0,30}?\b([a-z]{0,3}\d{7,9})(?!\w)"),
    _form(
        "date_of_birth",
        "[date of birth]",
        rf"""\b(?:born(?:[ ]on)?|d\.?o\.?b\.?|date[ ]of[ ]birth|birth[ ]?date|birthday)
        (?:[^\w\n]|is\b|it's\b|was\b|the\b|on\b){{0,6}}({_DAY})""",
    ),
    _form(
        "social_security_number",
        "[social security number]",
        r"(?<![\w-])(?!000|666)\d{3}-(?!00)\d\d-(?!0000)\d{4}(?![\w-])",
    ),
    _form("vehicle_registration", "[registration]", r"\b[a-z]{2}\d{2}[ ]?[a-z]{3}\b", _plate),
    _form(
        "vehicle_registration",
        "[registration]",
        r"\b(?:[a-z]\d{1,3}[ ]?[a-z]{3}|[a-z]{3}[ ]?\d{1,3}[a-z])\b",
        _older_plate,
        0.8,
    ),
    _reference(rf"\b{_REFERENCES}[ ]?(?:number|no\.?|num|id|ref(?:erence)?|\#){_LINK}({_CODE})", _long(4)),
    _reference(rf"\b{_REFERENCES}[ :]{{1,2}}(?:is[ ])?({_CODE})", _long(5)),
    _reference(
        rf"\b(?:ref(?:erence)?|urn|crn|uprn|mrn|npi)(?:[ ](?:no\.?|number))?[ :\#.]{{1,3}}(?:is[ ])?({_CODE})", _long(4)
    ),
    _reference(r"(?<![\w£-])\d{4}(?:[ ]\d{4}){2,3}(?!\w)", _of_a_member, 0.9),
    _form("date_of_birth", "[date of birth]", rf"(?<![\w/-]){_DAY}", _beside_papers, 0.8),
    _reference(rf"\b(?:number|no\.|no)[ :]{{1,2}}(?:is[ ])?({_CODE})", _of_somebody, 0.8),
)
"""What the state or an employer numbers people by."""
