"""The windows of a journey through a policy: its pages, a question on the way, the receipt."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_uppercase

from bot import messages
from bot.model import Answer
from bot.onboarding.model import Page, PageKind, Told
from bot.onboarding.service import LONGEST_NAME
from bot.slack import blocks, carried, render
from bot.slack.blocks import Block

GO_ON, ASKED = "journey_go_on", "journey_asked"
"""Callback ids of windows that are sent off."""
BEGIN, BACK, ASK = "journey_begin", "journey_back", "journey_ask"
"""Action ids."""
CHOICE, NAME, SURE, QUESTION = "choice", "name", "sure", "question"
LONGEST_QUESTION = 1000
REMEMBERED = 3
"""Questions on the way that the next one is read with."""
_SUBMIT = {
    PageKind.WELCOME: messages.SLACK_BEGIN,
    PageKind.READ: messages.SLACK_NEXT,
    PageKind.CHECK: messages.SLACK_CHOOSE,
    PageKind.SIGN: messages.SLACK_SIGN,
}


def page(shown: Page) -> Block:
    """A page: where one is, what is told, each clause in plain words beside its own, and what is to be done."""
    made = [blocks.paragraph(blocks.words(shown.note, bold=True))] if shown.note else []
    made += [blocks.heading(shown.title)] + [blocks.paragraph(blocks.words(line)) for line in shown.lines]
    for told in shown.told:
        made += _told(told)
    made += _to_do(shown)
    if shown.kind is not PageKind.DONE:
        made += _footer(shown)
    held = {"d": shown.document, "p": shown.place, "k": shown.kind.value, "s": shown.seal}
    done = shown.kind is PageKind.DONE
    return blocks.modal(
        messages.SLACK_JOURNEY,
        made,
        callback="" if done else GO_ON,
        submit=_SUBMIT.get(shown.kind, ""),
        metadata=carried.written(held),
        close=messages.SLACK_CLOSE if done else messages.SLACK_PAUSE,
    )


def _told(told: Told) -> list[Block]:
    made = [blocks.paragraph(blocks.words(plain)) for plain in told.plain]
    if told.was:
        made.append(blocks.paragraph(blocks.words(messages.ONBOARD_BEFORE.format(was=told.was), strike=True)))
    return [*made, *blocks.quotes(told.quote.quote), blocks.aside(f"— {told.quote.label}")]


def _to_do(shown: Page) -> list[Block]:
    """The choices of a check; the statement with room for a name. Answers belong to their page alone."""
    if shown.kind is PageKind.CHECK:
        return _choices(shown.options, f"{CHOICE}{shown.place}")
    if shown.kind is not PageKind.SIGN:
        return []
    name = blocks.text_input(messages.SLACK_YOUR_NAME, NAME, longest=LONGEST_NAME, optional=False, multiline=False)
    sure = blocks.tick(messages.SLACK_CONFIRM, SURE, messages.SLACK_I_SIGN, optional=False)
    return [blocks.quote(shown.statement), name, sure]


def _choices(options: Sequence[str], block_id: str) -> list[Block]:
    """Radio buttons; what is too long for one stands above them, under its letter."""
    numbered = {str(number): option for number, option in enumerate(options)}
    if all(len(option) <= blocks.LONGEST_OPTION for option in options):
        return [blocks.choice(messages.SLACK_CHOICE, block_id, numbered)]
    lettered = {
        n: f"{letter}. {option}" for letter, (n, option) in zip(ascii_uppercase, numbered.items(), strict=False)
    }
    above = [blocks.paragraph(blocks.words(one)) for one in lettered.values()]
    return [*above, blocks.choice(messages.SLACK_CHOICE, block_id, lettered)]


def _footer(shown: Page) -> list[Block]:
    asks = blocks.button(messages.SLACK_ASK, ASK, "-")
    offered = [blocks.button(messages.SLACK_BACK, BACK, "-"), asks] if shown.place else [asks]
    place = messages.PLACE.format(place=shown.place + 1, places=shown.places)
    return [blocks.divider(), blocks.buttons(offered), blocks.aside(place)]


def question(number: int = 0, before: Sequence[str] = (), found: Answer | None = None) -> Block:
    """Room for a question over the page, with the answer to the last one; the page waits beneath.

    Each has a field of its own (`number`), or Slack would leave the question before in it.
    """
    made = render.answer(found, pressing=False).blocks if found else []
    label = messages.SLACK_ASK_MORE if found else messages.SLACK_ASK_ON_THE_WAY
    field = blocks.text_input(label, f"{QUESTION}{number}", longest=LONGEST_QUESTION, optional=False)
    kept = [blocks.cut(blocks.readable(one), LONGEST_QUESTION // 2) for one in before[-REMEMBERED:]]
    return blocks.modal(
        messages.SLACK_ASK,
        [*made, field],
        callback=ASKED,
        submit=messages.SLACK_ASK_SUBMIT,
        metadata=carried.written({"e": kept, "n": number}),
        close=messages.SLACK_BACK_TO_PAGE,
    )
