"""One query watched on its own: what it hears, and until when."""

from __future__ import annotations

from typing import Any

import pytest

from minivex import Backend, Returned, api, internal
from minivex.errors import ArgumentValidationError, FunctionNotFoundError
from tests.engine.functions.watched_backend import Watch, new_backend


@pytest.fixture
def backend() -> Backend:
    return new_backend()


def test_arguments_that_do_not_fit_are_delivered_as_an_error(backend: Backend) -> None:
    watch = Watch(backend, "m:total", group=7)
    assert watch.values == [ArgumentValidationError.__name__]


def test_only_a_query_can_be_watched(backend: Backend) -> None:
    with pytest.raises(FunctionNotFoundError, match="as Query, but it is defined as Mutation"):
        Watch(backend, "m:add")
    with pytest.raises(FunctionNotFoundError, match="Could not find public function"):
        Watch(backend, "m:nothing")
    heard: list[Any] = []
    backend.subscribe(api.m.listed, None, heard.append)
    backend.subscribe(internal.m.listed, {}, heard.append)
    assert heard == [Returned([]), Returned([])]


def test_inv11_what_is_delivered_may_be_changed(backend: Backend) -> None:
    first, second = Watch(backend, "m:listed"), Watch(backend, "m:listed")
    first.values[0].append("mine")
    second.subscription.outcome.value.append("too")  # type: ignore[union-attr]
    assert second.values == [[]]
    assert Watch(backend, "m:listed").values == [[]]
    assert second.subscription.outcome == Returned([])


def test_who_unsubscribes_hears_no_more(backend: Backend) -> None:
    watch = Watch(backend, "m:total", group="a")
    watch.subscription.unsubscribe()
    watch.subscription.unsubscribe()
    backend.run("m:add", {"group": "a", "n": 3})
    assert watch.values == [0.0]
    backend.sync.check_invariants()
