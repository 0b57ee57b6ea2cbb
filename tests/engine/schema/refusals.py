"""Asking a validator why it refuses a value."""

from __future__ import annotations

from typing import Any

import pytest

from minivex.errors import ValidationError
from minivex.schema.validators import Tables, Validator
from minivex.values.value import freeze


def refusal(
    validator: Validator, value: Any, *, tables: Tables | None = None, path: str = ""
) -> str:
    """The body of the message about ``value``; it fails if the value is accepted."""
    frozen = freeze(value)
    assert not validator.accepts(frozen, tables)
    with pytest.raises(ValidationError) as refused:
        validator.check(frozen, tables=tables, path=path)
    assert refused.value.message == refused.value.body
    return refused.value.body
