"""Signing and reminding, killed again and again: no confirmed signature is lost, nothing happens twice."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests import offices

NEVER = 5
"""Colleagues of the office who never sign, and so are reminded."""
ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("SIGNING_KILLS", "30"))


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")
def test_no_confirmed_signature_is_lost_and_nothing_happens_twice(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, str(ROOT / "tests/faults/signing_office.py"), str(tmp_path), str(KILLS), "8"],
        check=True, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, timeout=600,
    )  # fmt: skip
    reached = [line.split("\t") for line in (tmp_path / "reached.txt").read_text().splitlines()]
    confirmed = {(who, int(number), hashed) for what, who, number, hashed in reached if what == "signed"}
    _, log, book = offices.records(tmp_path)
    records = log.signatures()
    assert confirmed <= {(r.attestation.person, r.entry.number, r.entry.hash) for r in records}
    assert len(confirmed) >= KILLS
    print(f"{[what for what, *_ in reached].index('last')} of {len(reached)} before the last run")
    assert set(Counter(r.attestation.person for r in records).values()) == {1}
    assert log.verify().faults == ()
    letters = Counter(key for what, _, key, _ in reached if what == "letter")
    assert set(letters.values()) == {1}
    assert sum(":reminder:" in key for key in letters) >= NEVER
    receipts = {key.split(":")[1] for key in letters if key.endswith(":receipt")}
    assert receipts == {one.id for one in book.every() if one.state.value == "signed"}
    assert not asked_after_signing(reached)


def asked_after_signing(reached: list[list[str]]) -> list[str]:
    """Reminders and invitations that reached somebody who had been told that they have signed."""
    signed: set[str] = set()
    found = []
    for what, who, key, _ in reached:
        if what == "signed":
            signed.add(who)
        elif who in signed and (":reminder:" in key or ":invitation:" in key):
            found.append(key)
    return found
