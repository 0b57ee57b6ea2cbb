"""What a scene about reading is made of: stored rows, calls that read, and writes of another lane.

```
 rows       {"messages": [{"channel": "red"}, …]}        stored before; or a function of how many: rows(count)
 call       ("recent", {"channel": "red"})               the call that is looked at
 calls      {"a": ("by_index", {…}), "b": (…)}           … or two ways to write the same
 others     {"red": ("post", {"channel": "red"})}        a mutation of another lane for each value of a setting
```

``"messages#1"`` in arguments stands for an id.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from labkit.harness.names import Names, listed
from labkit.harness.play import StepBudgetError
from labkit.harness.workload import WorkloadError, mapping, stored, with_ids
from minivex import Backend, Call, Value

__all__ = ["NOTHING", "Entry", "ReaderScene", "moved", "reader_scene_of", "starts_of"]

NOTHING = "nothing"
"""The value of the setting with which the other lane does nothing."""

STEPS_MAX = 500
_CALLS_MAX = 2


@dataclass(frozen=True, slots=True)
class Entry:
    """One call: a function and its arguments, ids by their names."""

    path: str
    args: dict[str, object]


@dataclass(frozen=True, slots=True)
class ReaderScene:
    """A start, the calls that are looked at, and the other lane's, if it does something."""

    start: Backend
    names: Names
    calls: tuple[Entry, ...]
    other: Entry | None

    def args(self, entry: Entry) -> dict[str, Value]:
        """The arguments with ids in place of names."""
        return with_ids(entry.args, self.names)

    def title(self, entry: Entry) -> str:
        """How a call reads: ``recent("red")``."""
        return self.names.call(entry.path, self.args(entry))


def reader_scene_of(
    namespace: Mapping[str, object], module: str, *, other: str = NOTHING, count: int = 0
) -> ReaderScene:
    """Read a scene from the names that its file defines; ``other`` chooses among ``others``.

    Raises: WorkloadError, if it cannot be played; and what the engine raises for rows that the schema
        does not take.
    """
    start, names = starts_of(namespace, module, count)
    if "calls" in namespace:
        given = mapping(namespace, "calls")
        if not 1 <= len(given) <= _CALLS_MAX:
            raise WorkloadError(f"calls must have one or two calls; it has {len(given)}.")
    else:
        given = {"a": namespace.get("call")}
    calls = tuple(
        _entry(entry, "calls" if "calls" in namespace else "call", start, module)
        for entry in given.values()
    )
    return ReaderScene(start, names, calls, _other(namespace, other, start, module))


def starts_of(namespace: Mapping[str, object], module: str, count: int) -> tuple[Backend, Names]:
    """The stored rows; where the file has a function for them, ``count`` of them."""
    rows = namespace.get("rows")
    return stored({**namespace, "rows": rows(count)} if callable(rows) else namespace, module)


def moved(call: Call) -> None:
    """Make all moves of a call.

    Raises: StepBudgetError.
    """
    for _ in range(STEPS_MAX):
        if call.done:
            return
        call.move()
    raise StepBudgetError(call, STEPS_MAX)


def _other(
    namespace: Mapping[str, object], other: str, start: Backend, module: str
) -> Entry | None:
    if other == NOTHING:
        return None
    others = mapping(namespace, "others")
    if other not in others:
        known = listed([f'"{each}"' for each in others]) or "none"
        raise WorkloadError(f'others has no call for "{other}"; it has {known}.')
    found = _entry(others[other], "others", start, module)
    if start.functions[found.path].kind != "mutation":
        raise WorkloadError(f"others names {found.path}, which is no mutation.")
    return found


def _entry(entry: object, where: str, world: Backend, module: str) -> Entry:
    match entry:
        case (str(function), dict(args)):
            path = f"{module}:{function}"
            found = world.functions.get(path)
            if found is None or found.kind == "action":
                names = [
                    name.rpartition(":")[2]
                    for name, one in world.functions.items()
                    if one.kind != "action"
                ]
                raise WorkloadError(
                    f"{where} names {function}; the queries and mutations of the file are "
                    f"{listed(names) or 'none'}."
                )
            return Entry(path, args)
        case _:
            raise WorkloadError(f'{where} must be ("function", {{arguments}}).')
