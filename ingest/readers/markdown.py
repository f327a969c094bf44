"""Markdown with YAML front matter, parsed by markdown-it-py."""

from __future__ import annotations

from pathlib import Path

import yaml
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from ingest.errors import Problem, Rejected
from ingest.readers.reading import (
    Block,
    Heading,
    Item,
    Paragraph,
    Reading,
    checked_metadata,
    cleaned,
    paragraph,
    reference_from,
)

_PARSER = MarkdownIt("commonmark", {"maxNesting": 30}).enable("table")


def read_markdown(file: Path, text: str) -> Reading:
    """Front matter to metadata; headings, paragraphs, list items and table rows to blocks."""
    found, lines, body = _front_matter(file, text)
    blocks = [block for node in SyntaxTreeNode(_PARSER.parse(body)).children for block in _blocks(node)]
    first = next((block.text for block in blocks if isinstance(block, Heading)), None)
    found.setdefault("title", first or file.stem)
    found.setdefault("reference", reference_from(file))
    metadata = checked_metadata(file, found, lines)
    if blocks and blocks[0] == Heading(1, metadata.title):
        blocks = blocks[1:]
    return Reading(metadata, tuple(block for block in blocks if block.text))


def _front_matter(file: Path, text: str) -> tuple[dict[str, object], dict[str, int], str]:
    """Its keys and values, the line each key stands on, and the text after it."""
    lines = text.splitlines()
    if not lines or lines[0].strip() != "---":
        return {}, {}, text
    closing = next((i for i, line in enumerate(lines[1:], 1) if line.strip() == "---"), None)
    if closing is None:
        raise Rejected([Problem(file, 'the front matter is opened with "---" but never closed.', 1)])
    block = "\n".join(lines[1:closing])
    try:
        found = yaml.safe_load(block) or {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 1
        raise Rejected([Problem(file, "the front matter isn't valid YAML.", line)]) from error
    if not isinstance(found, dict):
        raise Rejected([Problem(file, 'the front matter must be "key: value" lines.', 1)])
    places = {line.split(":", 1)[0].strip(): i + 1 for i, line in enumerate(lines[1:closing], 1) if ":" in line}
    return {str(key): value for key, value in found.items()}, places, "\n".join(lines[closing + 1 :])


def _blocks(node: SyntaxTreeNode, depth: int = 0) -> list[Block]:
    match node.type:
        case "heading":
            return [Heading(int(node.tag[1]), cleaned(_words(node)))]
        case "paragraph" | "blockquote" | "code_block" | "fence":
            return [paragraph(_words(node))]
        case "bullet_list":
            return [block for item in node.children for block in _item(item, None, depth)]
        case "ordered_list":
            return [block for item in node.children for block in _item(item, item.info, depth)]
        case "table":
            return [Paragraph(" | ".join(cleaned(_words(c)) for c in row.children)) for row in _body_rows(node)]
        case _:
            return []


def _item(node: SyntaxTreeNode, number: str | None, depth: int) -> list[Block]:
    """One item's own words, further paragraphs included, then the items nested in it."""
    nested = ("bullet_list", "ordered_list")
    own = cleaned(" ".join(_words(child) for child in node.children if child.type not in nested))
    below = [block for child in node.children if child.type in nested for block in _blocks(child, depth + 1)]
    return [Item(own, number, depth), *below]


def _body_rows(table: SyntaxTreeNode) -> list[SyntaxTreeNode]:
    return [row for part in table.children if part.type == "tbody" for row in part.children]


def _words(node: SyntaxTreeNode) -> str:
    """The text a reader of the rendered page sees."""
    if node.type in ("text", "code_inline", "code_block", "fence"):
        return node.content
    if node.type in ("softbreak", "hardbreak"):
        return " "
    if node.type in ("html_inline", "html_block", "image"):
        return ""
    return ("" if node.type in ("inline", "strong", "em", "link", "heading") else " ").join(
        _words(child) for child in node.children
    )
