"""A text index: which documents have a word, and how well they answer a search.

::

    "Quick brown fox"  ──tokens──▶  brown, fox, quick
    postings           [ brown 00 tail │ fox 00 tail │ quick 00 tail ]   one sorted map
                         └─ word ─┘ └─ creation time and id of the document ─┘

A search is a list of words. A document answers it when it has one of them; only the last
word also finds words that begin with it. The more often a word occurs in a document, the
rarer it is elsewhere and the shorter the document, the higher the score (BM25).

Invariant: the postings of a document are those of its text as it is now.

Source: docs "Full Text Search"; convex-backend crates/search/src (query.rs, scoring.rs,
aggregation.rs) and crates/text_search.
Differs: a deployment rounds document lengths when it scores, and scores words that stand close
together higher; the set of documents is the same. A sign that belongs to the letter before it, as
vowels do in Hindi or Thai, separates words here; there most of them are part of the word. Values
asked for with ``eq`` do not count among the sixteen words that a search is compared with.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final, Generic, NamedTuple, TypeVar

from minivex.errors import KeyInterval
from minivex.index.index_key import Document, field_at
from minivex.index.interval import Interval
from minivex.index.sorted_map import SortedMap
from minivex.values.order import increment

__all__ = [
    "RESULTS_MAX",
    "TERMS_MAX",
    "SearchTerm",
    "TextIndex",
    "describe_term",
    "parse_search",
    "tokenize",
]

RESULTS_MAX: Final = 1024
"""Documents that one search can find."""

TERMS_MAX: Final = 16
"""Words of one search, and words of the index that it is compared with."""

TOKEN_BYTES_MAX: Final = 32
"""A word of this many bytes, or more, is not indexed."""

PREFIX_BOOST: Final = 0.5
K1: Final = 1.2
B: Final = 0.75

_WORD: Final = re.compile(r"[^\W_]+")

Payload = TypeVar("Payload")


class SearchTerm(NamedTuple):
    """A word that a search asks for; a prefix also stands for all words that begin with it."""

    token: bytes
    is_prefix: bool

    @property
    def interval(self) -> Interval:
        """The keys of its postings."""
        if self.is_prefix:
            return Interval(self.token, increment(self.token))
        return Interval(self.token + b"\0", self.token + b"\1")

    def matches(self, token: bytes) -> bool:
        """Whether a word of a document is asked for."""
        return token.startswith(self.token) if self.is_prefix else token == self.token


class Posting(NamedTuple, Generic[Payload]):
    """One word in one document: how often, and how many words there are in all."""

    payload: Payload
    frequency: int
    length: int


def describe_term(interval: KeyInterval) -> str:
    """The keys of a word of a search, for people.

    >>> describe_term(SearchTerm(b"fox", is_prefix=False).interval)
    '["fox"]'
    >>> describe_term(SearchTerm(b"fo", is_prefix=True).interval)
    '["fo"…]'
    """
    word = interval.start.rstrip(b"\0").decode()
    return f'["{word}"]' if interval.start.endswith(b"\0") else f'["{word}"…]'


def tokenize(text: str) -> list[bytes]:
    """The words of ``text`` in order, in lower case; everything else separates them.

    >>> tokenize("Full-text, search!")
    [b'full', b'text', b'search']

    Cost: O(n).
    """
    words = _WORD.findall(text)
    return [_lowered(word).encode() for word in words if len(word.encode()) < TOKEN_BYTES_MAX]


def _lowered(word: str) -> str:
    """Each letter in lower case on its own: a sigma that ends a word is like any other."""
    return word.lower() if word.isascii() else "".join(map(str.lower, word))


def parse_search(text: str) -> list[SearchTerm]:
    """What a search string asks for; words after the sixteenth are dropped.

    >>> [term.is_prefix for term in parse_search("quick fo")]
    [False, True]

    Cost: O(n).
    """
    tokens = tokenize(text)[:TERMS_MAX]
    last = len(tokens) - 1
    return [SearchTerm(token, position == last) for position, token in enumerate(tokens)]


class TextIndex(Generic[Payload]):
    """The words of one field of all documents of a table."""

    __slots__ = ("_path", "_postings", "documents", "tokens")

    def __init__(self, field: str) -> None:
        self._path = tuple(field.split("."))
        self._postings: SortedMap[Posting[Payload]] = SortedMap()
        self.documents = 0
        self.tokens = 0

    def snapshot(self) -> TextIndex[Payload]:
        """Make a second index with the same documents; each may change without the other.

        Cost: O(1).
        """
        other: TextIndex[Payload] = TextIndex.__new__(TextIndex)
        other._path = self._path
        other._postings = self._postings.snapshot()
        other.documents = self.documents
        other.tokens = self.tokens
        return other

    def tokens_of(self, document: Document) -> list[bytes] | None:
        """The words of a document, or ``None``: its field holds no text, so it is not indexed."""
        text = field_at(document, self._path)
        return tokenize(text) if isinstance(text, str) else None

    def put(self, document: Document, tail: bytes, payload: Payload) -> None:
        """Index a document; ``tail`` is what tells its keys from those of all others.

        Cost: O(words × log n).
        """
        tokens = self.tokens_of(document)
        if tokens is None:
            return
        self.documents += 1
        self.tokens += len(tokens)
        for token, frequency in Counter(tokens).items():
            self._postings.put(token + b"\0" + tail, Posting(payload, frequency, len(tokens)))

    def remove(self, document: Document, tail: bytes) -> None:
        """Take out a document that was put in.

        Cost: O(words × log n).
        """
        tokens = self.tokens_of(document)
        if tokens is None:
            return
        self.documents -= 1
        self.tokens -= len(tokens)
        for token in set(tokens):
            self._postings.remove(token + b"\0" + tail)

    def search(
        self, terms: Sequence[SearchTerm], accepts: Callable[[Payload], bool] | None = None
    ) -> list[tuple[float, bytes, Payload]]:
        """The best documents as ``(score, tail, payload)``: highest score, then newest, first.

        Cost: O(postings of the words asked for).
        """
        scores: dict[bytes, float] = {}
        payloads: dict[bytes, Payload] = {}
        slope = K1 * B * self.documents / max(1, self.tokens)
        for token, boost in self._expand(terms).items():
            start, end = SearchTerm(token, is_prefix=False).interval
            keys, postings = self._postings.slice(start, end)
            rarity = math.log1p((self.documents - len(keys) + 0.5) / (len(keys) + 0.5))
            weight = boost * rarity * (K1 + 1)
            behind = len(start)
            for key, (payload, frequency, length) in zip(keys, postings, strict=True):
                if accepts is None or accepts(payload):
                    tail = key[behind:]
                    score = weight * frequency / (frequency + K1 * (1 - B) + slope * length)
                    scores[tail] = scores.get(tail, 0.0) + score
                    payloads[tail] = payload
        best = sorted(((score, tail) for tail, score in scores.items()), reverse=True)
        return [(score, tail, payloads[tail]) for score, tail in best[:RESULTS_MAX]]

    def check_invariants(self) -> None:
        """Assert that the counts are those of the postings, and that each posting is in its place.

        Cost: O(postings × log n).
        """
        self._postings.check_invariants()
        words_of: dict[bytes, list[Posting[Payload]]] = {}
        for key, posting in zip(*self._postings.slice(), strict=True):
            word, _, tail = key.partition(b"\0")
            assert len(word) < TOKEN_BYTES_MAX, "a longer word is not indexed"
            words_of.setdefault(tail, []).append(posting)
        for postings in words_of.values():
            lengths = {posting.length for posting in postings}
            assert lengths == {sum(one.frequency for one in postings)}, "all words are counted"
        assert len(words_of) <= self.documents, "a document without a word is indexed as well"
        assert sum(postings[0].length for postings in words_of.values()) == self.tokens

    def _expand(self, terms: Sequence[SearchTerm]) -> dict[bytes, float]:
        """The words to look up with their weights: exact ones first, then by prefix in order.

        A word that no document has does not count among the sixteen.
        """
        found = {term.token: 1.0 for term in terms if self._has(term.token)}
        for token in (term.token for term in terms if term.is_prefix):
            start, end = Interval(token + b"\1", increment(token))
            while len(found) < TERMS_MAX:
                keys, _ = self._postings.slice(start, end, 1)
                if not keys:
                    break
                word = keys[0].partition(b"\0")[0]
                found.setdefault(word, PREFIX_BOOST)
                start = word + b"\1"
        return found

    def _has(self, token: bytes) -> bool:
        """Whether some document has this word."""
        return bool(self._postings.slice(token + b"\0", token + b"\1", 1)[0])
