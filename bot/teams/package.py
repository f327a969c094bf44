"""The app package: what Teams is told about Clausewise, with the least rights that it can work with."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

from bot import messages
from bot.teams import icons

SCHEMA = "1.19"
CHECK = "check"
ACCENT = "#1F3A5F"
_MADE = (2026, 1, 1, 0, 0, 0)
"""The time of every file in the package, so that the same package is the same bytes."""


def manifest(app_id: str, version: str, website: str) -> dict[str, Any]:
    """For Teams' own schema of that version; `website` tells people who runs the app and what it keeps."""
    commands = [{"title": title, "description": told} for title, told in messages.TEAMS_COMMANDS]
    return {
        "$schema": f"https://developer.microsoft.com/json-schemas/teams/v{SCHEMA}/MicrosoftTeams.schema.json",
        "manifestVersion": SCHEMA,
        "version": version,
        "id": app_id,
        "developer": {
            "name": "Clausewise",
            "websiteUrl": website,
            "privacyUrl": website,
            "termsOfUseUrl": website,
        },
        "name": {"short": "Clausewise", "full": "Clausewise: policies, word for word"},
        "description": {"short": messages.TEAMS_ABOUT, "full": messages.TEAMS_ABOUT_FULL},
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": ACCENT,
        "defaultInstallScope": "personal",
        "bots": [
            {
                "botId": app_id,
                "scopes": ["personal", "team", "groupChat"],
                "supportsFiles": True,
                "isNotificationOnly": False,
                "commandLists": [
                    {"scopes": ["personal"], "commands": commands},
                    {"scopes": ["team", "groupChat"], "commands": commands[:1]},
                ],
            }
        ],
        "composeExtensions": [
            {
                "botId": app_id,
                "commands": [
                    {
                        "id": CHECK,
                        "type": "action",
                        "title": messages.CAN_I_SHARE,
                        "description": messages.CAN_I_SHARE_ABOUT,
                        "context": ["compose", "message"],
                        "fetchTask": True,
                    }
                ],
            }
        ],
        "permissions": ["identity", "messageTeamMembers"],
        "validDomains": [],
    }


def package(app_id: str, version: str, website: str) -> bytes:
    """The zip that is uploaded to Teams."""
    files = {
        "manifest.json": json.dumps(manifest(app_id, version, website), indent=2).encode(),
        "color.png": icons.colour(),
        "outline.png": icons.outline(),
    }
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(zipfile.ZipInfo(name, _MADE), content, zipfile.ZIP_DEFLATED)
    return held.getvalue()
