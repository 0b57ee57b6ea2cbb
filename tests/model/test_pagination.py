"""Pages against the list they are pages of, quiet and while the list changes."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from minivex import Backend
from minivex.client import Client, PaginatedWatch
from tests.model.histories import CHANGES, HISTORIES, Change, new_backend

ORDERS = st.sampled_from(["asc", "desc"])
ABOVE = st.integers(0, 4)


def whole(backend: Backend, order: str, above: int) -> list[Any]:
    found = backend.run("m:unpaginated", {"order": order, "above": above})
    assert isinstance(found, list)
    return found


def read_page(backend: Backend, order: str, above: int, **options: Any) -> Any:
    opts = {"cursor": None, **options}
    return backend.run("m:page", {"order": order, "above": above, "paginationOpts": opts})


@settings(max_examples=150)
@given(HISTORIES, st.integers(0, 9), ORDERS, ABOVE, st.integers(1, 5))
def test_inv66_the_pages_of_a_quiet_list_are_the_list(
    history: list[Change], count: int, order: str, above: int, size: int
) -> None:
    backend = new_backend(count)
    for step in history:
        backend.run("m:change", {"step": list(step)})
    rows: list[Any] = []
    cursor, is_done = None, False
    while not is_done:
        page = read_page(backend, order, above, numItems=size, cursor=cursor)
        assert len(page["page"]) == size or page["isDone"]
        rows += page["page"]
        cursor, is_done = page["continueCursor"], page["isDone"]
    assert rows == whole(backend, order, above)


@settings(max_examples=100)
@given(st.integers(0, 12), ORDERS, ABOVE, st.integers(1, 12))
def test_inv70_a_page_is_its_two_halves(count: int, order: str, above: int, size: int) -> None:
    backend = new_backend(count)
    page = read_page(backend, order, above, numItems=size)
    if page["splitCursor"] is None:
        return
    middle, end = page["splitCursor"], page["continueCursor"]
    first = read_page(backend, order, above, numItems=size, endCursor=middle)
    second = read_page(backend, order, above, numItems=size, cursor=middle, endCursor=end)
    assert first["page"] + second["page"] == page["page"]
    assert (first["continueCursor"], second["continueCursor"]) == (middle, end)


@settings(max_examples=100)
@given(st.integers(0, 9), HISTORIES, ORDERS, st.integers(1, 4))
def test_inv68_a_cursor_divides_the_list_alike_whatever_happens_to_its_row(
    count: int, history: list[Change], order: str, size: int
) -> None:
    backend = new_backend(count)
    cursor = read_page(backend, order, 0, numItems=size)["continueCursor"]
    for step in history:
        backend.run("m:change", {"step": list(step)})
    before = read_page(backend, order, 0, numItems=1, endCursor=cursor)
    behind = read_page(backend, order, 0, numItems=999, cursor=cursor)
    assert before["page"] + behind["page"] == whole(backend, order, 0)


STEPS = st.one_of(CHANGES, st.tuples(st.just("more"), st.integers(1, 3)))


@settings(max_examples=150)
@given(st.integers(0, 9), st.lists(STEPS, max_size=16), ORDERS, ABOVE, st.integers(1, 3))
def test_inv67_loaded_pages_are_the_list_up_to_where_they_end(
    count: int, steps: list[Change], order: str, above: int, size: int
) -> None:
    backend = new_backend(count)
    args = {"order": order, "above": above}
    watch = PaginatedWatch(Client(backend), "m:page", args, initial_num_items=size)
    for step in steps:
        if step[0] == "more":
            watch.load_more(step[1])
        else:
            backend.run("m:change", {"step": list(step)})
        rows = whole(backend, order, above)
        end = watch._loaded()[1]
        assert end is not None
        upto = read_page(backend, order, above, numItems=1, endCursor=end["continueCursor"])
        assert watch.results == upto["page"] == rows[: len(upto["page"])]
        if watch.status == "Exhausted":
            assert watch.results == rows
    backend.sync.check_invariants()
