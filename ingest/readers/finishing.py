"""What every reader's blocks go through: metadata and contents lists taken out, numbered headings recognised."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from rapidfuzz import fuzz

from ingest.readers import markers, metadata
from ingest.readers.reading import Block, Heading, Item, Paragraph, Reading, Row, cleaned

_ZONE = 12
"""Blocks at either end of a document where a single line may say something of the document."""
_EDGE = 3
"""Blocks at either end where a line may date or sign it without saying anything that is used."""
_CONTENTS = frozenset(
    "contents, table of contents, list of contents, contents page, index, in this document, in this policy, "
    "in this section, on this page, page contents, in this guide, in this article, jump to, jump to section, "
    "what's in this policy, quick navigation, sections".split(", ")
)
_CONTROL = frozenset(
    "document control, document information, document details, document history, document control information, "
    "version control, version history, revision history, change history, change log, amendment history, "
    "amendment record, policy details, policy information, policy control, policy record, approval, approvals, "
    "approval and review, sign-off, signature, signatures, properties, page information".split(", ")
)
_LEADERS = re.compile(r"(?:\.\s?){4,}\s*\d{1,3}$|…+\s*\d{1,3}$|_{4,}\s*\d{1,3}$")
_FILL_IN = re.compile(r"_{3,}|\.{6,}|…{3,}")
_VALUE = re.compile(r"[_.…]\s*[£$€]?\d")
_PAGE_NUMBER = re.compile(r"[\s.…]+\d{1,3}$")
_PAGE = re.compile(
    r"^\W*(?:page \d+(?: (?:of|/) \d+)?|end of (?:the |this )?(?:document|policy|procedure|page|file))\W*$",
    re.IGNORECASE,
)
_ALIKE = 60
"""Percent likeness (rapidfuzz token set ratio) from which a page's one heading is its title in other words."""
_APART = re.compile(r"\s[|·•]\s|;\s|(?<!no)\.\s+(?=[A-Z])", re.IGNORECASE)
_BY_COMMAS = re.compile(r",\s+")
_ENTRY_WORDS = 14
_LONGEST_TOLD = 300
_TITLE_WORDS = 10
_FEW_WORDS = 4
_SENTENCE_END = (".", ",", ";", ":", "?", "!")
_NO_QUESTION = (".", ",", ";", ":", "!")
_MODAL = re.compile(
    r"\b(must|may|shall|should|will|can|cannot|is|are|was|were|has|have|had|do|does|don't|don’t|need|means|apply|"
    r"applies|includes?|you|we|they|it|your|their|our|please)\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"^\d{1,3}(?:\.\d{1,3})*[.)]?\s+(?=\S)")
_QUESTION = re.compile(r"^(?:who|what|what's|when|where|why|which|how|whose|can i|do i|am i|should i)\b", re.IGNORECASE)
_HISTORY = frozenset(
    "version, issue, revision, date, author, editor, amended by, changed by, reviewed by, approved by, changes, "
    "change, description, summary, summary of changes, summary of change, description of change, reason, "
    "comments, status, reason for change, details, details of change, amendment, amendments, approver, pages, "
    "issue date, no, name, version number, issue number, date of issue, date of change, nature of change".split(", ")
)


def finished(
    file: Path,
    blocks: Iterable[Block],
    found: Mapping[str, object] | None = None,
    *,
    lines: dict[str, int] | None = None,
    remarks: Sequence[str] = (),
) -> Reading:
    """A reading of a reader's blocks; `found` is the metadata it knows already, which what is printed can't change.

    Raises `Rejected` where metadata can't be used.
    """
    kept = [block for block in blocks if any(map(str.isalnum, block.text))]
    kept = _without_contents(kept)
    kept, printed = _without_metadata(kept)
    kept = [block for block in kept if not _is_filled_in(block)]
    kept = _without_empty_control(kept)
    kept = _with_headings(kept)
    usable, told = metadata.usable(printed)
    known = usable | {key: value for key, value in (found or {}).items() if value}
    title, kept = _titled(known.get("title"), kept)
    known["title"] = title or file.stem
    return Reading(metadata.checked(file, known, lines), tuple(kept), (*remarks, *told))


def paragraph(text: str) -> Paragraph:
    """A paragraph, its printed marker taken apart from its words."""
    marker, words = markers.split(cleaned(text))
    return Paragraph(words, marker)


def is_title_like(text: str) -> bool:
    """Whether words can be a heading: few, no sentence, no end of one."""
    text = _NUMBERED.sub("", text)
    if not 0 < len(text.split()) <= _TITLE_WORDS or not (text[0].isupper() or text[0].isdecimal()):
        return False
    if text.endswith("?"):
        return ". " not in text
    if _QUESTION.match(text):
        return not text.endswith(_NO_QUESTION)
    return not text.endswith(_SENTENCE_END) and not _MODAL.search(text)


def _titled(title: object, blocks: list[Block]) -> tuple[object, list[Block]]:
    """The title, and the blocks without the heading that prints it."""
    if title and blocks and isinstance(blocks[0], Paragraph) and _folded(blocks[0].text) == _folded(str(title)):
        return title, blocks[1:]
    first = next((block for block in blocks if isinstance(block, Heading)), None)
    if first is None:
        return title, blocks
    levels = [block.level for block in blocks if isinstance(block, Heading)]
    top = min(levels) if len(levels) > 1 else 1
    tops = levels.count(top)
    alike = fuzz.token_set_ratio(first.text.casefold(), str(title or "").casefold())
    is_only = first.level == top and tops == 1
    is_first = (first.level == 1 and not title) or (is_only and (not title or alike >= _ALIKE))
    if is_first or first.text.casefold() == str(title).casefold():
        place = blocks.index(first)
        above = [block for block in blocks[:place] if not (isinstance(block, Paragraph) and is_title_like(block.text))]
        return title or first.text, above + blocks[place + 1 :]
    return title or (first.text if blocks[0] is first else None), blocks


def _folded(text: str) -> str:
    """Words as a contents list and a heading have them in common."""
    bare = _PAGE_NUMBER.sub("", text) if _LEADERS.search(text) else text
    number = markers.heading_number(bare)
    if number and bare.startswith(number):
        bare = bare[len(number) :]
    return re.sub(r"[^\w]+", " ", bare).strip().casefold()


def _without_contents(blocks: list[Block]) -> list[Block]:
    """Drop contents lists: the entries under their heading, and lines that lead to a page number."""
    named = Counter(_entry_name(block) for block in blocks if len(block.text) < _LONGEST_TOLD)
    kept: list[Block] = []
    index = 0
    while index < len(blocks):
        block = blocks[index]
        if block.text.rstrip(":").casefold().replace("’", "'") in _CONTENTS and not isinstance(block, Row):
            end = _end_of_contents(blocks, index + 1, named)
            if end > index + 1:
                index = end
                continue
        if isinstance(block, Heading) or not _LEADERS.search(block.text):
            kept.append(block)
        index += 1
    return kept


def _end_of_contents(blocks: Sequence[Block], start: int, named: Mapping[str, int]) -> int:
    """Where the entries end: at the first that is named again, as the section it leads to, or that is no entry."""
    seen: set[str] = set()
    for index in range(start, len(blocks)):
        block = blocks[index]
        name = _entry_name(block)
        if not name or name in seen or len(name.split()) > _ENTRY_WORDS:
            return index
        if not (_LEADERS.search(block.text) or named[name] > 1 or block.text.split()[-1].isdecimal()):
            return index
        seen.add(name)
    return len(blocks)


def _entry_name(block: Block) -> str:
    cells = [cell for cell in block.cells if not cell.isdecimal()] if isinstance(block, Row) else [block.text]
    text = _PAGE_NUMBER.sub("", " ".join(cells))
    return "" if text.endswith(_SENTENCE_END) else _folded(text)


def _without_metadata(blocks: list[Block]) -> tuple[list[Block], dict[str, object]]:
    """Take out the tables and lines in which a document speaks of itself."""
    found: dict[str, object] = {}
    kept: list[Block] = []
    for is_row, group in groupby(blocks, key=lambda block: block.headings if isinstance(block, Row) else None):
        run = list(group)
        table = _from_table([row for row in run if isinstance(row, Row)]) if is_row is not None else None
        if table is None:
            kept.extend(run)
        else:
            found = table | found
    return _without_lines(kept, found)


def _from_table(rows: Sequence[Row]) -> dict[str, object] | None:
    """What a table says of the document; {} for its history, which is not used; None for any other table."""
    headings = rows[0].headings
    names = [heading.casefold().rstrip(":") for heading in headings if heading]
    if len(names) > 1 and sum(name in _HISTORY for name in names) >= 0.75 * len(names) and _is_history(names):
        return {}
    pairs = [*_pairs(headings), *(pair for row in rows for pair in _pairs(row.cells))]
    found = metadata.from_pairs(pairs)
    if found is None and headings:
        found = metadata.from_pairs([pair for row in rows for pair in _pairs(row.cells)])
    if found is None and len(rows) == 1 and len(headings) == len(rows[0].cells):
        found = metadata.from_pairs(list(zip(headings, rows[0].cells, strict=True)))
    return found


def _is_history(names: Sequence[str]) -> bool:
    return any(name.startswith(("version", "issue", "revision", "no")) for name in names) and any(
        "date" in name for name in names
    )


def _pairs(cells: Sequence[str]) -> list[tuple[str, str]]:
    """The names and values of a row, which may hold two of each."""
    filled = list(cells)
    while len(filled) > 2 and not filled[-1]:
        filled.pop()
    return list(zip(filled[::2], filled[1::2], strict=True)) if filled and len(filled) % 2 == 0 else []


def _without_lines(blocks: list[Block], found: dict[str, object]) -> tuple[list[Block], dict[str, object]]:
    """Take out lines such as "Policy owner: PSG": near either end, or several together anywhere."""
    kept: list[Block] = []
    for says, group in groupby(enumerate(blocks), key=lambda pair: _says(pair[1]) is not None):
        pairs = list(group)
        run = [block for _, block in pairs]
        first, last = pairs[0][0], len(blocks) - 1 - pairs[-1][0]
        sure = [_says(block, sure=True) for block in run]
        told = any(sure) and (min(first, last) < _ZONE or len(run) > 1)
        dated = min(first, last) < _EDGE and None not in sure
        if not says or not (told or dated):
            kept.extend(run)
            continue
        for block in run:
            found = {**(_says(block) or {}), **found}
    return kept, found


def _says(block: Block, *, sure: bool = False) -> dict[str, object] | None:
    """What a block says of the document; {} for something that isn't used; None where it isn't about it."""
    if isinstance(block, Heading | Row) or block.marker or len(block.text) > _LONGEST_TOLD:
        return None
    for parting in (_APART, _BY_COMMAS):
        said = metadata.from_lines([part.strip() for part in parting.split(block.text) if part.strip()], sure=sure)
        if said is not None:
            return said
    return None


def _is_filled_in(block: Block) -> bool:
    """Whether a line is a form's ("Signed ________ Date ________") or says its page."""
    if _PAGE.match(block.text):
        return True
    if isinstance(block, Heading) or not _FILL_IN.search(block.text) or _VALUE.search(block.text):
        return False
    return len(re.findall(r"\w*[^\W_]\w*", block.text)) <= _ENTRY_WORDS


def _without_empty_control(blocks: list[Block]) -> list[Block]:
    """Drop "Document control" and the like where nothing is left under it."""
    kept: list[Block] = []
    for index, block in enumerate(blocks):
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        if isinstance(block, Heading | Paragraph) and (following is None or isinstance(following, Heading)):
            level = block.level if isinstance(block, Heading) else 9
            over = isinstance(following, Heading) and following.level > level
            if not over and _folded(block.text) in _CONTROL:
                continue
        kept.append(block)
    return kept


def _with_headings(blocks: list[Block]) -> list[Block]:
    """Turn numbered lines that stand over their own clauses ("2.1 Annual leave") into headings."""
    headed = {index for index in range(len(blocks)) if _stands_over(blocks, index)}
    shapes = {_kind(blocks[index]) for index in headed}
    return list(_levelled(blocks, headed | {i for i in range(len(blocks)) if _is_like(blocks, i, shapes)}))


def _levelled(blocks: Sequence[Block], headed: set[int]) -> Iterator[Block]:
    above = 1
    for index, block in enumerate(blocks):
        if isinstance(block, Heading):
            above = block.level
        if index in headed and isinstance(block, Paragraph | Item) and block.marker:
            yield Heading(above + 1 + markers.depth(block.marker), f"{block.marker} {block.text}")
        else:
            yield block


def _kind(block: Block | None) -> str | None:
    """How a block's marker looks, whatever its count."""
    if block is None or isinstance(block, Heading | Row) or not block.marker:
        return None
    return re.sub(r"\d+", "9", block.marker) if block.marker[0].isdecimal() else re.sub(r"\w+", "a", block.marker)


def _can_head(block: Block) -> bool:
    return (
        not isinstance(block, Heading | Row)
        and block.marker is not None
        and not block.marker.startswith("(")
        and not (isinstance(block, Item) and block.depth)
        and is_title_like(block.text.removesuffix("."))
        and not (block.text.endswith(".") and len(block.text.split()) > _FEW_WORDS)
    )


def _stands_over(blocks: Sequence[Block], index: int) -> bool:
    """Whether a short numbered line is surely the heading of what follows, not the last point of a list."""
    block = blocks[index]
    following = blocks[index + 1] if index + 1 < len(blocks) else None
    if isinstance(block, Heading | Row) or following is None or isinstance(following, Heading):
        return False
    if not _can_head(block) or block.marker is None:
        return False
    if not isinstance(following, Row) and following.marker:
        goes_on = following.text[0].islower() and not markers.is_dotted(following.marker)
        within = _kind(following) != _kind(block) and markers.is_within(following.marker, block.marker)
        return within and not goes_on
    if isinstance(following, Item) or block.text.endswith("."):
        return False
    before = blocks[index - 1] if index else None
    return not (before and _kind(before) == _kind(block) and is_title_like(before.text.removesuffix(".")))


def _is_like(blocks: Sequence[Block], index: int, shapes: set[str | None]) -> bool:
    """Whether a line looks like one of the document's numbered headings and has something under it."""
    block = blocks[index]
    following = blocks[index + 1] if index + 1 < len(blocks) else None
    if not _can_head(block) or _kind(block) not in shapes:
        return False
    return following is not None and not isinstance(following, Heading) and _kind(following) != _kind(block)
