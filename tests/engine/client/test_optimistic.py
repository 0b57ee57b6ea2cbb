"""Guesses: replayed on fresh results, and gone without a trace."""

from __future__ import annotations

from typing import Any

import pytest

from minivex import UNDEFINED, Backend, Raised, Returned, api
from minivex.client import Client, LocalStore
from minivex.errors import DeveloperError
from tests.engine.client.page_backend import new_backend, numbers, sent_by

A = {"channel": "a"}


@pytest.fixture
def backend() -> Backend:
    return new_backend()


@pytest.fixture
def client(backend: Backend) -> Client:
    return Client(backend)


def test_inv64_guesses_are_replayed_on_fresh_results(backend: Backend, client: Client) -> None:
    heard: list[Any] = []
    watch = client.on_update("m:listed", A, lambda o: heard.append(watch_value(o)))
    first, second = sent_by(client, 1), sent_by(client, 2)
    assert heard == [[], [1.0], [1.0, 2.0]]
    backend.run("m:send", {"channel": "a", "n": 9})
    assert watch.value == [9.0, 1.0, 2.0]
    while not first.done:
        client.move()
    assert (watch.value, second.done) == ([9.0, 1.0, 2.0], False)
    client.settle()
    assert heard == [[], [1.0], [1.0, 2.0], [9.0, 1.0, 2.0]]
    assert client._results.visible == client._results.server


def watch_value(outcome: Any) -> Any:
    return outcome.value if isinstance(outcome, Returned) else outcome


def test_inv64_a_failed_mutation_takes_its_guess_along(client: Client) -> None:
    watch = client.on_update("m:listed", A)

    def clear(store: LocalStore, _: Any) -> None:
        store.set_query("m:listed", A, [])

    sent_by(client, 1)
    client.settle()
    failing = client.mutation("m:remove", {"n": 7}, optimistic_update=clear)
    assert watch.value == []
    client.settle()
    assert isinstance(failing.outcome, Raised)
    assert watch.value == [1.0]


def test_a_guess_sees_all_queries_and_may_show_that_one_loads(client: Client) -> None:
    heard: list[Any] = []
    client.on_update("m:listed", A)
    b = client.on_update("m:listed", {"channel": "b"}, heard.append)
    client.on_update("m:first")
    seen: list[Any] = []

    def guess(store: LocalStore, args: Any) -> None:
        seen.append(store.get_all_queries(api.m.listed))
        seen.append((store.get_query("m:first"), store.get_query("m:listed", {"channel": "z"})))
        store.set_query("m:listed", {"channel": "b"}, UNDEFINED)
        args["n"] = "changed"

    sent_by(client, 1, update=guess)
    assert seen[:2] == [[(A, []), ({"channel": "b"}, [])], (UNDEFINED, UNDEFINED)]
    assert (b.value, b.outcome, heard) == (UNDEFINED, None, [Returned([]), None])
    client.settle()
    assert (b.value, numbers(client.backend)) == ([], [1])


def test_a_guess_must_be_synchronous_and_must_not_fail(client: Client) -> None:
    watch = client.on_update("m:listed", A)

    async def later(_store: LocalStore, _args: Any) -> None: ...

    def wrong(store: LocalStore, _: Any) -> None:
        store.set_query("m:listed", A, [7])
        raise KeyError

    with pytest.raises(DeveloperError, match="Optimistic update handlers must be synchronous"):
        sent_by(client, 1, update=later)
    with pytest.raises(KeyError):
        sent_by(client, 1, update=wrong)
    assert (watch.value, client.move()) == ([], False)
