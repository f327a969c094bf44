"""A file's hash, by which everything here is known to be what it was."""

from __future__ import annotations

import hashlib
from pathlib import Path


def file_sha256(file: Path) -> str:
    """The hash of a file's bytes, in hexadecimal; the file is never in memory as a whole."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
