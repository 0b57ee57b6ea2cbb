"""``ctx.auth``: who is calling, in every kind of function."""

from __future__ import annotations

from typing import Any

import pytest

from minivex import Backend, FunctionReference
from minivex.errors import AuthenticationError
from minivex.functions.definitions import Kind
from minivex.functions.identity import Auth
from minivex.functions.ports import Caller
from tests.engine.small_backend import add, new_backend

KINDS: tuple[Kind, ...] = ("mutation", "action")

ANN = {"subject": "ann", "issuer": "https://i.example", "name": "Ann"}


@pytest.fixture
def backend() -> Backend:
    backend = new_backend()

    async def who(ctx: Any) -> Any:
        return await ctx.auth.get_user_identity()

    async def asks(ctx: Any) -> Any:
        return await ctx.run_query(FunctionReference("m:who"))

    add(backend, "query", who)
    for kind in KINDS:
        add(backend, kind, who, f"m:{kind}")
        add(backend, kind, asks, f"m:{kind}_asks")
    return backend


@pytest.mark.parametrize("path", ["who", "mutation", "action", "mutation_asks", "action_asks"])
def test_the_identity_goes_wherever_the_call_goes(backend: Backend, path: str) -> None:
    assert backend.run(f"m:{path}") is None
    seen = backend.run(f"m:{path}", identity=ANN)
    assert seen == {**ANN, "tokenIdentifier": "https://i.example|ann"}


def test_a_call_in_flight_has_an_identity_too(backend: Backend) -> None:
    call = backend.start("m:who", identity=ANN)
    call.finish()
    assert "Ann" in repr(call.outcome)


def test_what_a_function_does_to_an_identity_stays_there(backend: Backend) -> None:
    async def change(ctx: Any) -> Any:
        identity = await ctx.auth.get_user_identity()
        identity["name"] = "Bob"
        return (await ctx.auth.get_user_identity())["name"]

    assert backend.run(add(backend, "query", change), identity=ANN) == "Ann"


def test_a_bad_token_matters_to_who_asks() -> None:
    auth = Auth(Caller(problem=AuthenticationError("expired")), {})
    with pytest.raises(AuthenticationError, match="expired"):
        auth.get_user_identity().perform()
