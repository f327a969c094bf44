"""The YAML that may stand before a document, between two lines of "---"."""

from __future__ import annotations

from pathlib import Path

import yaml

from ingest.errors import Problem, Rejected


def front_matter(file: Path, text: str) -> tuple[dict[str, object], dict[str, int], str]:
    """Its keys and values, the line each key stands on, and the text after it; raises `Rejected`."""
    lines = text.splitlines()
    opening = lines[0].strip() if lines else ""
    if not opening.startswith("---") or opening.strip("-").strip() not in ("", "js", "json"):
        return {}, {}, text
    closing = next((i for i, line in enumerate(lines[1:], 1) if line.strip() == "---"), None)
    if closing is None:
        raise Rejected([Problem(file, 'the front matter is opened with "---" but never closed.', 1)])
    if opening != "---":
        return {}, {}, "\n".join(lines[closing + 1 :])
    block = "\n".join(lines[1:closing])
    try:
        found = yaml.safe_load(block) or {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 1
        raise Rejected([Problem(file, "the front matter isn't valid YAML.", line)]) from error
    if not isinstance(found, dict):
        raise Rejected([Problem(file, 'the front matter must be "key: value" lines.', 1)])
    places = {line.split(":", 1)[0].strip(): i + 1 for i, line in enumerate(lines[1:closing], 1) if ":" in line}
    return {str(key): value for key, value in found.items()}, places, "\n".join(lines[closing + 1 :])
