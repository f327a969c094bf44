"""What a document says of itself: in front matter, in its properties, in a table or in lines of its own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from dateutil import parser as dates
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from rapidfuzz import fuzz

from ingest.errors import Problem, Rejected
from knowledge.model import Status

_NAMES = {
    "title": "title, policy name, policy title, document title, document name, name of policy, policy, name",
    "reference": "reference, policy reference, document reference, reference number, ref, ref no, policy number, "
    "policy no, document number, document no, document id, policy id, document code, policy code, doc ref",
    "issue": "issue, issue number, issue no, version, version number, version no, edition, revision",
    "owner": "owner, policy owner, document owner, owned by, responsible team, responsible department, "
    "owning department, owning team, policy lead",
    "last_updated": "last updated, updated, date updated, last amended, last modified, date of last update",
    "last_reviewed": "last reviewed, date of last review, last review, reviewed, date reviewed, last review date",
    "effective_from": "effective from, effective date, effective, date effective, in force from, valid from, "
    "applies from, commencement date, comes into force, start date, date in force",
    "effective_until": "effective until, effective to, valid until, valid to, expires, expiry date, in force until, "
    "end date",
    "audience": "audience",
}
_KEYS = {name.strip(): key for key, names in _NAMES.items() for name in names.split(",")}
_UNUSED = frozenset(
    "next review, next review date, review date, date of next review, review due, next review due, approved by, "
    "approved, date approved, approval date, approved on, status, classification, distribution, prepared by, author, "
    "authors, written by, document type, published, date published, publication date, date, date issued, issue date, "
    "issued, date of issue, contact, applies to, scope, sponsor, department, review cycle, review frequency, "
    "supersedes, replaces, page, pages".split(", ")
)
_SURE = frozenset(_KEYS) - {"policy", "name", "updated", "reviewed", "effective", "issue", "start date", "end date"}
_LINE = re.compile(r"^([A-Z][A-Za-z /]{2,32}?)\s*[:|]\s*(\S.{0,119})$")
_SAID = re.compile(
    r"^(last updated|last reviewed|last amended|updated|effective from|effective date|effective|date)\s+"
    r"(?:on\s+)?(.{4,60})$",
    re.IGNORECASE,
)
_DATED = re.compile(r"\b\d{4}\b")
_EDITION_WORDS = re.compile(
    r"(?:[-_ .]|^)(?:v\d+(?:\.\d+)*|\d+(?:\.\d+)+|(?:19|20)\d\d(?:-\d\d){0,2}|final|draft|signed|copy)(?=[-_ .]|$)",
    re.IGNORECASE,
)
_REFERENCE = r"[A-Za-z0-9][A-Za-z0-9._/-]{0,63}"
_TYPING_ERROR = 80
_SIGNED_OFF = re.compile(
    r"^(?:approved|reviewed|agreed|adopted|ratified|endorsed|issued|published|created|printed|next review|version|"
    r"issue|edition|revision|reference|ref|page last (?:updated|reviewed))\b[^.;]*\d[^.;]*$",
    re.IGNORECASE,
)
_EDITION = re.compile(r"^(?:version|issue|edition|revision)\s+(?:no\.?\s*)?(v?\d[\w.]{0,9})$", re.IGNORECASE)
_PAGE_DATED = re.compile(r"^(?:this )?page (?:was )?last (updated|reviewed)(?: on)?:?\s+(.{4,40})$", re.IGNORECASE)
_NUMBER = re.compile(
    r"^(?:policy|document|doc|procedure)\.?\s+(?:reference|ref|number|no|id)\.?\s+((?=\S*\d)[A-Z0-9][\w/.-]+)$",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"^(?:date|approv|review|ratif|adopt|publish|issue|revis|version|document|policy)", re.IGNORECASE)
_BRACKETED = re.compile(r"^\([^()]{3,40}\b(?:19|20)\d\d\)$")
_SHORT = 14
_ONLY_DATE = re.compile(
    r"^(?:\d{1,2}(?:st|nd|rd|th)?\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s+(?:\d{1,2},?\s+)?\d{4}$",
    re.IGNORECASE,
)


class Metadata(BaseModel):
    """What is known of a document. Unknown keys are errors; `of` says how documents' own keys get here."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    title: str = Field(min_length=1, max_length=300)
    reference: str = Field(pattern=rf"^{_REFERENCE}$")
    status: Status = Status.OFFICIAL
    owner: str | None = None
    issue: str | None = None
    last_updated: str | None = None
    last_reviewed: str | None = None
    effective_from: date | None = None
    effective_until: date | None = None
    audience: tuple[str, ...] = ()
    note: str | None = None
    derived: bool = Field(default=False, exclude=True)
    """Whether the reference is made from the file's name, the document printing none."""

    @field_validator("last_updated", "last_reviewed", "issue", mode="before")
    @classmethod
    def _as_printed(cls, value: object) -> object:
        """YAML turns 2019-06-01 into a date and 7 into a number; a printed form is wanted."""
        return value if value is None or isinstance(value, str) else str(value)

    @field_validator("effective_from", "effective_until", mode="before")
    @classmethod
    def _dated(cls, value: object) -> object:
        """Dates as people print them in Britain: "1 April 2024", "01/04/2024"."""
        if not isinstance(value, str):
            return value
        return printed_date(value) or value

    @field_validator("audience", mode="before")
    @classmethod
    def _one_or_many(cls, value: object) -> object:
        found = re.split(r"[,;]", value) if isinstance(value, str) else value
        return tuple(str(name).strip().casefold() for name in found if str(name).strip()) if found else ()  # type: ignore[attr-defined]


def printed_date(text: str) -> date | None:
    """A date with its day, as printed; None where it isn't one."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        pass
    if not re.search(r"\d.*\d{4}|\d{1,2}[/.-]\d{1,2}[/.-]\d{2}", text):
        return None
    try:
        first = dates.parse(text, dayfirst=True, default=dates.parse("2000-01-01"))
        second = dates.parse(text, dayfirst=True, default=dates.parse("2001-12-28"))
    except (ValueError, OverflowError):
        return None
    return first.date() if first.date() == second.date() else None


def key_of(name: str) -> str | None:
    """The metadata key that a printed name stands for; "" for one that is metadata and isn't used; else None."""
    folded = re.sub(r"\s+", " ", name.strip().rstrip(":").casefold())
    return _KEYS.get(folded) or ("" if folded in _UNUSED else None)


def from_pairs(pairs: Sequence[tuple[str, str]]) -> dict[str, object] | None:
    """What a table or list of names and values says of the document; None where it is not about the document."""
    keys = [key_of(name) for name, _ in pairs]
    known = [key for key in keys if key is not None]
    if len(known) < 2 or len(known) < 0.6 * len(pairs) or not any(known):
        return None
    found: dict[str, object] = {}
    for key, (_, value) in zip(keys, pairs, strict=True):
        if key and value.strip():
            found.setdefault(key, value.strip())
    return found


def from_lines(lines: Sequence[str], *, sure: bool = False) -> dict[str, object] | None:
    """What lines that stand together say of the document; None where one of them isn't about it.

    `sure` asks for a line among them that can be about nothing else.
    """
    told = [from_line(line, among_others=not sure or len(lines) > 1) for line in lines]
    if not told or None in told or (sure and all(from_line(line) is None for line in lines)):
        return None
    found: dict[str, object] = {}
    for one in told:
        found = {**(one or {}), **found}
    return found


def from_line(line: str, *, among_others: bool = False) -> dict[str, object] | None:
    """What one line such as "Policy owner: PSG" or "Last updated 3 May 2024" says of the document, else None.

    Names that a policy may well use otherwise ("Issue: …") count among other such lines only.
    """
    match = _LINE.match(line)
    if match and among_others and key_of(match[1]) is None and _ABOUT.match(match[1]):
        return {}
    if match and (key := key_of(match[1])) is not None:
        sure = among_others or match[1].strip().casefold() in _SURE or match[1].strip().casefold() in _UNUSED
        return ({key: match[2].rstrip("|").strip()} if key else {}) if sure else None
    said = _SAID.match(line.rstrip(".")) or _PAGE_DATED.match(line.rstrip("."))
    if said and _DATED.search(said[2]):
        return {key_of(said[1]) or "last_updated": said[2]}
    edition = _EDITION.match(line)
    if edition:
        return {"issue": edition[1]}
    if _BRACKETED.match(line):
        return {}
    numbered = _NUMBER.match(line)
    if numbered:
        return {"reference": numbered[1]}
    told = _SIGNED_OFF.match(line.rstrip(".")) or (among_others and _ONLY_DATE.match(line))
    return {} if told and len(line.split()) <= _SHORT else None


def usable(found: dict[str, object]) -> tuple[dict[str, object], list[str]]:
    """Metadata that a document prints for people: what can't be used is left out, with a remark on each."""
    kept, remarks = dict(found), []
    for key in ("effective_from", "effective_until"):
        value = kept.get(key)
        if isinstance(value, str) and printed_date(value) is None:
            del kept[key]
            remarks.append(f"prints \"{value}\" as a date it is in force, which isn't a whole date, so it isn't used.")
    reference = kept.pop("reference", None)
    if reference and re.fullmatch(_REFERENCE, plain := re.sub(r"\s+", "-", str(reference).strip())):
        kept["reference"] = plain
    elif reference:
        remarks.append(f'prints "{reference}" as its reference, which can\'t be used as one.')
    return kept, remarks


def checked(file: Path, found: dict[str, object], lines: dict[str, int] | None = None) -> Metadata:
    """Validate metadata, the reference filled in; raises `Rejected` naming every wrong key and its line."""
    found = {key: value for key, value in found.items() if value is not None and value != ""}
    issue = str(found.get("issue", ""))
    if "reference" not in found and re.search(r"[A-Za-z].*\d", issue) and re.fullmatch(r"[\w./-]+-[\w./-]+", issue):
        found["reference"] = issue
    if "reference" not in found:
        found |= {"reference": reference_from(file), "derived": True}
    try:
        return Metadata.model_validate(found)
    except ValidationError as error:
        raise Rejected([_problem(file, dict(detail), lines or {}) for detail in error.errors()]) from error


def known_and_told(found: dict[str, object]) -> tuple[dict[str, object], list[str]]:
    """What of front matter is ours, and a remark on what isn't; a typing error of ours is kept to be told."""
    ours = set(Metadata.model_fields) - {"derived"}
    kept: dict[str, object] = {}
    others: list[str] = []
    for name, value in found.items():
        key = name.casefold().replace("-", "_").replace(" ", "_")
        simple = not isinstance(value, dict | list)
        if key in ours or (simple and _meant(key) and key_of(key.replace("_", " ")) is None):
            kept[key] = value
        elif simple and (other := key_of(key.replace("_", " "))):
            kept.setdefault(other, value)
        else:
            others.append(name)
    names = ", ".join(f'"{name}"' for name in others)
    return kept, [f"has {names} in its front matter, which isn't used."] if others else []


def _meant(key: str) -> str | None:
    """The key of ours that somebody may have meant."""
    ours: Iterable[str] = set(Metadata.model_fields) - {"derived"}
    best = max(sorted(ours), key=lambda known: fuzz.ratio(key, known))
    return best if fuzz.ratio(key, best) >= _TYPING_ERROR else None


def _problem(file: Path, detail: dict[str, object], lines: dict[str, int]) -> Problem:
    location = detail["loc"]
    key = str(location[0]) if isinstance(location, tuple) and location else ""
    if detail["type"] == "extra_forbidden":
        return Problem(
            file, f'the front matter has an unknown key "{key}". Did you mean "{_meant(key)}"?', lines.get(key)
        )
    return Problem(file, f"the document's \"{key}\" isn't usable: {detail['msg']}.", lines.get(key))


def reference_from(file: Path) -> str:
    """A reference for a document that gives none: its file's name in capitals, without what names the edition."""
    stem = unicodedata.normalize("NFKD", file.stem).encode("ascii", "ignore").decode()
    bare = _EDITION_WORDS.sub("", re.sub(r"[()\[\]]", " ", stem))
    name = re.sub(r"[^A-Za-z0-9]+", "-", bare).strip("-") or re.sub(r"[^A-Za-z0-9]+", "-", stem).strip("-")
    return name.upper()[:64] or "DOCUMENT"
