"""Which function is meant: by a client, who sees the public ones, or by another function.

Source: convex-backend crates/udf/src/validation.rs (the texts of what cannot be found).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NoReturn

from minivex.errors import FunctionNotFoundError, canonical_path
from minivex.functions.definitions import Function, Kind
from minivex.functions.references import FunctionReference, path_of

__all__ = ["find_public", "redeployed", "resolve"]


def resolve(functions: Mapping[str, Function], reference: object, kind: Kind | None) -> Function:
    """The function that one function calls by ``reference``; internal ones are allowed.

    Raises: FunctionNotFoundError, if there is none, or it is of another kind.
    """
    path = path_of(reference)
    function = functions.get(path)
    if function is None:
        module, _, name = path.partition(":")
        raise FunctionNotFoundError(
            f'Couldn\'t find "{name or "default"}" in module "{module}". {_known(functions)}'
        )
    if kind is not None and function.kind != kind:
        raise FunctionNotFoundError(
            f"Trying to execute {canonical_path(path)} as {kind.capitalize()}, "
            f"but it is defined as {function.kind.capitalize()}."
        )
    return function


def find_public(functions: Mapping[str, Function], reference: str | FunctionReference) -> Function:
    """The function that a client calls: a public one, or any by an ``internal`` reference.

    Raises: FunctionNotFoundError, if there is none that it may call.
    """
    path = path_of(reference)
    is_internal = isinstance(reference, FunctionReference) and reference.is_internal
    function = functions.get(path)
    if function is None or not (function.is_public or is_internal):
        raise FunctionNotFoundError(
            f"Could not find public function for '{path}'. {_known(functions)}"
        )
    return function


def redeployed(functions: Mapping[str, Function], function: Function) -> Function:
    """The function with the name of ``function`` now; if there is none, one that says so."""
    path = function.path
    if functions.get(path) is function:
        return function
    try:
        return resolve(functions, path, function.kind)
    except FunctionNotFoundError as error:
        failure = error

    def fail(_ctx: object, **_args: object) -> NoReturn:
        raise failure

    return Function(function.kind, fail, path=path, is_public=function.is_public)


def _known(functions: Mapping[str, Function]) -> str:
    """The names that a learner may have meant."""
    public = sorted(path for path, function in functions.items() if function.is_public)
    hidden = sorted(functions.keys() - public)
    if not functions:
        return "No functions are registered: decorate them with @query, @mutation or @action."
    parts = [", ".join(public)] if public else []
    parts += [f"internal: {', '.join(hidden)}"] if hidden else []
    return f"There are: {'; '.join(parts)}."
