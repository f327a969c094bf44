"""Weights in fewer bits give what the same weights give in full, to the last bit, and most of a table stays narrow."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytestmark = [pytest.mark.encoder, pytest.mark.filterwarnings("default")]
onnx = pytest.importorskip("onnx", reason="needs the encoder extra: make test-encoder")

RANDOM = np.random.default_rng(1)
TABLE = RANDOM.normal(size=(500, 64)).astype(np.float16).astype(np.float32)
MATRIX = RANDOM.normal(size=(64, 32)).astype(np.float16).astype(np.float32)


def graph():  # noqa: ANN201
    """Rows looked up in a table, times a matrix."""
    helper, numpy_helper, kinds = onnx.helper, onnx.numpy_helper, onnx.TensorProto
    return helper.make_model(
        helper.make_graph(
            [
                helper.make_node("Gather", ["table", "ids"], ["rows"]),
                helper.make_node("MatMul", ["rows", "matrix"], ["out"]),
            ],
            "small",
            [helper.make_tensor_value_info("ids", kinds.INT64, [1, "tokens"])],
            [helper.make_tensor_value_info("out", kinds.FLOAT, [1, "tokens", 32])],
            [numpy_helper.from_array(TABLE, "table"), numpy_helper.from_array(MATRIX, "matrix")],
        ),
        opset_imports=[helper.make_opsetid("", 21)],
        ir_version=10,
    )


def halved(model) -> None:  # noqa: ANN001
    from ingest.narrowing import narrow

    narrow(
        model,
        chosen=lambda weights: weights.size > 1000,
        parts_of=lambda weights: {".half": weights.astype(np.float16)},
        widened=lambda name: [onnx.helper.make_node("Cast", [name + ".half"], [name], to=onnx.TensorProto.FLOAT)],
    )


def test_the_same_numbers_come_out_to_the_last_bit(tmp_path: Path) -> None:
    from knowledge.adapters.onnx_models import session

    wide, narrow = graph(), graph()
    halved(narrow)
    ids = np.array([[3, 499, 0, 3, 77]])
    given = []
    for name, model in (("wide", wide), ("narrow", narrow)):
        onnx.checker.check_model(model)
        onnx.save(model, str(tmp_path / name))
        given.append(session(tmp_path / name, threads=1).run(None, {"ids": ids})[0])
    assert np.array_equal(*given)


def test_of_a_table_only_the_rows_found_are_widened() -> None:
    model = graph()
    halved(model)
    kinds = {tensor.name: tensor.data_type for tensor in model.graph.initializer}
    assert kinds == {"table.half": onnx.TensorProto.FLOAT16, "matrix.half": onnx.TensorProto.FLOAT16}
    widened = [node.input[0] for node in model.graph.node if node.op_type == "Cast"]
    assert widened == ["matrix.half", "rows.half"]
