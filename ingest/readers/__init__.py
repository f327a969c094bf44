"""One reader a format: bytes of a file in, a `Reading` out. A format is added by adding a reader here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ingest.errors import Problem, Rejected
from ingest.readers.markdown import read_markdown
from ingest.readers.plain_text import read_plain_text
from ingest.readers.reading import Reading

READERS: dict[str, Callable[[Path, str], Reading]] = {
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".txt": read_plain_text,
}
MAX_BYTES = 20_000_000


def read(file: Path) -> Reading:
    """Read one document; raises `Rejected` naming the file and what is wrong with it."""
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise _rejected(file, f"can't be read ({error.strerror}). Check that it exists and may be opened.") from error
    if len(raw) > MAX_BYTES:
        raise _rejected(file, f"is larger than {MAX_BYTES // 1_000_000} MB. Split it into several documents.")
    reader = READERS.get(file.suffix.lower())
    if reader is None:
        known = ", ".join(sorted(READERS))
        raise _rejected(file, f"is of a kind that isn't read yet. These are: {known}.")
    reading = reader(file, _decoded(file, raw))
    if not any(block.text for block in reading.blocks):
        raise _rejected(file, "has no text besides its title. Add the policy's wording or remove the file.")
    return reading


def _decoded(file: Path, raw: bytes) -> str:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise _rejected(file, "isn't UTF-8 text. Save it as UTF-8 and try again.", line) from error
    if "\0" in text:
        raise _rejected(file, "looks like a binary file, not text.", text[: text.index("\0")].count("\n") + 1)
    return text


def _rejected(file: Path, reason: str, line: int | None = None) -> Rejected:
    return Rejected([Problem(file, reason, line)])
