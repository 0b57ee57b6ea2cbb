"""A page's view: what it shows, when, and what the callers of its mutations get."""

from __future__ import annotations

from typing import Any

import pytest

from minivex import UNDEFINED, Backend, ConvexError, Function, Raised, Returned, api
from minivex.client import Client, LocalStore
from minivex.errors import DeveloperError, FunctionNotFoundError
from tests.engine.client.page_backend import new_backend, numbers

A = {"channel": "a"}


@pytest.fixture
def backend() -> Backend:
    return new_backend()


@pytest.fixture
def client(backend: Backend) -> Client:
    return Client(backend)


def echo(store: LocalStore, args: dict[str, Any]) -> None:
    """Guess that a message stands at the end of its list."""
    shown = store.get_query("m:listed", {"channel": args["channel"]})
    if isinstance(shown, list):
        shown.append(args["n"])
        store.set_query("m:listed", {"channel": args["channel"]}, shown)


def send(client: Client, n: float, channel: str = "a", update: Any = echo) -> Any:
    return client.mutation("m:send", {"channel": channel, "n": n}, optimistic_update=update)


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
    sent = send(client, 1, update=None)
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
    sent = send(client, 1)
    client.pause()
    client.settle()
    assert not sent.done
    client.resume()
    assert sent.outcome == Returned(1.0)
    assert client.ts == client.backend.latest_ts


def test_inv63_mutations_run_in_the_order_sent(backend: Backend, client: Client) -> None:
    first, second = send(client, 1), send(client, 2)
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
    slow, fast = send(one, 1), send(other, 2)
    one.move()
    other.settle()
    assert (slow.done, fast.done) == (False, True)
    one.settle()
    assert numbers(backend) == [1, 2]


def test_inv64_guesses_are_replayed_on_fresh_results(backend: Backend, client: Client) -> None:
    heard: list[Any] = []
    watch = client.on_update("m:listed", A, lambda o: heard.append(watch_value(o)))
    first, second = send(client, 1), send(client, 2)
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

    send(client, 1)
    client.settle()
    failing = client.mutation("m:remove", {"n": 7}, optimistic_update=clear)
    assert watch.value == []
    client.settle()
    assert isinstance(failing.outcome, Raised)
    assert watch.value == [1.0]


def test_inv62_a_failure_waits_for_the_network(client: Client) -> None:
    failing = client.mutation("m:remove", {"n": 7})
    client.pause()
    client.settle()
    assert not failing.done
    client.resume()
    assert isinstance(failing.outcome, Raised)


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

    send(client, 1, update=guess)
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
        send(client, 1, update=later)
    with pytest.raises(KeyError):
        send(client, 1, update=wrong)
    assert (watch.value, client.move()) == ([], False)


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
            answered.append(send(other, 2))
            other.settle()

    client.on_update("m:listed", A, answer)
    client_sent = send(client, 1)
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
