"""Windows and the app's own tab."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from bot import messages
from bot.escalation.model import Content, Escalation
from bot.escalation.service import LONGEST, Preview
from bot.model import Check
from bot.slack import blocks, render
from bot.slack.blocks import Block

DRAFT, NOTE, HOW, REPLY = "draft", "note", "how", "reply"
TOGETHER, APART = "together", "apart"
CHECK, ESCALATE, ANSWER = "check", "escalate", "answer"
"""Callback ids of windows that are sent off."""
LONGEST_DRAFT = 3000


def draft(text: str = "") -> Block:
    """Asks for a draft to check."""
    field = blocks.text_input(messages.SLACK_DRAFT, DRAFT, initial=text, longest=LONGEST_DRAFT, optional=False)
    return blocks.modal(messages.SLACK_CHECK_NAME, [field], callback=CHECK, submit=messages.SLACK_CHECK_SUBMIT)


def checked(found: Check) -> Block:
    """What is said of a draft."""
    return blocks.modal(messages.SLACK_CHECK_NAME, render.check(found).blocks)


def told(title: str, *lines: str) -> Block:
    """Something to be read, and no more."""
    return blocks.modal(title, [blocks.paragraph(blocks.words(line)) for line in lines])


def escalate(preview: Preview, content: Content, key: str, *, sure: bool = False) -> Block:
    """Who it goes to and every word of it, with room for a note; or whom to turn to instead."""
    if preview.to is None or preview.letter is None:
        return told(messages.SLACK_MANAGER, *preview.passed_over, preview.told)
    note = blocks.text_input(
        messages.SLACK_NOTE.format(recipient=preview.to.name),
        NOTE,
        initial=content.note,
        longest=LONGEST,
        optional=True,
    )
    made = [
        *(blocks.aside(line) for line in preview.passed_over),
        blocks.paragraph(blocks.words(messages.SLACK_GOES_TO.format(recipient=preview.to.name), bold=True)),
        *render.letter(replace(preview.letter, presses=())).blocks,
        note,
        blocks.choice(
            messages.SLACK_HOW,
            HOW,
            {APART: messages.SLACK_APART, TOGETHER: messages.SLACK_TOGETHER},
            TOGETHER if content.together else APART,
        ),
        *([blocks.paragraph(blocks.words(preview.ask, bold=True))] if preview.ask else []),
    ]
    held = {"q": content.question[:1500], "to": preview.to.id, "key": key, "sure": bool(preview.ask) or sure}
    return blocks.modal(
        messages.SLACK_MANAGER,
        made,
        callback=ESCALATE,
        submit=messages.SLACK_SEND_ANYWAY if preview.ask else messages.SLACK_SEND,
        metadata=json.dumps(held),
    )


def reply(about: str) -> Block:
    """Room for a manager's reply."""
    field = blocks.text_input(messages.SLACK_REPLY, REPLY, longest=LONGEST, optional=False)
    return blocks.modal(messages.PRESSES["reply"], [field], callback=ANSWER, submit=messages.SLACK_SEND, metadata=about)


def home(open_escalations: Sequence[tuple[Escalation, str]]) -> Block:
    """What I can do, what of yours is open, and what is kept about you. With each escalation, its recipient's name."""
    made = [
        blocks.heading(messages.SLACK_HOME),
        blocks.paragraph(blocks.words(messages.HELP)),
        blocks.buttons([blocks.button(messages.SLACK_CHECK_NAME, "open_check", "-", style="primary")]),
        blocks.divider(),
        blocks.heading(messages.SLACK_HOME_OPEN),
    ]
    for escalation, recipient in open_escalations[-20:]:
        state = messages.STATES[escalation.state.value].format(recipient=recipient)
        asked = f"“{escalation.content.question}”\n" if escalation.content else ""
        made.append(blocks.paragraph(blocks.words(blocks.cut(asked, 300), italic=True), blocks.words(state)))
    if not open_escalations:
        made.append(blocks.paragraph(blocks.words(messages.SLACK_HOME_NONE)))
    made += [blocks.divider(), blocks.heading(messages.SLACK_HOME_KEPT)]
    made.append(blocks.paragraph(blocks.words(messages.KEPT)))
    return blocks.home(made)
