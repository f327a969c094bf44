"""What a trained network says of example drafts that it has not seen: all that may be learned from its opinion."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ingest.held_out import HeldOut
from knowledge.model import Draft
from knowledge.ports import DraftNetwork
from knowledge.trained import HELD_OUT, Opinion, opinion_from, read_record

UNHEARD, HELD = 0, 1
"""Whether what is kept beside a network was said of a draft by one that hadn't seen it; else nothing was."""


def honest(drafts: Sequence[Draft], folder: Path, network: DraftNetwork) -> dict[str, Opinion]:
    """Opinions by text. The network has not seen what was written after its training, so it is asked outright."""
    kept, labels = HeldOut.load(folder / HELD_OUT), read_record(folder).labels
    places = kept.rows()
    opinions: dict[str, Opinion] = {}
    for draft in drafts:
        place = places.get(key_of(draft))
        if place is None:
            opinions[draft.text] = network.opinion(draft.text)
        elif kept.fold[place] == HELD:
            said = {head: found[place].astype(np.float32) for head, found in kept.logits.items()}
            opinions[draft.text] = opinion_from(labels, said)
    return opinions


def key_of(draft: Draft) -> str:
    """What a draft is found again by, whatever file it moves to."""
    return hashlib.sha256(f"{draft.text}\n{draft.outcome}".encode()).hexdigest()[:16]
