"""A text index: its words, what a search finds, and in which order."""

from __future__ import annotations

import random

import pytest

from minivex.index.text_index import (
    RESULTS_MAX,
    TERMS_MAX,
    SearchTerm,
    TextIndex,
    parse_search,
    tokenize,
)
from minivex.values.order import encode


def tail(number: int) -> bytes:
    return encode(float(number))


def index_of(*texts: str) -> TextIndex[int]:
    index: TextIndex[int] = TextIndex("body")
    for number, text in enumerate(texts):
        index.put({"body": text}, tail(number), number)
    return index


def found(index: TextIndex[int], text: str) -> list[int]:
    return [number for _, _, number in index.search(parse_search(text), lambda _: True)]


def test_words_are_letters_and_digits_in_lower_case() -> None:
    assert tokenize("Don't PANIC: 42_times, été!") == [
        *(b"don", b"t", b"panic", b"42", b"times"),
        "été".encode(),
    ]


def test_a_word_of_32_bytes_is_not_indexed() -> None:
    assert tokenize("a" * 31 + " " + "b" * 32 + " " + "é" * 16) == [b"a" * 31]


def test_a_search_has_at_most_16_words_and_the_last_is_a_prefix() -> None:
    terms = parse_search(" ".join(f"w{number}" for number in range(20)))
    assert len(terms) == TERMS_MAX
    assert [term.token for term in terms if term.is_prefix] == [b"w15"]
    assert parse_search(" !? ") == []


def test_a_document_needs_one_of_the_words() -> None:
    index = index_of("quick brown fox", "lazy dog", "nothing")
    assert sorted(found(index, "fox dog")) == [0, 1]
    assert found(index, "zebra") == []
    assert found(index, "") == []


def test_only_the_last_word_finds_words_that_begin_with_it() -> None:
    index = index_of("brownish", "brown", "quickly")
    assert sorted(found(index, "brown")) == [0, 1]
    assert found(index, "brown quick") == [1, 2] or found(index, "brown quick") == [2, 1]
    assert found(index, "ickly") == []


def test_an_exact_word_counts_more_than_a_prefix() -> None:
    assert found(index_of("fox", "foxes"), "fox") == [0, 1]


def test_a_rare_word_counts_more_and_so_does_a_short_or_repeated_one() -> None:
    rare = index_of("cat common", "dog common", "common cow")
    assert found(rare, "common cow")[0] == 2
    assert found(index_of("fox one two three four", "fox"), "fox") == [1, 0]
    assert found(index_of("fox dog", "fox fox"), "fox") == [1, 0]


def test_equal_scores_put_the_newest_first() -> None:
    assert found(index_of("fox", "fox", "fox"), "fox") == [2, 1, 0]


def test_the_score_is_that_of_bm25() -> None:
    index = index_of("quick fox", "slow dog and cat")
    ((score, _, _),) = index.search(parse_search("fox "), lambda _: True)
    # Half of the documents have the word; the text has 2 words, 3 on average.
    assert score == pytest.approx(0.6931471805599453 * 2.2 / 1.9)


def test_a_prefix_stands_for_at_most_16_words_in_order() -> None:
    index = index_of(*(f"word{letter}" for letter in "abcdefghijklmnopqrst"))
    assert sorted(found(index, "word")) == list(range(16))
    assert sorted(found(index, "wordt word")) == [*range(15), 19]


def test_words_that_no_document_has_leave_room_for_those_that_some_have() -> None:
    unknown = " ".join(f"zz{number}" for number in range(15))
    assert found(index_of("brown dog"), f"{unknown} do") == [0]


def test_a_sigma_at_the_end_of_a_word_is_like_any_other() -> None:
    index = index_of("ΟΔΟΣ")
    assert found(index, "οδοσ") == found(index, "ΟΔΟΣ") == [0]
    assert found(index, "οδος") == []


def test_what_is_not_accepted_is_not_found() -> None:
    index = index_of("fox", "fox")
    assert [n for _, _, n in index.search(parse_search("fox"), lambda n: n == 0)] == [0]


def test_a_search_finds_at_most_1024_documents() -> None:
    assert len(found(index_of(*["fox"] * (RESULTS_MAX + 1)), "fox")) == RESULTS_MAX


def test_a_document_without_text_is_not_indexed() -> None:
    index: TextIndex[int] = TextIndex("body.text")
    for number, document in enumerate(({}, {"body": "fox"}, {"body": {"text": 1.0}})):
        index.put(document, tail(number), number)  # type: ignore[arg-type]
        index.remove(document, tail(number))  # type: ignore[arg-type]
    index.put({"body": {"text": "fox"}}, tail(9), 9)
    assert index.documents == 1
    assert found(index, "fox") == [9]


def test_inv17_the_index_always_finds_what_a_scan_of_all_texts_finds() -> None:
    dice = random.Random(17)
    index: TextIndex[int] = TextIndex("body")
    texts: dict[int, str] = {}
    words = ["ant", "bee", "beetle", "cat", "cattle", "dog"]
    for step in range(400):
        number = dice.randrange(30)
        if number in texts:
            index.remove({"body": texts.pop(number)}, tail(number))
        else:
            texts[number] = " ".join(dice.choices(words, k=dice.randrange(5)))
            index.put({"body": texts[number]}, tail(number), number)
        if step % 10 == 0:
            other = index.snapshot()
            first, last = dice.choice(words), dice.choice(words)[: dice.randrange(1, 4)]
            expected = {
                number
                for number, text in texts.items()
                for word in text.split()
                if word == first or word.startswith(last)
            }
            assert set(found(other, f"{first} {last}")) == expected
            other.put({"body": first}, tail(99), 99)
    assert (index.documents, index.tokens) == (
        len(texts),
        sum(len(text.split()) for text in texts.values()),
    )


def test_the_keys_of_a_word_are_one_interval() -> None:
    exact, prefix = SearchTerm(b"fox", is_prefix=False), SearchTerm(b"fo", is_prefix=True)
    assert exact.interval.covers(b"fox\0" + tail(1))
    assert not exact.interval.covers(b"foxes\0" + tail(1))
    assert prefix.interval.covers(b"fox\0" + tail(1))
    assert exact.matches(b"fox")
    assert not exact.matches(b"foxes")
    assert prefix.matches(b"fox")
