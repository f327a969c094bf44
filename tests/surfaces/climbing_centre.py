"""A made-up organisation, small enough to be trained on while a test waits: a climbing centre and what its staff ask.

Twelve clauses; for each, four situations, asked about in three voices, a file each (144 questions), and a file of 60
messages that the rules don't answer.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

CLAUSES = (
    ("No one may climb on the lead wall without having passed the lead test.", "prohibit", (
        "lead climb before my test", "let a mate try the lead wall", "lead the blue route, test's next week",
        "let a visitor lead who says he's done it for years",
    )),
    ("Colleagues must check every harness before it is hired out.", "require", (
        "hand out a harness straight from the bin", "skip the check when there's a queue of harness hires",
        "look over rental harnesses each time", "give somebody the harness that was just brought back",
    )),
    ("Ropes that have held a serious fall must be taken out of use.", "require", (
        "keep a rope after a massive whipper", "put the rope back that caught that huge fall",
        "bin a rope somebody fell hard on", "use a rope again when it has had a bad jolt",
    )),
    ("Children under eight may climb only with an instructor on the floor.", "prohibit", (
        "let a six year old on the wall by herself", "leave the little ones climbing while I get a coffee",
        "have a toddler on the slab with just her mum", "run the kids' birthday without an instructor",
    )),
    ("Food is not allowed on the mats.", "prohibit", (
        "eat a banana on the matting", "have my sandwich under the boulders", "let people snack on the crash pads",
        "munch crisps where folk land",
    )),
    ("Colleagues may climb free of charge outside of their shifts.", "permit", (
        "climb for nothing on my day off", "have a session without paying after work",
        "boulder for free before my shift starts", "use the walls at no cost when I'm not working",
    )),
    ("Liquid chalk may be used everywhere; loose chalk only in a chalk ball.", "caution", (
        "tip loose chalk into my bag", "use liquid chalk on the competition wall", "crush a block of chalk",
        "chalk up with powder",
    )),
    ("Route setters must wear a helmet while drilling.", "require", (
        "set without a lid on", "drill holds bareheaded", "wear a helmet while I bolt on the new holds",
        "strip the wall with no hard hat",
    )),
    ("Accidents must be written in the accident book on the same day.", "require", (
        "write up a sprained ankle tomorrow", "log a bump on the head", "leave a small accident out of the book",
        "fill the book in at the weekend about Monday's fall",
    )),
    ("Dogs may be brought into the café but not into the climbing hall.", "caution", (
        "bring my spaniel to the café", "tie the dog up next to the wall", "have a puppy under the table at lunch",
        "take a labrador into the hall",
    )),
    ("Keys to the store must be handed to the duty manager at closing time.", "require", (
        "take the store keys home", "leave the keys in the drawer when we shut", "pass the keys to the duty manager",
        "keep the storeroom key overnight",
    )),
    ("Photographs of members may be published only with their written consent.", "prohibit", (
        "put a member's photo on our Insta", "post pictures of the youth squad", "blog a snap of a customer",
        "share a video of someone topping out",
    )),
)  # fmt: skip
VOICES = {
    "desk": "am I allowed to {}?",
    "instructors": "quick one, is it ok to {} here",
    "evenings": "a colleague wants to know whether they can {}, what do I say?",
}
VERDICTS = {"prohibit": "no", "require": None, "permit": "yes", "caution": "yes_with_care"}
OTHER_SUBJECTS = (
    "how much holiday I get", "when payday is", "the bus times into town", "a good recipe for soup", "the football",
    "who won the election", "what the weather does tomorrow", "my pension", "parental leave", "the dress code",
    "a pay rise", "overtime rates", "a sick note", "the staff discount at the supermarket", "how to fix my printer",
    "the capital of Peru", "learning to drive", "a film for tonight", "the wifi password", "my dentist",
)  # fmt: skip
OTHER_VOICES = ("tell me about {}", "can you help me with {}?", "I've a question about {}")
ASKED = "can I boulder for nothing once my shift is over?"
NOT_ANSWERED = "how do I book a holiday?"


def written(folder: Path) -> Path:
    """Write the centre's document and guidance; gives the folder to read in."""
    document = "\n".join(f"{number}. {text}" for number, (text, _, _) in enumerate(CLAUSES, 1))
    head = (
        "---\nreference: WALL\ntitle: Rules for the Walls\nowner: the centre manager\n---\n\n# Rules for the Walls\n\n"
    )
    _write(folder / "documents/walls.md", head + document)
    rules = "".join(
        f"  WALL:{number}:\n    rules:\n      - stance: {stance}\n        plain: {json.dumps(text)}\n"
        for number, (text, stance, _) in enumerate(CLAUSES, 1)
    )
    _write(folder / "guidance/WALL.yaml", f"document: WALL\nclauses:\n{rules}")
    for voice in VOICES:
        _write(folder / f"guidance/examples/{voice}.jsonl", _lines(_questions(voice)))
    _write(folder / "guidance/examples/out-of-scope.jsonl", _lines(_others()))
    return folder


def _questions(voice: str) -> Iterator[dict[str, object]]:
    for number, (_, stance, situations) in enumerate(CLAUSES, 1):
        for situation in situations:
            verdict = VERDICTS[stance]
            given = {"verdict": verdict} if verdict else {}
            ask = VOICES[voice].format(situation)
            yield {"type": "question", "ask": ask, "clause": f"WALL:{number}", "form": "permission", **given}


def _others() -> Iterator[dict[str, object]]:
    for voice in OTHER_VOICES:
        for subject in OTHER_SUBJECTS:
            yield {"type": "out_of_scope", "ask": voice.format(subject), "kind": "hr"}


def _lines(records: Iterator[dict[str, object]]) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
