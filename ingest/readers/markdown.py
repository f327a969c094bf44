"""Markdown with YAML front matter, parsed by markdown-it-py and read as the HTML it stands for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from bs4 import BeautifulSoup
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from ingest.readers import metadata
from ingest.readers.boilerplate import content
from ingest.readers.finishing import finished
from ingest.readers.front_matter import front_matter
from ingest.readers.markup import blocks_of
from ingest.readers.reading import Reading

# None of these looks past the next thing of its own kind, so that what is never closed costs no more than its length.
_COMMENT = re.compile(
    r"\{%-?\s*comment\s*-?%\}(?:(?!\{%-?\s*comment).)*?\{%-?\s*endcomment\s*-?%\}|<!--(?:(?!<!--).)*?-->", re.DOTALL
)
_LIQUID_LINK = re.compile(r"(\]\(|href=\")\{[{%][^{}\n]{0,300}[%}]\}[^)\s\"]*")
_LIQUID = re.compile(r"\{%(?:(?!%\}|\{%).)*%\}|\{\{(?:(?!\}\}|\{\{).)*\}\}", re.DOTALL)
_KRAMDOWN = re.compile(r"^[ \t]*\{:[^{}\n]*\}[ \t]*$|\{:[^{}\n]*\}|[ \t]\{[#.][^{}\n]*\}[ \t]*$", re.MULTILINE)
_CONTENTS_HERE = re.compile(
    r"^[ \t]*(?:[*+-]|\d+\.) .{0,60}\n[ \t]*\{:\s*toc\s*\}|^\[\[?_?TOC_?\]?\]$", re.MULTILINE | re.IGNORECASE
)
_DEFINITION = re.compile(r"^(\S[^\n]*)\n+:[ \t]+(\S[^\n]*)$", re.MULTILINE)
_AS_HTML = r"<dl>\n<dt>\n\n\1\n\n</dt>\n<dd>\n\n\2\n\n</dd>\n</dl>\n\n"
_FOOTNOTE = re.compile(r"^\[\^[^\[\]\s]+\]:[ \t]*", re.MULTILINE)
_REFERENCE = re.compile(r"^(?=\[[^\[\]\n]{1,80}\]:[ \t])", re.MULTILINE)
_FOOTNOTE_MARK = re.compile(r"[ \t]*\[\^[^\[\]\s]+\]")


class _Renderer(RendererHTML):
    """Renders line ends and list numbers so that they can be told from what the page makes of them."""

    def softbreak(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:  # noqa: ARG002
        return "<br data-soft>"

    def list_item_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        token = tokens[idx]
        if token.info:
            token.attrSet("data-number", token.info)
            token.attrSet("data-mark", token.markup)
        return self.renderToken(tokens, idx, options, env)


# Indented lines are clauses set in by hand far more often than they are code.
_LONGEST_LINE = 20_000
"""Characters from which a line is no longer looked through for Markdown: nobody wrote it."""
_PARSER = MarkdownIt("commonmark", {"maxNesting": 40}, renderer_cls=_Renderer).enable("table").disable("code")


def read_markdown(file: Path, text: str) -> Reading:
    """Front matter to metadata; headings, paragraphs, list items and table rows to blocks."""
    found, lines, body = front_matter(file, text)
    known, remarks = metadata.known_and_told(found)
    parser = _PARSER if max(map(len, body.splitlines()), default=0) < _LONGEST_LINE else MarkdownIt("zero")
    page = BeautifulSoup(parser.render(_plain(body)), "lxml")
    root, _ = content(page, of_site=False)
    return finished(file, blocks_of(root), known, lines=lines, remarks=remarks)


def _plain(body: str) -> str:
    """Markdown without what a site's generator fills in or styles by."""
    for pattern, instead in (
        (_COMMENT, ""),
        (_CONTENTS_HERE, ""),
        (_LIQUID_LINK, r"\1/"),
        (_LIQUID, ""),
        (_KRAMDOWN, ""),
        (_DEFINITION, _AS_HTML),
        (_REFERENCE, "\n"),
        (_FOOTNOTE, ""),
        (_FOOTNOTE_MARK, ""),
    ):
        body = pattern.sub(instead, body)
    return body
