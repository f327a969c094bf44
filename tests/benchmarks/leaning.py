"""Fit what tells a turn that leans back from a new subject: `python -m tests.benchmarks.leaning`.

Learned from the owner's conversations, and from other examples put after them as new subjects; measured on parts of
the conversations that were held out. What it prints is what `bot.answering.leaning` holds.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from bot.answering.conversation import EVEN
from bot.answering.leaning import signals
from knowledge import forms
from knowledge.forms import Form

EXAMPLES = Path(__file__).parents[2] / "knowledge" / "guidance" / "examples"
NEW_SUBJECTS = 700
SEED = 3


@dataclass(frozen=True, slots=True)
class Followed:
    """A turn after others; `real` where its writer wrote it there, `part` the conversation it belongs to."""

    signals: dict[str, float]
    leans: bool
    part: int
    real: bool


def gather() -> list[Followed]:
    """Every later turn of the conversations, and other examples as new subjects after a beginning of one.

    Only questions: of the 51 new subjects in the conversations two are statements.
    """
    conversations = [row["turns"] for row in _rows("conversations.jsonl")]
    asks = [[turn["ask"] for turn in turns] for turns in conversations]
    found = [
        Followed(signals(said[place], said[:place]), not turns[place].get("fresh"), part, real=True)
        for part, (turns, said) in enumerate(zip(conversations, asks, strict=True))
        for place in range(1, len(turns))
    ]
    random = Random(SEED)
    others = [row["ask"] for file in ("questions-*.jsonl", "out-of-scope*.jsonl") for row in _rows(file)]
    for ask in random.sample([ask for ask in others if forms.read(ask).form is not Form.STATEMENT], NEW_SUBJECTS):
        part = random.randrange(len(asks))
        earlier = asks[part][: random.randint(1, len(asks[part]))]
        found.append(Followed(signals(ask, earlier), leans=False, part=part, real=False))
    return found


def _rows(pattern: str) -> list[dict[str, Any]]:
    files = sorted(EXAMPLES.glob(pattern))
    return [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]


def main() -> None:
    """Print how well held-out turns are told apart, and the weights of all."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GroupKFold, cross_val_predict

    found = gather()
    names = list(found[0].signals)
    rows = np.array([[turn.signals[name] for name in names] for turn in found])
    leans, real = np.array([turn.leans for turn in found]), np.array([turn.real for turn in found])
    kinds = (leans, ~leans & real, ~leans & ~real)
    weights = leans * 1.0
    for kind in kinds[1:]:
        weights[kind] = leans.sum() / 2 / kind.sum()
    model = LogisticRegression(max_iter=1000)
    parts = GroupKFold(10).split(rows, leans, [turn.part for turn in found])
    told = {"cv": list(parts), "method": "predict_proba", "params": {"sample_weight": weights}}
    back = cross_val_predict(model, rows, leans, **told)[:, 1] >= EVEN
    for name, kind in zip(("lean back", "new subjects", "other examples as new subjects"), kinds, strict=True):
        right = (back == leans)[kind]
        print(f"{name}: {right.sum()} of {len(right)} told ({right.mean():.1%})")
    model.fit(rows, leans, sample_weight=weights)
    print({name: round(float(weight), 1) for name, weight in zip(names, model.coef_[0], strict=True)})
    print("bias", round(float(model.intercept_[0]), 1))


if __name__ == "__main__":
    main()
