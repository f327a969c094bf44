"""`clausewise guidance`: drafting guidance for a document, accepting it, and what is missing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import shared
from bot.errors import CannotDraft, WrongInput
from bot.settings import Settings

if TYPE_CHECKING:
    from ingest.diff import Edition
    from knowledge.generation import Content
    from knowledge.model import Clause

app = typer.Typer(
    help="Draft guidance for a document, accept it when it is finished, and see what is missing.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
)


@dataclass(frozen=True, slots=True)
class _Published:
    """What is published, and the paths that it was read from."""

    content: Content
    sources: tuple[Path, ...]

    @property
    def clause_ids(self) -> set[str]:
        return {clause.id for clause in self.content.clauses}


@app.command("draft")
def draft(
    document: Annotated[str, typer.Argument(metavar="DOC", help="A policy file, or a published reference.")],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Where to write. [default: guidance/drafts beside it]")
    ] = None,
    home: shared.HomeOption = None,
    knowledge: shared.KnowledgeOption = None,
) -> None:
    """Write a skeleton of guidance for the owner to finish: a stance a clause, and examples to fill in.

    Only clauses without guidance are in it. With a chat model configured (docs/configuration.md) the example
    questions are drafted too. Nothing in it is used until you accept it.

    **Example**: `clausewise guidance draft HR-2`
    """
    with shared.told():
        settings = shared.settings_from(home, knowledge)
        published = _published(settings)
        edition = _edition(document, published)
        folder = _guidance_folder(settings, published, Path(document))
        bare = _without_guidance(edition, folder)
        if not bare.clauses:
            shared.say(f"Every clause of {edition.document.reference} has guidance already, in {folder}.")
            return
        for file in _write(bare, out or folder / "drafts", settings):
            shared.say(f"Finish it, then run: clausewise guidance accept {file}")


@app.command("accept")
def accept(
    drafts: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Drafts that you have finished.")],
    into: Annotated[
        Path | None,
        typer.Option("--into", metavar="DIR", help="The guidance folder. [default: the one the draft is in]"),
    ] = None,
    home: shared.HomeOption = None,
) -> None:
    """Check finished drafts and put them where the next ingest uses them.

    Exit status: 0 accepted, 1 something is left to do (each thing is named), 2 wrong usage.
    """
    with shared.told():
        from ingest import drafting

        published = _published(shared.settings_from(home, None))
        if published is None:
            raise CannotDraft("No policies have been read in yet. Run: clausewise ingest")
        for file in drafts:
            placed = drafting.accept(file, into or _folder_of(file), published.clause_ids)
            shared.say(f"Accepted as {placed}. The next ingest uses it.")


@app.command("check")
def check(
    as_json: Annotated[bool, typer.Option("--json", help="Print what was found as one JSON object.")] = False,
    home: shared.HomeOption = None,
    knowledge: shared.KnowledgeOption = None,
) -> None:
    """List clauses without guidance, and guidance that no longer fits the documents.

    Exit status: 0 all guidance fits, 1 some doesn't, 2 wrong usage.
    """
    with shared.told():
        from ingest import guidance

        settings = shared.settings_from(home, knowledge)
        published = _published(settings)
        if published is None:
            raise CannotDraft("No policies have been read in yet. Run: clausewise ingest")
        folders = [root / "guidance" for root in _roots(settings, published)]
        files = [file for folder in folders for file in guidance.files(folder)]
        found, problems = guidance.survey(files, published.clause_ids)
        bare = sorted(published.clause_ids - set(found.rules))
        if as_json:
            typer.echo(json.dumps({"without_guidance": bare, "problems": [str(problem) for problem in problems]}))
        else:
            typer.echo(_told(bare, list(map(str, problems))))
        raise typer.Exit(shared.FAILED if problems else shared.FINE)


def _told(bare: Sequence[str], problems: Sequence[str]) -> str:
    lines = [*problems] or ["All guidance fits the published documents."]
    lines += [f"Without guidance: {', '.join(bare)}" if bare else "Every clause has guidance."]
    return "\n".join(lines)


def _published(settings: Settings) -> _Published | None:
    """What is published, looked at and never changed; None where nothing is."""
    from knowledge.errors import NothingPublished
    from knowledge.generation import Home, read_content, verify

    try:
        folder = Home(settings.home).current()
    except NothingPublished:
        return None
    manifest = verify(folder)
    return _Published(read_content(folder), tuple(map(Path, manifest.sources)))


def _edition(named: str, published: _Published | None) -> Edition:
    """The document as a file has it, under the ids that it is or would be published with; or as it is published."""
    from bot.cli.diff import read
    from ingest.diff import continued, editions

    known = editions(published.content.documents, published.content.clauses) if published else {}
    if Path(named).exists():
        edition = read(Path(named))
        before = known.get(edition.document.reference)
        return continued(before, edition) if before else edition
    found = known.get(named)
    if found is None:
        raise CannotDraft(f"{named} is no file, and nothing is published under this reference.")
    return found


def _guidance_folder(settings: Settings, published: _Published | None, file: Path | None) -> Path:
    """The guidance folder of the knowledge that a file belongs to; beside the file where it belongs to none."""
    roots = _roots(settings, published)
    if file is None or not file.is_file():
        return roots[0] / "guidance"
    beside = file.parent.parent if file.parent.name == "documents" else file.parent
    return next((root for root in roots if file.resolve().is_relative_to(root.resolve())), beside) / "guidance"


def _roots(settings: Settings, published: _Published | None) -> list[Path]:
    """The folders that the knowledge configured, else the published knowledge, is read from."""
    paths = shared.ingest_settings(settings).paths if settings.knowledge or not published else published.sources
    return [path if path.is_dir() else path.parent for path in paths]


def _folder_of(file: Path) -> Path:
    """The guidance folder whose `drafts/` a draft stands in."""
    from ingest.drafting import DRAFTS

    for folder in file.parents[:2]:
        if folder.name == DRAFTS:
            return folder.parent
    raise WrongInput(f"{file} isn't in a folder of drafts. Say where it belongs: --into my-policies/guidance")


def _without_guidance(edition: Edition, folder: Path) -> Edition:
    from ingest import guidance
    from ingest.diff import Edition

    ids = {clause.id for clause in edition.clauses}
    ruled = guidance.survey(guidance.files(folder), ids)[0].rules
    return Edition(edition.document, tuple(clause for clause in edition.clauses if clause.id not in ruled))


def _write(edition: Edition, folder: Path, settings: Settings) -> Iterator[Path]:
    """The two drafts; a draft that is already there is left alone, and said so."""
    from ingest.drafting import question_lines, skeleton

    reference = edition.document.reference
    rules, examples = folder / f"{reference}.yaml", folder / "examples" / f"{reference}.jsonl"
    for file in (rules, examples):
        if file.exists():
            raise CannotDraft(f"There is a draft already: {file}. Finish and accept it, or remove it first.")
    drafted = _drafted(edition.clauses, edition.document.title, settings)
    try:
        examples.parent.mkdir(parents=True, exist_ok=True)
        rules.write_text(skeleton(edition, f"clausewise guidance accept {rules}"), encoding="utf-8")
        examples.write_text(question_lines(edition.clauses, drafted), encoding="utf-8")
    except OSError as error:
        raise CannotDraft(f"The draft can't be written to {folder} ({error.strerror}).") from error
    yield from (rules, examples)


def _drafted(clauses: Sequence[Clause], title: str, settings: Settings) -> Mapping[str, Sequence[str]]:
    """Questions that the configured model drafts; none, and said so, where it can't or there is no model."""
    if settings.model.name is None:
        return {}
    from bot.cli.progress import Bars
    from ingest.drafter import ChatDrafter
    from ingest.errors import ModelUnusable

    key = settings.model.api_key
    found: dict[str, Sequence[str]] = {}
    try:
        drafter = ChatDrafter(settings.model.name, settings.model.base_url, key.get_secret_value() if key else None)
        with Bars() as bars:
            bars.stage("drafting questions", len(clauses))
            for clause in clauses:
                found[clause.id] = drafter.questions(clause, title)
                bars.advance()
    except ModelUnusable as error:
        shared.say(f"{error} Questions are drafted for {len(found)} of {len(clauses)} clauses.")
    return found
