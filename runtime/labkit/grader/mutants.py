"""Small changes of a solution that ought to make it wrong: do the checks notice?

```
 solution.py ── syntax tree ── one change at a time ──▶ Mutant("claim: status != 'pending' -> status == 'pending'")
                                                              │
                                        grade ── not right ── noticed
                                              └─ right ────── a hole in the checks, or listed as equivalent
```

A change is named by the function it is in and the words before and after, so that the name stays while other lines
change. Only what runs is changed: the functions and the indexes, not imports, validators or texts for people.

Invariants: the same text gives the same mutants in the same order; each differs from the solution in one place.
"""

import ast
import contextlib
import copy
import signal
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from types import FrameType
from typing import Any

from labkit.grader.exercise import Exercise
from labkit.grader.grade import grade
from labkit.grader.report import Report

__all__ = ["Mutant", "mutants_of", "report_on", "sample"]

SECONDS_MAX = 10.0
_SHOWN_MAX = 70

_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_COMPUTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
}
_METHODS = {
    "eq": "gte",
    "gt": "gte",
    "gte": "gt",
    "lt": "lte",
    "lte": "lt",
    "neq": "eq",
    "first": "unique",
}
_TEXTS = {"asc": "desc", "desc": "asc"}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A solution with one change."""

    change: str
    line: int
    text: str


def mutants_of(text: str) -> list[Mutant]:
    """Every mutant of a solution, in the order of its lines.

    Cost: O(n²) for n nodes of its tree: each mutant is the whole text again.
    """
    tree = ast.parse(text)
    found: list[Mutant] = []
    seen: set[str] = set()
    names: dict[str, int] = {}
    for place, (owner, node) in enumerate(_places(tree)):
        for edit in _edits(node):
            twin = copy.deepcopy(tree)
            _, target = list(_places(twin))[place]
            edit(target)
            mutated = ast.unparse(ast.fix_missing_locations(twin))
            if mutated in seen or mutated == ast.unparse(tree):
                continue
            seen.add(mutated)
            before, after = (_head(each, as_index=_is_index(node)) for each in (node, target))
            change = f"{owner}: {_short(before)} -> {_short(after)}"
            names[change] = count = names.get(change, 0) + 1
            found.append(
                Mutant(change if count == 1 else f"{change} ({count})", node.lineno, mutated)
            )
    return found


def sample(found: Sequence[Mutant], count: int) -> list[Mutant]:
    """``count`` of the mutants, spread over the whole file; always the same ones for the same file."""
    if len(found) <= count:
        return list(found)
    return [found[(2 * place + 1) * len(found) // (2 * count)] for place in range(count)]


def report_on(exercise: Exercise, mutant: Mutant) -> Report:
    """What the checks say of a mutant. One that does not end is ended, where the system has a timer."""
    with _limit(SECONDS_MAX):
        return grade(exercise, mutant.text)


class _TimeIsUp(BaseException):
    """The mutant does not end; nothing in a solution catches this."""


@contextlib.contextmanager
def _limit(seconds: float) -> Iterator[None]:
    if not hasattr(signal, "setitimer"):
        yield
        return

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise _TimeIsUp

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


# Where something can be changed: ``(function, node)``, outermost first.


def _places(tree: ast.Module) -> Iterator[tuple[str, ast.stmt | ast.expr]]:
    for statement in tree.body:
        match statement:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                for inner in statement.body:
                    yield from _below(name, inner)
            case ast.Assign(targets=[ast.Name(id="schema")]):
                for node in ast.walk(statement.value):
                    if _is_index(node):
                        assert isinstance(node, ast.Call), "an index is declared by a call"
                        yield "schema", node
            case ast.Assign(value=ast.Constant(value=int() | float())):
                yield from _below("constant", statement.value)
            case _:
                pass


def _below(owner: str, node: ast.AST) -> Iterator[tuple[str, ast.stmt | ast.expr]]:
    if isinstance(node, ast.stmt | ast.expr):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            return  # a docstring
        yield owner, node
    for child in ast.iter_child_nodes(node):
        if isinstance(node, ast.Call) and _is_error(node):
            return  # the words of an error are compared by the checks, or are for people
        yield from _below(owner, child)


def _is_error(node: ast.Call) -> bool:
    return isinstance(node.func, ast.Name) and node.func.id.endswith("Error")


def _is_index(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(attr="index"), args=[_, ast.List(elts=[_, _, *_])]):
            return True
        case _:
            return False


# What can be changed at one place: a rule for each kind of node gives edits, which work on any copy of it.

Edit = Callable[[Any], None]


def _edits(node: ast.AST) -> list[Edit]:
    rule = _RULES.get(type(node))
    return rule(node) if rule is not None else []


def _compare(node: ast.Compare) -> list[Edit]:
    def swap(place: int, twin: ast.Compare) -> None:
        twin.ops[place] = _COMPARED[type(twin.ops[place])]()

    return [partial(swap, place) for place, op in enumerate(node.ops) if type(op) in _COMPARED]


def _compute(node: ast.BinOp | ast.AugAssign) -> list[Edit]:
    def swap(twin: ast.BinOp | ast.AugAssign) -> None:
        twin.op = _COMPUTED[type(twin.op)]()

    return [swap] if type(node.op) in _COMPUTED else []


def _both_or_one(_: ast.BoolOp) -> list[Edit]:
    def swap(twin: ast.BoolOp) -> None:
        twin.op = ast.Or() if isinstance(twin.op, ast.And) else ast.And()

    return [swap]


def _condition(node: ast.If | ast.While | ast.IfExp) -> list[Edit]:
    """The other way round, unless the same comes of a change in the condition itself."""

    def negate(twin: ast.If | ast.While | ast.IfExp) -> None:
        is_constant = isinstance(twin.test, ast.Constant)
        twin.test = ast.Constant(False) if is_constant else ast.UnaryOp(ast.Not(), twin.test)  # noqa: FBT003

    is_one = isinstance(node.test, ast.Compare) and len(node.test.ops) == 1
    return [] if is_one or isinstance(node.test, ast.UnaryOp) else [negate]


def _not(node: ast.UnaryOp) -> list[Edit]:
    return [lambda twin: _become(twin, twin.operand)] if isinstance(node.op, ast.Not) else []


def _left_out(_: ast.AST) -> list[Edit]:
    return [lambda twin: _become(twin, ast.Pass())]


def _statement(node: ast.Expr) -> list[Edit]:
    return _left_out(node) if isinstance(node.value, ast.Await | ast.Call) else []


def _return(node: ast.Return) -> list[Edit]:
    def nothing(twin: ast.Return) -> None:
        twin.value = ast.Constant(None)

    is_nothing = node.value is None or (
        isinstance(node.value, ast.Constant) and node.value.value is None
    )
    return [] if is_nothing else [nothing]


def _constant(node: ast.Constant) -> list[Edit]:
    def put(value: bool | float | str, twin: ast.Constant) -> None:  # noqa: FBT001 - a value of the file
        twin.value = value

    match node.value:
        case bool(value):
            return [partial(put, not value)]
        case int(number) | float(number):
            return [partial(put, number + 1), partial(put, number - 1)]
        case str(text) if text in _TEXTS:
            return [partial(put, _TEXTS[text])]
        case _:
            return []


def _dict(node: ast.Dict) -> list[Edit]:
    def drop(place: int, twin: ast.Dict) -> None:
        del twin.keys[place], twin.values[place]

    return [partial(drop, place) for place in range(len(node.keys))]


def _call(node: ast.Call) -> list[Edit]:
    if _is_index(node):
        return [_swap_fields, _drop_field]
    if not isinstance(node.func, ast.Attribute):
        return []
    name = node.func.attr
    found: list[Edit] = [_rename] if name in _METHODS else []
    if name == "collect":
        found.append(_take_one)
    if name == "with_index" and len(node.args) > 1:
        found.append(_drop_range)
    if _is_further_condition(node):
        found.append(lambda twin: _become(twin, twin.func.value))
    return found


def _rename(twin: Any) -> None:
    twin.func.attr = _METHODS[twin.func.attr]


def _take_one(twin: Any) -> None:
    twin.func.attr, twin.args = "take", [ast.Constant(1)]


def _drop_range(twin: Any) -> None:
    del twin.args[1:]


def _swap_fields(twin: Any) -> None:
    fields = twin.args[1].elts
    fields[0], fields[1] = fields[1], fields[0]


def _drop_field(twin: Any) -> None:
    del twin.args[1].elts[-1]


def _is_further_condition(node: ast.AST) -> bool:
    """``q.eq(…).gt(…)``: a condition that comes after another one."""
    match node:
        case ast.Call(
            func=ast.Attribute(
                attr="eq" | "gt" | "gte" | "lt" | "lte",
                value=ast.Call(func=ast.Attribute(attr="eq" | "gt" | "gte" | "lt" | "lte")),
            )
        ):
            return True
        case _:
            return False


_RULES: dict[type[ast.AST], Callable[[Any], list[Edit]]] = {
    ast.Compare: _compare,
    ast.BinOp: _compute,
    ast.AugAssign: _compute,
    ast.BoolOp: _both_or_one,
    ast.If: _condition,
    ast.While: _condition,
    ast.IfExp: _condition,
    ast.UnaryOp: _not,
    ast.Raise: _left_out,
    ast.Break: _left_out,
    ast.Continue: _left_out,
    ast.Expr: _statement,
    ast.Return: _return,
    ast.Constant: _constant,
    ast.Dict: _dict,
    ast.Call: _call,
}


def _head(node: ast.AST, *, as_index: bool = False) -> str:
    """A statement as far as its colon, an index without its table; anything else as it is."""
    if isinstance(node, ast.If | ast.While):
        return f"{type(node).__name__.lower()} {ast.unparse(node.test)}"
    if as_index and isinstance(node, ast.Call):
        return f"index({', '.join(map(ast.unparse, node.args))})"
    return ast.unparse(node)


def _become(node: ast.AST, other: ast.AST) -> None:
    """Turn ``node`` into ``other`` where it stands in the tree."""
    node.__class__ = type(other)
    node.__dict__ = {**node.__dict__, **vars(other)}


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN_MAX else f"{line[: _SHOWN_MAX - 1]}…"
