"""The trained models as ONNX graphs: one text in, something for each label of each head out. No torch."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from knowledge.adapters import onnx_models
from knowledge.adapters.encoder import encoded
from knowledge.model import Vector, Vectors
from knowledge.trained import (
    MODEL,
    SENTENCES,
    TOKENIZER,
    Judged,
    Opinion,
    TrainedRecord,
    as_shares,
    checked,
    opinion_from,
    read_record,
)

if TYPE_CHECKING:
    import onnxruntime
    import tokenizers


class _Heads:
    """Gives a text the same logits to the last bit, whatever was asked before."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        """Reads the record; the model itself is checked and loaded at the first question."""
        self._folder, self._threads = folder, threads
        self.record: TrainedRecord = read_record(folder)
        self.fingerprint = self.record.fingerprint

    def logits(self, text: str) -> dict[str, NDArray[np.float32]]:
        """What each head says of a text, a number a label."""
        outputs = self._session.run(list(self.record.labels), onnx_models.alone(self._tokenizer.encode(text).ids))
        return {head: logits[0] for head, logits in zip(self.record.labels, outputs, strict=True)}

    @cached_property
    def _session(self) -> onnxruntime.InferenceSession:
        return onnx_models.session(checked(self._folder, MODEL, self.record), self._threads)

    @cached_property
    def _tokenizer(self) -> tokenizers.Tokenizer:
        return onnx_models.tokenizer(checked(self._folder, TOKENIZER, self.record), self.record.max_tokens)


class OnnxTrained(_Heads):
    """The model trained on questions.

    It is an `Encoder` too: its vectors tell drafts apart that the frozen encoder holds to be alike.
    """

    @property
    def dimension(self) -> int:
        return int(self._session.get_outputs()[0].shape[-1])

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Texts of the same number of tokens go together, so that none is padded."""
        tokens = [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]
        return encoded(tokens, self.dimension, lambda inputs: self._session.run(["embedding"], inputs)[0])

    def judge(self, question: str) -> Judged:
        """What each head says of a question."""
        return {head: as_shares(self.record.labels[head], said) for head, said in self.logits(question).items()}


class OnnxDraftNetwork(_Heads):
    """The network trained on drafts, and the encoder of their sentences beside it. Both compute in integers.

    Rounding depends on all that is read at once, so every text is read by itself; `threads` texts at a time.
    """

    def __init__(self, folder: Path, threads: int = 1) -> None:
        super().__init__(folder)
        self._at_a_time = threads

    @property
    def dimension(self) -> int:
        return int(self._sentences.get_outputs()[0].shape[-1])

    def opinion(self, text: str) -> Opinion:
        """What it says of a draft, or of a stretch of one."""
        return opinion_from(self.record.labels, self.logits(text))

    def encode(self, texts: Sequence[str]) -> Vectors:
        """A unit vector for each text: shape (len(texts), dimension)."""
        self._sentences, self._tokenizer  # noqa: B018 - loaded once, before threads want it
        with ThreadPoolExecutor(self._at_a_time) as beside:
            return np.array(list(beside.map(self._vector, texts)), dtype=np.float32).reshape(-1, self.dimension)

    def _vector(self, text: str) -> Vector:
        first = self._sentences.get_outputs()[0].name
        vector: Vector = self._sentences.run([first], onnx_models.alone(self._tokenizer.encode(text).ids))[0][0]
        return vector

    @cached_property
    def _sentences(self) -> onnxruntime.InferenceSession:
        return onnx_models.session(checked(self._folder, SENTENCES, self.record), 1)
