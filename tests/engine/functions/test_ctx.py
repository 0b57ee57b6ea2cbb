"""What each kind of function can reach."""

from __future__ import annotations

from typing import Any

import pytest

from minivex import DeveloperError
from tests.engine.small_backend import add, new_backend


@pytest.mark.parametrize(
    ("kind", "name", "text"),
    [
        ("query", "run_mutation", "Cannot call a Mutation function from a Query function"),
        ("query", "run_action", "Cannot call a Action function from a Query function"),
        ("mutation", "run_action", "Cannot call a Action function from a Mutation function"),
        ("action", "db", "An action has no ctx.db"),
    ],
)
def test_inv54_what_a_kind_lacks_is_explained(kind: Any, name: str, text: str) -> None:
    async def reach(ctx: Any) -> None:
        getattr(ctx, name)

    backend = new_backend()
    with pytest.raises(DeveloperError, match=text):
        backend.run(add(backend, kind, reach))


@pytest.mark.parametrize("kind", ["query", "mutation", "action"])
def test_what_nobody_has_is_an_unknown_attribute(kind: Any) -> None:
    async def reach(ctx: Any) -> None:
        ctx.scheduling()

    backend = new_backend()
    with pytest.raises(AttributeError, match="scheduling"):
        backend.run(add(backend, kind, reach))
