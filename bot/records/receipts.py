"""Receipts: the record of a signature, as JSON and as a PDF that carries the same JSON, checked alone."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from xml.sax.saxutils import escape

import pypdfium2 as pdfium
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

from bot import messages
from bot.errors import NotAReceipt, WrongInput
from bot.onboarding.attestation import GENESIS, Attestation, Record
from bot.records.receipt_pdf import ENCLOSED, SECONDS

LARGEST = 5_000_000
"""Bytes of a receipt that is read."""
_PROGRAM = Path(__file__).with_name("receipt_pdf.py")
_PLAIN, _BOLD = "Vera", "VeraBd"
_LABEL = ParagraphStyle("label", fontName=_BOLD, fontSize=9, leading=13)
_TEXT = ParagraphStyle("text", fontName=_PLAIN, fontSize=9, leading=13, splitLongWords=1)
_HEADING = ParagraphStyle("heading", fontName=_BOLD, fontSize=15, leading=22)
_HASH = ParagraphStyle("hash", parent=_TEXT, fontSize=7.2)
_COLUMNS = (46 * mm, 114 * mm)
_RULES = (("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (0, -1), 0))


def as_json(record: Record) -> str:
    """One line, as it stands in the exported log."""
    return record.line + "\n"


def as_pdf(record: Record) -> bytes:
    """A page for people, with the JSON enclosed for `read`."""
    drawn = pdfium.PdfDocument(_drawn(record))
    enclosed = drawn.new_attachment(ENCLOSED)
    enclosed.set_data(as_json(record).encode())
    whole = io.BytesIO()
    drawn.save(whole)
    drawn.close()
    return whole.getvalue()


def read(file: Path) -> tuple[Record, list[str]]:
    """The record in a receipt, and what is wrong with it; raises `NotAReceipt` where there is none in it."""
    try:
        raw = file.read_bytes()[: LARGEST + 1]
    except OSError as error:
        raise WrongInput(f"{file} can't be opened ({error.strerror}).") from error
    if len(raw) > LARGEST:
        raise NotAReceipt(f"{file} is too large to be a receipt.")
    line, shown = _opened(file, raw) if raw.startswith(b"%PDF") else (raw.decode(errors="replace"), None)
    try:
        record = Record.of_line(line.removesuffix("\n"))
        signed = record.attestation
    except ValueError as error:
        raise NotAReceipt(f"{file} isn't a receipt, or it has been changed.") from error
    faults = [f"The record {fault}." for fault in record.faults()]
    faults += [] if line.endswith("\n") else ["The receipt has been cut off."]
    if shown is not None and shown != _opened(file, as_pdf(record))[1]:
        faults.append(f"The pages don't show what the record says, which is that {signed.typed} signed {signed.title}.")
    return record, faults


def _opened(file: Path, raw: bytes) -> tuple[str, str]:
    """The JSON in a PDF, and the words that its pages show."""
    program = [sys.executable, "-I", str(_PROGRAM)]
    try:
        done = subprocess.run(program, input=raw, capture_output=True, timeout=3 * SECONDS, check=False)  # noqa: S603
        found = json.loads(done.stdout) if done.returncode == 0 else None
    except subprocess.TimeoutExpired:
        found = None
    if found is None:
        raise NotAReceipt(f"{file} has no record enclosed, so it isn't a receipt of ours.")
    return found["inside"], found["shown"]


def _drawn(record: Record) -> bytes:
    """The page alone, the same bytes for the same record."""
    for name in (_PLAIN, _BOLD):
        pdfmetrics.registerFont(TTFont(name, f"{name}.ttf"))
    signed = record.attestation
    rows = [(messages.RECEIPT_ROWS[name], value) for name, value in _told(signed)]
    rows += [(label, str(getattr(record.entry, name))) for name, label in messages.RECEIPT_CHAIN.items()]
    foot = [messages.RECEIPT_PROOF]
    if not all(_has(value) for _, value in rows):
        foot.append(messages.RECEIPT_LETTERS)
    told = [Paragraph(messages.RECEIPT_TITLE, _HEADING), Spacer(1, 6 * mm)]
    told += [_row(label, value) for label, value in rows]
    told += [Spacer(1, 6 * mm), *(Paragraph(escape(line.replace("`", "")), _TEXT) for line in foot)]
    page = io.BytesIO()
    title = f"{messages.RECEIPT_TITLE} ({record.entry.number})"
    SimpleDocTemplate(page, pagesize=A4, title=title, author="Clausewise", invariant=1).build(told)
    return page.getvalue()


def _told(signed: Attestation) -> list[tuple[str, str]]:
    plain = [(name, str(getattr(signed, name))) for name in messages.RECEIPT_ROWS if name != "checks"]
    questions = "\n".join(f"{check.ask} {check.answer}" for check in signed.checks)
    return [*plain, *([("checks", questions)] if questions else [])]


def _row(label: str, value: str) -> Table:
    style = _HASH if len(value) == len(GENESIS) and value.isalnum() else _TEXT
    return Table([[Paragraph(label, _LABEL), Paragraph(_shown(value), style)]], _COLUMNS, style=_RULES)


def _has(value: str) -> bool:
    """Whether the font has every letter of a text."""
    letters = pdfmetrics.getFont(_PLAIN).face.charToGlyph
    return all(ord(sign) in letters for sign in value if not sign.isspace())


def _shown(value: str) -> str:
    """Text as reportlab's markup, letters that the font lacks as question marks."""
    return escape("".join(sign if sign.isspace() or _has(sign) else "?" for sign in value)).replace("\n", "<br/>")
