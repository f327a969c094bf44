"""Answers, checks, letters and pages of onboarding as Teams shows them best, and in plain words. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote as quoted_url

from bot import messages
from bot.layout import cut, delicate, marked, to_manager
from bot.letters import Cited, Letter, Press
from bot.model import Answer, AnswerStatus, Check, Outcome, Point, Question, Verdict
from bot.sharing import telling
from bot.teams import cards
from bot.teams.cards import Part
from bot.teams.outgoing import Message
from knowledge.catalogue import Catalogue, Quote
from knowledge.model import Status

WHOLE, ANSWER, MANAGER, SEND, PRESS, WALK, FILE = "whole", "answer", "manager", "escalate", "press", "walk", "file"
"""Verbs of buttons."""
DRAFT, REPLY = "draft", "reply"
"""Fields."""
LONGEST_CARRIED, LONGEST_TURN, MOST_TURNS = 2000, 300, 3
"""Characters of a question and of a turn before it that a button carries, and how many of those turns."""
LONGEST_DRAFT = 3000
LONGEST_REPLY = 4000
_VERDICTS = {Verdict.YES: "good", Verdict.YES_WITH_CARE: "warning", Verdict.NO: "attention"}
_OUTCOMES = {
    Outcome.OK: "good",
    Outcome.CHANGE_FIRST: "warning",
    Outcome.ASK_FIRST: "warning",
    Outcome.DO_NOT_SHARE: "attention",
}


def answer(found: Answer, earlier: Sequence[str] = ()) -> Message:
    """An answer: in a few words with its clauses by number, and on a card word for word with what to press."""
    if found.check:
        return check(found.check)
    card = None if found.status is AnswerStatus.HELP else answer_card(found, earlier)
    numbers = " ".join(f"[{number}]" for number, _ in enumerate(found.quotes, 1))
    return Message(
        text=f"{_opening(found)} {numbers}".rstrip(),
        summary=found.verdict_line or found.plain or found.text,
        card=card,
        cited=found.quotes,
        generated=found.status is not AnswerStatus.HELP,
        rated=found.status is not AnswerStatus.HELP and not delicate(found),
    )


def answer_card(found: Answer, earlier: Sequence[str] = ()) -> Part:
    """Verdict, quotes with their place, whom to ask, what to press."""
    body = [_strip(found.verdict_line, _VERDICTS[found.verdict])] if found.verdict and found.verdict_line else []
    body += _quotes(found.quotes)
    if any(quoted.status is Status.PARAPHRASE for quoted in found.quotes):
        body.append(cards.aside(messages.PARAPHRASE))
    if found.pointer and found.pointer != found.plain:
        body.append(cards.line(found.pointer))
    return cards.card(body, _presses(found, earlier), fallback=found.text)


def in_channel(found: Answer, bot: str) -> Message:
    """For everybody in a channel to see: the short answer and where it stands, and the way to go on alone."""
    address = f"https://teams.microsoft.com/l/chat/0/0?users={quoted_url(bot, safe=':')}"
    go_on: Part = {"type": "Action.OpenUrl", "title": messages.TEAMS_PRIVATELY, "url": address}
    if delicate(found) or found.check:
        told = messages.TEAMS_NOT_HERE
        return Message(text=cards.spoken(told), summary=told, card=cards.card([], [go_on], fallback=told))
    numbers = " ".join(f"[{number}]" for number, _ in enumerate(found.quotes, 1))
    body = [cards.aside(f"[{number}] {quoted.label}") for number, quoted in enumerate(found.quotes, 1)]
    return Message(
        text=f"{_opening(found)} {numbers}".rstrip(),
        summary=found.verdict_line or found.plain or found.text,
        card=cards.card(body, [go_on], fallback=found.text),
        cited=found.quotes,
        generated=found.status is not AnswerStatus.HELP,
    )


def whole_clauses(clauses: Sequence[str], question: Question, view: Catalogue) -> Part:
    """Clauses in full, as they stand in what is published; those that are gone are passed over."""
    body = _quotes([view.quote(clause) for clause in clauses if clause in view.clauses])
    back = cards.execute(messages.TEAMS_BACK, ANSWER, carried(question.text, question.earlier))
    return cards.card([cards.heading(messages.IN_FULL), *(body or [cards.line(messages.CLAUSE_GONE)])], [back])


def carried(question: str, earlier: Sequence[str]) -> dict[str, Any]:
    """What a button carries of the question it belongs to, so that nothing of it has to be kept."""
    turns = [cut(turn, LONGEST_TURN) for turn in earlier[-MOST_TURNS:]]
    return {"q": cut(question, LONGEST_CARRIED)} | ({"earlier": turns} if turns else {})


def asked(data: Mapping[str, Any]) -> Question:
    """The question that a button carried, whoever made it up."""
    turns = data.get("earlier")
    earlier = [str(turn)[:LONGEST_TURN] for turn in turns[-MOST_TURNS:]] if isinstance(turns, list) else []
    return Question(cut(str(data.get("q") or ""), LONGEST_CARRIED), tuple(earlier))


def check(found: Check) -> Message:
    """What is said of a draft, in a conversation."""
    told = messages.OUTCOMES[found.outcome]
    return Message(text=cards.spoken(f"{told}."), summary=told, card=check_card(found), generated=True)


def check_card(found: Check) -> Part:
    """The outcome, the words at fault marked in the draft, each point with its clause, what could be shared instead."""
    opening = telling.opening(found)
    body = [_strip(messages.OUTCOMES[found.outcome], _OUTCOMES[found.outcome])]
    if found.findings:
        body.append(cards.box([cards.words(*(_piece(text, bad) for text, bad in marked(found)))]))
    body += [cards.line(opening)] if opening else []
    for point in found.points[: telling.MOST_POINTS]:
        body += _pointed(point)
    body += [cards.aside(told) for told in (telling.more(found), found.depends) if told]
    if telling.paraphrased(found):
        body.append(cards.aside(messages.PARAPHRASE))
    if found.rewrite:
        body += [cards.line(messages.REWRITE, weight="Bolder"), cards.box([cards.line(telling.inert(found.rewrite))])]
    body += [cards.aside(note) for note in found.notes]
    body += [cards.line(found.pointer)] if found.pointer else []
    return cards.card(body, fallback=found.text)


def draft() -> Part:
    """Room for a draft."""
    field = cards.entry(DRAFT, messages.CAN_I_SHARE_DRAFT, longest=LONGEST_DRAFT)
    submit: Part = {"type": "Action.Submit", "title": messages.CAN_I_SHARE_CHECK, "data": {}}
    return cards.card([field], [submit])


def welcome(name: str, *, onboarding: bool) -> Message:
    """The first words to somebody: what to ask, and the way to their onboarding where something waits."""
    hello = messages.TEAMS_WELCOME.format(name=name) if name else messages.TEAMS_WELCOME_NOBODY
    ask = [_asking(title, question) for title, question in messages.PROMPTS]
    begin = [cards.execute(messages.TEAMS_ONBOARD, WALK, {"do": "begin"}, style="positive")] if onboarding else []
    body = [cards.heading(hello), cards.line(messages.HELP), cards.aside(messages.KEPT)]
    return Message(summary=hello, card=cards.card(body, [*begin, *ask], fallback=f"{hello}\n\n{messages.HELP}"))


def hello() -> Message:
    """The first words to a team."""
    return Message(text=cards.spoken(messages.TEAMS_HELLO), summary=messages.TEAMS_HELLO)


def told(title: str, *lines: str) -> Part:
    """Something to be read, and no more."""
    return cards.card([cards.heading(title), *map(cards.line, lines)], fallback="\n\n".join([title, *lines]))


def letter(found: Letter) -> Message:
    """A letter, with what its reader can press."""
    return Message(summary=found.title, card=letter_card(found))


def letter_card(found: Letter, done: str = "") -> Part:
    """`done` says above it what has just been done about it."""
    body = [_strip(done, "good")] if done else []
    body += [cards.heading(found.title), *map(cards.line, found.lines), *cited(found.cited)]
    presses = [_press(press, found.about) for press in found.presses]
    return cards.card(body, [*presses, *_filing(found.enclosed)], fallback=found.text)


def plainly(text: str) -> Message:
    """A few words, and nothing to press."""
    return Message(text=cards.spoken(text), summary=text)


def not_filed(why: str, number: int) -> Message:
    """A receipt that couldn't be put into somebody's OneDrive, and the way to try again."""
    return Message(summary=why, card=cards.card([cards.line(why)], _filing(number), fallback=why))


def number(found: object) -> int:
    """A number out of what a card carried, -1 where it is none."""
    text = str(found)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1


def cited(found: Iterable[Cited]) -> list[Part]:
    """Clauses as letters and pages have them."""
    return [cards.box([cards.line(f"“{one.quote}”"), cards.aside(one.label)]) for one in found]


def _filing(receipt: int | None) -> list[Part]:
    """The way to a receipt as a file, where there is one."""
    return [cards.execute(messages.TEAMS_PDF, FILE, {"receipt": receipt})] if receipt else []


def _opening(found: Answer) -> str:
    """Verdict and plain words, as Teams' markdown."""
    parts = [cards.spoken(found.preface)] if found.preface else []
    parts += [f"**{cards.spoken(found.verdict_line)}**"] if found.verdict_line else []
    parts.append(cards.spoken(found.plain or (found.text if not found.quotes else messages.FOUND)))
    return " ".join(parts)


def _strip(text: str, style: str) -> Part:
    return cards.box([cards.line(text, weight="Bolder")], style, bleed=True)


def _quotes(quotes: Sequence[Quote]) -> list[Part]:
    """Each with its number, where there are several to tell apart."""
    return [
        cards.box([cards.line(f"“{quoted.text}”"), cards.aside(f"[{number}] {quoted.label}")])
        for number, quoted in enumerate(quotes, 1)
    ]


def _presses(found: Answer, earlier: Sequence[str]) -> list[Part]:
    held = carried(found.question, earlier)
    made = []
    if found.quotes:
        clauses = [quoted.clause_id for quoted in found.quotes]
        made.append(cards.execute(messages.WHOLE_CLAUSE, WHOLE, {**held, "clauses": clauses}))
    if to_manager(found):
        made.append(cards.execute(messages.ASK_MANAGER, MANAGER, held))
    return made


def _piece(text: str, bad: bool) -> Part:  # noqa: FBT001 - a piece of `marked`
    return cards.run(text, strikethrough=True, color="Attention") if bad else cards.run(text)


def _pointed(point: Point) -> list[Part]:
    reason = cards.run(f"\n{point.why} {point.fix}".rstrip())
    made = [cards.words(cards.run(telling.words(point), weight="Bolder"), reason)]
    return made + (cited([Cited(point.quote.label, point.quote.text)]) if point.quote else [])


def _asking(title: str, question: str) -> Part:
    data = {"msteams": {"type": "imBack", "value": question}}
    return {"type": "Action.Submit", "title": title, "data": data}


def _press(press: Press, about: str) -> Part:
    title = messages.PRESSES[press.value]
    data = {"about": about, "press": press.value}
    if press is Press.BEGIN:
        return cards.execute(title, WALK, {"do": "begin"}, style="positive")
    if press is not Press.REPLY:
        return cards.execute(title, PRESS, data, style="positive" if press is Press.SEND_ON else None)
    field = cards.entry(REPLY, messages.YOUR_REPLY, longest=LONGEST_REPLY)
    inner = {"type": "AdaptiveCard", "body": [field], "actions": [cards.execute(messages.SEND, PRESS, data)]}
    return {"type": "Action.ShowCard", "title": title, "card": inner}
