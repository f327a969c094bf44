"""Answers, checks and letters as Slack shows them best, each with the same in plain words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from bot import messages
from bot.layout import delicate, to_manager
from bot.letters import Letter, Press
from bot.model import Answer, AnswerStatus, Check, Point
from bot.sharing import telling
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.carried import Asked
from knowledge.catalogue import Catalogue, Quote
from knowledge.model import Status

WHOLE, MANAGER, FEEDBACK, SHARE = "whole_clause", "ask_manager", "feedback", "share_with_channel"
PRESS = "press:"
"""Action ids; a letter's buttons are `PRESS` and what is pressed."""


@dataclass(frozen=True, slots=True)
class Message:
    """What is posted: blocks, and the whole in plain words."""

    text: str
    blocks: list[Block] = field(default_factory=list)

    def as_arguments(self) -> dict[str, Any]:
        """For `chat.postMessage` and its like; nothing is unfurled."""
        return {"text": self.text, "blocks": self.blocks, "unfurl_links": False, "unfurl_media": False}


def answer(found: Answer, earlier: Sequence[str] = (), *, in_channel: bool = False, pressing: bool = True) -> Message:
    """An answer: verdict first, quotes with their place, whom to ask, what to press.

    `earlier` are the turns that it was read with: they travel in the buttons beside the question.
    """
    made = [opening(found), *_rest(found)]
    offered = _presses(found, Asked(found.question, tuple(earlier)), in_channel=in_channel) if pressing else []
    return Message(blocks.notification(found.text), [*made[: blocks.MOST_BLOCKS - len(offered)], *offered])


def streamed(found: Answer, earlier: Sequence[str] = ()) -> list[Block]:
    """What follows the opening of an answer that is streamed."""
    offered = _presses(found, Asked(found.question, tuple(earlier)), in_channel=False)
    return [*_rest(found)[: blocks.MOST_BLOCKS - 1 - len(offered)], *offered]


def _rest(found: Answer) -> list[Block]:
    made: list[Block] = []
    for number, quoted in enumerate(found.quotes):
        if number == 1:
            made.append(blocks.aside(messages.ALSO))
        made += _quoted(quoted)
    if any(quoted.status is Status.PARAPHRASE for quoted in found.quotes):
        made.append(blocks.aside(messages.PARAPHRASE))
    if found.pointer and found.pointer != found.plain:
        made.append(blocks.paragraph(blocks.words(found.pointer)))
    return made


def shared(found: Answer) -> Message:
    """An answer for a whole channel: the question above it, nothing to press, no one's concern."""
    question = blocks.paragraph(blocks.words(messages.SLACK_ASKED, bold=True), blocks.words(f" {found.question}"))
    made = [question, *answer(found, pressing=False).blocks][: blocks.MOST_BLOCKS]
    return Message(blocks.notification(f"{messages.SLACK_ASKED} {found.question}\n\n{found.text}"), made)


def said(text: str) -> Message:
    """A few plain words."""
    return Message(blocks.notification(text), [blocks.paragraph(blocks.words(text))])


def opening(found: Answer) -> Block:
    """The verdict and the plain words."""
    runs = [blocks.words(found.preface + "\n")] if found.preface else []
    if found.verdict_line:
        runs.append(blocks.words(found.verdict_line + " ", bold=True))
    runs.append(blocks.words(found.plain or found.text))
    return blocks.paragraph(*runs)


def _quoted(quoted: Quote) -> list[Block]:
    return [*blocks.quotes(quoted.text), blocks.aside(f"— {quoted.label}")]


def _presses(found: Answer, asked: Asked, *, in_channel: bool) -> list[Block]:
    """What can be done next."""
    if found.status is AnswerStatus.HELP:
        return []
    made = []
    if found.quotes:
        clauses = json.dumps([quoted.clause_id for quoted in found.quotes])
        made.append(blocks.button(messages.WHOLE_CLAUSE, WHOLE, clauses))
    if to_manager(found):
        made.append(blocks.button(messages.ASK_MANAGER, MANAGER, asked.as_value()))
    if in_channel and found.status is AnswerStatus.ANSWERED and not delicate(found):
        made.append(blocks.button(messages.SLACK_SHARE, SHARE, asked.as_value()))
    offered = [blocks.buttons(made)] if made else []
    if delicate(found):
        return offered
    thumbs = blocks.feedback(FEEDBACK, found.generation, messages.HELPED, messages.DID_NOT_HELP)
    return [*offered, thumbs]


def whole_clauses(clauses: Sequence[str], view: Catalogue) -> Block:
    """A modal with clauses in full, as they stand in what is published; those that are gone are passed over."""
    made: list[Block] = []
    for clause in clauses:
        if clause in view.clauses:
            made += [*_quoted(view.quote(clause)), blocks.divider()]
    return blocks.modal(messages.WHOLE_CLAUSE, made[:-1] or [blocks.paragraph(blocks.words(messages.CLAUSE_GONE))])


def check(found: Check) -> Message:
    """What is said of a draft: the outcome, the words at fault marked in it, each point with its clause."""
    opening = telling.opening(found)
    made = [
        blocks.heading(messages.OUTCOMES[found.outcome]),
        *([blocks.paragraph(*_marked(found))] if found.findings else []),
        *([blocks.paragraph(blocks.words(opening))] if opening else []),
    ]
    for point in found.points[: telling.MOST_POINTS]:
        made += _pointed(point)
    made += [blocks.aside(line) for line in (telling.more(found), found.depends) if line]
    if telling.paraphrased(found):
        made.append(blocks.aside(messages.PARAPHRASE))
    if found.rewrite:
        made += [blocks.aside(messages.REWRITE), blocks.copyable(found.rewrite)]
    made += [blocks.aside(note) for note in found.notes]
    made += [blocks.paragraph(blocks.words(found.pointer))] if found.pointer else []
    return Message(blocks.notification(found.text), made[: blocks.MOST_BLOCKS])


def _pointed(point: Point) -> list[Block]:
    reason = blocks.words(f"\n{point.why} {point.fix}".rstrip())
    made = [blocks.paragraph(blocks.words(telling.words(point), bold=True), reason)]
    return made + (_quoted(point.quote) if point.quote else [])


def _marked(found: Check) -> list[Block]:
    """The draft with the words at fault struck through, for the eye; the points below say them again, for the ear."""
    runs, here = [], 0
    for finding in sorted(found.findings, key=lambda one: (one.start, -one.end)):
        if finding.start >= here:
            runs += [blocks.words(found.draft[here : finding.start])] if finding.start > here else []
            runs.append(blocks.words(found.draft[finding.start : finding.end], bold=True, strike=True))
            here = finding.end
    return runs + ([blocks.words(found.draft[here:])] if here < len(found.draft) else [])


def letter(found: Letter) -> Message:
    """A letter, with what its reader can press."""
    made = [blocks.paragraph(blocks.words(found.title, bold=True))]
    made += [blocks.paragraph(blocks.words(line)) for line in found.lines]
    for cited in found.cited:
        made += [blocks.quote(cited.quote), blocks.aside(f"— {cited.label}")]
    offered = [press(one, found.about) for one in found.presses]
    if offered:
        made.append(blocks.buttons(offered))
    return Message(blocks.notification(found.text), made[-blocks.MOST_BLOCKS :])


def press(pressed: Press, about: str) -> Block:
    """A letter's button."""
    style = "primary" if pressed in (Press.REPLY, Press.SEND_ON, Press.BEGIN) else None
    return blocks.button(messages.PRESSES[pressed.value], f"{PRESS}{pressed.value}", about, style=style)


def pressed(action: str) -> Press:
    """Which button of a letter has this action id."""
    return Press(action.removeprefix(PRESS))
