"""The two questions a validator answers agree, on random validators and values."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minivex.errors import ValidationError
from minivex.schema.validators import v
from minivex.values.value import freeze
from tests.model.samples import field_names, values

scalar_validators = st.sampled_from(
    [v.any(), v.null(), v.number(), v.int64(), v.boolean(), v.string(), v.bytes(), v.literal("a")]
)
validators = st.recursive(
    scalar_validators,
    lambda inner: (
        st.builds(v.array, inner)
        | st.lists(inner, max_size=3).map(lambda members: v.union(*members))
        | st.builds(v.record, scalar_validators, inner)
        | st.dictionaries(field_names, inner | inner.map(v.optional), max_size=3).map(v.object)
    ),
    max_leaves=5,
)


@given(validators, values)
def test_whatever_is_refused_has_a_message_with_a_first_line(validator: Any, value: Any) -> None:
    frozen = freeze(value)
    if validator.accepts(frozen):
        validator.check(frozen)
        return
    with pytest.raises(ValidationError) as refused:
        validator.check(frozen)
    assert refused.value.body.startswith(("Value does not match", "Object ", "`"))
