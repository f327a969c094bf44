"""Going back, going forward again, and removing what nobody needs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.errors import NoSuchGeneration
from ingest.generations import known, prunable, prune, roll_back
from ingest.progress import Silent
from ingest.settings import IngestSettings
from ingest.wiring import ingest
from knowledge.adapters.chroma import ChromaStore
from knowledge.adapters.memory import MemoryEncoder
from knowledge.errors import NothingPublished
from knowledge.generation import Home, read_content
from knowledge.holding import Hold, is_held

ENCODER = MemoryEncoder()
Publish = Callable[[int], str]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def publish(home: Home, tmp_path: Path) -> Publish:
    """Ingest an edition of one policy by its number; the generation's id."""

    def run(number: int) -> str:
        folder = tmp_path / "docs"
        folder.mkdir(exist_ok=True)
        rules = [f"Rule about {word} number {n}." for n, word in enumerate("tills keys hats vans".split(), 1)]
        rules[1:1] = [f"A rule that only edition {n} brought in." for n in range(2, number + 1)]
        text = "---\nreference: R\n---\n\n## Rules\n\n" + "".join(f"- {rule}\n" for rule in rules)
        (folder / "rules.md").write_text(text, encoding="utf-8")
        return ingest(IngestSettings(home=home.folder, paths=(folder,)), encoder=ENCODER).generation

    return run


def published(home: Home) -> str:
    return next(generation.id for generation in known(home) if generation.published)


def ids(home: Home) -> dict[str, str]:
    return {clause.text: clause.id for clause in read_content(home.current()).clauses}


def test_one_step_back_and_the_next_ingest_goes_forward_again(home: Home, publish: Publish) -> None:
    first, second = publish(1), publish(2)
    forward = ids(home)
    assert roll_back(home, None, Silent()).id == first
    assert published(home) == first
    assert publish(2) == second
    assert published(home) == second
    assert ids(home) == forward
    assert roll_back(home, None, Silent()).id == first


def test_going_back_twice_goes_back_two_steps(home: Home, publish: Publish) -> None:
    first, second, _ = publish(1), publish(2), publish(3)
    assert roll_back(home, None, Silent()).id == second
    assert roll_back(home, None, Silent()).id == first
    with pytest.raises(NoSuchGeneration, match="no earlier generation"):
        roll_back(home, None, Silent())
    assert published(home) == first


def test_what_is_published_anew_is_the_newest(home: Home, publish: Publish) -> None:
    first, second, third = publish(1), publish(2), publish(3)
    roll_back(home, first, Silent())
    assert publish(2) == second
    assert [generation.id for generation in known(home)] == [second, third, first]
    assert roll_back(home, None, Silent()).id == third


def test_a_named_one_by_how_it_begins_forwards_too(home: Home, publish: Publish) -> None:
    first, second = publish(1), publish(2)
    assert roll_back(home, first[:8], Silent()).id == first
    assert roll_back(home, second.upper(), Silent()).id == second
    with pytest.raises(NoSuchGeneration, match="There is no generation zz"):
        roll_back(home, "zz", Silent())


def test_a_damaged_one_is_passed_over_or_refused(home: Home, publish: Publish) -> None:
    first, second, third = publish(1), publish(2), publish(3)
    (home.generations / second / "clauses.json").write_text("[]")
    with pytest.raises(NoSuchGeneration, match="is damaged"):
        roll_back(home, second, Silent())
    assert published(home) == third
    assert roll_back(home, None, Silent()).id == first


def test_where_nothing_was_ever_published_nothing_is_made(home: Home) -> None:
    for act in (lambda: known(home), lambda: roll_back(home, None, Silent()), lambda: prune(home, 1, Silent())):
        with pytest.raises(NothingPublished):
            act()
    assert not home.folder.exists()


def test_prune_keeps_the_newest_and_the_published(home: Home, publish: Publish) -> None:
    first, second, third, fourth = (publish(number) for number in range(1, 5))
    roll_back(home, first, Silent())
    (home.generations / "building-999").mkdir()
    (home.generations / "building-999" / "half").write_text("x" * 100)
    planned = prunable(home, 2)
    assert planned.removed == (second,)
    done = prune(home, 2, Silent())
    assert done == planned
    assert done.leftovers == 1
    assert done.freed > 100
    assert sorted(f.name for f in home.generations.iterdir()) == sorted([first, third, fourth])
    assert prune(home, 2, Silent()).removed == ()


def test_prune_leaves_what_is_being_read(home: Home, publish: Publish) -> None:
    first = publish(1)
    reader = ChromaStore(home.current() / "chroma")
    publish(2)
    assert prune(home, 1, Silent()).in_use == (first,)
    assert reader.index("clauses").nearest(ENCODER.encode(["Rule about hats"])[0], 1)
    reader.close()
    assert prune(home, 1, Silent()).removed == (first,)


def test_a_hold_ends_with_its_release(tmp_path: Path) -> None:
    assert not is_held(tmp_path)
    hold, other = Hold(tmp_path), Hold(tmp_path)
    hold.release()
    hold.release()
    assert is_held(tmp_path)
    other.release()
    assert not is_held(tmp_path)
