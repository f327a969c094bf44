"""Made-up policies for measuring scale: the same seed writes the same files, however many.

    python -m tests.benchmarks.synthetic FOLDER --clauses 100000 [--seed 1]
    python -m tests.benchmarks.synthetic --questions 500 [--seed 1]       questions about them, one JSON line each

A policy has a subject, an organisation's division, about ten sections and a hundred clauses; clauses are put together
from who, what, when, where and unless, so that many are alike and none are the same within a policy.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from pathlib import Path

SUBJECTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "Annual Leave": (
        ("book annual leave", "carry over unused leave", "cancel approved leave", "take leave in a notice period"),
        ("the leave calendar", "a carry-over form", "the rota", "a leave statement"),
    ),
    "Travel and Expenses": (
        ("claim a hotel stay", "travel first class", "hire a car", "claim mileage", "buy a client a meal"),
        ("a receipt", "the expenses portal", "a company card", "a mileage log"),
    ),
    "Data Protection": (
        ("send customer records abroad", "delete personal data", "answer a request for access", "report a data breach"),
        ("the register of processing", "a retention schedule", "an encrypted transfer", "a consent record"),
    ),
    "Whistleblowing": (
        ("raise a concern about fraud", "report a safety risk", "speak to a regulator", "ask for anonymity"),
        ("the confidential line", "a written disclosure", "an investigation file", "a named contact"),
    ),
    "Acceptable Use of Technology": (
        ("install software", "use a private phone for work", "connect a memory stick", "share a password"),
        ("the service desk", "a managed laptop", "the approved software list", "two-step sign-in"),
    ),
    "Health and Safety": (
        ("lift a heavy load", "work at height", "report an accident", "use a chemical", "work alone at night"),
        ("a risk assessment", "the accident book", "protective equipment", "a permit to work"),
    ),
    "Recruitment": (
        ("interview a relative", "offer a salary above the band", "check references", "advertise a vacancy"),
        ("a scoring sheet", "the shortlist", "a right-to-work check", "an offer letter"),
    ),
    "Flexible Working": (
        ("work from another country", "compress hours", "work from home", "change a shift pattern"),
        ("a trial period", "a home-working checklist", "the team agreement", "a written request"),
    ),
    "Gifts and Hospitality": (
        ("accept tickets to a match", "give a supplier a present", "take part in a prize draw", "accept a paid lunch"),
        ("the gifts register", "a declaration of interest", "a note of refusal", "the hospitality budget"),
    ),
    "Disciplinary": (
        ("appeal against a warning", "bring a companion to a hearing", "suspend a colleague", "postpone a meeting"),
        ("the hearing notes", "a final written warning", "an outcome letter", "the investigation report"),
    ),
    "Parental Leave": (
        ("share parental leave", "keep in touch during leave", "return to work early", "attend an antenatal visit"),
        ("a birth certificate", "the notice form", "keeping-in-touch days", "an adoption certificate"),
    ),
    "Procurement": (
        ("appoint a consultant", "extend a contract", "pay a deposit", "order without a tender"),
        ("three quotations", "a purchase order", "the supplier list", "a signed contract"),
    ),
    "Sickness Absence": (
        (
            "report sick by text",
            "visit a doctor in working hours",
            "come back on reduced hours",
            "travel while off sick",
        ),
        ("a fit note", "a return-to-work talk", "the absence record", "an occupational health report"),
    ),
    "Training and Study": (
        ("study for a degree", "take examination leave", "repay course fees", "attend a conference"),
        ("a learning agreement", "the training budget", "proof of attendance", "a study plan"),
    ),
    "Company Vehicles": (
        ("drive a van home", "lend a car to a partner", "pay a parking fine", "tow a trailer", "fit a dash camera"),
        ("the vehicle log", "a driving licence check", "a fuel card", "the accident pack"),
    ),
    "Records Management": (
        ("destroy paper files", "archive a project", "keep emails", "scan signed documents"),
        ("the file plan", "a destruction certificate", "an archive box", "the index"),
    ),
}
DIVISIONS = tuple(
    f"{place} {kind}"
    for place in (
        "Northern", "Southern", "Harbour", "Riverside", "Highland", "Central", "Eastern", "Western", "Lakeside",
        "Airport", "Valley", "Island", "Forest", "Market Street", "Old Town", "Canal", "Castle",
        "Mill Lane", "Abbey", "Quayside",
    )
    for kind in ("Retail", "Logistics", "Head Office", "Care Homes", "Nurseries", "Dairy", "Travel", "Pharmacies")
)  # fmt: skip
ROLES = (
    "Permanent colleagues", "Agency workers", "Apprentices", "Line managers", "Drivers", "Night staff", "Contractors",
    "Part-time colleagues", "Volunteers", "Directors", "Trainees", "Warehouse staff", "Members of the finance team",
    "Anyone on a fixed-term contract", "Colleagues under eighteen", "New starters",
)  # fmt: skip
FORCES = ("may", "must not", "may only", "should not", "are entitled to", "are expected not to", "must ask before they")
CONDITIONS = (
    "after {n} months of service", "with {n} days' written notice", "up to {n} times in a calendar year",
    "where the cost is below £{n}0", "if two managers have agreed in writing", "during the first {n} weeks",
    "between {n} a.m. and noon", "when at least {n} others are on duty", "outside the busy season",
    "for journeys of more than {n} miles", "as long as no customer is present", "within {n} working days",
)  # fmt: skip
EXCEPTIONS = (
    "unless the {officer} decides otherwise", "except in an emergency", "except on public holidays",
    "unless a collective agreement says more", "subject to the law of the country",
    "and the {officer} keeps a note of it",
)  # fmt: skip
OFFICERS = (
    "Head of People", "Finance Director", "Data Protection Officer", "site manager", "Company Secretary",
    "duty manager", "Safety Adviser", "Head of Legal", "Payroll Manager", "area manager",
)  # fmt: skip
SECTIONS = (
    "Who this applies to", "Before you start", "Asking for approval", "Limits", "Notice", "Evidence to keep", "Costs",
    "Exceptions", "When things go wrong", "Complaints and appeals", "Review", "Records", "Responsibilities of managers",
)  # fmt: skip
FOLLOWING = (
    "{Thing} has to be completed first.", "Keep {thing} for {n} years.",
    "The {officer} checks {thing} every {n} weeks.",
    "Without {thing} the request is turned down.", "A copy of {thing} goes to the {officer}.",
)  # fmt: skip
SECTION_CLAUSES = 10
DOCUMENT_CLAUSES = 100
TWO_SENTENCES = 0.12


def policies(clauses: int, seed: int = 1) -> Iterator[tuple[str, str]]:
    """File names and Markdown texts that hold exactly so many clauses between them."""
    for number in range(-(-clauses // DOCUMENT_CLAUSES)):
        chance = random.Random(f"{seed}:{number}")
        subject = list(SUBJECTS)[number % len(SUBJECTS)]
        division = DIVISIONS[number // len(SUBJECTS) % len(DIVISIONS)]
        wanted = min(DOCUMENT_CLAUSES, clauses - number * DOCUMENT_CLAUSES)
        reference = f"SYN-{number + 1:05}"
        head = f'---\ntitle: "{subject} Policy, {division}"\nreference: {reference}\n---\n'
        yield f"{reference.lower()}.md", head + "".join(_sections(subject, wanted, chance))


def _sections(subject: str, wanted: int, chance: random.Random) -> Iterator[str]:
    titles = chance.sample(SECTIONS, -(-DOCUMENT_CLAUSES // SECTION_CLAUSES))
    said: set[str] = set()
    while len(said) < wanted:
        if len(said) % SECTION_CLAUSES == 0:
            yield f"\n## {titles[len(said) // SECTION_CLAUSES]}\n\n"
        clause = _clause(subject, chance)
        if clause not in said:
            said.add(clause)
            yield f"- {clause}\n"


def _clause(subject: str, chance: random.Random) -> str:
    actions, things = SUBJECTS[subject]
    words = {"n": chance.randint(2, 48), "officer": chance.choice(OFFICERS), "thing": chance.choice(things)}
    words["Thing"] = str(words["thing"]).capitalize()
    rule = f"{chance.choice(ROLES)} {chance.choice(FORCES)} {chance.choice(actions)} {chance.choice(CONDITIONS)}"
    ending = f", {chance.choice(EXCEPTIONS)}." if chance.random() < 0.5 else "."
    text = (rule + ending).format(**words)
    return f"{text} {chance.choice(FOLLOWING).format(**words)}" if chance.random() < TWO_SENTENCES else text


def questions(count: int, seed: int = 1) -> Iterator[str]:
    """What colleagues might ask of such policies, in other words than the clauses'."""
    chance = random.Random(f"questions:{seed}")
    for _ in range(count):
        subject = chance.choice(list(SUBJECTS))
        actions, things = SUBJECTS[subject]
        role, action = chance.choice(ROLES).casefold(), chance.choice(actions)
        asked = chance.choice((
            f"am I allowed to {action} when the {chance.choice(OFFICERS)} is away?",
            f"can {role} {action} in their first {chance.randint(2, 48)} weeks?",
            f"what do I need before I {action}, is {chance.choice(things)} enough?",
            f"we're {role} at {chance.choice(DIVISIONS)}, who decides whether we {action}?",
            f"how long do I keep {chance.choice(things)}?",
        ))  # fmt: skip
        yield asked


def write(folder: Path, clauses: int, seed: int = 1) -> None:
    """Write the policies into a folder, made where it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in policies(clauses, seed):
        (folder / name).write_text(text, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description="Write made-up policies, or questions about them.")
    parser.add_argument("folder", type=Path, nargs="?", help="where the policies go")
    parser.add_argument("--clauses", type=int, default=1000)
    parser.add_argument("--questions", type=int, default=0, help="print so many questions")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    if chosen.folder:
        write(chosen.folder, chosen.clauses, chosen.seed)
    for question in questions(chosen.questions, chosen.seed):
        print(json.dumps({"q": question}))


if __name__ == "__main__":
    main()
