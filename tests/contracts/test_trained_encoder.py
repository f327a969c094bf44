"""The trained model that ships: whole, the same every time, and of these examples and clauses."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from ingest import planning
from ingest.draft_learning import drafts_sha256
from ingest.held_out import HeldOut, key_of
from ingest.record import Record
from ingest.settings import DEFAULT_KNOWLEDGE
from ingest.sources import find
from ingest.trained_model import choose
from knowledge.adapters.trained_encoder import OnnxDraftNetwork, OnnxTrained
from knowledge.errors import EncoderUnusable
from knowledge.generation import TRAINED, read_learned_drafts
from knowledge.trained import HELD_OUT, MODEL, OF_DRAFTS, RECORD, TOKENIZER, read_record

SHIPPED = DEFAULT_KNOWLEDGE / "guidance" / TRAINED
QUESTIONS = ["can I post our sales figures on LinkedIn?", "boil an egg", "do i get told off for tweeting on shift"]


def test_the_shipped_model_is_whole_and_learned_from_nearly_all_shipped_examples() -> None:
    plan = planning.plan(find((DEFAULT_KNOWLEDGE,)), Record(), date(2026, 1, 1))
    examples = tuple(plan.examples.values())
    choice = choose([DEFAULT_KNOWLEDGE / "guidance"], {c.id for c in plan.clauses}, examples)
    assert choice.folder == SHIPPED
    seen = HeldOut.load(SHIPPED / HELD_OUT).rows()
    assert sum(key_of(example) in seen for example in examples) >= 0.9 * len(examples)
    assert {example.route for example in examples if example.route} < set(read_record(SHIPPED).labels["route"])
    assert {example.clause for example in examples if example.clause} >= set(read_record(SHIPPED).labels["clause"])


def test_what_drafts_teach_ships_and_was_learned_from_the_shipped_drafts_with_the_shipped_model() -> None:
    drafts = planning.plan(find((DEFAULT_KNOWLEDGE,)), Record(), date(2026, 1, 1)).drafts
    learned = read_learned_drafts(SHIPPED)
    assert learned, "Run: clausewise train --drafts"
    assert learned.learned_from == drafts_sha256(drafts), "Run: clausewise train --drafts"
    assert learned.encoder == learned.network == OnnxDraftNetwork(SHIPPED / OF_DRAFTS).fingerprint


def test_the_shipped_network_reads_drafts_the_same_every_time() -> None:
    one, other = (OnnxDraftNetwork(SHIPPED / OF_DRAFTS) for _ in range(2))
    drafts = ["The alarm code is 4471 and Jo is on her own till ten.", "Lovely walk by the canal today."]
    faulty, fine = (one.opinion(draft) for draft in drafts)
    assert [other.opinion(draft) for draft in reversed(drafts)] == [fine, faulty]
    assert sum(fine.outcomes.values()) == pytest.approx(1)
    assert fine.outcomes["ok"] > 0.5 > faulty.outcomes["ok"]
    assert faulty.kinds["site_safety"] > fine.kinds["site_safety"]


def test_the_shipped_network_encodes_sentences_the_same_alone_or_in_company() -> None:
    one, other = (OnnxDraftNetwork(SHIPPED / OF_DRAFTS, threads=threads) for threads in (1, 2))
    together = one.encode(QUESTIONS)
    assert together.shape == (len(QUESTIONS), one.dimension)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    assert (together == np.vstack([one.encode([question]) for question in QUESTIONS])).all()
    assert (together == other.encode(QUESTIONS)).all()
    assert one.encode([]).shape == (0, one.dimension)


def test_every_head_gives_probabilities() -> None:
    model = OnnxTrained(SHIPPED)
    for question in QUESTIONS:
        judged = model.judge(question)
        assert set(judged) == set(model.record.labels)
        for shares in judged.values():
            assert sum(shares.values()) == pytest.approx(1)


def test_the_same_question_gets_the_same_answer_whatever_was_asked_before() -> None:
    one, other = OnnxTrained(SHIPPED), OnnxTrained(SHIPPED)
    first = [one.judge(question) for question in QUESTIONS]
    assert [other.judge(question) for question in reversed(QUESTIONS)] == first[::-1]


def test_it_encodes_texts_alike_alone_or_in_company() -> None:
    model = OnnxTrained(SHIPPED)
    together = model.encode(QUESTIONS)
    assert together.shape == (len(QUESTIONS), model.dimension)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    alone = np.vstack([model.encode([question]) for question in QUESTIONS])
    assert np.allclose(together, alone, atol=1e-5)


def test_scope_and_clause_are_told_apart() -> None:
    model = OnnxTrained(SHIPPED)
    inside, outside, third = (model.judge(question) for question in QUESTIONS)
    assert inside["scope"]["in"] > 0.9
    assert outside["scope"]["out"] > 0.9
    assert max(third["clause"], key=lambda clause: third["clause"][clause]) == "PSG-SM-001:4.7"


def test_a_changed_model_is_refused(tmp_path: Path) -> None:
    for name in (RECORD, TOKENIZER):
        (tmp_path / name).write_bytes((SHIPPED / name).read_bytes())
    (tmp_path / MODEL).write_bytes(b"something else")
    with pytest.raises(EncoderUnusable, match="clausewise train"):
        OnnxTrained(tmp_path).judge("hello")


@pytest.mark.encoder
@pytest.mark.filterwarnings("default")
def test_an_untrained_network_gives_the_encoders_vectors_and_exports_to_the_same_in_eight_bits(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch", reason="needs the encoder extra: make test-encoder")
    import onnxruntime

    from ingest.network import Network, export, weights_of
    from knowledge.adapters.encoder import SHIPPED as ENCODER
    from knowledge.adapters.encoder import OnnxEncoder

    encoder = OnnxEncoder()
    network = Network(weights_of(ENCODER / "encoder.onnx"), 12, {"clause": 3, "scope": 2}, 0.1).eval()
    export(network, tmp_path / "model.onnx")
    session = onnxruntime.InferenceSession(tmp_path / "model.onnx", providers=["CPUExecutionProvider"])
    for question in QUESTIONS:
        ids = np.array([encoder._tokenizer.encode(question).ids])
        with torch.no_grad():
            vector, clause, _ = network(torch.from_numpy(ids), torch.ones(ids.shape, dtype=torch.int64))
        served = session.run(None, {"input_ids": ids, "attention_mask": np.ones_like(ids)})
        assert float(vector.numpy()[0] @ encoder.encode([question])[0]) > 0.99999
        assert float(vector.numpy()[0] @ served[0][0]) > 0.999
        assert np.abs(clause.numpy() - served[1]).max() < 0.05


@pytest.mark.encoder
@pytest.mark.filterwarnings("default")
def test_the_shipped_model_is_the_graph_that_is_exported_today(tmp_path: Path) -> None:
    pytest.importorskip("torch", reason="needs the encoder extra: make test-encoder")
    import onnx

    from ingest.network import Network, export, weights_of
    from knowledge.adapters.encoder import SHIPPED as ENCODER

    sizes = {head: len(labels) for head, labels in OnnxTrained(SHIPPED).record.labels.items()}
    export(Network(weights_of(ENCODER / "encoder.onnx"), 12, sizes, 0.1), tmp_path / MODEL)
    shipped, fresh = (onnx.load(str(folder / MODEL)) for folder in (SHIPPED, tmp_path))
    assert list(shipped.graph.node) == list(fresh.graph.node)
    stored, exported = ([(t.name, t.data_type, *t.dims) for t in model.graph.initializer] for model in (shipped, fresh))
    assert stored == exported
