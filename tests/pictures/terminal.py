"""A picture of an answer in the terminal, as it is really printed: `make pictures`."""

from __future__ import annotations

import io
import sys
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import SVG_EXPORT_THEME
from rich.text import Text

from bot import terminal, wiring
from bot.model import Question
from bot.settings import Settings
from knowledge.generation import Home
from tests.pictures.camera import photograph
from tests.pictures.slack import FOLDER, QUESTION

COLUMNS = 66
PAGE = """<meta charset="utf-8"><body style="margin:20px">
<pre style="display:inline-block;background:{background};color:{foreground};padding:14px 4px;border-radius:10px;
font:15px/1.35 'DejaVu Sans Mono',monospace"><code style="font-family:inherit">{code}</code></pre>
<style>{stylesheet}</style>"""


def page(home: Path) -> str:
    """The question as it is typed, and what is printed then."""
    answer = wiring.answering(Settings(home=home), wiring.open_generation(Home(home))).answer(Question(QUESTION))
    console = Console(width=COLUMNS, highlight=False, record=True, file=io.StringIO(), force_terminal=True)
    console.print(Text(f'  $ clausewise ask "{QUESTION}"', style="bold"))
    console.print(terminal.render(answer))
    return console.export_html(theme=SVG_EXPORT_THEME, code_format=PAGE)


if __name__ == "__main__":
    photograph(page(Path(sys.argv[1])), FOLDER / "terminal-answer.png")
