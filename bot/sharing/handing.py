"""How a draft is handed over: what part of a message it is, and what comes with it that can't be read.

"can I share this: …" hands over a draft; "can I share photos of the kids?" is a question. A draft is told by the words
that hand it over and by how it is set apart: a colon, quotation marks, a quoted block, a code fence, a line of its own.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

from bot import messages
from bot.errors import CannotCheck

LIMIT = 51_200
"""Characters of a draft, 50 kB of plain English: anything longer is no post."""
_TYPED = "\t\n\r\v\f"
_MOST_UNPRINTABLE = 0.1
"""The share of characters that no one can type from which a text is a file of another sort."""

_VERB = (
    r"(?:re-?)?(?:share|sharing|post|posting|tweet|tweeting|send|sending|publish|publishing|upload|uploading|forward|"
    r"forwarding|say|saying|write|writing|reply|replying|comment|commenting|put(?:ting)?(?: up| out)?)"
)
_ASK = (
    rf"(?:(?:can|could|may|should|shall|would|do) (?:i|we|you think i|you think we)\b[^.?!\n:]{{0,20}}?\b{_VERB}\b"
    rf"|(?:am i|are we|is it|would it be|is this|is that|are these|would this be|would that be|this|that)\b"
    rf"[^.?!\n:]{{0,30}}?\b(?:to|for me|if i|if we)\b[^.?!\n:]{{0,10}}?\b{_VERB}\b"
    rf"|(?:ok|okay|alright|all right|fine|safe|allowed|happy for me|good) to {_VERB}\b"
    rf"|(?:i'?m|i am|we'?re) (?:about|going|planning|thinking|hoping|wanting)[^.?!\n:]{{0,12}}?\b{_VERB}\b"
    rf"|(?:i'?d like|i want|i'?m gonna|i was going|want|wanna|thinking) (?:to |of )?{_VERB}\b"
    r"|(?:is|are|would) (?:this|that|these|the following|my)\b[^.?!\n:]{0,40}?\b"
    r"(?:ok|okay|alright|all right|fine|allowed|good to go|safe|acceptable|against)\b)"
)
_CHECK = (
    r"(?:(?:can|could|would|will) you )?(?:please |pls )?"
    r"(?:check|review|vet|look over|look at|have a look at|take a look at|read(?: over)?|proof ?read)"
    r"(?: (?:this|that|my|the|over|out))*"
    r"(?: (?:draft|post|message|comment|tweet|caption|reply|text|story|status|blog))*"
    r"(?: (?:for me|please|pls|before (?:i|we) (?:post|share|send)(?: it| this)?))*"
)
_NAMED = (
    r"(?:(?:my|the|here'?s my|here is my|proposed) )?(?:draft|caption|my post|my tweet|my comment|my reply|my story)"
)
_HELLO = (
    r"(?:(?:hi|hiya|hello|hey|morning|quick one|quick question|question|please|so)(?: there| all| again)?[,!.:\s-]+)*"
)
_THIS = (
    r"(?:this|these|that|it|the following|the below|my (?:draft|post|tweet|comment|caption|reply|story|message)|as is)"
)
_TAIL = (
    r"(?:[ ,]+(?:on|in|to|at|as|via|with|under|from|about it|please|pls|or not|instead|publicly|online|today|now)\b"
    r"[^.?!\n:\"“]{0,60})?"
)
_COLON = r"[ \t]*(?::|[-–—]{1,2}(?=\s)|>)\s*"

_BY_COLON = re.compile(
    rf"^\s*{_HELLO}(?:{_ASK}(?: {_THIS})?(?: (?:draft|post|message|comment|tweet|caption|reply|story))?"
    rf"(?: (?:saying|that says|which says|something like(?: this)?|along the lines of))?{_TAIL}"
    rf"|{_CHECK}|{_NAMED}){_COLON}(?P<draft>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_QUOTED = re.compile(
    rf"^\s*{_HELLO}(?:{_ASK}|{_CHECK})(?: {_THIS})?(?: on [\w ]{{1,30}}?)?"
    r"(?: (?:saying|that says|which says|something like|along the lines of|a (?:post|tweet|comment|reply|message)"
    r"(?: (?:saying|that says))?))?[:,]?\s*"
    r"(?:\"(?P<straight>[^\"]+)\"|“(?P<curly>[^”]+)”|‘(?P<single>[^’]{20,})’"
    r"|(?<!\w)'(?P<apostrophes>[^\n]{20,})'|«(?P<angled>[^»]+)»)"
    r"(?:\s*[,-]?\s*(?:on|in|to|at|as|is that|is this|or|please|publicly|online|under)\b[^.\n]{0,60})?[\s?.!]*$",
    re.IGNORECASE,
)
_POINTING = re.compile(
    rf"^\s*{_HELLO}(?:{_ASK}(?: {_THIS})?{_TAIL}|{_CHECK}|(?:what about|thoughts on|any problem with) {_THIS}{_TAIL})"
    r"[\s?.!:]*$",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"^(?:it'?s|it is|this is|that'?s|they'?re|there'?s|i'?m not sure|i don'?t|not sure|thanks|thank you|just asking|"
    r"just wondering|or|because|my manager|asking|cheers)\b",
    re.IGNORECASE,
)
_NOTHING_HANDED = re.compile(
    rf"^\s*{_HELLO}(?:(?:can|could|may|should) i (?:share|post|tweet|send|publish) (?:this|these)"
    rf"|(?:is|would) this (?:be )?(?:ok|okay|alright|all right|fine) to (?:share|post|tweet|send|publish)"
    rf"|{_CHECK}(?<=this|post|raft|tion)){_TAIL}[\s?.!:]*$",
    re.IGNORECASE,
)
_AN_ACT = re.compile(
    r"^(?:\w+ly )?(?!(?:morning|evening|nothing|something|anything|everything|during|king)\b)\w+ing\b[^.!\n]*\?$",
    re.IGNORECASE,
)
"""What is asked about rather than said: "posting photos of customers?"."""
_FENCE = re.compile(r"```[^\n`]*\n(?P<fenced>.*?)\n?```|```(?P<inline>[^\n`]+)```", re.DOTALL)
_BLOCK = re.compile(r"^[ \t]*>[ \t]?(.*)$", re.MULTILINE)
_FEWEST_WORDS = 2
_PERHAPS_A_POST, _SURELY_A_POST = 4, 8
"""Words in quotation marks."""

_IMAGE = re.compile(
    r"!\[[^\]]{0,300}\]\([^)]{0,300}\)"
    r"|[(\[<](?:photos?|pics?|pictures?|images?|screenshots?|selfies?|videos?|gifs?|files?|attachments?|attached)\b"
    r"[^)\]>]{0,300}[)\]>]"
    r"|\b[\w-]{1,100}\.(?:jpe?g|png|gif|heic|webp|mp4|mov|pdf|docx?|pptx?|xlsx?)\b",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"\b(?:https?://|www\.)\S+|\b[\w-]{1,63}(?:\.[\w-]{1,63}){0,6}\.(?:com|org|net|uk|co|io|ly|me|tv)/\S*",
    re.IGNORECASE,
)


class Unread(StrEnum):
    """What came with a draft and can't be read."""

    IMAGE = "image"
    LINK = "link"


def draft_in(message: str) -> str | None:
    """The draft that a message hands over; "" where it hands one over but holds none, None for any other message."""
    whole = message.strip()
    for found in (_set_apart(whole), _by_colon(whole), _by_quotes(whole), _beside_question(whole)):
        if found is not None:
            return found
    return "" if _NOTHING_HANDED.match(whole) else None


def readable(draft: str) -> str:
    """The draft as it is, if it is one; raises `CannotCheck` where it is empty, enormous or no text."""
    if not draft.strip():
        raise CannotCheck(messages.NO_DRAFT)
    if len(draft) > LIMIT:
        raise CannotCheck(messages.DRAFT_TOO_LONG.format(count=f"{len(draft):,}", limit=f"{LIMIT:,}"))
    odd = sum(c == "�" or (c not in _TYPED and unicodedata.category(c) in ("Cc", "Cn", "Co", "Cs")) for c in draft)
    if odd > _MOST_UNPRINTABLE * len(draft):
        raise CannotCheck(messages.DRAFT_IS_NO_TEXT)
    return draft


def unread(draft: str) -> tuple[Unread, ...]:
    """What comes with the draft and isn't looked at."""
    return tuple(what for what, sign in ((Unread.IMAGE, _IMAGE), (Unread.LINK, _LINK)) if sign.search(draft))


def has_words(draft: str) -> bool:
    """Whether anything can be judged once pictures and links are left out: words, or at least a sign such as 👍."""
    return bool(_LINK.sub("", _IMAGE.sub("", draft)).strip(" \t\n\r.,:;!?()[]<>-"))


def _set_apart(message: str) -> str | None:
    """A fenced or quoted block, where what stands around it asks about it."""
    fence = _FENCE.search(message)
    if fence:
        around, draft = message[: fence.start()] + message[fence.end() :], fence["fenced"] or fence["inline"]
    else:
        draft, around = "\n".join(_BLOCK.findall(message)), _BLOCK.sub("", message)
    asked = " ".join(around.split())
    return draft.strip() if draft.strip() and asked and _POINTING.match(asked) else None


def _by_colon(message: str) -> str | None:
    found = _BY_COLON.match(message)
    return _unquoted(found["draft"]) if found and not _AN_ACT.match(found["draft"]) else None


def _by_quotes(message: str) -> str | None:
    found = _QUOTED.match(message)
    words = next((group for group in found.groups() if group), "") if found else ""
    return words.strip() if _is_said_whole(words) else None


def _is_said_whole(words: str) -> bool:
    """Whether quoted words are a post rather than a phrase that is asked about ("travel agent at the Society")."""
    count = len(words.split())
    return count >= _SURELY_A_POST or (count >= _PERHAPS_A_POST and words.strip()[0].isupper())


def _beside_question(message: str) -> str | None:
    """The draft below or above a line that asks about it, or after it on the same line."""
    first, _, below = message.partition("\n")
    if below.strip() and _POINTING.match(first):
        return _unquoted(below)
    above, _, last = message.rpartition("\n")
    if above.strip() and last.rstrip().endswith("?") and _POINTING.match(last):
        return _unquoted(above)
    asked, mark, after = first.partition("? ")
    told = f"{after}\n{below}".strip()
    if mark and len(told.split()) >= _FEWEST_WORDS and _POINTING.match(asked) and not _ASIDE.match(told):
        return _unquoted(told) if re.search(rf"\b{_THIS}\b", asked, re.IGNORECASE) else None
    return None


def _unquoted(draft: str) -> str:
    """Without the quotation marks that only say where the draft begins and ends."""
    bare = draft.strip()
    for opening, closing in ('""', "“”", "‘’", "''"):
        inside = bare[1:-1]
        if len(bare) > 2 and bare[0] == opening and bare[-1] == closing and not {opening, closing} & set(inside):
            return inside.strip()
    return bare
