"""HTML, parsed by BeautifulSoup with lxml: the document of a page, whatever stands around it."""

from __future__ import annotations

import re
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from ingest.readers import metadata
from ingest.readers.boilerplate import content
from ingest.readers.finishing import finished
from ingest.readers.front_matter import front_matter
from ingest.readers.markup import blocks_of
from ingest.readers.reading import Reading, cleaned

_SITE = re.compile(r"\s+[|·–—-]\s+|\s*::\s*")
_PREFIX = re.compile(r"^(?:dc|dcterms|og|article|policy|document)[.:_-]", re.IGNORECASE)
_META = {"modified": "last_updated", "modified time": "last_updated", "identifier": "reference"}


def read_html(file: Path, text: str, title: str | None = None) -> Reading:
    """The page's document as blocks; its metadata from `meta` elements and from what it prints."""
    told, lines, body = front_matter(file, text)
    known, remarks = metadata.known_and_told(told)
    page = BeautifulSoup(body, "lxml")
    found = _meta(page)
    named = _title(page)
    root, left = content(page)
    for line in left:
        found = {**(metadata.from_line(cleaned(line)) or {}), **found}
    usable, more = metadata.usable(found)
    usable |= known
    if title:
        usable["title"] = title
    elif len(root.find_all("h1")) != 1:
        usable.setdefault("title", named)
    return finished(file, blocks_of(root), usable, lines=lines, remarks=[*remarks, *more])


def _meta(page: BeautifulSoup) -> dict[str, object]:
    found: dict[str, object] = {}
    for tag in page.find_all("meta", attrs={"content": True}):
        name = str(tag.get("name") or tag.get("property") or "")
        for written in (name, _PREFIX.sub("", name)):
            words = re.sub(r"[._:-]+", " ", written).strip().casefold()
            key = _META.get(words) or (metadata.key_of(words) if words not in ("title", "name") else None)
            if key:
                found.setdefault(key, cleaned(str(tag["content"])))
    return {key: value for key, value in found.items() if value}


def _title(page: BeautifulSoup) -> str | None:
    """The page's heading, or its title without the site's name."""
    heading = page.find_all("h1")
    if len(heading) == 1 and (words := cleaned(heading[0].get_text(" "))):
        return words
    title = page.title
    return cleaned(_SITE.split(title.get_text())[0]) or None if isinstance(title, Tag) else None
