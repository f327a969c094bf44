"""Telling that a generation is being read, so that nobody removes it meanwhile.

A reader holds a shared lock on a folder of the generation; the operating system lets go of it when the reader ends,
however it ends. Windows has no such locks and needs none: there, files in use can't be removed.
"""

from __future__ import annotations

import os
import sys
import weakref
from collections.abc import Callable
from pathlib import Path

if sys.platform != "win32":
    import fcntl


class Hold:
    """A reader's claim on a folder, until it is released or nothing refers to it any longer."""

    def __init__(self, folder: Path) -> None:
        self._let_go: Callable[[], object] = lambda: None
        if sys.platform != "win32":
            descriptor = os.open(folder, os.O_RDONLY)
            self._let_go = weakref.finalize(self, os.close, descriptor)
            _lock(descriptor, fcntl.LOCK_SH)

    def release(self) -> None:
        """Let go of it; a second time does nothing."""
        self._let_go()


def is_held(folder: Path) -> bool:
    """Whether some reader, in this process or another, has a hold on the folder."""
    if sys.platform == "win32" or not folder.is_dir():
        return False
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        return not _lock(descriptor, fcntl.LOCK_EX)
    finally:
        os.close(descriptor)


def _lock(descriptor: int, kind: int) -> bool:
    """Take a lock without waiting; False where another has it. File systems without locks count as unlocked."""
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True
