"""Which files an ingest is about: the documents and guidance under the paths it was given."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest import guidance
from ingest.errors import NothingToIngest, Problem, shown
from ingest.readers import READERS
from knowledge.generation import FORMAT, TRAINED
from knowledge.trained import OF_DRAFTS, RECORD

_NOT_POLICIES = {"readme.md", "license.md", "licence.md", "contributing.md"}
_GUIDANCE = "guidance"
UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Sources:
    """The files of one ingest, in a fixed order, and those that can't be taken before they are even read."""

    documents: tuple[Path, ...]
    guidance: tuple[Path, ...] = ()
    """Folders of guidance."""
    problems: tuple[Problem, ...] = ()
    roots: tuple[Path, ...] = ()
    """The folders and files that documents were looked for in."""

    def name(self, file: Path) -> str:
        """A document's place under the path it was found by, as it can be printed."""
        for root in self.roots:
            if root != file and file.is_relative_to(root):
                inside = file.relative_to(root)
                return shown((root.resolve().name / inside if len(self.roots) > 1 else inside).as_posix())
        return shown(file.name)

    def fingerprint(self, encoder: str) -> str:
        """SHA-256 over everything that decides what the generation will be."""
        digest = hashlib.sha256(f"{FORMAT}\n{encoder}\n{reading_code()}\n".encode())
        folders = [file for folder in self.guidance for file in guidance.files(folder)]
        folders += [folder / TRAINED / part / RECORD for folder in self.guidance for part in ("", OF_DRAFTS)]
        for file in (*self.documents, *folders):
            digest.update(f"{self.name(file)}\n{sha256_of(file)}\n".encode())
        for problem in self.problems:
            digest.update(str(problem).encode())
        return digest.hexdigest()


def sha256_of(file: Path) -> str:
    """The hash of a file's bytes in hexadecimal, or `UNREADABLE`."""
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return UNREADABLE


def reading_code() -> str:
    """A hash of the code that makes clauses of files: when it changes, documents are read again."""
    files = sorted(Path(__file__).parent.rglob("*.py"))
    return hashlib.sha256("".join(sha256_of(file) for file in files).encode()).hexdigest()


def find(paths: Sequence[Path]) -> Sources:
    """Documents under the paths: `DIR/documents` and `DIR/guidance` where they exist, else all of DIR."""
    documents: list[Path] = []
    folders: list[Path] = []
    problems: list[Problem] = []
    for path in paths:
        if not path.exists():
            raise NothingToIngest(f"There is no file or folder {path}. Check its name.")
        documents.extend([path] if path.is_file() else _documents_under(_root(path), problems))
        if (path / _GUIDANCE).is_dir():
            folders.append(path / _GUIDANCE)
    if not documents and not problems:
        places, kinds = ", ".join(str(path) for path in paths), ", ".join(sorted(READERS))
        raise NothingToIngest(f"No policies were found in {places}. Put your documents there ({kinds}).")
    return Sources(tuple(dict.fromkeys(documents)), tuple(folders), tuple(problems), tuple(map(_root, paths)))


def _root(path: Path) -> Path:
    return path / "documents" if (path / "documents").is_dir() else path


def _documents_under(root: Path, problems: list[Problem]) -> Iterator[Path]:
    """Files of a kind that is read. Linked folders aren't entered: they may lead out, or round in a circle."""
    unreadable: list[OSError] = []
    found: list[Path] = []
    for place, inner, names in os.walk(root, onerror=unreadable.append):
        here = Path(place)
        _warn_of_links(root, (here / name for name in sorted(inner)), problems)
        inner[:] = sorted(name for name in inner if _is_taken(root, here / name))
        found += [here / name for name in names if _is_taken(root, here / name)]
    problems += [Problem(Path(e.filename), f"can't be opened ({e.strerror}).") for e in unreadable]
    for file in sorted(found):
        if file.suffix.lower() in READERS and file.name.lower() not in _NOT_POLICIES:
            if reason := _unusable(root, file):
                problems.append(Problem(file, reason))
            else:
                yield file


def _is_taken(root: Path, path: Path) -> bool:
    inside = path.relative_to(root)
    return not inside.name.startswith(".") and inside.parts[0] != _GUIDANCE


def _warn_of_links(root: Path, folders: Iterable[Path], problems: list[Problem]) -> None:
    problems += [
        Problem(folder, "is a link to a folder elsewhere. Name that folder in the command instead.")
        for folder in folders
        if folder.is_symlink() and _is_taken(root, folder) and not _leads_inside(root, folder)
    ]


def _unusable(root: Path, file: Path) -> str | None:
    """Why a file can't be taken, going by what it is rather than by what is in it."""
    if file.is_symlink() and not file.exists():
        return "is a link to something that isn't there."
    if file.is_symlink() and not _leads_inside(root, file):
        return "is a link to a file elsewhere. Put the file itself here, or name it in the command."
    return None if file.is_file() else "isn't a file."


def _leads_inside(root: Path, link: Path) -> bool:
    try:
        return link.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):
        return False
