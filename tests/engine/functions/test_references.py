"""References are names; what is no name is explained."""

from __future__ import annotations

from typing import Any

import pytest

from minivex import FunctionReference, api, internal, query
from minivex.errors import FunctionNotFoundError
from minivex.functions.references import path_of


def test_a_chain_is_a_path() -> None:
    assert api.jobs.claim.path == "jobs:claim"
    assert internal.admin.jobs.claim.path == "admin/jobs:claim"
    assert api.jobs.default.path == "jobs"
    assert api.jobs.claim == internal.jobs.claim == FunctionReference("jobs:claim")
    assert len({api.jobs.claim, internal.jobs.claim}) == 1
    assert api.jobs.claim != "jobs:claim"
    assert (repr(api.jobs.claim), repr(internal.jobs)) == ("api.jobs.claim", "internal.jobs")
    assert repr(FunctionReference("a:b")) == "FunctionReference('a:b')"
    assert path_of("jobs:claim") == "jobs:claim"


def test_python_s_own_names_are_no_modules() -> None:
    for thing in (api, api.jobs):
        with pytest.raises(AttributeError):
            thing.__wrapped__  # noqa: B018


@pytest.mark.parametrize("reference", [api, internal, api.jobs])
def test_a_module_is_not_a_function(reference: Any) -> None:
    with pytest.raises(FunctionNotFoundError, match=r"form `api.moduleName.functionName`. Found"):
        path_of(reference)


def test_a_function_object_is_not_a_reference() -> None:
    @query
    async def listing(ctx: Any) -> None: ...

    with pytest.raises(FunctionNotFoundError, match=r"Write internal.moduleName.listing"):
        path_of(listing)
    with pytest.raises(FunctionNotFoundError, match="got 5"):
        path_of(5)
