"""`clausewise train`: teach a copy of the encoder what the owner's examples say."""

from __future__ import annotations

import json
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import shared

if TYPE_CHECKING:
    from knowledge.trained import TrainedRecord


class Device(StrEnum):
    """What to train on."""

    CPU = "cpu"
    CUDA = "cuda"


def train(
    knowledge: shared.KnowledgeOption = None,
    thorough: Annotated[
        bool | None,
        typer.Option(
            "--thorough/--quick",
            help="How long to learn. [default: thorough on a GPU and with --drafts, else quick]",
        ),
    ] = None,
    device: Annotated[
        Device | None, typer.Option("--device", help="The processor or a GPU. [default: the GPU where there is one]")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", help="The same seed gives the same model.")] = 1,
    drafts: Annotated[
        bool, typer.Option("--drafts", help="Learn from the example drafts alone, beside the model trained before.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the record as one JSON object.")] = False,
) -> None:
    """Train a model on the owner's examples and keep it beside them, in guidance/trained.

    It takes minutes on a GPU and longer without. `--drafts` trains the network that reads drafts; `--drafts --quick`
    keeps that network and learns the rest anew: ten minutes, without torch. The model that was there before stays
    until the new one is complete. Ingest afterwards to use it.

    **Needs** torch: `pip install 'clausewise[encoder]'`

    **Example**: `clausewise train --knowledge policies/ && clausewise ingest policies/`

    Exit status: 0 trained, 1 nothing to learn from, no torch or stopped, 2 wrong usage.
    """
    with shared.told():
        from bot.cli.progress import Bars
        from ingest.settings import DEFAULT_KNOWLEDGE
        from ingest.wiring import Wish, train_on_drafts
        from ingest.wiring import train as run

        chosen = shared.settings_from(None, knowledge).knowledge or DEFAULT_KNOWLEDGE
        wish = Wish(knowledge=chosen, device=device, seed=seed, thorough=thorough)
        try:
            with Bars(lines=True) as bars:
                if drafts:
                    count = train_on_drafts(wish, bars)
                    shared.say(f"Learned from {count:,} drafts. {_to_use(knowledge)}")
                    return
                record = run(wish, bars)
        except KeyboardInterrupt:
            shared.say("Stopped. Nothing was replaced: a model that was there before is there still.")
            raise typer.Exit(shared.FAILED) from None
        if as_json:
            typer.echo(json.dumps(asdict(record)))
        else:
            _print_table(record)
            shared.say(_to_use(knowledge))


def _to_use(knowledge: Path | None) -> str:
    return " ".join(["To use it: clausewise ingest", *([str(knowledge)] if knowledge else [])])


def _print_table(record: TrainedRecord) -> None:
    from rich.table import Table

    from bot import terminal

    table = Table("Held-out questions", "Right clause first", "Among three", title="Trained", title_justify="left")
    told = record.measured
    table.add_row(f"{told['held_out']:,.0f}", f"{told['clause_first']:.1%}", f"{told['among_three']:.1%}")
    terminal.console().print(table)
