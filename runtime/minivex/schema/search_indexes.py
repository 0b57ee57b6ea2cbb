"""Text and vector indexes as the schema declares them, and what a push refuses.

Source: docs "Full Text Search" and "Vector Search"; npm-packages/convex/src/server/schema.ts;
convex-backend crates/common/src/bootstrap_model/index/index_validation_error.rs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from minivex.errors import DefinitionError
from minivex.schema.push_rules import can_contain_field
from minivex.schema.validator import Validator
from minivex.values.names import identifier_problem

__all__ = [
    "FILTER_FIELDS_MAX",
    "SearchDefinition",
    "SearchIndexDefinition",
    "VectorIndexDefinition",
    "check_search_index",
]

FILTER_FIELDS_MAX: Final = 16
DIMENSIONS_MIN: Final = 2
DIMENSIONS_MAX: Final = 4096


@dataclass(frozen=True, slots=True)
class SearchIndexDefinition:
    """A text index on one string field; ``filter_fields`` can be compared for equality."""

    name: str
    search_field: str
    filter_fields: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """Every field that the index names."""
        return (self.search_field, *self.filter_fields)

    def to_json(self) -> dict[str, object]:
        """The index in the form that Convex's tools exchange."""
        return {
            "indexDescriptor": self.name,
            "searchField": self.search_field,
            "filterFields": list(self.filter_fields),
        }


@dataclass(frozen=True, slots=True)
class VectorIndexDefinition:
    """A vector index on one field that holds ``dimensions`` numbers."""

    name: str
    vector_field: str
    dimensions: int
    filter_fields: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """Every field that the index names."""
        return (self.vector_field, *self.filter_fields)

    def to_json(self) -> dict[str, object]:
        """The index in the form that Convex's tools exchange."""
        return {
            "indexDescriptor": self.name,
            "vectorField": self.vector_field,
            "dimensions": self.dimensions,
            "filterFields": list(self.filter_fields),
        }


SearchDefinition: TypeAlias = SearchIndexDefinition | VectorIndexDefinition


def check_search_index(table: str, validator: Validator, index: SearchDefinition) -> None:
    """Refuse a text or vector index that a push would refuse; its name is checked elsewhere.

    Raises: DefinitionError, for the first rule that is broken.
    """
    if problem := _problem(index):
        raise DefinitionError(f'In table "{table}": In index "{index.name}": {problem}')
    for path in index.fields:
        if not can_contain_field(validator, path):
            raise DefinitionError(
                f'In table "{table}" the index "{index.name}" is invalid because it '
                f"references the field {path} that does not exist."
            )


def _problem(index: SearchDefinition) -> str | None:
    for path in index.fields:
        if any(map(identifier_problem, path.split("."))):
            return f'Invalid index field: "{path}"'
        if path.startswith("_"):
            return "Reserved fields (starting with `_`) are not allowed in indexes."
    if duplicate := _first_duplicate(index.filter_fields):
        return f"Duplicate field {duplicate}. Index fields must be unique within an index."
    kind = "Search" if isinstance(index, SearchIndexDefinition) else "Vector"
    if len(index.filter_fields) > FILTER_FIELDS_MAX:
        return f"{kind} indexes may have up to {FILTER_FIELDS_MAX} filter fields."
    if isinstance(index, VectorIndexDefinition):
        dimensions = index.dimensions
        if type(dimensions) is not int or not DIMENSIONS_MIN <= dimensions <= DIMENSIONS_MAX:
            return f"Dimensions {dimensions} must be between {DIMENSIONS_MIN} and {DIMENSIONS_MAX}."
    return None


def _first_duplicate(fields: Sequence[str]) -> str | None:
    return next((path for path in fields if fields.count(path) > 1), None)
