"""Finding a function by what somebody wrote."""

from __future__ import annotations

import pytest

from minivex.errors import FunctionNotFoundError
from minivex.functions.definitions import Function
from minivex.functions.lookup import find_public, resolve
from minivex.functions.references import api, internal


async def handler(ctx: object) -> None:
    assert ctx


FUNCTIONS = {
    "m:open": Function("query", handler, path="m:open"),
    "m:closed": Function("mutation", handler, path="m:closed", is_public=False),
}


def test_a_client_finds_public_functions_and_internal_ones_by_an_internal_reference() -> None:
    assert find_public(FUNCTIONS, "m:open").path == "m:open"
    assert find_public(FUNCTIONS, internal.m.closed).path == "m:closed"
    for reference in ("m:closed", api.m.closed, "m:gone"):
        with pytest.raises(FunctionNotFoundError, match="Could not find public function for 'm:"):
            find_public(FUNCTIONS, reference)


def test_a_function_finds_every_function_of_the_kind_it_asks_for() -> None:
    assert resolve(FUNCTIONS, "m:closed", "mutation").path == "m:closed"
    assert resolve(FUNCTIONS, "m:closed", None).path == "m:closed"
    with pytest.raises(
        FunctionNotFoundError, match=r"Trying to execute m\.js:open as Mutation, but"
    ):
        resolve(FUNCTIONS, api.m.open, "mutation")
    with pytest.raises(FunctionNotFoundError, match='Couldn\'t find "gone" in module "m"'):
        resolve(FUNCTIONS, "m:gone", None)


@pytest.mark.parametrize(
    ("names", "known"),
    [
        (["m:open", "m:closed"], "There are: m:open; internal: m:closed."),
        (["m:open"], "There are: m:open."),
        (["m:closed"], "There are: internal: m:closed."),
        ([], "No functions are registered: decorate them"),
    ],
)
def test_what_is_there_is_told(names: list[str], known: str) -> None:
    with pytest.raises(FunctionNotFoundError, match=known):
        resolve({name: FUNCTIONS[name] for name in names}, "m:x", None)
