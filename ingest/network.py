"""The encoder as a network that can be trained, read from the ONNX file that serves, with heads on its pooled vector.

Needs the `encoder` extra (torch, onnx); nothing that serves imports this module.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch.nn import functional

from ingest.export import HALF
from ingest.narrowing import narrow

PREFIX = "transformer."
BLOCK = 32
"""Weights that share one scale."""
WHOLE, SCALES = ".int8", ".scales"
LARGE = 10_000
"""Numbers from which a weight is worth storing in eight bits."""
OPSET, OPSET_WITH_BLOCKS = 18, 21
"""What is traced, and what is stored: between them nothing that the network uses has changed its meaning."""
HEAD_SPREAD = 0.02
SELDOM = -3.0
"""What a tag is held to be worth to begin with: most words have none."""
Weights = dict[str, np.ndarray]


def weights_of(model_file: Path) -> Weights:
    """The frozen encoder's weights by their names, matrices as (inputs, outputs)."""
    graph = onnx.load(str(model_file)).graph
    stored = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    found = {
        name.removeprefix(PREFIX).removesuffix(HALF): value.astype(np.float32)
        for name, value in stored.items()
        if name.startswith(PREFIX)
    }
    for node in graph.node:
        if node.op_type == "MatMul" and node.input[1] + HALF in stored:
            place = node.name.strip("/").replace("/", ".").removeprefix(PREFIX).removesuffix(".MatMul")
            found[f"{place}.weight"] = stored[node.input[1] + HALF].astype(np.float32)
    return found


def weights_in(trained_file: Path, frozen: Weights) -> Weights:
    """The weights of a network that `export` wrote; those that it folded away are the frozen encoder's."""
    stored = {t.name: numpy_helper.to_array(t) for t in onnx.load(str(trained_file)).graph.initializer}
    return {name: _restored(stored, name.replace(".", "_"), value) for name, value in frozen.items()}


def _restored(stored: Mapping[str, np.ndarray], name: str, otherwise: np.ndarray) -> np.ndarray:
    if name + WHOLE not in stored:
        return stored.get(name, otherwise)
    whole, scales = (stored[name + part].astype(np.float32) for part in (WHOLE, SCALES))
    return (whole.reshape(*scales.shape, -1) * scales[..., np.newaxis]).reshape(whole.shape)


class Network(torch.nn.Module):  # type: ignore[misc]  # torch is absent where types are checked
    """A BERT encoder with mean pooling and a linear head a task. `heads` maps a task to its number of labels.

    While it is trained, `tags` labels can be told of every token, too.
    """

    def __init__(
        self, weights: Weights, attention_heads: int, heads: Mapping[str, int], dropout: float, tags: int = 0
    ) -> None:
        super().__init__()
        self.attention_heads, self.dropout = attention_heads, dropout
        self.dimension = weights["embeddings.LayerNorm.weight"].shape[0]
        self.layers = sum(1 for name in weights if name.endswith("attention.self.query.weight"))
        for name, value in weights.items():
            self.register_parameter(name.replace(".", "_"), torch.nn.Parameter(torch.from_numpy(value.copy())))
        self.heads = torch.nn.ModuleDict({task: torch.nn.Linear(self.dimension, size) for task, size in heads.items()})
        for head in self.heads.values():
            torch.nn.init.normal_(head.weight, std=HEAD_SPREAD)
            torch.nn.init.zeros_(head.bias)
        self.tagger = torch.nn.Linear(self.dimension, tags) if tags else None
        if self.tagger:
            torch.nn.init.normal_(self.tagger.weight, std=HEAD_SPREAD)
            torch.nn.init.constant_(self.tagger.bias, SELDOM)

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """The pooled vector of unit length, then each head's logits."""
        pooled = self._pooled(self._hidden(input_ids, attention_mask), attention_mask)
        return functional.normalize(pooled, p=2.0, dim=1), *self._said(pooled)

    def tagged(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """Each head's logits, then those of every token's tags."""
        hidden = self._hidden(input_ids, attention_mask)
        tags = self.tagger(self._drop(hidden))  # type: ignore[misc]
        return *self._said(self._pooled(hidden, attention_mask)), tags

    def _pooled(self, hidden: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
        return (hidden * mask).sum(1) / mask.sum(1).clamp(min=1e-9)

    def _said(self, pooled: torch.Tensor) -> list[torch.Tensor]:
        kept = self._drop(pooled)
        return [head(kept) for head in self.heads.values()]

    def _hidden(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        hidden = self._embedded(input_ids)
        seen = attention_mask[:, None, None, :].to(hidden.dtype)
        for layer in range(self.layers):
            hidden = self._layer(hidden, (1 - seen) * -1e9, f"encoder.layer.{layer}")
        return hidden

    def _parameter(self, name: str) -> torch.Tensor:
        return getattr(self, name.replace(".", "_"))

    def _embedded(self, ids: torch.Tensor) -> torch.Tensor:
        words = functional.embedding(ids, self._parameter("embeddings.word_embeddings.weight"))
        places = self._parameter("embeddings.position_embeddings.weight")[: ids.shape[1]]
        kind = self._parameter("embeddings.token_type_embeddings.weight")[0]
        return self._drop(self._normal(words + places + kind, "embeddings.LayerNorm"))

    def _layer(self, hidden: torch.Tensor, hide: torch.Tensor, name: str) -> torch.Tensor:
        query, key, value = (self._split(hidden, f"{name}.attention.self.{part}") for part in ("query", "key", "value"))
        scores = query @ key.transpose(-1, -2) / (self.dimension / self.attention_heads) ** 0.5 + hide
        mixed = self._drop(scores.softmax(-1)) @ value
        mixed = mixed.transpose(1, 2).flatten(2)
        attended = self._drop(self._linear(mixed, f"{name}.attention.output.dense"))
        hidden = self._normal(hidden + attended, f"{name}.attention.output.LayerNorm")
        wide = functional.gelu(self._linear(hidden, f"{name}.intermediate.dense"))
        return self._normal(hidden + self._drop(self._linear(wide, f"{name}.output.dense")), f"{name}.output.LayerNorm")

    def _linear(self, x: torch.Tensor, name: str) -> torch.Tensor:
        return x @ self._parameter(f"{name}.weight") + self._parameter(f"{name}.bias")

    def _split(self, hidden: torch.Tensor, name: str) -> torch.Tensor:
        size = self.dimension // self.attention_heads
        return self._linear(hidden, name).unflatten(-1, (self.attention_heads, size)).transpose(1, 2)

    def _normal(self, x: torch.Tensor, name: str) -> torch.Tensor:
        weight, bias = self._parameter(f"{name}.weight"), self._parameter(f"{name}.bias")
        return functional.layer_norm(x, (self.dimension,), weight, bias, eps=1e-12)

    def _drop(self, x: torch.Tensor) -> torch.Tensor:
        return functional.dropout(x, self.dropout, self.training)


def export(network: Network, target: Path) -> None:
    """Write the network as ONNX, large weights in eight bits; outputs `embedding` and each head's logits by name."""
    network = network.eval().cpu()
    sample = torch.ones((1, 8), dtype=torch.int64)
    axes = {0: "batch", 1: "tokens"}
    outputs = ["embedding", *network.heads]
    with torch.no_grad():
        torch.onnx.export(
            network,
            (sample, sample),
            str(target),
            input_names=["input_ids", "attention_mask"],
            output_names=outputs,
            dynamic_axes={"input_ids": axes, "attention_mask": axes, **{name: {0: "batch"} for name in outputs}},
            opset_version=OPSET,
            dynamo=False,
        )
    _to_eight_bits(target)


def _to_eight_bits(file: Path) -> None:
    """Store every large weight as integers in blocks with a scale, and widen it again where it is used."""
    model = onnx.load(str(file))
    narrow(
        model,
        chosen=lambda weights: weights.size >= LARGE and weights.shape[-1] % BLOCK == 0,
        parts_of=eight_bits,
        widened=_widened,
    )
    model.opset_import[0].version = OPSET_WITH_BLOCKS
    onnx.save(model, str(file))


def eight_bits(weights: np.ndarray) -> Weights:
    """Integers, and a half-precision scale for each BLOCK of them in a row, whose product is near the weights."""
    blocks = weights.reshape(*weights.shape[:-1], -1, BLOCK)
    scales = (np.abs(blocks).max(axis=-1, keepdims=True) / 127 + 1e-8).astype(np.float16)
    whole = np.clip(np.rint(blocks / scales.astype(np.float32)), -127, 127).astype(np.int8)
    return {WHOLE: whole.reshape(weights.shape), SCALES: scales.squeeze(-1)}


def _widened(name: str) -> list[onnx.NodeProto]:
    wide = f"{name}.wide_scales"
    return [
        helper.make_node("Cast", [name + SCALES], [wide], to=TensorProto.FLOAT),
        helper.make_node("DequantizeLinear", [name + WHOLE, wide], [name], axis=-1, block_size=BLOCK),
    ]
