"""The rows that guidance files are made of, as an owner writes them."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from knowledge.model import Stance

Verdict = Literal["yes", "yes_with_care", "no", "none"]
Form = Literal["permission", "obligation", "what", "how", "who", "consequence", "statement"]
Route = Literal["line_manager", "not_manager", "report", "support"]
Kind = Literal[
    "personal_data",
    "credential",
    "confidential_business",
    "site_safety",
    "offensive_or_hateful",
    "harassment_or_gossip",
    "angry_or_intoxicated",
    "disrepute",
    "complaint_about_work",
    "speaking_for_society",
    "copyright",
    "safeguarding",
    "work_time",
]
Outcome = Literal["ok", "change_first", "ask_first", "do_not_share"]
Ask = Annotated[str, Field(min_length=1, max_length=4000)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class RuleRow(_Strict):
    stance: Stance
    plain: Ask


class ClauseRow(_Strict):
    rules: list[RuleRow]
    breaks: list[Ask] = []
    fine: list[Ask] = []


class SharingRow(_Strict):
    clauses: list[str] = Field(min_length=1)
    outcome: Outcome
    alone: Outcome
    ask: bool = False


class CheckRow(_Strict):
    clause: str
    ask: Ask
    right: Ask
    wrong: list[Ask] = Field(min_length=1, max_length=5)
    why: str = ""

    @model_validator(mode="after")
    def _tellable(self) -> Self:
        if len({folded(option) for option in (self.right, *self.wrong)}) <= len(self.wrong):
            raise ValueError("two options say the same")
        return self


class SigningRow(_Strict):
    statement: str = Field(default="", max_length=2000)
    again_since: date | None = None
    checks: list[CheckRow] = []


class GuidanceFile(_Strict):
    """`knowledge/guidance/REFERENCE.yaml`. A document with `signing`, be it empty, is one that colleagues sign."""

    document: str
    signing: SigningRow | None = None
    clauses: dict[str, ClauseRow] = {}
    sharing: dict[Kind, SharingRow] = {}


class QuestionRow(_Strict):
    type: Literal["question"]
    ask: Ask
    clause: str
    also: list[str] = []
    form: Form | None = None
    verdict: Verdict | None = None


class OutOfScopeRow(_Strict):
    type: Literal["out_of_scope"]
    ask: Ask
    kind: Literal["near", "hr", "work", "chat", "general", "nonsense"]


class SensitiveRow(_Strict):
    type: Literal["sensitive"]
    ask: Ask
    route: Route | None
    clause: str | None = None


class Turn(_Strict):
    ask: Ask
    clause: str | None
    verdict: Verdict = "none"
    fresh: bool = False


class ConversationRow(_Strict):
    type: Literal["conversation"]
    turns: list[Turn] = Field(min_length=1)


class AttackRow(_Strict):
    type: Literal["attack"]
    ask: Ask
    expect: Literal["answer", "refuse", "ignore"]
    clause: str | None = None


class Finding(_Strict):
    kind: Kind
    clauses: list[str]
    span: str | None


class DraftRow(_Strict):
    type: Literal["draft"]
    text: Ask
    verdict: Outcome
    findings: list[Finding] = []
    rewrite: str | None = None


Row = Annotated[
    QuestionRow | OutOfScopeRow | SensitiveRow | ConversationRow | AttackRow | DraftRow, Field(discriminator="type")
]
ROW: TypeAdapter[Row] = TypeAdapter(Row)


def folded(text: str) -> str:
    """What two texts have in common that differ in case, punctuation and spaces alone."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.sub(r"[^\w\s]", "", plain).split()) or plain
