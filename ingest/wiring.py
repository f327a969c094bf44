"""Composes an ingest from its settings: the one place in `ingest` that chooses adapters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ingest import draft_learning, pipeline, planning, publish
from ingest import preview as previewing
from ingest.errors import IngestError, NothingToIngest
from ingest.pipeline import Report
from ingest.preview import Preview
from ingest.progress import Progress, Silent
from ingest.record import Record
from ingest.settings import DEFAULT_KNOWLEDGE, IngestSettings
from ingest.sources import find
from ingest.trained_model import network_in
from knowledge.adapters.encoder import SHIPPED, THREADS, OnnxEncoder
from knowledge.adapters.trained_encoder import OnnxDraftNetwork, OnnxTrained
from knowledge.errors import KnowledgeError
from knowledge.generation import TRAINED, Home, sources_of, write_learned_drafts
from knowledge.model import Draft, PassageKind
from knowledge.ports import Encoder
from knowledge.trained import MODEL, OF_DRAFTS, RECORD, TrainedRecord


def ingest(
    settings: IngestSettings,
    progress: Progress | None = None,
    encoder: Encoder | None = None,
    today: Callable[[], date] = date.today,
) -> Report:
    """Read the documents and publish them; raises `IngestError` or `KnowledgeError` with what to do."""
    encoder = encoder or OnnxEncoder(settings.encoder or SHIPPED)
    return pipeline.run(settings, encoder, _trained, _network, progress or Silent(), today())


def _trained(folder: Path) -> OnnxTrained:
    return OnnxTrained(folder, threads=THREADS)


def _network(folder: Path) -> OnnxDraftNetwork:
    return OnnxDraftNetwork(folder, threads=THREADS)


def preview(settings: IngestSettings, today: Callable[[], date] = date.today) -> Preview:
    """What `ingest` would do with these settings; writes nothing, and raises what an ingest would raise."""
    return previewing.preview(settings, OnnxEncoder(settings.encoder or SHIPPED).fingerprint, today())


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What to train on and how. A device, and how thoroughly, are chosen where they aren't given."""

    knowledge: Path
    device: str | None
    seed: int
    thorough: bool | None


def train(wish: Wish, progress: Progress, today: Callable[[], date] = date.today) -> TrainedRecord:
    """Train on a folder's examples and drafts and keep the models with them; raises `IngestError` with what to do."""
    device = _device(wish.device)
    from ingest import lessons, training

    sources = find((wish.knowledge,))
    if not sources.guidance:
        raise NothingToIngest(f"There is no guidance in {wish.knowledge}, so there are no examples to learn from.")
    plan = planning.plan(sources, Record(), today())
    thorough = device != "cpu" if wish.thorough is None else wish.thorough
    recipe = replace(lessons.THOROUGH if thorough else lessons.QUICK, seed=wish.seed)
    told = [passage for passage in plan.passages if passage.kind is not PassageKind.EXAMPLE]
    destination = sources.guidance[0] / TRAINED
    examples = tuple(plan.examples.values())
    record = training.train(examples, told, SHIPPED, destination, recipe, device, progress)
    if draft_learning.enough(plan.drafts):
        _train_network(plan.drafts, destination, wish.seed, device, progress)
        _learn_drafts(plan.drafts, destination, progress)
    return record


def train_on_drafts(wish: Wish, progress: Progress, today: Callable[[], date] = date.today) -> int:
    """Learn from a folder's drafts beside the model that was trained before, and keep it there; how many drafts.

    A network is trained on them, which needs torch, unless `thorough` is False: then the one that is there is heard.
    Raises `IngestError` where there is no trained model or there are too few drafts.
    """
    sources = find((wish.knowledge,))
    destination = (sources.guidance[0] if sources.guidance else wish.knowledge) / TRAINED
    if not (destination / RECORD).exists():
        raise IngestError(f"There is no trained model in {destination}. Run: clausewise train")
    drafts = planning.plan(sources, Record(), today()).drafts
    if not draft_learning.enough(drafts):
        raise IngestError("There are too few example drafts to learn from. See knowledge/guidance/README.md.")
    if wish.thorough is not False:
        _train_network(drafts, destination, wish.seed, _device(wish.device), progress)
    _learn_drafts(drafts, destination, progress)
    return len(drafts)


def _device(wished: str | None) -> str:
    """What to train on; raises `IngestError` where it can't be."""
    try:
        import torch

        from ingest import network  # noqa: F401 - it needs onnx besides
    except ImportError as error:
        raise IngestError("Training needs torch. Run: pip install 'clausewise[encoder]'") from error
    if wished == "cuda" and not torch.cuda.is_available():
        raise IngestError("There is no GPU that torch can use here. Train on the processor: --device cpu")
    return wished or ("cuda" if torch.cuda.is_available() else "cpu")


def _train_network(drafts: Sequence[Draft], trained: Path, seed: int, device: str, progress: Progress) -> None:
    from ingest import draft_training

    recipe = draft_training.DraftRecipe(seed=seed)
    told = draft_learning.drafts_sha256(drafts)
    draft_training.train(drafts, SHIPPED, trained / MODEL, trained / OF_DRAFTS, told, recipe, device, progress)


def _learn_drafts(drafts: Sequence[Draft], trained: Path, progress: Progress) -> None:
    """Keep what drafts teach beside a trained model, with the opinion of the network that lies there."""
    folder = network_in(trained)
    network = _network(folder) if folder else None
    encoder = network or _trained(trained)
    read = pipeline.sentences(drafts, encoder, progress)
    progress.stage("learning from drafts")
    learned = pipeline.learn_drafts(drafts, read, encoder, network, folder)
    if learned:
        write_learned_drafts(trained, learned)


def rebuild(home: Home, knowledge: Path | None) -> Report:
    """Build the published generation anew from where it came from, the damaged one set aside."""
    try:
        recorded = tuple(Path(source) for source in sources_of(home.current()))
    except KnowledgeError:
        recorded = ()
    paths = (knowledge,) if knowledge else recorded or (DEFAULT_KNOWLEDGE,)
    publish.set_aside(home)
    return ingest(IngestSettings(home=home.folder, paths=paths))
