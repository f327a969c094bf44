"""Block Kit as a page, near enough to Slack's own that a picture of it can be judged."""

from __future__ import annotations

from html import escape
from typing import Any

Told = dict[str, Any]
STYLE = """
* { box-sizing: border-box; }
body { margin: 0; background: #fff; color: #1d1c1d; font: 15px/1.47 'Liberation Sans', Arial, sans-serif; }
.frame { padding: 18px; display: inline-block; }
.message { display: flex; gap: 9px; width: 640px; padding: 7px 12px; }
.message + .message { margin-top: 6px; }
.whisper { background: #f8f8f8; border-radius: 8px; }
.only { color: #616061; font-size: 12.5px; margin: 2px 0 4px 45px; }
.face { flex: none; width: 36px; height: 36px; border-radius: 8px; color: #fff; font-weight: 700; font-size: 16px;
  display: flex; align-items: center; justify-content: center; }
.who { font-weight: 700; } .app { background: #e8e8e8; color: #616061; font-size: 10px; padding: 1px 4px;
  border-radius: 3px; margin: 0 5px; font-weight: 700; vertical-align: 1px; } .when { color: #616061; font-size: 12px; }
.body { flex: 1; min-width: 0; }
.window { width: 620px; border-radius: 9px; border: 1px solid #ddd; box-shadow: 0 10px 36px #0003; background: #fff; }
.bar { display: flex; align-items: center; gap: 10px; padding: 15px 22px; font-weight: 800; font-size: 18px; }
.bar i { margin-left: auto; color: #616061; font-style: normal; font-weight: 400; }
.window .inner { padding: 2px 22px 12px; } .foot { display: flex; justify-content: flex-end; gap: 10px;
  padding: 14px 22px 18px; border-top: 1px solid #eee; }
.home { width: 700px; border: 1px solid #ddd; border-radius: 9px; padding: 6px 24px 16px; }
.block { margin: 7px 0; white-space: pre-wrap; overflow-wrap: anywhere; }
.quote { border-left: 4px solid #ddd; padding-left: 12px; margin: 7px 0; white-space: pre-wrap; }
.pre { background: #f8f8f8; border: 1px solid #e0e0e0; border-radius: 4px; padding: 8px; white-space: pre-wrap;
  font: 12px/1.5 'DejaVu Sans Mono', monospace; margin: 7px 0; }
.context { color: #616061; font-size: 12.5px; margin: 5px 0; }
.header { font-weight: 800; font-size: 18px; margin: 11px 0 5px; }
hr { border: 0; border-top: 1px solid #ddd; margin: 13px 0; }
.actions { display: flex; flex-wrap: wrap; gap: 8px; margin: 9px 0; }
.button { border: 1px solid #bbb; border-radius: 8px; padding: 5px 12px; font-weight: 700; font-size: 13.5px; }
.primary { background: #007a5a; border-color: #007a5a; color: #fff; }
.thumbs { display: flex; gap: 6px; color: #616061; font-size: 12.5px; margin: 7px 0; }
.thumbs > span { border: 1px solid #ddd; border-radius: 12px; padding: 2px 9px; }
.label { font-weight: 700; margin: 13px 0 5px; } .label em { font-weight: 400; color: #616061; font-style: normal; }
.field { border: 1px solid #868686; border-radius: 5px; padding: 8px 12px; min-height: 38px; white-space: pre-wrap; }
.tall { min-height: 64px; } .choice { display: flex; gap: 9px; margin: 6px 0; }
.ring, .box { flex: none; width: 17px; height: 17px; border: 1px solid #868686; margin-top: 3px; }
.ring { border-radius: 50%; } .box { border-radius: 3px; text-align: center; font-size: 13px; line-height: 15px; }
.on { border: 5px solid #1264a3; } .box.on { border: 0; background: #1264a3; color: #fff; }
.file { display: flex; gap: 10px; border: 1px solid #ddd; border-radius: 8px; padding: 9px 12px; width: 300px; }
.file b { background: #e01e5a; color: #fff; border-radius: 6px; padding: 8px 6px; font-size: 12px; }
"""
_THUMB = (
    '<svg width="13" height="13" viewBox="0 0 24 24" fill="none" stroke="#616061" stroke-width="2">'
    '<path d="M7 11v10H3V11zM7 11l4-9c2 0 3 1 3 3v4h6c1 0 2 1 1.8 2l-1.5 8c-.2 1-.8 2-2 2H7"/></svg>'
)
_TURNED = f'<span style="display:inline-block;transform:rotate(180deg);border:0;padding:0">{_THUMB}</span>'
FACES = {"Asha Colleague": "#b0478c", "Ben Manager": "#3f6f4f", "Clausewise": "#1f3a5f"}


def page(inner: str) -> str:
    return f'<!doctype html><meta charset="utf-8"><style>{STYLE}</style><div class="frame">{inner}</div>'


def message(who: str, blocks: list[Told] | str, *, whisper: bool = False, file: str = "") -> str:
    """A message in a conversation; `whisper` is for one person's eyes."""
    tag = '<span class="app">APP</span>' if who == "Clausewise" else " "
    shown = f'<div class="block">{escape(blocks)}</div>' if isinstance(blocks, str) else many(blocks)
    shown += f'<div class="file"><b>PDF</b><span>{escape(file)}<br><small>PDF</small></span></div>' if file else ""
    face = f'<div class="face" style="background:{FACES[who]}">{who[0]}</div>'
    head = f'<span class="who">{who}</span>{tag}<span class="when">9:41 AM</span>'
    only = '<div class="only">Only visible to you</div>' if whisper else ""
    made = f'<div class="message">{face}<div class="body">{head}{shown}</div></div>'
    return f'<div class="whisper">{only}{made}</div>' if whisper else made


def window(view: Told, typed: dict[str, Any] | None = None) -> str:
    """A modal, with what somebody typed, by block."""
    title, close = view["title"]["text"], view["close"]["text"]
    submit = (view.get("submit") or {}).get("text")
    foot = f'<span class="button">{escape(close)}</span>'
    foot += f'<span class="button primary">{escape(submit)}</span>' if submit else ""
    inner = many(view["blocks"], typed or {})
    bar = f'<div class="bar"><span>{escape(title)}</span><i>✕</i></div>'
    return f'<div class="window">{bar}<div class="inner">{inner}</div><div class="foot">{foot}</div></div>'


def home(view: Told) -> str:
    return f'<div class="home">{many(view["blocks"])}</div>'


def many(blocks: list[Told], typed: dict[str, Any] | None = None) -> str:
    return "".join(_block(block, typed or {}) for block in blocks)


def _block(block: Told, typed: dict[str, Any]) -> str:
    kind = block["type"]
    if kind == "rich_text":
        return "".join(map(_rich, block["elements"]))
    if kind == "input":
        return _input(block, typed.get(block["block_id"]))
    if kind in ("actions", "context_actions"):
        return "".join(_pressed(block))
    return {
        "header": lambda: f'<div class="header">{escape(block["text"]["text"])}</div>',
        "context": lambda: f'<div class="context">{escape(block["elements"][0]["text"])}</div>',
        "divider": lambda: "<hr>",
    }[kind]()


def _rich(element: Told) -> str:
    names = {"rich_text_section": "block", "rich_text_quote": "quote", "rich_text_preformatted": "pre"}
    return f'<div class="{names[element["type"]]}">{"".join(map(_run, element["elements"]))}</div>'


def _run(run: Told) -> str:
    made = escape(run["text"])
    for style, tag in (("bold", "b"), ("italic", "i"), ("strike", "s")):
        made = f"<{tag}>{made}</{tag}>" if (run.get("style") or {}).get(style) else made
    return made


def _pressed(block: Told) -> list[str]:
    if block["type"] == "context_actions":
        (thumbs,) = block["elements"]
        labels = [(_THUMB, thumbs["positive_button"]), (_TURNED, thumbs["negative_button"])]
        made = "".join(f"<span>{sign} {escape(one['text']['text'])}</span>" for sign, one in labels)
        return [f'<div class="thumbs">{made}</div>']
    made = "".join(
        f'<span class="button {one.get("style", "")}">{escape(one["text"]["text"])}</span>' for one in block["elements"]
    )
    return [f'<div class="actions">{made}</div>']


def _input(block: Told, typed: Any) -> str:
    element, label = block["element"], escape(block["label"]["text"])
    label += " <em>(optional)</em>" if block.get("optional") else ""
    made = f'<div class="label">{label}</div>'
    if element["type"] == "plain_text_input":
        tall = " tall" if element.get("multiline") else ""
        return made + f'<div class="field{tall}">{escape(typed or element.get("initial_value") or "")}</div>'
    ticked = [one["value"] for one in element.get("initial_options") or [element.get("initial_option")] if one]
    chosen = ticked if typed is None else typed
    return made + "".join(
        _option(element["type"], option, on=option["value"] in chosen) for option in element["options"]
    )


def _option(kind: str, option: Told, *, on: bool) -> str:
    shape = "ring" if kind == "radio_buttons" else "box"
    mark = "✓" if on and shape == "box" else ""
    told = escape(option["text"]["text"])
    return f'<div class="choice"><span class="{shape}{" on" if on else ""}">{mark}</span><span>{told}</span></div>'
