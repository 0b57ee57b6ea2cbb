"""Registered functions: what ``@query``, ``@mutation`` and ``@action`` make, and their names.

::

    @mutation(args={"job_id": v.id("jobs")})      a Function …
    async def claim(ctx, job_id): …
    functions_of(namespace, "jobs")               … registered as "jobs:claim"
    internal.jobs.claim                           … and referred to by that name

A registered function is run by the engine only: through a client call, or through
``ctx.run_query``, ``ctx.run_mutation`` and ``ctx.run_action``. Code that two handlers
share belongs in a plain ``async def``.

Source: docs "Functions"; npm-packages/convex/src/server/impl/registration_impl.ts and
npm-packages/convex/src/server/api.ts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import CodeType, FunctionType
from typing import Final, Literal, NoReturn, TypeAlias, overload

from minivex.errors import DefinitionError, DeveloperError
from minivex.functions.references import FunctionReference, api, internal
from minivex.schema.validators import ObjectValidator, Validator, as_object_validator
from minivex.values.value import UNDEFINED, Value

Handler: TypeAlias = Callable[..., object]
Fields: TypeAlias = Mapping[str, Validator] | Validator

__all__ = [
    "Function",
    "FunctionReference",
    "Kind",
    "action",
    "api",
    "functions_of",
    "internal",
    "internal_action",
    "internal_mutation",
    "internal_query",
    "mutation",
    "query",
]

Kind: TypeAlias = Literal["query", "mutation", "action"]

_VARIADIC_KEYWORDS: Final = 0x08
"""``CO_VARKEYWORDS``: the handler takes ``**anything``."""


class Function:
    """A registered query, mutation or action.

    ``path`` is its name, such as ``jobs:claim``; it is empty until ``functions_of`` gives one.
    """

    __slots__ = (
        "_absent",
        "_parameters",
        "args",
        "handler",
        "is_public",
        "kind",
        "path",
        "returns",
    )

    def __init__(
        self,
        kind: Kind,
        handler: Handler,
        *,
        args: Validator | None = None,
        returns: Validator | None = None,
        is_public: bool = True,
        path: str = "",
    ) -> None:
        self.kind: Kind = kind
        self.handler = handler
        self.args = args
        self.returns = returns
        self.is_public = is_public
        self.path = path
        parameters, needed = _parameters_of(kind, handler)
        self._parameters: frozenset[str] | None = parameters
        self._absent = dict.fromkeys(needed, UNDEFINED)
        self._check_parameters(needed)

    def named(self, path: str) -> Function:
        """Make the same function under the name ``path``."""
        return Function(
            self.kind,
            self.handler,
            args=self.args,
            returns=self.returns,
            is_public=self.is_public,
            path=path,
        )

    def keywords(self, args: dict[str, Value]) -> dict[str, object]:
        """The arguments as the handler takes them.

        As in a destructured parameter of TypeScript, an argument that was not sent is
        ``UNDEFINED`` (unless the parameter has a default), and one that the handler does
        not name is dropped.
        """
        parameters = self._parameters
        if args.keys() == parameters:
            return args  # type: ignore[return-value]
        if parameters is None or args.keys() <= parameters:
            return {**self._absent, **args}
        return {**self._absent, **{name: args[name] for name in args if name in parameters}}

    def __call__(self, *_args: object, **_kwargs: object) -> NoReturn:
        """Refuse: only the engine runs a registered function."""
        name = self.path or _name_of(self.handler)
        runner = {"query": "run_query", "mutation": "run_mutation", "action": "run_action"}
        raise DeveloperError(
            f"{name} is a registered {self.kind}, which only the engine can run. "
            f"Use await ctx.{runner[self.kind]}(internal.….{_name_of(self.handler)}, {{…}}), "
            "or move the shared code into a plain async def and await that."
        )

    def __repr__(self) -> str:
        return f"<{self.kind} {self.path or _name_of(self.handler)}>"

    def _check_parameters(self, needed: frozenset[str]) -> None:
        if not isinstance(self.args, ObjectValidator):
            return
        declared = self.args.fields.keys()
        name = _name_of(self.handler)
        unknown = sorted(needed - declared)
        if unknown:
            raise DefinitionError(
                f"{name} takes the parameter {unknown[0]!r}, which its args do not declare, "
                f"so it could never be sent. Add {unknown[0]!r} to args, or remove it."
            )
        if self._parameters is not None and (unused := sorted(declared - self._parameters)):
            raise DefinitionError(
                f"The args of {name} declare {unused[0]!r}, which its handler does not take. "
                f"Add the parameter {unused[0]!r}, or remove it from args."
            )


def _parameters_of(kind: Kind, handler: Handler) -> tuple[frozenset[str] | None, frozenset[str]]:
    """Names that the handler takes after ctx (``None``: any), and those without a default."""
    code = getattr(handler, "__code__", None)
    if not isinstance(handler, FunctionType) or not isinstance(code, CodeType):
        raise DefinitionError(
            f"@{kind} goes above an async def, and got {handler!r}. Write async def handler(ctx, …)."
        )
    positional = code.co_varnames[: code.co_argcount]
    keyword_only = code.co_varnames[code.co_argcount : code.co_argcount + code.co_kwonlyargcount]
    if not positional:
        raise DefinitionError(
            f"{handler.__name__} takes no ctx. Write async def {handler.__name__}(ctx, …)."
        )
    defaults = handler.__defaults__ or ()
    with_default = set(positional[len(positional) - len(defaults) :])
    with_default.update(handler.__kwdefaults__ or ())
    names = frozenset((*positional[1:], *keyword_only))
    takes_any = bool(code.co_flags & _VARIADIC_KEYWORDS)
    return (None if takes_any else names), names - with_default


def _name_of(handler: Handler) -> str:
    return getattr(handler, "__name__", repr(handler))


class _Decorator:
    """``@query``, with or without ``(args=…, returns=…)``."""

    __slots__ = ("_is_public", "_kind")

    def __init__(self, kind: Kind, *, is_public: bool) -> None:
        self._kind: Kind = kind
        self._is_public = is_public

    @overload
    def __call__(self, handler: Handler) -> Function: ...

    @overload
    def __call__(
        self, *, args: Fields | None = None, returns: Validator | None = None
    ) -> Callable[[Handler], Function]: ...

    def __call__(
        self,
        handler: Handler | None = None,
        *,
        args: Fields | None = None,
        returns: Validator | None = None,
    ) -> Function | Callable[[Handler], Function]:
        """Register ``handler``.

        Raises: DefinitionError, if the handler and its ``args`` do not fit together.
        """
        arguments = None if args is None else as_object_validator(args, where="args")
        if returns is not None and not isinstance(returns, Validator):
            raise DefinitionError(
                f"returns takes a validator, and got {returns!r}. Write returns=v.…()."
            )

        def register(handler: Handler) -> Function:
            return Function(
                self._kind,
                handler,
                args=arguments,
                returns=returns,
                is_public=self._is_public,
            )

        return register if handler is None else register(handler)


query = _Decorator("query", is_public=True)
mutation = _Decorator("mutation", is_public=True)
action = _Decorator("action", is_public=True)
internal_query = _Decorator("query", is_public=False)
internal_mutation = _Decorator("mutation", is_public=False)
internal_action = _Decorator("action", is_public=False)


def functions_of(namespace: Mapping[str, object], module: str) -> dict[str, Function]:
    """The registered functions among the names of a module, as ``{"module:name": Function}``."""
    return {
        f"{module}:{name}": value.named(f"{module}:{name}")
        for name, value in namespace.items()
        if type(value) is Function
    }
