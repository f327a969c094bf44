"""One reader a format: bytes of a file in, a `Reading` out. A format is added by adding a reader here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ingest.errors import Problem, Rejected
from ingest.readers import contents
from ingest.readers.docx import read_docx
from ingest.readers.html import read_html
from ingest.readers.markdown import read_markdown
from ingest.readers.pdf import read_pdf
from ingest.readers.plain_text import read_plain_text
from ingest.readers.reading import Reading

Reader = Callable[[Path, bytes], Reading]
MAX_BYTES = 20_000_000


def of_text(read_text: Callable[[Path, str], Reading]) -> Reader:
    """A reader of text as a reader of bytes."""
    return lambda file, raw: read_text(file, contents.text(file, raw))


READERS: dict[str, Reader] = {
    ".docx": read_docx,
    ".htm": of_text(read_html),
    ".html": of_text(read_html),
    ".markdown": of_text(read_markdown),
    ".md": of_text(read_markdown),
    ".pdf": read_pdf,
    ".txt": of_text(read_plain_text),
}


def read(file: Path) -> Reading:
    """Read one document; raises `Rejected` naming the file and what is wrong with it."""
    reader = READERS.get(file.suffix.lower())
    if reader is None:
        known = ", ".join(sorted(READERS))
        raise _rejected(file, f"is of a kind that isn't read yet. These are: {known}.")
    raw = _raw(file)
    contents.check_kind(file, raw)
    reading = reader(file, raw)
    if not any(block.text for block in reading.blocks):
        raise _rejected(file, "has no text besides its title. Add the policy's wording or remove the file.")
    return reading


def _raw(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            raw = opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise _rejected(file, f"can't be read ({error.strerror}). Check that it exists and may be opened.") from error
    if len(raw) > MAX_BYTES:
        raise _rejected(file, f"is larger than {MAX_BYTES // 1_000_000} MB. Split it into several documents.")
    return raw


def _rejected(file: Path, reason: str) -> Rejected:
    return Rejected([Problem(file, reason)])
