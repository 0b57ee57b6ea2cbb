"""References to functions: ``api.jobs.claim`` and ``internal.jobs.claim``.

A reference is only a name. It is looked up when it is called, so two modules can refer to
each other's functions. ``api`` and ``internal`` give the same names; the difference is
that a client may only follow references to public functions.

Source: docs "Internal Functions"; npm-packages/convex/src/server/api.ts.
"""

from __future__ import annotations

from minivex.errors import FunctionNotFoundError

__all__ = ["FunctionReference", "api", "internal", "path_of"]


class FunctionReference:
    """The name of a function, as ``api.jobs.claim`` or ``internal.jobs.claim`` give it.

    >>> api.jobs.claim.path
    'jobs:claim'
    """

    __slots__ = ("is_internal", "path")

    def __init__(self, path: str, *, is_internal: bool = False) -> None:
        self.path = path
        self.is_internal = is_internal

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FunctionReference) and other.path == self.path

    def __hash__(self) -> int:
        return hash(self.path)

    def __repr__(self) -> str:
        return f"FunctionReference({self.path!r})"


class _Chain(FunctionReference):
    """A reference that grows with every attribute: the last one names the function."""

    __slots__ = ("_parts",)

    def __init__(self, parts: tuple[str, ...], *, is_internal: bool) -> None:
        module, name = "/".join(parts[:-1]), parts[-1]
        path = "" if not module else module if name == "default" else f"{module}:{name}"
        super().__init__(path, is_internal=is_internal)
        self._parts = parts

    def __getattr__(self, name: str) -> _Chain:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Chain((*self._parts, name), is_internal=self.is_internal)

    def __repr__(self) -> str:
        return ".".join(("internal" if self.is_internal else "api", *self._parts))


class _Root:
    """``api`` or ``internal``: the first attribute is a module."""

    __slots__ = ("_is_internal",)

    def __init__(self, *, is_internal: bool) -> None:
        self._is_internal = is_internal

    def __getattr__(self, module: str) -> _Chain:
        if module.startswith("__"):
            raise AttributeError(module)
        return _Chain((module,), is_internal=self._is_internal)

    def __repr__(self) -> str:
        return "internal" if self._is_internal else "api"


api = _Root(is_internal=False)
internal = _Root(is_internal=True)


def path_of(reference: object) -> str:
    """The name of the function that ``reference`` means; text is taken as a name.

    Raises: FunctionNotFoundError, if it names a module only, or is no reference.
    """
    if isinstance(reference, str):
        return reference
    if isinstance(reference, FunctionReference) and reference.path:
        return reference.path
    if isinstance(reference, _Root | _Chain):
        raise FunctionNotFoundError(
            "API path is expected to be of the form `api.moduleName.functionName`. "
            f"Found: `{reference!r}`. Add the name of the function."
        )
    name = getattr(getattr(reference, "handler", None), "__name__", "functionName")
    raise FunctionNotFoundError(
        f"A function is called by reference, and this got {reference!r}. "
        f"Write internal.moduleName.{name} or api.moduleName.{name}."
    )
