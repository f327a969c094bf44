"""What of a web page is its document: navigation, banners, hidden parts and other furniture are taken out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import takewhile

from bs4 import BeautifulSoup, Comment, Tag

_NEVER = (
    "script style noscript template svg iframe canvas video audio object embed select textarea input link meta "
    "datalist figcaption map nav footer dialog menu"
).split()
_ROLES = frozenset(
    "navigation banner contentinfo search dialog alertdialog menu menubar toolbar tablist complementary".split()
)
_PARTS = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|cookies?|consent|gdpr|skip|skiplinks?|skip-to|masthead|"
    r"share|sharing|social|sharebar|addthis|related|recommended|pagination|pager|toc|sidebar|side-bar|footer|feedback|"
    r"helpful|rating|print-only|noprint|backtotop|back-to-top|advert|ads|newsletter|subscribe|comments|login|search|"
    r"site-header|page-header-links|popup|modal|toast|utility|contents-list)(?=$|[\s_-])",
    re.IGNORECASE,
)
_UNSEEN = re.compile(
    r"(?:^|\s)(?:[\w-]*visually-?hidden|sr-only|screen-reader(?:-text|-only)?|hidden|d-none|is-hidden|hide)(?=$|\s)"
)
_UNSEEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_OPENED = re.compile(r"accordion|collaps|panel|tab|toggle|expand|disclosure|details", re.IGNORECASE)
_RELATED = re.compile(
    r"^(?:related|see also|quick links|useful links|popular|explore|more (?:in|from|like)|you (?:may|might) also|"
    r"in this section|on this page|in this (?:guide|article|policy)|contents|table of contents|jump to|share|follow us|"
    r"tags|categories|topics|(?:further|more) (?:reading|links|information)|other pages|navigation)\b",
    re.IGNORECASE,
)
_CHATTER = re.compile(
    r"^(?:skip to|jump to (?:content|main)|back to top|return to top|print this|email this|share (?:this|on)|"
    r"was this (?:page|article|information|content)|is this page useful|did you find|give feedback|rate this|"
    r"(?:we|this site|this website|our site) uses? cookies|accept (?:all )?cookies|©|copyright ©|\(c\) \d{4}|"
    r"all rights reserved|edit this page|report a problem with this page|you are here|loading|last viewed|"
    r"download (?:this|as) (?:page|pdf)|view as pdf)",
    re.IGNORECASE,
)
_CHATTER_WORDS = 25
_SENTENCE_WORDS = 8
_FEW = 4
_DEEPEST = 100
"""Elements within elements that are told apart."""
_OPENERS = ("aria-controls", "data-target", "data-bs-target")
_BULK = 0.5
_SMALL = 0.3
_HERE = ("#", "javascript:", "mailto:?")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def content(page: BeautifulSoup, *, of_site: bool = True) -> tuple[Tag, list[str]]:
    """The part of the page that is its document, and the lines of what was left out (they may date or name it).

    `of_site` is whether a site's menus may stand around the document.
    """
    _flatten(page)
    for comment in page.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    opened = {str(tag.get(key)).lstrip("#") for key in _OPENERS for tag in page.select(f"[{key}]")}
    root = _root(page)
    size = len(root.get_text())
    left = _taken(tag for tag in list(root.select("*")) if not tag.decomposed and _is_furniture(tag, opened, size))
    left += _taken(_above_heading(root, size)) if of_site else []
    for tag in page.find_all(["footer", "aside", "header"]):
        if tag not in root.parents and root not in tag.parents:
            left += tag.stripped_strings
    for tag in list(root.find_all(["ul", "ol"])):
        if not tag.decomposed and _is_link_list(tag):
            _drop_with_heading(tag)
    lines = root.find_all(["p", "div", "td", "span", "a", "small"])
    return root, left + _taken(tag for tag in lines if not tag.decomposed and _is_chatter(tag))


def _taken(tags: Iterable[Tag]) -> list[str]:
    """Take elements out of the page; their lines."""
    left: list[str] = []
    for tag in tags:
        left += tag.stripped_strings
        tag.decompose()
    return left


def has(tag: Tag, names: Collection[str]) -> bool:
    """Whether an element holds one of these names at any depth."""
    return any(isinstance(inner, Tag) and inner.name in names for inner in tag.descendants)


def _flatten(page: BeautifulSoup) -> None:
    """Make running text of what lies deeper than anybody nests, so that work grows with the page alone."""
    level: list[Tag] = [page]
    for _ in range(_DEEPEST):
        level = [child for tag in level for child in tag.children if isinstance(child, Tag)]
    for tag in level:
        tag.string = tag.get_text(" ")


def _root(page: BeautifulSoup) -> Tag:
    """`main`, else the one article, where it holds the bulk of the page; else the body."""
    body = page.body or page
    whole = len(body.get_text())
    for found in (page.select("main, [role=main]"), page.find_all("article")):
        best = max(found, key=lambda tag: len(tag.get_text()), default=None)
        if best is not None and len(best.get_text()) * 4 > whole and len(found) == 1:
            return best
    return body


def _above_heading(root: Tag, size: int) -> list[Tag]:
    """What stands above a page's one heading: its place in the site, menus, who keeps it."""
    headings: list[Tag] = next(filter(None, (root.find_all(name) for name in _HEADINGS)), [])
    if len(headings) != 1:
        return []
    way = [headings[0], *takewhile(lambda tag: tag is not root, headings[0].parents)]
    above = [tag for step in way for tag in step.previous_siblings if isinstance(tag, Tag)]
    return [tag for tag in above if len(tag.get_text()) < _SMALL * size and not _has_sentence(tag.get_text(" "))]


def _has_sentence(text: str) -> bool:
    """Whether a text says something at length, as menus don't."""
    parts = re.split(r"(?<=[.!?:])\s", text.strip())
    return any(len(part.split()) >= _SENTENCE_WORDS and part.endswith((".", "!", "?", ":")) for part in parts)


def _is_furniture(tag: Tag, opened: set[str], size: int) -> bool:
    if tag.name in ("html", "body", "main", *_HEADINGS):
        return False
    if tag.name in _NEVER:
        return True
    if _is_unseen(tag) and not _is_opened(tag, opened):
        return True
    if tag.name == "sup":
        return _is_footnote_mark(tag)
    if tag.name == "button":
        return not (tag.has_attr("aria-expanded") or tag.has_attr("aria-controls") or tag.find_parent(_HEADINGS))
    is_part = (
        str(tag.get("role", "")) in _ROLES
        or tag.name == "form"
        or (tag.name == "aside" and has(tag, ("a", *_HEADINGS)))
        or (tag.name == "header" and tag.find_parent(["main", "article"]) is None)
        or (tag.name not in ("article", "section", "p", "li", "td") and bool(_PARTS.search(_names(tag))))
    )
    return is_part and not _is_bulk(tag, size)


def _is_footnote_mark(tag: Tag) -> bool:
    """Whether a raised mark leads to a note; "m²" and "10³" are words of the text."""
    if tag.find("a", href=re.compile("^#")):
        return True
    before = re.search(r"(\w+)\W*$", str(tag.previous_sibling or ""))
    marks = re.fullmatch(r"[\[(]?(?:\d{1,2}|[*†‡])[\])]?", tag.get_text(strip=True))
    return bool(marks) and before is not None and len(before[1]) >= _FEW - 1 and not before[1].isdecimal()


def _is_bulk(tag: Tag, size: int) -> bool:
    return has(tag, ("h1", "main")) or len(tag.get_text()) > _BULK * size


def _names(tag: Tag) -> str:
    classes = tag.get("class", "")
    return " ".join([classes if isinstance(classes, str) else " ".join(classes or ()), str(tag.get("id", ""))])


def _is_unseen(tag: Tag) -> bool:
    return (
        tag.has_attr("hidden")
        or tag.get("aria-hidden") == "true"
        or bool(_UNSEEN_STYLE.search(str(tag.get("style", ""))))
        or bool(_UNSEEN.search(_names(tag)))
    )


def _is_opened(tag: Tag, opened: set[str]) -> bool:
    """Whether a hidden part is the inside of an accordion or a tab, which a colleague opens to read."""
    return tag.get("id") in opened or tag.get("role") == "tabpanel" or bool(_OPENED.search(_names(tag)))


def _is_link_list(tag: Tag) -> bool:
    """A list of nothing but links, to places on this page or, under "Related links", to others."""
    items = tag.find_all("li")
    links = tag.find_all("a", href=True)
    if not items or len(links) < len(items) or _words(tag) != sum(map(_words, links)):
        return False
    if all(str(link["href"]).startswith(_HERE) for link in links):
        return True
    before = _before(tag)
    if before is not None and before.get_text(strip=True).endswith(":"):
        return bool(_RELATED.match(before.get_text(strip=True)))
    return before is None or bool(_RELATED.match(before.get_text(strip=True)))


def _words(tag: Tag) -> int:
    return len(tag.get_text(" ").split())


def _before(tag: Tag) -> Tag | None:
    """The element that stands just before, at any height, below the content's own top."""
    for above in (tag, *_wrappers(tag)):
        for before in above.previous_siblings:
            if isinstance(before, Tag):
                return before
    return None


def _wrappers(tag: Tag) -> Iterator[Tag]:
    for above in tag.parents:
        if above.name not in ("div", "section"):
            return
        yield above


def _drop_with_heading(tag: Tag) -> None:
    before = _before(tag)
    if before is not None and _RELATED.match(before.get_text(strip=True)) and _words(before) < _CHATTER_WORDS:
        before.decompose()
    tag.decompose()


def _is_chatter(tag: Tag) -> bool:
    """A short line that speaks to the page's visitor, or one of nothing but links."""
    text = " ".join(tag.get_text(" ").split())
    if not text or len(text.split()) > _CHATTER_WORDS or has(tag, ("p", "li", "table", *_HEADINGS)):
        return False
    if _CHATTER.match(text) and (tag.name != "a" or tag.find_parent(["p", "li", "td", *_HEADINGS]) is None):
        return True
    return tag.name in ("p", "div", "td") and has(tag, ("a",)) and _is_of_links(tag, text)


def _is_of_links(tag: Tag, text: str) -> bool:
    """Whether a line is several links ("Home | News"), links within the page, or links introduced as related."""
    links = tag.find_all("a", href=True)
    for link in links:
        text = text.replace(" ".join(link.get_text(" ").split()), "", 1)
    rest = text.strip(" |,;:·•/>›»–-")
    inside = all(str(link["href"]).startswith(_HERE) for link in links)
    if not rest:
        return bool(links) and (inside or len(links) > 1)
    return bool(_RELATED.match(rest)) and len(rest.split()) < _FEW
