"""Where somebody is reached online: mail, profiles, handles, and the addresses of machines."""

from __future__ import annotations

import ipaddress
import re
from functools import partial

from bot.detectors.forms import Place, form, pattern
from bot.model import Kind

_SHARED_BOXES = frozenset(
    """info customer customers pharmacy hello enquiries enquiry contact support help admin office sales press media
    news team recruitment careers
    jobs hr customerservices customerservice customer.services customercare service services bookings booking orders
    feedback complaints shop store branch reception noreply no-reply donotreply donate volunteer events membership
    members""".split()
)
_SITES = r"""(?:facebook|fb|instagram|tiktok|twitter|x|linkedin|snapchat|threads|onlyfans|tinder|vk|pinterest|tumblr|
    github|reddit|strava|bsky|telegram|t)\.(?:com|me|co|net|social|app)"""
_GROUP = pattern(
    r"""\b(?:write|e-?mail|mail|contact|apply|message)[ ](?:to[ ])?
    (?:us|(?:the|our)[ ](?:\w+[ ])?(?:choir|club|team|group|committee|church|charity|organisers?|society|office|shop|
    store|branch|band|school|council))[ ](?:at|on|via|:)[ ]?$"""
)
_PLACES_IN_SITES = frozenset(
    """share sharer watch events groups pages pg hashtag explore reel reels p tv company school jobs pulse help policies
    about login legal story stories photo photos video videos search home posts status intent""".split()
)
_OUR_OWN = pattern(
    r"""\b(?:follow|like|tag|find[ ](?:us|the)|(?:by|via|credit|cred|courtesy[ ]of|with[ ]thanks[ ]to|thanks[ ]to|
    photos?|pics?|video|art|artwork|cartoon|words|music|design)(?:[ ](?:to|by|from|credit))?|re|repl\w+(?:[ ]to)?|
    RT|cc|hi|hello|hey)[ :(]{1,3}$"""
)
_ABOUT_SOMEBODY = pattern(
    r"""\b(?:(?:he|she|they)(?:['’]s|[ ]is|['’]re|[ ]are)(?:[ ]on)?|(?:his|her|their)[ ](?:\w+[ ]){0,2}(?:is)?|
    (?:him|her|them)(?:[ ](?:at|on))?|add[ ]me|message[ ]me(?:[ ]on)?|i['’]m|(?:insta|instagram|snap|snapchat|tiktok|
    twitter|ig|username|handle|user|account)(?:['’]s|[ ](?:is|as|at|called))?)[ :,(]{1,3}$"""
)


def _of_a_person(place: Place) -> bool:
    if _GROUP.search(place.before):
        return False
    box = place.value.lower().split("@")[0]
    return _SHARED_BOXES.isdisjoint([box, *re.split(r"[._-]", box)]) and "enquir" not in box


def _profile(place: Place) -> bool:
    return place.value.rstrip("/").split("/")[-1].lower() not in _PLACES_IN_SITES


def _handle(place: Place) -> bool:
    return not _OUR_OWN.search(place.before) and bool(_ABOUT_SOMEBODY.search(place.before))


def _address(place: Place) -> bool:
    """An address of the internet; not one that stands for "this machine" or a version number of four parts."""
    try:
        found = ipaddress.ip_address(place.value)
    except ValueError:
        return False
    return not found.is_loopback and not found.is_unspecified and not place.before.lower().endswith(("version ", "v"))


_form = partial(form, Kind.PERSONAL_DATA)

ONLINE = (
    _form(
        "email_address",
        "[email address]",
        r"(?<![\w.+@-])[\w.%+-]{1,64}@(?:[\w-]{1,63}\.){1,6}[^\W\d_]{2,24}(?![\w@])",
        _of_a_person,
    ),
    _form(
        "email_address",
        "[email address]",
        r"""(?<![\w.-])[\w.+-]{1,40}(?:[ ]dot[ ][\w-]{1,40}){0,3} [ ]?[ (\[]at[ )\]][ ]?
        [\w-]{1,40} (?:[ ]?(?:[ (\[]dot[ )\]]|\.)[ ]?[\w-]{1,40}){0,3} [ ]?(?:[ (\[]dot[ )\]]|\.)[ ]?
        (?:com|co|org|net|uk|ie|eu|coop|info|me)\b""",
        lambda place: "dot" in place.value.lower() or "(" in place.value or "[" in place.value,
    ),
    _form(
        "profile_link",
        "[link to a profile]",
        rf"(?:https?://)?(?:[a-z]{{1,3}}\.|www\.|m\.)?\b{_SITES}/(?:in/|u/|user/|add/|profile/|@)?[\w.%-]{{2,60}}/?",
        _profile,
    ),
    _form("handle", "[account]", r"(?<![\w@.])@[\w.]{1,29}\w", _handle, 0.8),
)

MACHINES = (
    _form("ip_address", "[IP address]", r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.]?\w)", _address),
    _form("ip_address", "[IP address]", r"(?<![\w:])(?:[\da-f]{0,4}:){2,7}[\da-f]{1,4}(?![\w:])", _address),
    _form(
        "mac_address", "[device address]", r"(?<![\w:-])[\da-f]{2}(?:(?::[\da-f]{2}){5}|(?:-[\da-f]{2}){5})(?![\w:-])"
    ),
    _form(
        "crypto_wallet", "[wallet]", r"\b(?:0x[\da-f]{40}|(?-i:bc1[a-z\d]{25,60}|[13][a-km-zA-HJ-NP-Z1-9]{25,34}))\b"
    ),
)
