"""A page's view: what it shows, when, and what the callers of its mutations get."""

from __future__ import annotations

from typing import Any

import pytest

from minivex import UNDEFINED, Backend, ConvexError, Function, Raised, Returned, api
from minivex.client import Client
from minivex.errors import FunctionNotFoundError
from tests.engine.client.page_backend import new_backend, numbers, sent_by

A = {"channel": "a"}


@pytest.fixture
def backend() -> Backend:
    return new_backend()


@pytest.fixture
def client(backend: Backend) -> Client:
    return Client(backend)


def test_equal_queries_are_one(backend: Backend, client: Client) -> None:
    heard: list[Any] = []
    watches = [client.on_update("m:listed", A, heard.append) for _ in range(3)]
    client.on_update("m:listed", A)
    assert heard == [Returned([])] * 3
    assert len(client._live) == 1
    backend.run("m:send", {"channel": "a", "n": 1})
    assert heard[3:] == [Returned([1.0])] * 3
    watches[0].unsubscribe()
    watches[0].unsubscribe()
    backend.run("m:send", {"channel": "a", "n": 2})
    assert len(heard) == 8
    assert watches[1].value == [1.0, 2.0]


def test_the_last_watch_ends_the_query(backend: Backend, client: Client) -> None:
    watch = client.on_update(api.m.listed, A)
    watch.unsubscribe()
    assert (client._live, client._watches, watch.value) == ({}, {}, UNDEFINED)
    backend.run("m:send", {"channel": "a", "n": 1})
    assert client.on_update("m:listed", A).value == [1.0]
    backend.sync.check_invariants()


def test_inv65_an_error_is_shown_and_passes(backend: Backend, client: Client) -> None:
    heard: list[Any] = []
    watch = client.on_update("m:first", None, heard.append)
    with pytest.raises(ConvexError, match="no message yet"):
        _ = watch.value
    client.on_update("m:first", None, heard.append)
    backend.run("m:send", {"channel": "a", "n": 1})
    assert watch.value == 1
    assert [type(outcome) for outcome in heard] == [Raised, Raised, Returned, Returned]


def test_only_queries_are_watched(client: Client) -> None:
    with pytest.raises(FunctionNotFoundError):
        client.on_update("m:send")


def test_inv62_a_mutation_is_done_when_its_effects_are_in_view(
    backend: Backend, client: Client
) -> None:
    watch = client.on_update("m:listed", A)
    sent = sent_by(client, 1, update=None)
    seen: list[Any] = []
    client.on_update("m:listed", A, lambda outcome: seen.append((outcome, sent.done)))
    client.pause()
    client.settle()
    assert numbers(backend) == [1]
    assert (sent.call.done, sent.done, watch.value) == (True, False, [])
    client.resume()
    assert (sent.outcome, watch.value) == (Returned(1.0), [1.0])
    assert seen == [(Returned([]), False), (Returned([1.0]), False)]


def test_inv62_a_mutation_that_touches_no_query_is_done_as_well(client: Client) -> None:
    sent = sent_by(client, 1)
    client.pause()
    client.settle()
    assert not sent.done
    client.resume()
    assert sent.outcome == Returned(1.0)
    assert client.ts == client.backend.latest_ts


def test_inv63_mutations_run_in_the_order_sent(backend: Backend, client: Client) -> None:
    first, second = sent_by(client, 1), sent_by(client, 2)
    assert client.move()
    assert (first.call.next_move, second.call.attempts) != (None, 0)
    while not second.done:
        assert client.move()
        assert first.done or second.call.next_move == second.call.next_move
        assert first.done or not second.call.done
    assert not client.move()
    assert [row["n"] for row in backend.documents("messages")] == [1, 2]


def test_inv63_clients_do_not_wait_for_one_another(backend: Backend) -> None:
    one, other = Client(backend), Client(backend)
    slow, fast = sent_by(one, 1), sent_by(other, 2)
    one.move()
    other.settle()
    assert (slow.done, fast.done) == (False, True)
    one.settle()
    assert numbers(backend) == [1, 2]


def test_inv62_a_failure_waits_for_the_network(client: Client) -> None:
    failing = client.mutation("m:remove", {"n": 7})
    client.pause()
    client.settle()
    assert not failing.done
    client.resume()
    assert isinstance(failing.outcome, Raised)


def test_who_leaves_in_the_middle_of_a_change_is_not_called(
    backend: Backend, client: Client
) -> None:
    heard: list[Any] = []

    def leave(_: Any) -> None:
        heard.append("first")
        if len(heard) > 1:
            second.unsubscribe()

    client.on_update("m:listed", A, leave)
    second = client.on_update("m:listed", A, lambda _: heard.append("second"))
    backend.run("m:send", {"channel": "a", "n": 1})
    assert heard == ["first", "second", "first"]


def test_a_query_that_is_left_while_it_loads_shows_nothing(
    backend: Backend, client: Client
) -> None:
    def leave(_: Any) -> None:
        client.unwatch(next(iter(client._watches[key])))

    watch = client.on_update("m:listed", A)
    key = watch.key
    other = client.on_update("m:listed", {"channel": "b"})
    client.pause()
    late = client.on_update("m:first")
    assert late.value is UNDEFINED
    late.unsubscribe()
    client.resume()
    other.callback = leave
    backend.run("m:send", {"channel": "b", "n": 1})
    assert (watch.value, other.value) == (UNDEFINED, [1.0])


def test_a_mutation_sent_in_answer_to_another_is_settled(backend: Backend, client: Client) -> None:
    other = Client(backend)
    answered: list[Any] = []

    def answer(outcome: Any) -> None:
        if outcome.value == [1.0]:
            answered.append(sent_by(other, 2))
            other.settle()

    client.on_update("m:listed", A, answer)
    client_sent = sent_by(client, 1)
    client.settle()
    assert (client_sent.done, answered[0].done) == (True, True)
    assert numbers(backend) == [1, 2]


def test_a_client_may_be_signed_in(backend: Backend) -> None:
    async def who(ctx: Any) -> Any:
        return (await ctx.auth.get_user_identity())["name"]

    backend.functions["m:who"] = Function("query", who, path="m:who")
    backend.functions["m:do"] = Function("mutation", who, path="m:do")
    client = Client(backend, identity={"subject": "1", "issuer": "x", "name": "ada"})
    assert client.on_update("m:who").value == "ada"
    done = client.mutation("m:do")
    client.settle()
    assert done.outcome == Returned("ada")
