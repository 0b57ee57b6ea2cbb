"""Who is touched by a commit."""

from __future__ import annotations

from typing import Any

import pytest

from minivex import Backend, define_schema, define_table, v
from minivex.functions.determinism import SeededRandom
from minivex.reactive.subscriptions import Subscriptions
from minivex.txn.query import QueryPlan, run_query
from minivex.txn.transaction import Transaction

SCHEMA = define_schema(
    {
        "posts": define_table({"body": v.string(), "n": v.number()})
        .index("by_n", ["n"])
        .search_index("search_body", search_field="body"),
        "users": define_table({"n": v.number()}),
    }
)


@pytest.fixture
def backend() -> Backend:
    return Backend(schema=SCHEMA)


def transaction(backend: Backend) -> Transaction:
    return Transaction(backend.snapshots.pin(), now_ms=1, random=SeededRandom(1))


def at(n: float) -> QueryPlan:
    return QueryPlan("posts", "by_n", (("eq", "n", n),))


def searching(text: str) -> QueryPlan:
    return QueryPlan("posts", "search_body", search=(("search", "body", text),))


def subscribe(
    backend: Backend, subscriptions: Subscriptions, number: int, *plans: QueryPlan
) -> None:
    reader = transaction(backend)
    for plan in plans:
        run_query(reader, plan)
    subscriptions.subscribe(number, reader.reads)
    subscriptions.check_invariants()


def touched(backend: Backend, subscriptions: Subscriptions, write: Any) -> list[int]:
    writer = transaction(backend)
    write(writer)
    backend.committer.commit(writer)
    return subscriptions.touched_by(backend.write_log.entries[-1])


def test_inv55_only_the_readers_of_the_old_or_the_new_key_are_touched(backend: Backend) -> None:
    (id,) = backend.load("posts", [{"body": "x", "n": 1}])
    subscriptions = Subscriptions()
    for number in (3, 2, 1):
        subscribe(backend, subscriptions, number, at(number))
    subscribe(backend, subscriptions, 4, QueryPlan("users"))
    assert len(subscriptions) == 4
    assert touched(backend, subscriptions, lambda t: t.patch("posts", id, {"n": 2})) == [1, 2]
    assert touched(backend, subscriptions, lambda t: t.delete("posts", id)) == [2]
    assert touched(backend, subscriptions, lambda t: t.insert("users", {"n": 1})) == [4]
    assert touched(backend, subscriptions, lambda t: t.insert("later", {"n": 1})) == [1, 2, 3, 4]


def test_a_search_is_touched_by_what_it_would_find(backend: Backend) -> None:
    (id,) = backend.load("posts", [{"body": "red apple", "n": 1}])
    subscriptions = Subscriptions()
    subscribe(backend, subscriptions, 1, searching("apple"), searching("pear"))
    subscribe(backend, subscriptions, 2, searching("plum"))
    subscribe(backend, subscriptions, 3, at(7))
    change = {"body": "red plum"}
    assert touched(backend, subscriptions, lambda t: t.patch("posts", id, change)) == [1, 2]
    assert touched(backend, subscriptions, lambda t: t.patch("posts", id, {"n": 5})) == [2]
    subscriptions.unsubscribe(1)
    subscriptions.unsubscribe(2)
    assert touched(backend, subscriptions, lambda t: t.patch("posts", id, {"n": 6})) == []


def test_who_leaves_leaves_nothing_behind(backend: Backend) -> None:
    subscriptions = Subscriptions()
    subscribe(backend, subscriptions, 1, at(1), at(2), QueryPlan("posts"), QueryPlan("users"))
    subscribe(backend, subscriptions, 2, at(1))
    subscriptions.unsubscribe(1)
    subscriptions.check_invariants()
    assert touched(backend, subscriptions, lambda t: t.insert("posts", {"body": "", "n": 1})) == [2]
    subscriptions.unsubscribe(2)
    assert subscriptions._readers == {}
    assert len(subscriptions) == 0
