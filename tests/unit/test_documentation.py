"""What the documents say is what the code does."""

from __future__ import annotations

import re
import tomllib
from contextlib import suppress
from importlib import metadata
from pathlib import Path

from packaging.specifiers import SpecifierSet
from pydantic import BaseModel

from bot.errors import BotError
from bot.records.tables import METADATA
from bot.settings import SHORT_NAMES, Settings
from ingest.errors import IngestError
from knowledge.errors import KnowledgeError

ROOT = Path(__file__).parents[2]


def test_every_setting_is_documented_and_nothing_else() -> None:
    text = (ROOT / "docs/configuration.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"`(CLAUSEWISE_[A-Z_]+)`", text))
    groups = {
        name: field.annotation
        for name, field in Settings.model_fields.items()
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel)
    }
    plain = {f"CLAUSEWISE_{name.upper()}" for name in Settings.model_fields if name not in groups}
    nested = {f"CLAUSEWISE_{group}__{name}".upper() for group, kind in groups.items() for name in kind.model_fields}
    assert documented == plain | nested | set(SHORT_NAMES)


def test_the_configuration_example_works(tmp_path: Path) -> None:
    from bot import settings

    text = (ROOT / "docs/configuration.md").read_text(encoding="utf-8")
    example = text.split("```toml")[1].split("```")[0]
    Path("clausewise.toml").write_text(example, encoding="utf-8")
    found = settings.load()
    assert found.knowledge == Path("policies")
    assert found.contacts.support.startswith("Our employee")


def test_make_commands_in_the_readme_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"make ([a-z-]+)", (ROOT / "README.md").read_text(encoding="utf-8")):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_links_lead_somewhere() -> None:
    for file in [ROOT / "README.md", *ROOT.glob("docs/**/*.md"), ROOT / "knowledge/guidance/README.md"]:
        for target in re.findall(r"\]\((?!http)([^)#]+)\)", file.read_text(encoding="utf-8")):
            assert (file.parent / target).exists(), f"{file}: {target}"


def test_pins_are_names_and_versions_only() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert all(line.startswith("#") or re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9._!]+", line) for line in lines)
    pinned = {line.split("==")[0].casefold().replace("_", "-") for line in lines}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [
        *project["dependencies"],
        *(name for extra in project["optional-dependencies"].values() for name in extra),
    ]
    named = [name for name in wanted if not name.startswith("clausewise")]
    assert {name.casefold() for name in named} <= pinned


def test_pins_can_be_installed_on_every_python_that_is_promised() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    asked_for = {}
    for name, _, pinned in (line.partition("==") for line in lines if not line.startswith("#")):
        with suppress(metadata.PackageNotFoundError):
            found = metadata.distribution(name)
            if found.version == pinned:
                asked_for[name] = found.metadata.get("Requires-Python") or ""
    assert len(asked_for) > 100
    assert [name for name, told in asked_for.items() if not SpecifierSet(told).contains("3.11.0")] == []


def test_the_privacy_page_names_every_table_and_no_other() -> None:
    text = (ROOT / "docs/privacy.md").read_text(encoding="utf-8").split("## What is kept")[1].split("\n## ")[0]
    assert set(re.findall(r"^\|[^|]*: `(\w+)` \|", text, re.MULTILINE)) == set(METADATA.tables)
    named = re.findall(r"`(\w+)\.(\w+)`", text)
    settings = Settings()
    assert all(hasattr(getattr(settings, group), name) for group, name in named if hasattr(settings, group))


def test_troubleshooting_knows_every_error_that_people_can_meet() -> None:
    text = (ROOT / "docs/troubleshooting.md").read_text(encoding="utf-8")
    documented = re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)
    found = [one.__name__ for base in (BotError, KnowledgeError, IngestError) for one in _below(base)]
    assert sorted(documented) == sorted(found)


def _below(kind: type[Exception]) -> list[type[Exception]]:
    return [one for direct in kind.__subclasses__() for one in (direct, *_below(direct))]
