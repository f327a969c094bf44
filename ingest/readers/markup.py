"""From elements of HTML to blocks. Markdown comes here too, as the HTML it stands for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bs4 import Tag
from bs4.element import NavigableString

from ingest.readers import markers, metadata
from ingest.readers.boilerplate import has
from ingest.readers.finishing import is_title_like
from ingest.readers.reading import Block, Heading, Item, Paragraph, Row, cleaned
from ingest.readers.tables import Cell, rows_of

_BLOCK = frozenset(
    "address article aside blockquote body center details dd div dl dt fieldset figcaption figure form header hr "
    "html legend main p pre section summary table tbody td tfoot th thead tr".split()
)
_BOLD = frozenset("b strong".split())
_HEADING = re.compile(r"^h[1-6]$")
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_SOFT = "\r"
"""A line's end in the source that is no break on the page."""
_STYLES = {"a": "a", "A": "A", "i": "i", "I": "I", "lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A",
           "upper-latin": "A", "lower-roman": "i", "upper-roman": "I", "decimal": "1"}  # fmt: skip
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)", re.IGNORECASE)
_LIST_CLASS = re.compile(r"(?:^|[\s_-])(?:(lower|upper)-)?(alpha|roman|latin)(?=$|\s)", re.IGNORECASE)
_ENDS_A_LINE = re.compile(r"(?:[.;:?!,]|[;,] (?:and|or))$")


@dataclass(frozen=True, slots=True)
class _Words:
    """A piece of running text, or a line break."""

    text: str
    bold: bool


def blocks_of(root: Tag) -> list[Block]:
    """The blocks of an element in reading order."""
    page = _Page()
    page.inside(root)
    page.flush()
    return page.blocks


class _Page:
    """Walks an element, gathering running text until a block ends it. `nested` counts the lists around it."""

    def __init__(self, nested: int = 0, level: int = 1) -> None:
        self.blocks: list[Block] = []
        self._nested = nested
        self._level = level
        self._words: list[_Words] = []
        self.is_bold_first = False
        """Whether the first block is a heading only because it is set in bold."""

    def inside(self, element: Tag, *, bold: bool = False) -> None:
        rows: list[Tag] = []
        for child in element.children:
            if isinstance(child, Tag) and child.name == "tr":
                rows.append(child)
                continue
            if rows and (isinstance(child, Tag) or str(child).strip()):
                self._table_rows(rows)
                rows = []
            if isinstance(child, Tag):
                self._element(child, bold=bold)
            elif type(child) is NavigableString:
                self._words.append(_Words(str(child).replace("\n", " "), bold))
        if rows:
            self._table_rows(rows)

    def _element(self, tag: Tag, *, bold: bool) -> None:
        name = tag.name
        if name == "br":
            self._words.append(_Words(_SOFT if tag.has_attr("data-soft") else "\n", bold))
        elif _HEADING.match(name):
            self._heading(int(name[1]), tag)
        elif name in ("summary", "button"):
            self._heading(min(self._level + 1, 6), tag)
        elif name in ("ul", "ol"):
            self.flush()
            self._list(tag)
        elif name == "table":
            self.flush()
            self._table(tag)
        elif name == "dl":
            self.flush()
            self._definitions(tag)
        elif name == "li":
            self.flush()
            self._item(tag, None)
        elif name in _BLOCK:
            self.flush()
            self.inside(tag, bold=bold)
            self.flush()
        else:
            heavy = bold or name in _BOLD or bool(_BOLD_STYLE.search(str(tag.get("style", ""))))
            self.inside(tag, bold=heavy)

    def _heading(self, level: int, tag: Tag) -> None:
        self.flush()
        text = cleaned(tag.get_text(" ") if has(tag, ("br",)) else tag.get_text())
        if text:
            self._level = level
            self.blocks.append(Heading(level, text))

    def flush(self) -> None:
        """End the paragraph that the words gathered so far make."""
        words, self._words = self._words, []
        if not any(piece.text.strip() for piece in words):
            return
        lines = list(_lines(words))
        if len(lines) > 1 and _is_bold_title(lines[0]) and not _is_bold(lines[1]):
            self.blocks.append(Heading(min(self._level + 1, 6), _text(lines.pop(0))))
        if len(lines) == 1 and _is_bold_title(lines[0]) and not (self._nested and self.blocks):
            self.is_bold_first = not self.blocks
            self.blocks.append(Heading(min(self._level + 1, 6), _text(lines[0])))
            return
        for text in _joined_lines(lines):
            self.blocks.append(self._line(text))

    def _line(self, text: str) -> Block:
        bulleted = markers.bullet(text)
        if bulleted:
            return Item(bulleted, None, self._nested)
        marker, words = markers.split(text)
        if marker is None or markers.is_dotted(marker):
            return Paragraph(words, marker)
        return Item(words, marker, self._nested)

    def _list(self, tag: Tag) -> None:
        count = _whole(tag.get("start"), 1)
        style = _list_style(tag)
        for child in tag.children:
            if not isinstance(child, Tag):
                continue
            if child.name in ("ul", "ol"):
                self._deeper(child)
            elif child.name == "li":
                count = max(_whole(child.get("value"), count), _whole(child.get("data-number"), 0))
                marker = _counted(count, style, str(child.get("data-mark", "."))) if style else None
                self._item(child, marker)
                count += 1
            else:
                self.inside(child)
                self.flush()

    def _deeper(self, tag: Tag) -> None:
        self._nested += 1
        self._list(tag)
        self._nested -= 1

    def _item(self, tag: Tag, marker: str | None) -> None:
        """An item's own words, its further paragraphs included, then what is nested in it."""
        within = _Page(self._nested + 1, self._level)
        within.inside(tag)
        within.flush()
        blocks = within.blocks
        if within.is_bold_first and not any(isinstance(block, Paragraph) for block in blocks):
            blocks[0] = Paragraph(blocks[0].text)
        if blocks and isinstance(blocks[0], Heading):
            number = f"{marker} " if marker and not markers.heading_number(blocks[0].text) else ""
            self.blocks.append(replace(blocks[0], text=f"{number}{blocks[0].text}"))
            self.blocks.extend(_raised(blocks[1:]))
            return
        own = [block for block in blocks if isinstance(block, Paragraph) and not block.marker]
        first = blocks[0] if blocks else None
        if isinstance(first, Item | Paragraph) and first.marker and not own:
            self.blocks.extend(_raised([first], only_first=True))
            self.blocks.extend(blocks[1:])
        elif own:
            typed, words = markers.split(own[0].text)
            text = " ".join([words, *(block.text for block in own[1:])])
            self.blocks.append(Item(text, typed or marker, self._nested))
            self.blocks.extend(block for block in blocks if not (isinstance(block, Paragraph) and not block.marker))
        else:
            self.blocks.extend(blocks)

    def _definitions(self, tag: Tag) -> None:
        terms: list[str] = []
        named = False
        for child in tag.find_all(["dt", "dd"]):
            text = cleaned(child.get_text(" "))
            if child.name == "dt":
                terms = [text] if named else [*terms, text]
            elif text:
                self.blocks.append(Row((" / ".join(terms), text) if terms else (text,)))
            named = child.name == "dd"

    def _table(self, tag: Tag) -> None:
        found = [row for row in tag.find_all("tr") if row.find_parent("table") is tag]
        if _is_layout(tag, found):
            for row in found:
                self.inside(row)
                self.flush()
            return
        caption = tag.find("caption")
        self._table_rows(found, cleaned(caption.get_text(" ")) if isinstance(caption, Tag) else "")

    def _table_rows(self, rows: Sequence[Tag], caption: str = "") -> None:
        self.flush()
        self.blocks.extend(rows_of([_cells(row) for row in rows], caption))


def _raised(blocks: Sequence[Block], *, only_first: bool = False) -> Iterator[Block]:
    """Blocks of an item that turned out to be no item itself."""
    for index, block in enumerate(blocks):
        if isinstance(block, Item) and block.depth and not (only_first and index):
            yield replace(block, depth=block.depth - 1)
        else:
            yield block


def _lines(words: Sequence[_Words]) -> Iterator[list[_Words]]:
    """Pieces of text between line breaks; an empty line is an empty list."""
    line: list[_Words] = []
    for piece in words:
        if piece.text in ("\n", _SOFT):
            yield [*line, _Words(piece.text, bold=False)]
            line = []
        else:
            line.append(piece)
    yield line


def _text(line: Sequence[_Words]) -> str:
    return cleaned("".join(piece.text for piece in line))


def _is_bold(line: Sequence[_Words]) -> bool:
    return all(piece.bold or not piece.text.strip(" \n\r:") for piece in line) and bool(_text(line))


def _is_bold_title(line: Sequence[_Words]) -> bool:
    text = _text(line)
    return _is_bold(line) and (is_title_like(text.rstrip("?")) or (text.endswith("?") and len(text.split()) < 12))


def _joined_lines(lines: Sequence[list[_Words]]) -> list[str]:
    """Lines joined to paragraphs: a marked line begins one, an empty line ends one, and so may a sentence's end."""
    texts = [_text(line) for line in lines]
    hard = [line[-1].text == "\n" for line in lines[:-1] if line]
    filled = [text for text in texts if text]
    apart = all(hard) and len(filled) > 1 and (all(map(_ENDS_A_LINE.search, filled)) or _is_metadata(filled))
    paragraphs: list[list[str]] = []
    fresh = True
    for text in texts:
        begins = bool(markers.split(text)[0] or markers.bullet(text)) if text else False
        if text and not fresh and not apart and not (begins and _may_begin(paragraphs[-1][-1], paragraphs)):
            paragraphs[-1].append(text)
        elif text:
            paragraphs.append([text])
        fresh = not text
    return [" ".join(paragraph) for paragraph in paragraphs]


def _may_begin(before: str, paragraphs: Sequence[Sequence[str]]) -> bool:
    """Whether a marked line after this one begins a block, rather than going on with "section / 3.2 of …"."""
    marked = bool(markers.split(paragraphs[-1][0])[0] or markers.bullet(paragraphs[-1][0]))
    return bool(_ENDS_A_LINE.search(before)) or (marked and len(paragraphs[-1]) == 1)


def _is_metadata(lines: Sequence[str]) -> bool:
    return metadata.from_lines(lines, sure=True) is not None


def _whole(value: object, otherwise: int) -> int:
    text = str(value or "").strip()
    return int(text) if re.fullmatch(r"\d{1,4}", text) else otherwise


def _list_style(tag: Tag) -> str | None:
    """How an ordered list counts; None for bullets and for lists that print no marker."""
    if tag.name == "ul":
        return None
    style = _LIST_STYLE.search(str(tag.get("style", "")))
    if style:
        return _STYLES.get(style[1].lower())
    named = _LIST_CLASS.search(" ".join(filter(None, tag.get_attribute_list("class"))))
    if named:
        return _STYLES["-".join(filter(None, (named[1] or "lower", named[2]))).lower()]
    return _STYLES.get(str(tag.get("type", "")), "1")


def _counted(count: int, style: str, mark: str) -> str:
    if style in "aA":
        written = markers.letters(count)
    elif style in "iI":
        written = markers.roman(count)
    else:
        written = str(count)
    return f"{written.upper() if style.isupper() else written}{mark}"


def _cells(row: Tag) -> list[Cell]:
    cells = [child for child in row.children if isinstance(child, Tag) and child.name in ("td", "th")]
    if not cells:
        return [Cell(cleaned(text)) for text in row.get_text().split(" | ")]
    in_head = row.find_parent("thead") is not None
    return [
        Cell(
            cleaned(cell.get_text(" " if has(cell, ("br", "p", "li", "div")) else "")),
            head=in_head or cell.name == "th" or _is_all_bold(cell),
            across=_whole(cell.get("colspan"), 1),
            down=_whole(cell.get("rowspan"), 1),
        )
        for cell in cells
    ]


def _is_all_bold(cell: Tag) -> bool:
    bold = "".join(tag.get_text() for tag in cell.find_all(["b", "strong"]))
    return bool(bold.strip()) and bold.strip() == cell.get_text().strip()


def _is_layout(table: Tag, rows: Sequence[Tag]) -> bool:
    """A table that only places text on the page: of one column, said to be so, or holding other structures."""
    if table.get("role") in ("presentation", "none") or not rows:
        return True
    most = max(len(row.find_all(["td", "th"], recursive=False)) for row in rows)
    return most == 1 or has(table, ("table", "h1", "h2", "h3", "h4"))
