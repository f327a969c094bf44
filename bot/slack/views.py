"""Windows and the app's own tab."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot import messages
from bot.escalation.model import Content, Escalation
from bot.escalation.service import LONGEST, Preview
from bot.letters import Press
from bot.model import Check
from bot.onboarding.attestation import Record
from bot.slack import blocks, carried, journey, render
from bot.slack.blocks import Block
from bot.slack.carried import LONGEST_QUESTION, Asked
from knowledge import dates

DRAFT, QUESTION, NOTE, HOW, REPLY, WITH_ANSWER = "draft", "question", "note", "how", "reply", "with_answer"
TOGETHER, APART = "together", "apart"
CHECK, ASK_MANAGER, ESCALATE, ANSWER = "check", "ask_manager", "escalate", "answer"
"""Callback ids of windows that are sent off."""
OPEN_CHECK, OPEN_ESCALATE = "open_check", "open_escalate"
"""Action ids."""
LONGEST_DRAFT = 3000


def draft(text: str = "") -> Block:
    """Asks for a draft to check."""
    field = blocks.text_input(messages.CAN_I_SHARE_DRAFT, DRAFT, initial=text, longest=LONGEST_DRAFT, optional=False)
    return blocks.modal(messages.CAN_I_SHARE, [field], callback=CHECK, submit=messages.CAN_I_SHARE_CHECK)


def checked(found: Check) -> Block:
    """What is said of a draft."""
    return blocks.modal(messages.CAN_I_SHARE, render.check(found).blocks)


def told(title: str, *lines: str) -> Block:
    """Something to be read, and no more."""
    return blocks.modal(title, [blocks.paragraph(blocks.words(line)) for line in lines])


def to_ask() -> Block:
    """Room for a question to the line manager, where there is no answer that it starts from."""
    field = blocks.text_input(messages.SLACK_TO_ASK, QUESTION, longest=LONGEST_QUESTION, optional=False)
    return blocks.modal(messages.ASK_MANAGER, [field], callback=ASK_MANAGER, submit=messages.SLACK_LOOK_AT_IT)


def escalate(preview: Preview, content: Content, asked: Asked, key: str, *, answer: bool = True) -> Block:
    """Who it goes to and every word of it, each part to be changed or left out; or whom to turn to instead.

    `content` has the answer that can go along, whether it is ticked (`answer`) or not.
    """
    if preview.to is None:
        return told(messages.ASK_MANAGER, *preview.passed_over, preview.told)
    name = preview.to.name
    made = [
        *(blocks.aside(line) for line in preview.passed_over),
        blocks.paragraph(blocks.words(messages.GOES_TO.format(recipient=name), bold=True)),
        *([blocks.paragraph(blocks.words(preview.letter.title))] if preview.letter else []),
        blocks.text_input(
            messages.SLACK_YOUR_QUESTION, QUESTION,
            initial=content.question, longest=LONGEST_QUESTION, optional=False,
        ),
        *_with_answer(content, ticked=answer),
        blocks.text_input(
            messages.OWN_WORDS.format(recipient=name), NOTE, initial=content.note, longest=LONGEST, optional=True
        ),
        blocks.choice(
            messages.SLACK_HOW, HOW, {APART: messages.SLACK_APART, TOGETHER: messages.SLACK_TOGETHER},
            TOGETHER if content.together else APART,
        ),
        *([blocks.paragraph(blocks.words(preview.ask, bold=True))] if preview.ask else []),
    ]  # fmt: skip
    held = {"a": asked.as_value(), "to": preview.to.id, "key": key, "sure": bool(preview.ask)}
    return blocks.modal(
        messages.ASK_MANAGER,
        made,
        callback=ESCALATE,
        submit=messages.SEND_ANYWAY if preview.ask else messages.SEND,
        metadata=carried.written(held),
    )


def _with_answer(content: Content, *, ticked: bool) -> list[Block]:
    """The answer that was given, clause by clause, and whether it goes along."""
    if not content.answer and not content.cited:
        return []
    made = [blocks.paragraph(blocks.words(messages.SLACK_WITH_ANSWER, bold=True))]
    made += [blocks.paragraph(blocks.words(content.answer))] if content.answer else []
    for cited in content.cited:
        made += [*blocks.quotes(cited.quote), blocks.aside(f"— {cited.label}")]
    along = messages.SLACK_SEND_ANSWER
    return [*made, blocks.tick(messages.SLACK_SEND_TOO, WITH_ANSWER, along, ticked=ticked, optional=True)]


def reply(about: str) -> Block:
    """Room for a manager's reply."""
    field = blocks.text_input(messages.YOUR_REPLY, REPLY, longest=LONGEST, optional=False)
    return blocks.modal(messages.PRESSES["reply"], [field], callback=ANSWER, submit=messages.SEND, metadata=about)


@dataclass(frozen=True, slots=True)
class Mine:
    """What is somebody's: open escalations with their recipients' names, signatures, titles that wait to be signed."""

    escalations: Sequence[tuple[Escalation, str]] = ()
    signed: Sequence[Record] = ()
    waiting: Sequence[str] = ()


def home(mine: Mine) -> Block:
    """What I can do, what of yours is signed, what is open, and what is kept about you."""
    offered = [blocks.button(messages.CAN_I_SHARE, OPEN_CHECK, "-", style="primary")]
    offered += [blocks.button(messages.ASK_MANAGER, OPEN_ESCALATE, "-")]
    made = [
        blocks.heading(messages.SLACK_HOME),
        blocks.paragraph(blocks.words(messages.HELP)),
        blocks.buttons(offered),
        *_section(messages.SLACK_HOME_SIGNED, _signatures(mine)),
        *_section(messages.SLACK_HOME_OPEN, _open(mine)),
        blocks.divider(),
        blocks.aside(messages.KEPT),
    ]
    return blocks.home(made)


def _section(title: str, made: Sequence[Block]) -> list[Block]:
    return [blocks.divider(), blocks.heading(title), *made]


def _signatures(mine: Mine) -> list[Block]:
    told = [
        messages.SLACK_HOME_SIGNED_LINE.format(
            title=one.attestation.title, version=one.attestation.version, day=_day(one), number=one.entry.number
        )
        for one in mine.signed[-20:]
    ]
    made = [blocks.paragraph(blocks.words(line)) for line in told or [messages.SLACK_HOME_UNSIGNED]]
    if mine.waiting:
        waits = messages.SLACK_HOME_WAITING.format(titles=", ".join(mine.waiting))
        made += [
            blocks.paragraph(blocks.words(waits, bold=True)),
            blocks.buttons([blocks.button(messages.SLACK_JOURNEY, journey.BEGIN, "-", style="primary")]),
        ]
    return made


def _day(signed: Record) -> str:
    return dates.spelt(datetime.fromisoformat(signed.entry.at).date())


def _open(mine: Mine) -> list[Block]:
    made: list[Block] = []
    for escalation, recipient in mine.escalations[-15:]:
        state = messages.STATES[escalation.state.value].format(recipient=recipient)
        asked = [f"“{blocks.cut(escalation.content.question, 300)}”\n"] if escalation.content else []
        made.append(blocks.paragraph(*(blocks.words(one, italic=True) for one in asked), blocks.words(state)))
        made.append(blocks.buttons([render.press(press, escalation.id) for press in (Press.RESOLVE, Press.WITHDRAW)]))
    return made or [blocks.paragraph(blocks.words(messages.SLACK_HOME_NONE))]
