"""Validators from JSON."""

from __future__ import annotations

from typing import Any

import pytest

from minivex.errors import DefinitionError, WireFormatError
from minivex.schema.validator_json import validator_from_json
from minivex.schema.validators import Validator, v
from minivex.values.kinds import Int64

EVERYTHING = [
    *(v.any(), v.null(), v.number(), v.int64(), v.boolean(), v.string(), v.bytes()),
    v.id("users"),
    *(v.literal("a"), v.literal(Int64(5)), v.literal(-0.0), v.literal(True)),
    v.array(v.array(v.null())),
    v.union(v.null(), v.string()),
    v.record(v.id("users"), v.number()),
    v.object({"a": v.optional(v.object({})), "b": v.any()}),
]


@pytest.mark.parametrize("validator", EVERYTHING, ids=str)
def test_reading_gives_back_what_was_written(validator: Validator) -> None:
    back = validator_from_json(validator.to_json())
    assert (str(back), back.to_json()) == (str(validator), validator.to_json())


@pytest.mark.parametrize("data", [{}, {"type": "set"}, {"type": "array"}], ids=str)
def test_what_describes_no_validator_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises(WireFormatError, match="describes no validator"):
        validator_from_json(data)


def test_what_v_refuses_is_refused() -> None:
    with pytest.raises(DefinitionError):
        validator_from_json({"type": "literal", "value": None})
