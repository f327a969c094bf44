"""How the models are loaded: an ONNX graph by onnxruntime, and its tokenizer by the tokenizers library. No torch."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import onnxruntime
    import tokenizers


def session(model: Path, threads: int, simplified: Path | None = None) -> onnxruntime.InferenceSession:
    """A graph ready to run. Given by its path, the file isn't kept in memory beside what is made of it.

    Where the `simplified` graph is asked for it is written, in operators that every runtime knows.
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # read at the import: whatever is switched off later has called by then
    import onnxruntime

    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = min(threads, os.cpu_count() or 1)
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry("session.disable_quant_qdq", "1")  # integers are widened once, not at every run
    if simplified:
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        options.optimized_model_filepath = str(simplified)
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def alone(ids: list[int]) -> dict[str, NDArray[np.int64]]:
    """What a graph is given to read one tokenised text."""
    together = np.array([ids], dtype=np.int64)
    return {"input_ids": together, "attention_mask": np.ones_like(together)}


def tokenizer(file: Path, max_tokens: int) -> tokenizers.Tokenizer:
    """A tokenizer that cuts texts to so many tokens and pads none."""
    from tokenizers import Tokenizer

    read = Tokenizer.from_file(str(file))
    read.enable_truncation(max_length=max_tokens)
    read.no_padding()
    return read
