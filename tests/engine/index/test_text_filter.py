"""The conditions of a text search: how they are built, and which an index refuses."""

from __future__ import annotations

import re

import pytest

from minivex.errors import InvalidArgumentError, SearchError
from minivex.index.text_filter import TextFilterBuilder, TextQuery, compile_text_query
from minivex.values.value import UNDEFINED


def compiled(builder: TextFilterBuilder) -> TextQuery:
    return compile_text_query(builder.finish(), "t.s", "body", ["cat", "by.name"])


def q() -> TextFilterBuilder:
    return TextFilterBuilder()


def test_a_document_is_found_by_a_word_when_all_equalities_hold() -> None:
    query = compiled(q().search("body", "quick fo").eq("cat", 1).eq("by.name", UNDEFINED))
    found = query.finds({"body": "the fox", "cat": 1.0})
    assert found is not None
    assert found.token == b"fo"
    assert query.finds({"body": "the fox", "cat": 2.0}) is None
    assert query.finds({"body": "the fox", "cat": 1.0, "by": {"name": "ann"}}) is None
    assert query.finds({"body": "a dog", "cat": 1.0}) is None
    assert query.finds({"body": None, "cat": 1.0}) is None


def test_the_order_of_calls_does_not_matter() -> None:
    assert compiled(q().eq("cat", 1).search("body", "x")) == compiled(
        q().search("body", "x").eq("cat", 1)
    )


@pytest.mark.parametrize(
    ("builder", "message"),
    [
        (
            q().search("body", "x").eq("other", 1),
            (
                'Search query against t.s contains an equality filter on "other" but that field '
                "isn't indexed for filtering in `filterFields`."
            ),
        ),
        (
            q().search("cat", "x"),
            (
                'Search query against t.s contains a search filter against "cat", which doesn\'t '
                'match the indexed `searchField` "body".'
            ),
        ),
        (
            q().search("body", "x").search("body", "y"),
            (
                'Search query against t.s contains multiple search filters against "body". '
                "Only one is allowed."
            ),
        ),
        (
            q().eq("cat", 1),
            (
                "Search query against t.s does not contain any search filters. You must include a "
                'search filter like `q.search("body", searchText)`.'
            ),
        ),
    ],
)
def test_what_the_index_cannot_answer_is_refused(builder: TextFilterBuilder, message: str) -> None:
    with pytest.raises(SearchError, match=f"^{re.escape(message)}$"):
        compiled(builder)


def test_inv75_the_ninth_equality_is_refused() -> None:
    builder = q().search("body", "x")
    for _ in range(8):
        builder = builder.eq("cat", 1)
    compiled(TextFilterBuilder(builder._conditions))
    with pytest.raises(SearchError, match="has too many filter conditions"):
        compiled(builder.eq("cat", 1))


def test_a_builder_is_used_once() -> None:
    builder = q()
    builder.search("body", "x")
    with pytest.raises(SearchError, match="SearchFilterBuilder has already been used!"):
        builder.eq("cat", 1)


def test_arguments_that_are_missing_are_named() -> None:
    with pytest.raises(InvalidArgumentError, match="Must provide arg 1 `fieldName` to `search`"):
        q().search(UNDEFINED, "x")  # type: ignore[arg-type]
    with pytest.raises(InvalidArgumentError, match="Must provide arg 2 `query` to `search`"):
        q().search("body", UNDEFINED)  # type: ignore[arg-type]
    with pytest.raises(InvalidArgumentError, match="Must provide arg 1 `fieldName` to `eq`"):
        q().eq(UNDEFINED, 1)  # type: ignore[arg-type]
