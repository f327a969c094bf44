"""Opening a Word file in bounds: what it unpacks to is checked before any of it is parsed."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from ingest.errors import Problem, Rejected

if TYPE_CHECKING:
    from docx.document import Document

MAX_PARTS = 5_000
MAX_UNPACKED = 200_000_000
MAX_XML = 40_000_000
MAX_RATIO = 150
_SMALL = 5_000_000
"""Below this size no packing ratio is suspicious: blank pages pack well."""
_DAMAGED = "is damaged or not a Word file. Open it in Word, save it again as .docx and try again."
_HOSTILE = "unpacks to far more than a policy holds, so it isn't opened. Save it anew from Word, without attachments."
_DECLARES = "declares XML entities, which no Word file does, so it isn't opened. Save it anew from Word."
_FORMAT_ERRORS = (
    zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError, KeyError, ValueError, EOFError, OSError, NotImplementedError,
    RuntimeError, TypeError, AttributeError,
)  # fmt: skip
"""What zipfile, lxml and python-docx raise for files that aren't what they should be."""


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of a Word file that are read; None where it has no such part. `margins` are headers and footers."""

    title: str
    body: etree._Element
    styles: etree._Element | None
    numbering: etree._Element | None
    margins: tuple[etree._Element, ...]


def opened(file: Path, raw: bytes) -> Package:
    """Open a Word file; raises `Rejected` for one that is damaged or made to do harm."""
    import docx
    from docx.exceptions import PythonDocxError
    from docx.opc.exceptions import OpcError

    try:
        _check(file, raw)
        return _package(docx.Document(io.BytesIO(raw)))
    except (*_FORMAT_ERRORS, PythonDocxError, OpcError) as error:
        raise Rejected([Problem(file, _DAMAGED)]) from error


def _package(document: Document) -> Package:
    from docx.opc.constants import RELATIONSHIP_TYPE

    def parts(*kinds: str) -> list[etree._Element]:
        related = [rel for rel in document.part.rels.values() if rel.reltype in kinds and not rel.is_external]
        return [etree.fromstring(rel.target_part.blob, _PARSER) for rel in related]

    return Package(
        document.core_properties.title or "",
        document.element.body,
        next(iter(parts(RELATIONSHIP_TYPE.STYLES)), None),
        next(iter(parts(RELATIONSHIP_TYPE.NUMBERING)), None),
        tuple(parts(RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER)),
    )


_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


def _check(file: Path, raw: bytes) -> None:
    """Sizes as the archive states them, which bound what is read from it; then that no part declares entities."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        parts = archive.infolist()
        unpacked, packed = sum(part.file_size for part in parts), max(sum(part.compress_size for part in parts), 1)
        largest = max((part.file_size for part in parts if part.filename.endswith((".xml", ".rels"))), default=0)
        if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED or largest > MAX_XML:
            raise Rejected([Problem(file, _HOSTILE)])
        if unpacked > _SMALL and unpacked / packed > MAX_RATIO:
            raise Rejected([Problem(file, _HOSTILE)])
        for part in parts:
            if part.filename.endswith((".xml", ".rels")) and _declares(archive.read(part)):
                raise Rejected([Problem(file, _DECLARES)])


def _declares(xml: bytes) -> bool:
    return any("<!DOCTYPE".encode(coding) in xml for coding in ("utf-8", "utf-16-le", "utf-16-be"))
