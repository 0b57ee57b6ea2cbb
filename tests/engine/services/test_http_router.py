"""Routes: which are refused, and which one answers a request."""

from __future__ import annotations

from typing import Any

import pytest

from minivex.errors import DefinitionError
from minivex.services.http_router import RouteMatch, http_router


def test_an_exact_path_beats_every_prefix_and_a_long_prefix_a_short_one() -> None:
    router = http_router()
    router.route(method="GET", path_prefix="/", handler="root")
    router.route(method="GET", path_prefix="/api/users/", handler="users")
    router.route(method="GET", path_prefix="/api/", handler="api")
    router.route(method="GET", path="/api/users/me", handler="me")
    assert router.lookup("/api/users/me", "GET") == RouteMatch("me", "GET", "/api/users/me")
    assert router.lookup("/api/users/7", "GET") == RouteMatch("users", "GET", "/api/users/*")
    assert router.lookup("/api/users", "GET") == RouteMatch("api", "GET", "/api/*")
    assert router.lookup("/else", "GET") == RouteMatch("root", "GET", "/*")


def test_a_route_answers_its_own_method_and_get_answers_head() -> None:
    router = http_router()
    router.route(method="GET", path="/a", handler="get")
    router.route(method="POST", path="/b", handler="post")
    assert router.lookup("/a", "HEAD") == RouteMatch("get", "GET", "/a")
    assert router.lookup("/b", "HEAD") is None
    assert router.lookup("/a", "POST") is None


def test_routes_are_listed_exact_paths_first() -> None:
    router = http_router()
    router.route(method="POST", path_prefix="/p/", handler=1)
    router.route(method="GET", path_prefix="/p/", handler=2)
    router.route(method="GET", path="/z", handler=3)
    router.route(method="DELETE", path="/a", handler=4)
    assert router.get_routes() == [
        ("/a", "DELETE", 4),
        ("/z", "GET", 3),
        ("/p/*", "GET", 2),
        ("/p/*", "POST", 1),
    ]


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        ({"method": "GET", "path": "/"}, "route requires handler"),
        ({"handler": 1, "path": "/"}, "route requires method"),
        ({"handler": 1, "path": "/", "method": "HEAD"}, "'HEAD' is not an allowed HTTP method"),
        ({"handler": 1, "method": "GET"}, "must contain either field 'path' or 'pathPrefix'"),
        (
            {"handler": 1, "method": "GET", "path": "/", "path_prefix": "/"},
            "cannot contain both 'path' and 'pathPrefix'",
        ),
        ({"handler": 1, "method": "GET", "path": "a"}, "path 'a' does not start with a /"),
        ({"handler": 1, "method": "GET", "path": "/.files"}, "path '/.files' is reserved"),
        ({"handler": 1, "method": "GET", "path": "/used"}, "already in use"),
        ({"handler": 1, "method": "GET", "path_prefix": "a/"}, "does not start with a /"),
        ({"handler": 1, "method": "GET", "path_prefix": "/a"}, "must end with a /"),
        ({"handler": 1, "method": "GET", "path_prefix": "/.files/"}, "is reserved"),
        ({"handler": 1, "method": "GET", "path_prefix": "/used/"}, "is already defined"),
    ],
)
def test_a_route_that_cannot_be_is_refused(spec: dict[str, Any], message: str) -> None:
    router = http_router()
    router.route(method="GET", path="/used", handler=0)
    router.route(method="GET", path_prefix="/used/", handler=0)
    with pytest.raises(DefinitionError, match=message):
        router.route(**spec)
