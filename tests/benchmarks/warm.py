"""Milliseconds a whole answer, one a line, in one process: `python -m tests.benchmarks.warm HOME QUESTIONS.jsonl`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from bot.model import Question
from bot.settings import Settings
from bot.wiring import answering, open_generation
from knowledge.generation import Home


def main() -> None:
    home, file = sys.argv[1:]
    service = answering(Settings(), open_generation(Home(Path(home))))
    questions = [json.loads(line)["q"] for line in Path(file).read_text(encoding="utf-8").splitlines()]
    service.answer(Question(questions[0]))
    for question in questions:
        print(service.answer(Question(question)).took_ms)


if __name__ == "__main__":
    main()
