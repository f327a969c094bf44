"""The app package is one that Teams takes."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
from PIL import Image

APP_ID = "11111111-aaaa-4bbb-8ccc-222222222222"
SCHEMA = Path(__file__).parent / "data/teams-manifest-1.19.json"


def test_a_package_is_written_that_microsofts_schema_takes(clausewise: Callable[..., Any], tmp_path: Path) -> None:
    out = tmp_path / "clausewise.zip"
    done = clausewise("teams", "package", "--out", out, CLAUSEWISE_TEAMS_APP_ID=APP_ID)
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(out) as package:
        files = {name: package.read(name) for name in package.namelist()}
    manifest = json.loads(files["manifest.json"])
    jsonschema.Draft4Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(manifest)
    assert manifest["bots"][0]["botId"] == APP_ID
    assert manifest["composeExtensions"][0]["commands"][0]["context"] == ["compose", "message"]
    colour, outline = (Image.open(io.BytesIO(files[manifest["icons"][kind]])) for kind in ("color", "outline"))
    assert (colour.size, outline.size) == ((192, 192), (32, 32))
    seen = {pixel[:3] for _, pixel in outline.getcolors(maxcolors=2000) if pixel[3]}
    assert seen == {(255, 255, 255)}
    assert out.read_bytes() == _again(clausewise, tmp_path)


def _again(clausewise: Callable[..., Any], folder: Path) -> bytes:
    other = folder / "again.zip"
    clausewise("teams", "package", "--out", other, CLAUSEWISE_TEAMS__APP_ID=APP_ID)
    return other.read_bytes()


def test_without_an_app_id_nothing_is_written(clausewise: Callable[..., Any], tmp_path: Path) -> None:
    done = clausewise("teams", "package", "--out", tmp_path / "x.zip")
    assert done.returncode == 2
    assert "CLAUSEWISE_TEAMS_APP_ID" in done.stderr
    assert not (tmp_path / "x.zip").exists()
