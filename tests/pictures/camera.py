"""A page photographed with Chromium: cut to what is on it, in few colours, so that it stays small."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from PIL import Image, ImageChops

COLOURS = 64
ROOM = (900, 2600)
"""Pixels of page that are looked at."""


def photograph(page: str, file: Path) -> None:
    """Write a PNG of a page, without the emptiness around it."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert chromium, "pictures are taken with Chromium, which isn't installed here"
    with tempfile.TemporaryDirectory() as folder:
        source, shot = Path(folder) / "page.html", Path(folder) / "shot.png"
        source.write_text(page, encoding="utf-8")
        command = [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
        size = f"--window-size={ROOM[0]},{ROOM[1]}"
        subprocess.run([*command, size, f"--screenshot={shot}", source.as_uri()], check=True, capture_output=True)
        with Image.open(shot) as taken:
            picture = taken.convert("RGB")
    box = ImageChops.difference(picture, Image.new("RGB", picture.size, "white")).getbbox()
    assert box, "nothing is on the page"
    left, top, right, bottom = box
    cut = picture.crop((max(0, left - 12), max(0, top - 12), right + 12, bottom + 12))
    cut.quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
