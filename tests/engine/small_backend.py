"""What the tests of the engine share: a small schema, and handlers given as plain functions."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from minivex import Backend, Call, Function, define_schema, define_table, v
from minivex.functions.definitions import Kind
from minivex.store.table_registry import TableRegistry
from minivex.trace import Event

Handler = Callable[..., Awaitable[Any]]

SCHEMA = define_schema(
    {
        "users": define_table({"email": v.string(), "n": v.optional(v.number())})
        .index("by_email", ["email"])
        .index("by_n", ["n"]),
        "posts": define_table({"body": v.string(), "author": v.optional(v.id("users"))})
        .index("by_body", ["body"])
        .index("by_author", ["author"], staged=True),
    }
)


class Listener:
    """A tracer that keeps what it hears."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def event(self, event: Event) -> None:
        self.events.append(event)

    def kinds(self) -> list[str]:
        return [type(event).__name__ for event in self.events]


def new_backend(**options: Any) -> Backend:
    return Backend(schema=SCHEMA, **options)


def add(backend: Backend, kind: Kind, handler: Handler, path: str = "", **options: Any) -> str:
    """Register ``handler`` under ``path``, or under its own name in module ``m``."""
    path = path or f"m:{handler.__name__}"
    backend.functions[path] = Function(kind, handler, path=path, **options)
    return path


def query(backend: Backend, handler: Handler, **args: Any) -> Any:
    """Run ``handler`` as a query."""
    return backend.run(add(backend, "query", handler), args)


def mutate(backend: Backend, handler: Handler, **args: Any) -> Any:
    """Run ``handler`` as a mutation."""
    return backend.run(add(backend, "mutation", handler), args)


def act(backend: Backend, handler: Handler, **args: Any) -> Any:
    """Run ``handler`` as an action."""
    return backend.run(add(backend, "action", handler), args)


def jobs_of(backend: Backend) -> list[Any]:
    """The documents of all scheduled functions."""
    return backend.documents("_scheduled_functions")


def start(backend: Backend, handler: Handler, label: str = "call", **args: Any) -> Call:
    """Put ``handler`` in flight as a mutation."""
    return backend.start(add(backend, "mutation", handler, f"m:{label}"), args, label=label)


def conflicts(backend: Backend, reader: Handler, writer: Handler) -> bool:
    """Whether ``reader`` must run again when ``writer`` commits just before it."""
    call = start(backend, reader, "reader")
    call.move_to_commit()
    mutate(backend, writer)
    call.finish()
    assert call.attempts in (1, 2)
    return call.attempts == 2


def user_tables(registry: TableRegistry) -> dict[str, int]:
    """Names and numbers of the tables that are not the system's."""
    return {name: number for name, number in registry.numbers.items() if name[0] != "_"}
