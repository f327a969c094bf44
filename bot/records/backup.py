"""A backup of everything in a home, taken while it is served, and put back elsewhere.

The anchor of the log of signatures is copied before the database: what a copied anchor knows, the copied database has.
Letters being delivered are not taken from DBOS: the outbox says what is still to be sent.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

from bot.errors import BackupUnusable
from bot.records import anchor, database

FORMAT = 1
MANIFEST = "manifest.json"
_LEFT_OUT = ("*.db", "*.db-*", "current.new", f"{anchor.FILE}*", "lost+found")
"""Beside locks: what is copied in a way of its own, or is nothing to keep."""
_BLOCK = 1 << 20


def back_up(home: Path, file: Path, *, records_here: bool) -> int:
    """Write the backup and return how many files are in it; raises `BackupUnusable`, and then leaves none behind.

    `records_here` says that the database is SQLite's, in the home. Nobody may publish policies meanwhile.
    """
    if file.exists():
        raise BackupUnusable(f"There is a file {file} already. Name another: a backup never replaces one.")
    if not home.is_dir():
        raise BackupUnusable(f"There is nothing in {home} yet.")
    if file.resolve().is_relative_to(home.resolve()):
        raise BackupUnusable(f"{file} lies in the home that it would back up. Name a file elsewhere.")
    being_written = file.with_name(f"{file.name}.writing")
    try:
        with open(os.open(being_written, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:  # noqa: PTH123
            count = _write(home, stream, records_here=records_here)
            stream.flush()
            os.fsync(stream.fileno())
        being_written.rename(file)
    except (OSError, sqlite3.Error, tarfile.TarError) as error:
        raise BackupUnusable(f"{file} can't be written ({error}). Nothing was backed up.") from error
    finally:
        being_written.unlink(missing_ok=True)
    return count


def put_back(file: Path, home: Path) -> dict[str, Any]:
    """Unpack into a folder that holds nothing yet, each file checked, and return the manifest.

    Raises `BackupUnusable`, and then leaves nothing behind.
    """
    if home.exists() and any(home.iterdir()):
        raise BackupUnusable(f"{home} isn't empty. Name a folder that doesn't exist yet.")
    try:
        home.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{home.name}-", dir=home.parent) as waiting:
            unpacked = Path(waiting) / "home"
            unpacked.mkdir(mode=0o700)
            with tarfile.open(file) as packed:
                manifest = _manifest(file, packed)
                for name, expected in manifest["files"].items():
                    _unpack(file, packed, name, expected, unpacked)
            if home.exists():
                home.rmdir()
            unpacked.rename(home)
    except (OSError, tarfile.TarError, EOFError) as error:
        raise BackupUnusable(f"{file} can't be put back ({error}).") from error
    return manifest


def _write(home: Path, stream: IO[bytes], *, records_here: bool) -> int:
    hashes: dict[str, str] = {}
    with tarfile.open(fileobj=stream, mode="w") as packed:
        heads = home / anchor.FILE
        if heads.exists():
            hashes[anchor.FILE] = _pack(packed, anchor.FILE, io.BytesIO(heads.read_bytes()))
        if records_here and (home / database.FILE).exists():
            with _records(home) as copied:
                hashes[database.FILE] = _pack(packed, database.FILE, copied)
        for path in _others(home):
            name = path.relative_to(home).as_posix()
            with suppress(FileNotFoundError):  # half-written when listed, and has its own name since
                hashes[name] = _pack(packed, name, io.BytesIO(path.read_bytes()))
        told = {"format": FORMAT, "created": datetime.now(UTC).isoformat(timespec="seconds"), "files": hashes}
        _pack(packed, MANIFEST, io.BytesIO(json.dumps(told | {"records": records_here}).encode()))
    return len(hashes)


@contextmanager
def _records(home: Path) -> Iterator[io.BufferedReader]:
    """The database as it is at one moment, whoever writes meanwhile."""
    with tempfile.TemporaryDirectory() as waiting:
        copied = Path(waiting) / database.FILE
        source = sqlite3.connect(home / database.FILE, timeout=database.WAIT_S)
        with closing(source), closing(sqlite3.connect(copied)) as target:
            source.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")
        with copied.open("rb") as stream:
            yield stream


def _others(home: Path) -> Iterator[Path]:
    """Everything else that is worth keeping, in order."""
    for path in sorted(home.rglob("*")):
        parts = path.relative_to(home)
        top = PurePosixPath(parts.parts[0])
        kept = path.suffix != ".lock" and not any(top.match(pattern) for pattern in _LEFT_OUT)
        if kept and path.is_file() and not path.is_symlink():
            yield path


def _pack(packed: tarfile.TarFile, name: str, content: io.BytesIO | io.BufferedReader) -> str:
    """Add what is in a stream, and return its SHA-256."""
    hashed = hashlib.file_digest(content, "sha256").hexdigest()
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = content.seek(0, io.SEEK_END), 0o600
    content.seek(0)
    packed.addfile(entry, content)
    return hashed


def _manifest(file: Path, packed: tarfile.TarFile) -> dict[str, Any]:
    try:
        held = json.loads((packed.extractfile(MANIFEST) or io.BytesIO()).read())
        sound = held["format"] == FORMAT and isinstance(held["records"], bool)
        sound = sound and all(isinstance(one, str) for pair in held["files"].items() for one in pair)
    except (KeyError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise _no_backup(file) from error
    if not sound:
        raise _no_backup(file)
    return dict(held)


def _no_backup(file: Path) -> BackupUnusable:
    return BackupUnusable(f"{file} is no whole backup, or one by a newer Clausewise. Use another.")


def _unpack(file: Path, packed: tarfile.TarFile, name: str, expected: str, folder: Path) -> None:
    """One file, where its bytes are those that were backed up and its name leads nowhere else."""
    parts = PurePosixPath(name).parts
    try:
        content = packed.extractfile(name) if parts and ".." not in parts and parts[0] != "/" else None
    except KeyError:
        content = None
    if content is None:
        raise _no_backup(file)
    target = folder.joinpath(*parts)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    hashed = hashlib.sha256()
    with target.open("xb") as stream:
        while block := content.read(_BLOCK):
            hashed.update(block)
            stream.write(block)
        stream.flush()
        os.fsync(stream.fileno())
    if hashed.hexdigest() != expected:
        raise BackupUnusable(f"{file} is damaged: {name} isn't what was backed up. Use another backup.")
