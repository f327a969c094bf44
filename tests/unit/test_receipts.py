"""A receipt proves itself: what its pages show is what its record says, and the record is as it was signed."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from bot import messages
from bot.errors import NotAReceipt
from bot.onboarding import attestation
from bot.onboarding.attestation import Attestation, Passed, Record
from bot.records import receipts

SIGNED = Attestation(
    person="1003", name="Cara Lim", typed="Cara <b>Lim</b> & Co", document="WP", title="Workshop Policy",
    edition="0a1b", version="2026", begins="", source_sha256="5" * 64, text_sha256="7" * 64,
    statement="I have read it, “all” of it.", checks=(Passed("WP:1", "May I run?", "No."),), surface="test",
    at="2026-03-02T10:00:00.000+00:00", salt="ab" * 16,
)  # fmt: skip


def record(**told: str) -> Record:
    return attestation.signed(replace(SIGNED, **told), None)  # type: ignore[arg-type]


def written(folder: Path, content: bytes, name: str = "receipt.pdf") -> Path:
    file = folder / name
    file.write_bytes(content)
    return file


@pytest.mark.parametrize("name", ["Cara Lim", "Łukasz Żółć", "王小明", "عمر", "🙂", "a" * 200, "</para><b>", "&amp;"])
def test_a_pdf_gives_back_the_record_whatever_the_name(tmp_path: Path, name: str) -> None:
    one = record(typed=name)
    assert receipts.read(written(tmp_path, receipts.as_pdf(one))) == (one, [])


def test_the_pages_say_it_all_in_words(tmp_path: Path) -> None:
    opened = pdfium.PdfDocument(receipts.as_pdf(record()))
    text = " ".join(opened[0].get_textpage().get_text_range().split())
    shown = (SIGNED.typed, SIGNED.statement, "May I run? No.", SIGNED.title, SIGNED.text_sha256, record().entry.hash)
    for words in shown:
        assert words in text
    assert messages.RECEIPT_LETTERS not in text


def test_letters_that_the_page_lacks_are_owned_up_to(tmp_path: Path) -> None:
    text = pdfium.PdfDocument(receipts.as_pdf(record(typed="王小明")))[0].get_textpage().get_text_range()
    assert messages.RECEIPT_LETTERS in " ".join(text.split())


def test_json_gives_back_the_record(tmp_path: Path) -> None:
    one = record()
    assert receipts.read(written(tmp_path, receipts.as_json(one).encode(), "r.json")) == (one, [])


def test_every_byte_of_the_json_counts(tmp_path: Path) -> None:
    whole = receipts.as_json(record()).encode()
    for place in range(len(whole)):
        changed = whole[:place] + (b"x" if whole[place : place + 1] != b"x" else b"y") + whole[place + 1 :]
        try:
            _, faults = receipts.read(written(tmp_path, changed, "r.json"))
        except NotAReceipt:
            continue
        assert faults, place


def test_pages_that_say_something_else_than_the_record_show(tmp_path: Path) -> None:
    forged = pdfium.PdfDocument(receipts.as_pdf(record(typed="Eve Adams")))
    forged.del_attachment(0)
    enclosed = forged.new_attachment(receipts.ENCLOSED)
    enclosed.set_data(receipts.as_json(record()).encode())
    whole = io.BytesIO()
    forged.save(whole)
    _, faults = receipts.read(written(tmp_path, whole.getvalue()))
    assert faults
    assert "The pages don't show what the record says" in faults[0]


def test_a_record_changed_with_its_hash_is_whole_alone_so_the_log_has_to_be_asked(tmp_path: Path) -> None:
    """What a receipt alone can't prove; `docs/adr` says so, and the command compares with the log."""
    one = json.loads(receipts.as_json(record()))
    one["body"]["typed"] = "Eve Adams"
    body = attestation.canonical(one["body"])
    forged = Record(replace(record().entry, body=attestation.sha256(body)).sealed(), body)
    assert receipts.read(written(tmp_path, receipts.as_json(forged).encode(), "r.json"))[1] == []
    assert forged.entry.hash != record().entry.hash


@pytest.mark.parametrize("content", [b"", b"{}", b"%PDF-1.4 nonsense", b"\xff\xfe", b"null\n", b"[" * 100_000])
def test_what_is_no_receipt_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(NotAReceipt):
        receipts.read(written(tmp_path, content))


def test_an_ordinary_pdf_is_no_receipt(tmp_path: Path) -> None:
    plain = pdfium.PdfDocument.new()
    plain.new_page(100, 100)
    whole = io.BytesIO()
    plain.save(whole)
    with pytest.raises(NotAReceipt, match="no record enclosed"):
        receipts.read(written(tmp_path, whole.getvalue()))
