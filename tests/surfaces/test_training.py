"""`clausewise train` as a policy's owner runs it, then an ingest and a question."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.surfaces.climbing_centre import ASKED, NOT_ANSWERED, written

ROOT = Path(__file__).parents[2]
ONE_CORE = {"OMP_NUM_THREADS": "1"}
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.mark.encoder
@pytest.mark.filterwarnings("default")
def test_a_model_is_trained_read_in_and_answers(tmp_path: Path, clausewise: Run) -> None:
    pytest.importorskip("torch", reason="needs the encoder extra: make test-encoder")
    centre = written(tmp_path / "centre")
    trained = clausewise("train", "--quick", "--device", "cpu", "--json", "--knowledge", centre, **ONE_CORE)
    assert trained.returncode == 0, trained.stderr
    assert [line for line in trained.stderr.splitlines() if line.startswith("Training")] == [
        "Training 1 of 3", "Training 2 of 3", "Training 3 of 3",
    ]  # fmt: skip
    measured = json.loads(trained.stdout)["measured"]
    assert measured["held_out"] == 144
    assert measured["clause_first"] > 0.5
    assert sorted(path.name for path in (centre / "guidance").iterdir()) == ["WALL.yaml", "examples", "trained"]
    ingested = clausewise("ingest", "--json", centre)
    assert json.loads(ingested.stdout)["trained"], ingested.stderr
    answered = json.loads(clausewise("ask", "--json", ASKED).stdout)
    assert (answered["status"], answered["citations"][0]["clause_id"]) == ("answered", "WALL:6")
    assert json.loads(clausewise("ask", "--json", NOT_ANSWERED).stdout)["status"] != "answered"


@pytest.mark.encoder
@pytest.mark.filterwarnings("default")
def test_stopping_a_training_leaves_the_model_that_was_there(tmp_path: Path) -> None:
    pytest.importorskip("torch", reason="needs the encoder extra: make test-encoder")
    centre = written(tmp_path / "centre")
    before = centre / "guidance/trained/trained.json"
    before.parent.mkdir()
    before.write_text("the model that was there", encoding="utf-8")
    command = [sys.executable, "-m", "bot.cli.main", "train", "--quick", "--device", "cpu", "--knowledge", str(centre)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **ONE_CORE}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, encoding="utf-8", env=environment) as training:
        assert training.stderr is not None
        told = next(line for line in training.stderr if line.startswith("Training"))
        training.send_signal(signal.SIGINT)
        told += training.stderr.read()
    assert training.returncode == 1
    assert "Nothing was replaced" in told
    assert "Traceback" not in told
    assert before.read_text(encoding="utf-8") == "the model that was there"
    assert sorted(path.name for path in before.parent.parent.iterdir()) == ["WALL.yaml", "examples", "trained"]


def test_without_torch_training_says_what_to_install(tmp_path: Path, clausewise: Run) -> None:
    absent = tmp_path / "absent"
    absent.mkdir()
    (absent / "torch.py").write_text("raise ImportError('no torch here')\n", encoding="utf-8")
    done = clausewise("train", "--knowledge", written(tmp_path / "centre"), PYTHONPATH=f"{absent}{os.pathsep}{ROOT}")
    assert done.returncode == 1
    assert done.stderr.strip() == "Training needs torch. Run: pip install 'clausewise[encoder]'"


def test_drafts_alone_need_a_model_that_was_trained_before(tmp_path: Path, clausewise: Run) -> None:
    done = clausewise("train", "--drafts", "--knowledge", written(tmp_path / "centre"))
    assert done.returncode == 1
    assert done.stderr.strip().endswith("Run: clausewise train")


def test_a_device_that_there_is_not_is_wrong_usage(clausewise: Run) -> None:
    done = clausewise("train", "--device", "abacus")
    assert done.returncode == 2
    assert "abacus" in done.stderr


def test_examples_make_a_small_organisation_answer_without_training_too(tmp_path: Path, clausewise: Run) -> None:
    assert clausewise("ingest", written(tmp_path / "centre")).returncode == 0
    answered = json.loads(clausewise("ask", "--json", ASKED).stdout)
    assert (answered["status"], answered["citations"][0]["clause_id"]) == ("answered", "WALL:6")
    assert json.loads(clausewise("ask", "--json", NOT_ANSWERED).stdout)["status"] != "answered"
