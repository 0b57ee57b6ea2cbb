"""Live queries under random histories, against running everything fresh after every commit."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from minivex import Backend, Raised, Returned
from minivex.client import Client, LocalStore
from minivex.functions.live_query import is_same
from minivex.trace import Event, ReadRange
from minivex.trace import Returned as ReturnedEvent
from tests.model.histories import CHANGES, HISTORIES, QUERIES, Change, new_backend

WATCHED = st.lists(QUERIES, min_size=1, max_size=5)


def outcome_of(backend: Backend, kind: str, operand: Any) -> Any:
    call = backend.start("m:look", {"kind": kind, "operand": operand})
    call.finish()
    return call.outcome


@settings(max_examples=150)
@given(st.integers(0, 8), WATCHED, HISTORIES)
def test_inv56_a_subscription_shows_what_a_fresh_run_would(
    count: int, watched: list[tuple[str, Any]], history: list[Change]
) -> None:
    backend = new_backend(count)
    subscriptions = [
        backend.subscribe("m:look", {"kind": kind, "operand": operand}, lambda _: None)
        for kind, operand in watched
    ]
    for step in history:
        backend.run("m:change", {"step": list(step)})
        backend.sync.check_invariants()
        for (kind, operand), subscription in zip(watched, subscriptions, strict=True):
            shown = subscription.outcome
            assert shown is not None
            assert is_same(shown, outcome_of(backend, kind, operand))
            assert subscription.ts == backend.latest_ts


class Reads:
    """A tracer that remembers the intervals of the newest run of each label."""

    def __init__(self) -> None:
        self.by_label: dict[str, list[Any]] = {}
        self.current: list[Any] = []

    def event(self, event: Event) -> None:
        if isinstance(event, ReadRange):
            self.current.append((event.index, event.interval))
        elif type(event).__name__ == "Began":
            self.current = []
        elif isinstance(event, ReturnedEvent) or type(event).__name__ == "Raised":
            self.by_label[event.call] = self.current


@settings(max_examples=150)
@given(st.integers(0, 8), WATCHED, HISTORIES)
def test_inv55_a_query_runs_again_if_and_only_if_a_key_it_read_has_changed(
    count: int, watched: list[tuple[str, Any]], history: list[Change]
) -> None:
    tracer = Reads()
    backend = new_backend(count, tracer=tracer)
    live = {}
    for number, (kind, operand) in enumerate(watched):
        args = {"kind": kind, "operand": operand, "number": number}
        live[str(number)] = backend.subscribe("m:look", args, lambda _: None, label=str(number))
    for step in history:
        reads = dict(tracer.by_label)
        runs = {label: subscription.runs for label, subscription in live.items()}
        length = len(backend.write_log.entries)
        backend.run("m:change", {"step": list(step)})
        changed = [
            (index.name, revision.keys[index.position])
            for entry in backend.write_log.entries[length:]
            for table, old, new in entry.changes
            for index in table.indexes
            for revision in (old, new)
            if revision is not None
        ]
        for label, subscription in live.items():
            is_touched = any(
                name == index and interval.start <= key and (not interval.end or key < interval.end)
                for index, interval in reads[label]
                for name, key in changed
            )
            assert subscription.runs == runs[label] + is_touched


@settings(max_examples=100)
@given(st.integers(0, 6), WATCHED, HISTORIES, st.sets(st.integers(0, 13)))
def test_inv58_inv59_all_that_a_client_shows_is_of_one_moment(
    count: int, watched: list[tuple[str, Any]], history: list[Change], pauses: set[int]
) -> None:
    backend = new_backend(count)
    client = Client(backend)
    watches = [
        client.on_update("m:look", {"kind": kind, "operand": operand}) for kind, operand in watched
    ]
    moments = {backend.latest_ts: backend.fork()}
    before = client.ts
    for number, step in enumerate(history):
        if number in pauses:
            client.pause() if number % 2 else client.resume()
        backend.run("m:change", {"step": list(step)})
        moments.setdefault(backend.latest_ts, backend.fork())
        assert client.ts >= before
        before = client.ts
        for (kind, operand), watch in zip(watched, watches, strict=True):
            shown = watch.outcome
            assert shown is not None
            assert is_same(shown, outcome_of(moments[before].fork(), kind, operand))


def guess_an_insert(store: LocalStore, args: Any) -> None:
    op, *operands = args["step"]
    for query, value in store.get_all_queries("m:look"):
        if op == "insert" and isinstance(value, list):
            store.set_query("m:look", query, [*value, operands])
    store.set_query("m:unwatched", {}, op)


SENDS = st.lists(st.tuples(st.integers(0, 2), CHANGES), max_size=10)
SCHEDULES = st.lists(
    st.sampled_from(["0", "1", "2", "pause", "resume", "settle"]), min_size=8, max_size=40
)


@settings(max_examples=150)
@given(st.integers(0, 6), WATCHED, SENDS, SCHEDULES)
def test_inv62_inv63_inv64_clients_settle_in_order_and_leave_no_residue(
    count: int,
    watched: list[tuple[str, Any]],
    sends: list[tuple[int, Change]],
    schedule: list[str],
) -> None:
    backend = new_backend(count)
    clients = [Client(backend, label=str(number)) for number in range(3)]
    watches = [
        [client.on_update("m:look", {"kind": k, "operand": o}) for k, o in watched]
        for client in clients
    ]
    sent: list[list[Any]] = [[], [], []]
    for number, step in sends:
        sent[number].append(
            clients[number].mutation(
                "m:change", {"step": list(step)}, optimistic_update=guess_an_insert
            )
        )
    for move in schedule:
        if move in ("pause", "resume", "settle"):
            getattr(clients[1], move)()
        else:
            clients[int(move)].move()
        for client, mutations in zip(clients, sent, strict=True):
            done = [mutation.done for mutation in mutations]
            assert done == sorted(done, reverse=True), "settled in the order sent"
            for mutation in mutations:
                assert not mutation.done or mutation.commit_ts <= client.ts
            if all(done):
                assert client._results.visible == client._results.server
    clients[1].resume()
    for client in clients:
        client.settle()
    for client, shown in zip(clients, watches, strict=True):
        assert client._results.visible == client._results.server
        assert client.ts == backend.latest_ts
        for (kind, operand), watch in zip(watched, shown, strict=True):
            assert watch.outcome is not None
            assert is_same(watch.outcome, outcome_of(backend, kind, operand))


@settings(max_examples=50)
@given(st.lists(st.sampled_from("abc"), max_size=8))
def test_inv65_a_query_that_raises_recovers_when_it_can(groups: list[str]) -> None:
    backend = new_backend()
    heard: list[Any] = []
    backend.subscribe("m:look", {"kind": "strict", "operand": "a"}, heard.append)
    for group in groups:
        backend.run("m:change", {"step": ["insert", group, 1]})
        backend.run("m:change", {"step": ["delete", 0]})
    kinds = [type(outcome) for outcome in heard]
    assert kinds == [Raised, *[Returned, Raised] * groups.count("a")]
