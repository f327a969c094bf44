"""`bot.serving.logs`: what gets to the stream, in a process of its own, for logging is everybody's."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

LOGGING = """
import logging
from bot.serving import logs
logs.begin("info")
chatty = logging.getLogger("a.library")
chatty.setLevel(logging.DEBUG)
chatty.debug("at every step")
chatty.info("now and then")
try:
    raise ValueError("what somebody wrote")
except ValueError:
    logging.getLogger("bot").exception("It failed.")
"""


def test_a_library_that_tells_of_every_step_is_not_heard_and_an_error_is_named_without_its_words() -> None:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run([sys.executable, "-c", LOGGING], capture_output=True, text=True, check=True, env=environment)
    told = [json.loads(line) for line in done.stderr.splitlines()]
    assert [(line["event"], line["level"]) for line in told] == [("now and then", "info"), ("It failed.", "error")]
    assert told[1]["error"] == "ValueError"
    assert "what somebody wrote" not in done.stderr
