"""The queries of one client: one timestamp, whatever happens meanwhile."""

from __future__ import annotations

import pytest

from minivex import Backend
from tests.engine.functions.watched_backend import Client, new_backend


@pytest.fixture
def backend() -> Backend:
    return new_backend()


def test_inv58_a_transition_has_one_timestamp(backend: Backend) -> None:
    backend.load("items", [{"group": "a", "n": 1}] * 4)
    client = Client(backend)
    a, b = client.watch("m:total", group="a"), client.watch("m:total", group="b")
    for source, target in [("a", "b"), ("a", "b"), ("b", "a"), ("a", "b")]:
        before_ts = client.queries.ts
        backend.run("m:move_one", {"source": source, "target": target})
        assert client.transitions[-1].start_ts == before_ts
        assert client.view[a] + client.view[b] == 4
        assert client.transitions[-1].changes.keys() == {a, b}
        assert client.transitions[-1].end_ts == backend.latest_ts == client.queries.ts


def test_inv59_who_pauses_skips_states_and_goes_forward(backend: Backend) -> None:
    client = Client(backend)
    number = client.watch("m:total", group="a")
    client.queries.pause()
    paused_ts = client.queries.ts
    for _ in range(3):
        backend.run("m:add", {"group": "a", "n": 1})
    late = client.watch("m:listed")
    assert (client.view, client.queries.ts) == ({number: 0.0}, paused_ts)
    client.queries.resume()
    client.queries.resume()
    assert client.view == {number: 3.0, late: [1.0, 1.0, 1.0]}
    assert len(client.transitions) == 2
    assert client.transitions[1].start_ts == paused_ts
    assert client.queries.ts == backend.latest_ts


def test_a_query_that_waits_may_be_given_up(backend: Backend) -> None:
    client = Client(backend)
    client.queries.pause()
    query_ = client.queries.add(backend.find_query("m:listed"), {}, "client")
    client.queries.remove(query_)
    client.queries.resume()
    assert client.transitions == []
    backend.sync.check_invariants()
