"""Search by words."""

from __future__ import annotations

from pathlib import Path

from knowledge.lexical import LexicalIndex, words

TEXTS = ["Do not share passwords.", "Photos of fundraising are welcome.", "Share photos with care, share them kindly."]


def test_words_are_stemmed_and_everyday_words_left_out() -> None:
    assert words("Is the sharing of PHOTOS allowed?") == ["share", "photo", "allow"]


def test_the_text_with_the_rarer_word_comes_first() -> None:
    index = LexicalIndex.build(list("abc"), TEXTS)
    assert [match.key for match in index.nearest("sharing a password", 3)] == ["a", "c"]


def test_nothing_in_common_finds_nothing() -> None:
    index = LexicalIndex.build(list("abc"), TEXTS)
    assert index.nearest("holiday pay", 3) == []
    assert index.nearest("", 3) == []
    assert LexicalIndex.build([], []).nearest("share", 3) == []


def test_it_is_the_same_after_saving(tmp_path: Path) -> None:
    index = LexicalIndex.build(list("abc"), TEXTS)
    index.save(tmp_path)
    assert LexicalIndex.load(tmp_path, list("abc")).nearest("share photos", 3) == index.nearest("share photos", 3)


def test_a_word_that_every_text_has_tells_nothing() -> None:
    index = LexicalIndex.build(list("abc"), [text + " policy" for text in TEXTS])
    assert index.rarity("polici") < index.rarity("photo") < index.rarity("password") < index.rarity("holiday")
