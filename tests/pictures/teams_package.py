"""What is in the app package for Teams, photographed for docs/pictures: `python -m tests.pictures.teams_package`."""

from __future__ import annotations

import base64
import json
import zipfile
from html import escape
from io import BytesIO
from pathlib import Path

from bot.teams.package import package
from tests.pictures.camera import photograph

FILE = Path(__file__).parents[2] / "docs/pictures/teams-package.png"
APP_ID = "11111111-aaaa-4bbb-8ccc-222222222222"
STYLE = """
body { font: 15px/1.45 'Segoe UI', 'Noto Sans', sans-serif; color: #242424; margin: 20px; width: 720px }
header { display: flex; gap: 18px; align-items: center } h1 { font-size: 20px; margin: 0 } p { margin: 4px 0 }
img { border-radius: 12px } .outline { background: #444791; padding: 8px; border-radius: 6px }
table { border-collapse: collapse; margin-top: 14px; width: 100% } td { border-top: 1px solid #ddd; padding: 7px 10px }
td:first-child { color: #616161; white-space: nowrap; vertical-align: top }
"""


def page(files: dict[str, bytes]) -> str:
    """The package as an administrator would read it."""
    told = json.loads(files["manifest.json"])
    bot, check = told["bots"][0], told["composeExtensions"][0]["commands"][0]
    commands = {one["title"]: one["description"] for one in bot["commandLists"][0]["commands"]}
    rows = [
        ("Version, app id", f"{told['version']}, {told['id']}"),
        ("Bot in", ", ".join(bot["scopes"])),
        *((f"Command: {title}", about) for title, about in commands.items()),
        (f"Action: {check['title']}", f"{check['description']} ({' and '.join(check['context'])})"),
        ("Permissions", ", ".join(told["permissions"])),
        ("Files", "can be offered to one person, in a chat of their own" if bot["supportsFiles"] else "none"),
    ]
    body = "".join(f"<tr><td>{escape(name)}</td><td>{escape(value)}</td></tr>" for name, value in rows)
    head = f"<h1>{escape(told['name']['short'])}</h1><p>{escape(told['description']['full'])}</p>"
    icons = f"<img width=96 src='{_inline(files['color.png'])}'><div>{head}</div>"
    outline = f"<img class=outline width=32 src='{_inline(files['outline.png'])}'>"
    return f"<meta charset=utf-8><style>{STYLE}</style><header>{icons}{outline}</header><table>{body}</table>"


def _inline(picture: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(picture).decode()}"


def main() -> None:
    with zipfile.ZipFile(BytesIO(package(APP_ID, "1.0.0", "https://intranet.example.org/clausewise"))) as made:
        photograph(page({name: made.read(name) for name in made.namelist()}), FILE)


if __name__ == "__main__":
    main()
