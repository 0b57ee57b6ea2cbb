"""What an index definition may be, in the backend's words."""

from __future__ import annotations

import pytest

from minivex.errors import DefinitionError
from minivex.schema.indexes import IndexDefinition, check_indexes
from minivex.schema.validators import v

DOCUMENT = v.object({"a": v.string(), "b": v.string(), "c": v.object({"d": v.null()})})
CREATION_TIME = (
    "`_creationTime` is automatically added to the end of each index. It should not be added "
    "explicitly in the index definition. See https://docs.convex.dev/using/indexes for more "
    "details."
)
RESERVED = (
    'In table "t" cannot name an index "{}" because the name is reserved. Indexes may not start '
    'with an underscore or be named "by_id" or "by_creation_time".'
)
INVALID_NAME = (
    'In table "t": Invalid index name: "{}". Identifiers must be 64 characters or less, start '
    "with a letter, and only contain letters, digits, underscores."
)


def check(*declared: tuple[str, list[str]]) -> None:
    check_indexes("t", DOCUMENT, [IndexDefinition(name, tuple(f)) for name, f in declared])


def test_ordinary_indexes_pass() -> None:
    check(("by_ab", ["a", "b"]), ("by_ba", ["b", "a"]), ("by_d", ["c.d"]), ("by_c", ["c"]))


@pytest.mark.parametrize(
    ("name", "fields", "message"),
    [
        ("x", [], 'In table "t" index "x" must have at least one field.'),
        ("x", ["a", "a"], "Duplicate field a. Index fields must be unique within an index."),
        (
            "x",
            ["_id"],
            "`_id` is not a valid index field. To load documents by ID, use `db.get(id)`.",
        ),
        ("x", ["a", "_creationTime"], CREATION_TIME),
        ("x", ["_b"], "Reserved fields (starting with `_`) are not allowed in indexes."),
        ("x", ["a-b"], 'Invalid index field: "a-b"'),
        ("x", ["c..d"], 'Invalid index field: "c..d"'),
        (
            "x",
            ["c.e"],
            'In table "t" the index "x" is invalid because it references the field c.e that does not exist.',
        ),
        ("by_id", ["a"], RESERVED.format("by_id")),
        ("by_creation_time", ["a"], RESERVED.format("by_creation_time")),
        ("_x", ["a"], RESERVED.format("_x")),
        ("by-a", ["a"], INVALID_NAME.format("by-a")),
        ("", ["a"], INVALID_NAME.format("")),
    ],
)
def test_an_index_is_refused(name: str, fields: list[str], message: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        check((name, fields))
    is_whole = message.startswith("In table")
    assert refused.value.message == (
        message if is_whole else f'In table "t": In index "{name}": {message}'
    )


def test_an_index_has_at_most_15_fields_of_its_own() -> None:
    fields = tuple(f"f{number}" for number in range(16))
    check_indexes("t", v.any(), [IndexDefinition("x", fields[:15])])
    with pytest.raises(DefinitionError, match=r"Indexes may have up to 16 fields\.$"):
        check_indexes("t", v.any(), [IndexDefinition("x", fields)])


def test_a_table_has_at_most_64_indexes() -> None:
    indexes = [IndexDefinition(f"by_{number}", (f"f{number}",)) for number in range(65)]
    check_indexes("t", v.any(), indexes[:64])
    with pytest.raises(DefinitionError) as refused:
        check_indexes("t", v.any(), indexes)
    assert refused.value.message == 'Table "t" cannot have more than 64 indexes.'


def test_names_are_unique_in_a_table() -> None:
    with pytest.raises(DefinitionError) as refused:
        check(("x", ["a"]), ("x", ["b"]))
    assert refused.value.message == 'Table "t" has two or more definitions of index "x".'


def test_lists_of_fields_are_unique_in_a_table() -> None:
    with pytest.raises(DefinitionError) as refused:
        check(("x", ["a"]), ("y", ["a"]))
    assert refused.value.message == (
        'In table "t" index "y" and index "x" have the same fields. '
        "Indexes must be unique within a table."
    )
