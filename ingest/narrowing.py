"""Large weights of an ONNX graph stored in fewer bits, and widened as late as costs nothing.

A matrix that everything passes through is widened once, when the graph is loaded. Of a table that rows are looked up
in, such as the word embeddings, only the rows found are widened: most of it is never touched, and wide it would be half
of the memory that answering takes. Either way the same numbers come out, to the last bit.

Needs the `encoder` extra (onnx); nothing that serves imports this module.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

Weights = NDArray[np.float32]
Parts = dict[str, NDArray[Any]]
"""What a weight is stored as: arrays by the suffix that their names get."""


def narrow(
    model: ModelProto,
    chosen: Callable[[Weights], bool],
    parts_of: Callable[[Weights], Parts],
    widened: Callable[[str], list[NodeProto]],
) -> None:
    """Store the chosen weights in parts; `widened` names a value and gives the nodes that make it of its parts."""
    graph = model.graph
    wide = {t.name: numpy_helper.to_array(t) for t in graph.initializer if t.data_type == TensorProto.FLOAT}
    stored = {name: parts_of(weights) for name, weights in wide.items() if chosen(weights)}
    looked_up = {node.input[0] for node in graph.node if node.op_type == "Gather"}
    nodes = [node for name in stored if name not in looked_up for node in widened(name)]
    for node in graph.node:
        found = stored.get(node.input[0]) if node.op_type == "Gather" else None
        nodes += [*_rows(node, found), *widened(node.output[0])] if found else [node]
    tensors = [tensor for tensor in graph.initializer if tensor.name not in stored]
    for name, parts in stored.items():
        tensors += [numpy_helper.from_array(part, name + suffix) for suffix, part in parts.items()]
    del graph.node[:], graph.initializer[:]
    graph.node.extend(nodes)
    graph.initializer.extend(tensors)


def _rows(node: NodeProto, parts: Parts) -> list[NodeProto]:
    """The same rows looked up in every part of a table."""
    (table, rows), (found,) = node.input, node.output
    return [helper.make_node("Gather", [table + suffix, rows], [found + suffix]) for suffix in parts]
