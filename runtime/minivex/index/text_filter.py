"""``q`` in ``with_search_index(name, lambda q: …)``, and what it means for an index.

::

    lambda q: q.search("body", "quick fox").eq("channel", id)
                └─ words, exactly once ──┘ └─ any of these must hold, at most 8 ─┘

Source: docs "Full Text Search"; convex-backend crates/search/src/lib.rs;
npm-packages/convex/src/server/impl/search_filter_builder_impl.ts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple, TypeAlias

from minivex.errors import InvalidArgumentError, SearchError
from minivex.index.index_key import Document, field_at
from minivex.index.text_index import SearchTerm, parse_search, tokenize
from minivex.values.order import encode
from minivex.values.value import UNDEFINED, Undefined, Value, freeze

__all__ = ["TextConditions", "TextFilterBuilder", "TextQuery", "compile_text_query"]

EQUALITIES_MAX: Final = 8

TextConditions: TypeAlias = tuple[tuple[str, str, Value | Undefined], ...]


class TextQuery(NamedTuple):
    """A checked search: words of which one must occur, and values that fields must have."""

    field: tuple[str, ...]
    terms: tuple[SearchTerm, ...]
    equalities: tuple[tuple[tuple[str, ...], bytes], ...]

    def accepts(self, document: Document) -> bool:
        """Whether the fields have the values asked for."""
        return all(encode(field_at(document, path)) == key for path, key in self.equalities)

    def finds(self, document: Document) -> SearchTerm | None:
        """The first word asked for that the document has, if it is among the results."""
        text = field_at(document, self.field)
        if not isinstance(text, str) or not self.accepts(document):
            return None
        tokens = set(tokenize(text))
        return next((term for term in self.terms if any(map(term.matches, tokens))), None)


class TextFilterBuilder:
    """Each method returns the next builder."""

    __slots__ = ("_conditions", "_is_used")

    def __init__(self, conditions: TextConditions = ()) -> None:
        self._conditions = conditions
        self._is_used = False

    def search(self, field: str, text: str) -> TextFilterBuilder:
        """Find documents with one of the words of ``text`` in ``field``.

        Raises: InvalidArgumentError, if either is no text; SearchError, for a second search.
        """
        if type(field) is not str:
            raise InvalidArgumentError("Must provide arg 1 `fieldName` to `search`")
        if type(text) is not str:
            raise InvalidArgumentError("Must provide arg 2 `query` to `search`")
        return self._with("search", field, text)

    def eq(self, field: str, value: Value | Undefined) -> TextFilterBuilder:
        """Keep documents whose ``field`` is ``value``; ``UNDEFINED`` finds missing fields.

        Raises: InvalidArgumentError, if ``field`` is no text; NotAValueError.
        """
        if type(field) is not str:
            raise InvalidArgumentError("Must provide arg 1 `fieldName` to `eq`")
        frozen = UNDEFINED if value is UNDEFINED else freeze(value, path=f"eq({field!r})")
        return self._with("eq", field, frozen)

    def finish(self) -> TextConditions:
        """Hand over the conditions ``(op, field, value)`` in the order of the calls."""
        self._use()
        return self._conditions

    def _with(self, op: str, field: str, value: Value | Undefined) -> TextFilterBuilder:
        self._use()
        return TextFilterBuilder((*self._conditions, (op, field, value)))

    def _use(self) -> None:
        if self._is_used:
            raise SearchError(
                "SearchFilterBuilder has already been used! "
                "Chain your method calls like `q => q.search(...).eq(...)`."
            )
        self._is_used = True


def compile_text_query(
    conditions: TextConditions, index_name: str, search_field: str, filter_fields: Sequence[str]
) -> TextQuery:
    """Check ``conditions`` against the index ``table.index``.

    Raises: SearchError, when the index cannot answer them.
    """
    start = f"Search query against {index_name}"
    text: str | None = None
    equalities: list[tuple[tuple[str, ...], bytes]] = []
    for op, field, value in conditions:
        if op == "eq":
            if field not in filter_fields:
                raise SearchError(
                    f'{start} contains an equality filter on "{field}" but that field '
                    "isn't indexed for filtering in `filterFields`."
                )
            equalities.append((tuple(field.split(".")), encode(value)))
            continue
        if field != search_field:
            raise SearchError(
                f'{start} contains a search filter against "{field}", which doesn\'t match '
                f'the indexed `searchField` "{search_field}".'
            )
        if text is not None:
            raise SearchError(
                f'{start} contains multiple search filters against "{field}". Only one is allowed.'
            )
        text = str(value)
    if text is None:
        raise SearchError(
            f"{start} does not contain any search filters. You must include a search filter "
            f'like `q.search("{search_field}", searchText)`.'
        )
    if len(equalities) > EQUALITIES_MAX:
        raise SearchError(
            f"{start} has too many filter conditions. "
            f"Max: {EQUALITIES_MAX} Actual: {len(equalities)}"
        )
    terms = tuple(parse_search(text))
    return TextQuery(tuple(search_field.split(".")), terms, tuple(equalities))
