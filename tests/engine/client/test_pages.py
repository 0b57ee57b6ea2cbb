"""Reactive pages: loading more, growing, splitting, beginning anew."""

from __future__ import annotations

from typing import Any

import pytest

from minivex import Backend
from minivex.client import Client, PaginatedWatch
from minivex.errors import InvalidCursorError
from tests.engine.client.page_backend import new_backend, numbers


def paginated(backend: Backend, path: str = "m:pages", size: int = 2, **args: Any) -> Any:
    shown: list[Any] = []

    def show(watch: PaginatedWatch) -> None:
        shown.append((list(watch.results), watch.status))

    watch = PaginatedWatch(Client(backend), path, args, initial_num_items=size, callback=show)
    return watch, shown


def send(backend: Backend, *ns: float) -> None:
    backend.load("messages", [{"channel": "a", "n": n} for n in ns])


def test_more_is_loaded_until_there_is_no_more() -> None:
    backend = new_backend(5)
    watch, shown = paginated(backend)
    assert (watch.results, watch.status) == ([0, 1], "CanLoadMore")
    watch.load_more(3)
    assert (watch.results, watch.status) == ([0, 1, 2, 3, 4], "CanLoadMore")
    watch.load_more(2)
    assert (watch.results, watch.status) == ([0, 1, 2, 3, 4], "Exhausted")
    watch.load_more(2)
    assert len(shown) == 3
    watch.unsubscribe()
    backend.sync.check_invariants()
    assert len(backend.sync._subscriptions) == 0


def test_a_status_is_loading_while_the_network_is_down() -> None:
    backend = new_backend(5)
    client = Client(backend)
    client.pause()
    watch = PaginatedWatch(client, "m:pages", initial_num_items=2)
    assert (watch.results, watch.status) == ([], "LoadingFirstPage")
    watch.load_more(1)
    client.resume()
    client.pause()
    watch.load_more(2)
    assert (watch.results, watch.status) == ([0, 1], "LoadingMore")
    watch.load_more(2)
    client.resume()
    assert (watch.results, watch.status) == ([0, 1, 2, 3], "CanLoadMore")


@pytest.mark.parametrize("order", ["asc", "desc"])
def test_inv67_pages_stay_flush_while_rows_come_and_go(order: str) -> None:
    backend = new_backend(6)
    watch, _ = paginated(backend, order=order)
    watch.load_more(2)
    for change in [1.5, 0.5, 2.5, 4.5]:
        send(backend, change)
    backend.run("m:remove", {"n": 1})
    backend.run("m:remove", {"n": 2})
    rows = numbers(backend)[:: 1 if order == "asc" else -1]
    shown = watch.results
    assert shown == rows[: len(shown)]
    assert len(shown) >= 4


def test_inv70_a_page_that_grows_is_split() -> None:
    backend = new_backend(3)
    watch, shown = paginated(backend)
    for n in (0.1, 0.2, 0.3):
        send(backend, n)
    assert watch.results == [0, 0.1, 0.2, 0.3, 1]
    assert len(watch._pages) == 2
    assert [len(rows) for rows, _ in shown] == [2, 3, 4, 5]


def test_a_page_with_a_split_under_way_shows_its_rows() -> None:
    backend = new_backend(3)
    client = Client(backend)
    watch = PaginatedWatch(client, "m:pages", initial_num_items=1)
    client.pause()
    send(backend, 0.1, 0.2)
    client.resume()
    assert (watch.results, len(watch._pages)) == ([0], 1)
    send(backend, -1, -2)
    assert watch.results == [-2, -1, 0]
    assert len(watch._pages) == 2


def test_a_page_that_is_not_whole_is_split_before_it_is_shown() -> None:
    backend = new_backend(9)
    watch, shown = paginated(backend, size=7, limit=4)
    assert watch.results == [0, 1, 2, 3]
    assert watch.status == "CanLoadMore"
    assert len(shown) == 1
    few, _ = paginated(backend, size=7, limit=2)
    assert (few.results, few.status) == ([], "LoadingFirstPage")


def test_an_unusable_cursor_begins_anew() -> None:
    backend = new_backend(0)
    send(backend, 3, 2, 1)
    watch, _ = paginated(backend, "m:changing_pages")
    watch.load_more(5)
    assert (watch.results, watch.status) == ([1, 2, 3], "Exhausted")
    send(backend, 0)
    assert (watch.results, watch.status) == ([3, 2], "CanLoadMore")
    assert len(watch._pages) == 1


def test_an_error_is_raised_where_the_results_are_read_and_passes() -> None:
    backend = new_backend(2)
    errors: list[str] = []

    def show(watch: PaginatedWatch) -> None:
        try:
            errors.append(str(watch.results))
        except ValueError as error:
            errors.append(f"error: {error}")

    PaginatedWatch(Client(backend), "m:changing_pages", initial_num_items=2, callback=show)
    send(backend, -1)
    backend.run("m:remove", {"n": -1})
    assert errors == ["[0, 1]", "error: negative", "[0, 1]"]


def test_a_cursor_that_is_wrong_from_the_first_is_an_error() -> None:
    backend = new_backend(2)
    watch = PaginatedWatch(Client(backend), "m:wrong_pages", initial_num_items=2)
    with pytest.raises(InvalidCursorError):
        _ = watch.results
