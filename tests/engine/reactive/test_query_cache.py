"""The query cache: whose result is found, how long, and what has to go."""

from __future__ import annotations

import pytest

from minivex import Backend
from minivex.reactive.query_cache import QueryCache, Request
from minivex.reactive.token import Token
from tests.engine.reactive.test_token import token
from tests.engine.small_backend import new_backend


@pytest.fixture
def backend() -> Backend:
    return new_backend()


def get(cache: QueryCache[str], backend: Backend, request: Request) -> str | None:
    found = cache.get(request, backend.write_log, backend.latest_ts)
    cache.check_invariants()
    return None if found is None else found[0]


def test_inv61_a_result_is_found_until_its_token_breaks(backend: Backend) -> None:
    cache: QueryCache[str] = QueryCache()
    request = Request("m:list", b"")
    assert get(cache, backend, request) is None
    cache.put(request, "result", token(backend, "a"), size_bytes=5)
    assert get(cache, backend, request) == "result"
    assert get(cache, backend, Request("m:list", b"x")) is None
    assert get(cache, backend, Request("m:list", b"", page_end=1)) is None
    backend.load("users", [{"email": "b"}])
    assert get(cache, backend, request) == "result"
    backend.load("users", [{"email": "a"}])
    assert get(cache, backend, request) is None
    assert len(cache) == 0
    assert (cache.hits, cache.misses) == (2, 4)


def test_inv61_a_result_is_shared_unless_it_looked_at_the_identity(backend: Backend) -> None:
    cache: QueryCache[str] = QueryCache()
    ada, bob = (Request("m:list", b"", identity=name) for name in (b"ada", b"bob"))
    shared: Token = token(backend, "a")
    cache.put(ada, "ada's", shared, size_bytes=1)
    assert get(cache, backend, ada) == "ada's"
    assert get(cache, backend, bob) is None
    cache.put(Request("m:list", b""), "everyone's", shared, size_bytes=1)
    assert get(cache, backend, bob) == "everyone's"


def test_what_was_not_asked_for_the_longest_goes_first(backend: Backend) -> None:
    cache: QueryCache[str] = QueryCache(bytes_max=10)
    first, second, third = (Request("m:list", bytes([n])) for n in range(3))
    some = token(backend, "a")
    cache.put(first, "1", some, size_bytes=4)
    cache.put(second, "2", some, size_bytes=4)
    assert get(cache, backend, first) == "1"
    cache.put(third, "3", some, size_bytes=4)
    assert [get(cache, backend, r) for r in (first, second, third)] == ["1", None, "3"]
    cache.put(first, "1+", some, size_bytes=6)
    assert [get(cache, backend, r) for r in (first, third)] == ["1+", "3"]
    cache.put(first, "too much", some, size_bytes=11)
    assert [get(cache, backend, r) for r in (first, third)] == [None, "3"]
