"""Run as a program: a PDF of anybody's on standard input; its enclosed record and its pages' words as JSON.

pdfium is written in C++ and a receipt may come from anywhere, so it is opened in a process of its own, within bounds.
Stands alone: it imports nothing of ours.
"""

from __future__ import annotations

import json
import resource
import sys

MEMORY = 1_000_000_000
SECONDS = 20
MOST_PAGES = 20
ENCLOSED = "receipt.json"


def main() -> None:
    """Read, within the bounds; null where it is no PDF with a record enclosed."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    json.dump(_read(sys.stdin.buffer.read()), sys.stdout)


def _read(raw: bytes) -> dict[str, str] | None:
    import pypdfium2 as pdfium

    try:
        opened = pdfium.PdfDocument(raw)
    except pdfium.PdfiumError:
        return None
    found = [opened.get_attachment(number) for number in range(opened.count_attachments())]
    inside = [bytes(one.get_data()) for one in found if one.get_name() == ENCLOSED]
    if len(inside) != 1 or len(opened) > MOST_PAGES:
        return None
    pages = (" ".join(page.get_textpage().get_text_range().split()) for page in opened)
    return {"inside": inside[0].decode(errors="replace"), "shown": "\n".join(pages)}


if __name__ == "__main__":
    main()
