"""What a file's bytes are, whatever its name says: which format, and in which encoding its text is."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from ingest.errors import Problem, Rejected

_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PUNCTUATION = re.compile(rb"[\x85\x91-\x97]|\xa3(?=\d)")
"""Quotes, dashes and the ellipsis of every Windows code page, and a pound sign before a figure; no more is sure."""
_CONTROL = re.compile("[\0-\x08\x0e-\x1a\x1c-\x1f]")
_ELEMENT = re.compile(r"<(/?)([A-Za-z][\w-]*)[^<>]*?(/?)>")
_NEVER_CLOSED = frozenset(
    "p li dt dd td th tr thead tbody tfoot colgroup option br hr img input meta link area base col embed source "
    "track wbr".split()
)
_DEEPEST = 400
_HEAD = 1024


def check_kind(file: Path, raw: bytes) -> None:
    """Raise `Rejected` where the bytes are of another format than the file's name says."""
    kind, wanted = _kind(raw), file.suffix.lower()
    if kind is None:
        if wanted in (".docx", ".pdf"):
            name = "Word" if wanted == ".docx" else "PDF"
            raise _rejected(file, f"isn't a {name} file, or its beginning is damaged. Save it anew and try again.")
    elif kind in (".docx", ".pdf"):
        if kind != wanted:
            name = "Word" if kind == ".docx" else "PDF"
            raise _rejected(file, f"is a {name} file, though its name says otherwise. Rename it to end in {kind}.")
    else:
        raise _rejected(file, kind)


def _kind(raw: bytes) -> str | None:
    """The ending that fits a binary format, the reason why one isn't read, or None for what may be text."""
    if b"%PDF-" in raw[:_HEAD]:
        return ".pdf"
    if raw.startswith(b"PK\x03\x04") and b"word/" in raw:
        return ".docx"
    if raw.startswith(_OLE) and _ENCRYPTED in raw:
        return "is protected by a password. Open it in Word, take the password off (File, Info) and save it again."
    if raw.startswith(_OLE):
        return "is in Word's older format. Open it in Word and save it as .docx."
    if raw.startswith(b"{\\rtf"):
        return "is in rich text format. Open it in Word and save it as .docx."
    if raw.startswith(b"PK\x03\x04") and b"opendocument.text" in raw[:_HEAD]:
        return "is an OpenDocument file. Save it as .docx."
    return None


def text(file: Path, raw: bytes) -> str:
    """The text of a file; raises `Rejected` naming the line where its encoding isn't certain or it is no text."""
    coding = next((name for mark, name in _MARKS.items() if raw.startswith(mark)), "utf-8")
    try:
        decoded = raw.decode(coding)
    except UnicodeDecodeError as error:
        decoded = _windows(file, raw, error.start)
    control = _CONTROL.search(decoded)
    if control and ("\0" in decoded or len(_CONTROL.findall(decoded)) * 100 > len(decoded)):
        raise _rejected(file, "looks like a binary file, not text.", decoded.count("\n", 0, control.start()) + 1)
    if _depth(decoded) > _DEEPEST:
        raise _rejected(
            file, "nests elements deeper than any page does. Save it anew from the program it was made with."
        )
    return decoded


def _depth(decoded: str) -> int:
    """How deep the page's elements are nested at most, as far as they need closing."""
    deepest = depth = 0
    for closing, name, empty in _ELEMENT.findall(decoded):
        if name.casefold() not in _NEVER_CLOSED and not empty:
            depth = max(depth - 1, 0) if closing else depth + 1
            deepest = max(deepest, depth)
    return deepest


def _windows(file: Path, raw: bytes, start: int) -> str:
    """Text from an older Windows program, where its every byte beyond ASCII can mean one thing only."""
    line = raw.count(b"\n", 0, start) + 1
    if b"\0" in raw:
        raise _rejected(file, "looks like a binary file, not text.", raw.count(b"\n", 0, raw.index(b"\0")) + 1)
    if not _PUNCTUATION.sub(b"", raw).isascii():
        raise _rejected(file, "isn't UTF-8 text. Save it as UTF-8 and try again.", line)
    return raw.decode("cp1252")


def _rejected(file: Path, reason: str, line: int | None = None) -> Rejected:
    return Rejected([Problem(file, reason, line)])
