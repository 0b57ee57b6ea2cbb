"""Who watches what, and which writes follow: a scene of the lab on subscriptions, as its reader may edit it.

```
 rows       {"messages": [{"channel": "red", …}]}        stored before anybody watches
 live       {"ada": [("inbox", {"channel": "red"})]}     the queries of each page
 writes     [("send", {"channel": "red", …}), …]         one mutation after the other,
            {"one": […], "two": […]}                     or a list for each value of the setting
 invariant  def invariant(page): "…"; return …           optional: what each page must show at every moment
```

``page["inbox"]`` is what the page shows of that query; ``"messages#1"`` in arguments stands for an id.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from inspect import getdoc

from labkit.harness.names import Names, listed
from labkit.harness.workload import WorkloadError, mapping, stored, with_ids
from minivex import Backend, Value

__all__ = ["Rule", "SubscriptionScene", "Watched", "Write", "scene_of"]

WATCHED_MAX = 8
WRITES_MAX = 12

Rule = Callable[[dict[str, Value]], object]
"""Whether what one page shows is as it must be, by the names of its queries."""


@dataclass(frozen=True, slots=True)
class Watched:
    """One live query of one page."""

    page: str
    label: str
    """What its events are called: unlike all others."""

    path: str
    args: dict[str, Value]
    title: str

    @property
    def function(self) -> str:
        """Its name without the module."""
        return self.path.rpartition(":")[2]


@dataclass(frozen=True, slots=True)
class Write:
    """One mutation; ids in its arguments are names, since an earlier write may make the row."""

    path: str
    args: dict[str, object]


@dataclass(frozen=True, slots=True)
class SubscriptionScene:
    """A start, the pages' queries, the writes, and the rule if there is one."""

    start: Backend
    names: Names
    watched: tuple[Watched, ...]
    writes: tuple[Write, ...]
    rule: Rule | None
    sentence: str

    @property
    def pages(self) -> tuple[str, ...]:
        """Every page once, in order."""
        return tuple(dict.fromkeys(each.page for each in self.watched))

    def of(self, page: str) -> tuple[Watched, ...]:
        """The queries of one page."""
        return tuple(each for each in self.watched if each.page == page)


def scene_of(namespace: Mapping[str, object], module: str, variant: str) -> SubscriptionScene:
    """Read a scene from the names that its file defines; ``variant`` chooses among its writes.

    Raises: WorkloadError, if it cannot be played; and what the engine raises for rows that the schema
        does not take.
    """
    start, names = stored(namespace, module)
    watched = tuple(_watched(mapping(namespace, "live"), start, module, names))
    if not 1 <= len(watched) <= WATCHED_MAX:
        raise WorkloadError(f"live must have one to {WATCHED_MAX} queries; it has {len(watched)}.")
    writes = tuple(_writes(namespace.get("writes"), start, module, variant))
    if len(writes) > WRITES_MAX:
        raise WorkloadError(f"writes may have up to {WRITES_MAX} calls; it has {len(writes)}.")
    rule, sentence = _rule(namespace)
    return SubscriptionScene(start, names, watched, writes, rule, sentence)


def _watched(
    live: Mapping[str, object], world: Backend, module: str, names: Names
) -> list[Watched]:
    found: list[Watched] = []
    for page, queries in live.items():
        if not isinstance(queries, list):
            raise WorkloadError(f'live["{page}"] must be a list of ("query", {{arguments}}).')
        for number, entry in enumerate(queries, start=1):
            path, given = _call(entry, f'live["{page}"]', "query", world, module)
            args = with_ids(given, names)
            title = names.call(path, args)
            if any(each.page == page and each.title == title for each in found):
                raise WorkloadError(
                    f"{page} watches {title} twice. A page has one subscription for equal calls."
                )
            found.append(Watched(page, f"{page} {number}", path, args, title))
    return found


def _writes(written: object, world: Backend, module: str, variant: str) -> list[Write]:
    if isinstance(written, dict):
        if variant not in written:
            known = listed([f'"{each}"' for each in written]) or "none"
            raise WorkloadError(f'writes has no list for "{variant}"; it has {known}.')
        written = written[variant]
    if not isinstance(written, list):
        raise WorkloadError('The scene needs writes, a list of ("mutation", {arguments}).')
    return [Write(*_call(entry, "writes", "mutation", world, module)) for entry in written]


def _call(
    entry: object, where: str, kind: str, world: Backend, module: str
) -> tuple[str, dict[str, object]]:
    match entry:
        case (str(function), dict(args)):
            path = f"{module}:{function}"
            found = world.functions.get(path)
            if found is None or found.kind != kind:
                known = listed(
                    [
                        name.rpartition(":")[2]
                        for name, one in world.functions.items()
                        if one.kind == kind
                    ]
                )
                plural = "queries" if kind == "query" else "mutations"
                raise WorkloadError(
                    f"{where} names {function}; the {plural} of the file are {known or 'none'}."
                )
            return path, args
        case _:
            raise WorkloadError(f'{where} must be a list of ("{kind}", {{arguments}}).')


def _rule(namespace: Mapping[str, object]) -> tuple[Rule | None, str]:
    rule = namespace.get("invariant")
    if rule is None:
        return None, ""
    if not callable(rule):
        raise WorkloadError(
            "invariant must be a function of what a page shows: def invariant(page)."
        )
    sentence = " ".join((getdoc(rule) or "").split())
    if not sentence:
        raise WorkloadError(
            "The docstring of invariant says the rule in one sentence; it is empty."
        )
    return rule, sentence
