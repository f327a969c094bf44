"""Answers, checks and letters as Slack shows them best, each with the same in plain words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from bot import messages
from bot.letters import Letter, Press
from bot.model import Answer, AnswerStatus, Check, Point, Route
from bot.sharing import telling
from bot.slack import blocks
from bot.slack.blocks import Block
from knowledge.catalogue import Catalogue, Quote
from knowledge.model import Status

WHOLE, MANAGER, FEEDBACK, SHARE = "whole_clause", "ask_manager", "feedback", "share_with_channel"
PRESS = "press:"
"""Action ids; a letter's buttons are `PRESS` and what is pressed."""
MANAGERLESS = (Route.NOT_MANAGER, Route.REPORT, Route.SUPPORT)
"""Routes with which no button leads to the line manager."""


@dataclass(frozen=True, slots=True)
class Message:
    """What is posted: blocks, and the whole in plain words."""

    text: str
    blocks: list[Block] = field(default_factory=list)

    def as_arguments(self) -> dict[str, Any]:
        """For `chat.postMessage` and its like; nothing is unfurled."""
        return {"text": self.text, "blocks": self.blocks, "unfurl_links": False, "unfurl_media": False}


def answer(found: Answer, *, in_channel: bool = False) -> Message:
    """An answer: verdict first, quotes with their place, whom to ask, what to press."""
    made = _opening(found)
    for number, quoted in enumerate(found.quotes):
        if number == 1:
            made.append(blocks.aside(messages.ALSO))
        made += _quoted(quoted)
    if any(quoted.status is Status.PARAPHRASE for quoted in found.quotes):
        made.append(blocks.aside(messages.PARAPHRASE))
    if found.pointer and found.pointer != found.plain:
        made.append(blocks.paragraph(blocks.words(found.pointer)))
    return Message(
        blocks.notification(found.text), [*made, *_presses(found, in_channel=in_channel)][: blocks.MOST_BLOCKS]
    )


def shared(found: Answer) -> Message:
    """An answer for a whole channel: the question above it, nothing to press, no one's concern."""
    question = blocks.paragraph(blocks.words(messages.SLACK_ASKED, bold=True), blocks.words(f" {found.question}"))
    made = [one for one in answer(found).blocks if one["type"] not in ("actions", "context_actions")]
    made = [question, *made][: blocks.MOST_BLOCKS]
    return Message(blocks.notification(f"{messages.SLACK_ASKED} {found.question}\n\n{found.text}"), made)


def said(text: str) -> Message:
    """A few plain words."""
    return Message(blocks.notification(text), [blocks.paragraph(blocks.words(text))])


def _opening(found: Answer) -> list[Block]:
    runs = [blocks.words(found.preface + "\n")] if found.preface else []
    if found.verdict_line:
        runs.append(blocks.words(found.verdict_line + " ", bold=True))
    runs.append(blocks.words(found.plain or found.text))
    return [blocks.paragraph(*runs)]


def _quoted(quoted: Quote) -> list[Block]:
    return [blocks.quote(quoted.text), blocks.aside(f"— {quoted.label}")]


def _presses(found: Answer, *, in_channel: bool) -> list[Block]:
    """What can be done next; the question travels in the buttons, so that nothing of it has to be kept."""
    if found.status is AnswerStatus.HELP:
        return []
    made = []
    if found.quotes:
        clauses = json.dumps([quoted.clause_id for quoted in found.quotes])
        made.append(blocks.button(messages.SLACK_WHOLE, WHOLE, clauses))
    if found.status is not AnswerStatus.SENSITIVE and found.route not in MANAGERLESS:
        made.append(blocks.button(messages.SLACK_MANAGER, MANAGER, found.question))
    if in_channel and found.status is AnswerStatus.ANSWERED and found.route not in MANAGERLESS:
        made.append(blocks.button(messages.SLACK_SHARE, SHARE, found.question))
    offered = [blocks.buttons(made)] if made else []
    if found.status is AnswerStatus.SENSITIVE or found.route in MANAGERLESS:
        return offered
    thumbs = blocks.feedback(FEEDBACK, found.generation, messages.SLACK_HELPED, messages.SLACK_DID_NOT_HELP)
    return [*offered, thumbs]


def whole_clauses(clauses: Sequence[str], view: Catalogue) -> Block:
    """A modal with clauses in full, as they stand in what is published; those that are gone are passed over."""
    made: list[Block] = []
    for clause in clauses:
        if clause in view.clauses:
            made += [*_quoted(view.quote(clause)), blocks.divider()]
    return blocks.modal(messages.SLACK_WHOLE, made[:-1] or [blocks.paragraph(blocks.words(messages.SLACK_GONE))])


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
    offered = [_press(press, found.about) for press in found.presses]
    if offered:
        made.append(blocks.buttons(offered))
    return Message(blocks.notification(found.text), made[-blocks.MOST_BLOCKS :])


def _press(press: Press, about: str) -> Block:
    style = "primary" if press in (Press.REPLY, Press.SEND_ON) else None
    return blocks.button(messages.PRESSES[press.value], f"{PRESS}{press.value}", about, style=style)
