"""What has a form is found in our own sentences, and what only looks like it is left alone."""

from __future__ import annotations

from tests.benchmarks.identifiers import decoys, golden, tallied


def test_what_has_a_form_is_found_and_little_else() -> None:
    tally = tallied(golden())
    assert tally.recall >= 0.97
    assert tally.precision >= 0.95


def test_look_alikes_are_left_alone() -> None:
    reported, there_are = decoys()
    assert reported <= there_are * 0.02
