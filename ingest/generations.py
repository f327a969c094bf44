"""The generations in a home: what there is, going back to one, and removing what nobody needs any longer.

The newest is the one that was built last, or built again: an ingest that comes to what an older generation holds makes
that one the newest. Going back doesn't, so that going back twice goes back two steps.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest import publish
from ingest.errors import NoSuchGeneration
from ingest.progress import Progress
from knowledge.errors import DamagedGeneration, NothingPublished
from knowledge.generation import Home, Manifest, read_manifest
from knowledge.holding import is_held


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    """One build of all documents. `manifest` is None where it is damaged or another version's."""

    folder: Path
    published: bool
    manifest: Manifest | None

    @property
    def id(self) -> str:
        return self.folder.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Pruned:
    """What was removed, or would be: generations, leftovers of crashed ingests, and the bytes they took."""

    removed: tuple[str, ...]
    in_use: tuple[str, ...]
    """Generations that would have gone if nobody were reading them."""
    leftovers: int
    freed: int


def known(home: Home) -> list[Generation]:
    """Every generation of a home, newest first; raises `NothingPublished` where there has never been one."""
    published = home.current()
    folders = [folder for folder in (published, *home.others()) if folder.is_dir()]
    folders.sort(key=_built, reverse=True)
    return [Generation(folder=f, published=f == published, manifest=_manifest(f)) for f in folders]


def roll_back(home: Home, wanted: str | None, progress: Progress) -> Generation:
    """Publish the newest sound generation older than the published one, or the one whose id begins with `wanted`.

    Raises `NoSuchGeneration` with what to do, and leaves what is published.
    """
    published = home.current()
    with publish.only_one(home, progress):
        older = [f for f in home.others() if not published.is_dir() or _built(f) < _built(published)]
        folder = _named(home, wanted) if wanted else next(filter(publish.is_sound, older), None)
        if folder is None:
            raise NoSuchGeneration("There is no earlier generation to go back to. See: clausewise generations")
        if not publish.is_sound(folder):
            raise NoSuchGeneration(
                f"Generation {folder.name} is damaged, or was written by another version of Clausewise. "
                "Choose another. See: clausewise generations"
            )
        publish.point_to(home, folder, progress)
    return Generation(folder=folder, published=True, manifest=_manifest(folder))


def prune(home: Home, keep: int, progress: Progress) -> Pruned:
    """Remove all but the newest `keep` generations, the published one, and those that somebody is reading."""
    home.current()
    with publish.only_one(home, progress):
        found = prunable(home, keep)
        for folder in _going(home, found):
            # Under another name first: a crash in the middle leaves a leftover, never half a generation.
            leftover = folder
            if not folder.name.startswith(publish.BUILDING):
                leftover = folder.rename(home.generations / f"{publish.BUILDING}pruned-{folder.name}")
            shutil.rmtree(leftover)
    return found


def prunable(home: Home, keep: int) -> Pruned:
    """What `prune` would remove now. Changes nothing."""
    old = [generation for generation in known(home)[keep:] if not generation.published]
    in_use = [generation.id for generation in old if is_held(generation.folder / "chroma")]
    found = Pruned(
        removed=tuple(generation.id for generation in old if generation.id not in in_use),
        in_use=tuple(in_use),
        leftovers=len(_leftovers(home)),
        freed=0,
    )
    size = sum(file.lstat().st_size for folder in _going(home, found) for file in folder.rglob("*") if file.is_file())
    return Pruned(removed=found.removed, in_use=found.in_use, leftovers=found.leftovers, freed=size)


def _going(home: Home, found: Pruned) -> Iterator[Path]:
    yield from (home.generations / name for name in found.removed)
    yield from _leftovers(home)


def _leftovers(home: Home) -> list[Path]:
    return sorted(home.generations.glob(f"{publish.BUILDING}*"))


def _named(home: Home, wanted: str) -> Path:
    matching = [generation.folder for generation in known(home) if generation.id.startswith(wanted.casefold())]
    if len(matching) != 1:
        what = "several generations begin with" if matching else "there is no generation"
        raise NoSuchGeneration(f"{what[0].upper()}{what[1:]} {wanted}. See: clausewise generations")
    return matching[0]


def _built(folder: Path) -> int:
    return folder.stat().st_mtime_ns


def _manifest(folder: Path) -> Manifest | None:
    try:
        return read_manifest(folder)
    except (DamagedGeneration, NothingPublished):
        return None
