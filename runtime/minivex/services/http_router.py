"""Which HTTP action answers a request, by its method and path.

::

    GET /api/users/7        exact path        /api/users/7      first
                            longest prefix    /api/users/*      then
                            shorter prefix    /api/*            last

The order of registration does not matter. A path has no parameters and no wildcards: the
handler reads what it needs from the URL.

Source: docs "HTTP Actions"; npm-packages/convex/src/server/router.ts.
"""

from __future__ import annotations

from typing import Final, Generic, NamedTuple, TypeVar

from minivex.errors import DefinitionError

__all__ = ["METHODS", "HttpRouter", "RouteMatch", "http_router"]

METHODS: Final = ("GET", "POST", "PUT", "DELETE", "OPTIONS", "PATCH")

Handler = TypeVar("Handler")


class RouteMatch(NamedTuple, Generic[Handler]):
    """The route that answers: its handler, its method, and its path, a prefix ending in ``*``."""

    handler: Handler
    method: str
    route: str


class HttpRouter(Generic[Handler]):
    """The routes of an application."""

    def __init__(self) -> None:
        self._exact: dict[str, dict[str, Handler]] = {}
        self._prefixes: dict[str, dict[str, Handler]] = {}

    def route(
        self,
        *,
        method: str | None = None,
        handler: Handler | None = None,
        path: str | None = None,
        path_prefix: str | None = None,
    ) -> None:
        """Let ``handler`` answer ``method`` at exactly ``path``, or at all below ``path_prefix``.

        Raises: DefinitionError, if the route cannot be, or is already taken.
        """
        if handler is None:
            raise DefinitionError("route requires handler")
        if not method:
            raise DefinitionError("route requires method")
        if method not in METHODS:
            raise DefinitionError(
                f"'{method}' is not an allowed HTTP method (like GET, POST, PUT etc.)"
            )
        if path is not None and path_prefix is not None:
            raise DefinitionError(
                "Invalid httpRouter route: cannot contain both 'path' and 'pathPrefix'"
            )
        if path is not None:
            self._add_exact(method, path, handler)
        elif path_prefix is not None:
            self._add_prefix(method, path_prefix, handler)
        else:
            raise DefinitionError(
                "Invalid httpRouter route entry: must contain either field 'path' or 'pathPrefix'"
            )

    def lookup(self, path: str, method: str) -> RouteMatch[Handler] | None:
        """The route for a request, if there is one. A HEAD request takes the GET route.

        Cost: O(prefixes of the method).
        """
        if method == "HEAD":
            method = "GET"
        handler = self._exact.get(path, {}).get(method)
        if handler is not None:
            return RouteMatch(handler, method, path)
        prefixes = self._prefixes.get(method, {})
        matching = [prefix for prefix in prefixes if path.startswith(prefix)]
        if not matching:
            return None
        prefix = max(matching, key=len)
        return RouteMatch(prefixes[prefix], method, f"{prefix}*")

    def get_routes(self) -> list[tuple[str, str, Handler]]:
        """All routes as ``(path, method, handler)``: exact paths, then prefixes, each sorted."""
        exact = sorted(
            (path, method) for path, methods in self._exact.items() for method in methods
        )
        prefixes = sorted(
            (prefix, method) for method, found in self._prefixes.items() for prefix in found
        )
        return [
            *((path, method, self._exact[path][method]) for path, method in exact),
            *(
                (f"{prefix}*", method, self._prefixes[method][prefix])
                for prefix, method in prefixes
            ),
        ]

    def _add_exact(self, method: str, path: str, handler: Handler) -> None:
        if not path.startswith("/"):
            raise DefinitionError(f"path '{path}' does not start with a /")
        if path == "/.files" or path.startswith("/.files/"):
            raise DefinitionError(f"path '{path}' is reserved")
        methods = self._exact.setdefault(path, {})
        if method in methods:
            raise DefinitionError(f"Path '{path}' for method {method} already in use")
        methods[method] = handler

    def _add_prefix(self, method: str, prefix: str, handler: Handler) -> None:
        if not prefix.startswith("/"):
            raise DefinitionError(f"pathPrefix '{prefix}' does not start with a /")
        if not prefix.endswith("/"):
            raise DefinitionError(f"pathPrefix {prefix} must end with a /")
        if prefix.startswith("/.files/"):
            raise DefinitionError(f"pathPrefix '{prefix}' is reserved")
        prefixes = self._prefixes.setdefault(method, {})
        if prefix in prefixes:
            raise DefinitionError(f"{method} pathPrefix {prefix} is already defined")
        prefixes[prefix] = handler


def http_router() -> HttpRouter[object]:
    """Begin the routes of an application."""
    return HttpRouter()
