"""What leads out of a learner's file, found in its text before it runs.

```
 text ──▶ syntax tree ──▶ names that only walk out are refused       f.__globals__   error.__traceback__
                     ├──▶ a private name is asked for first          step._action    refused if it is not the file's
                     └──▶ an assignment to an attribute likewise     Backend.run = … refused if it is not the file's
 what runs ──▶ labkit.grader.owner: builtins of its own, and the answers to what is asked
```

On Convex a function runs in an isolate: it has its arguments and ``ctx``, and what runs it is out of reach. Here
both share one Python, so reaching out has to be refused by name. Nothing is refused for how it looks: what is
refused cannot change what a function returns, reads or writes, except by changing the engine or the grader.

Invariant: line and column of what is left alone are those of the file.
"""

import ast
from typing import Any, Final

from labkit.grader.owner import ASK_OWN, ASK_PUBLIC, WALKS, WHY, is_private

__all__ = ["fenced"]


_GUARDS: Final = "__fence_"
_MATCHED: Final = frozenset(
    [
        "bool",
        "bytearray",
        "bytes",
        "dict",
        "float",
        "frozenset",
        "int",
        "list",
        "set",
        "str",
        "tuple",
    ]
)


def fenced(tree: ast.Module, filename: str) -> ast.Module:
    """The tree of a file, with the names that lead out of it refused or asked for first.

    Raises: SyntaxError, at the line that names an attribute which only walks out.
    """
    bound = {
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)
    }
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(attr=name) if name in WALKS:
                raise _refused(filename, node, name)
            case ast.Name(id=name) if name.startswith(_GUARDS) or name in WALKS - {"__dict__"}:
                raise _refused(filename, node, name)
            case (
                ast.FunctionDef(name=name)
                | ast.AsyncFunctionDef(name=name)
                | ast.ClassDef(name=name)
            ):
                bound.add(name)
                if name.startswith(_GUARDS):
                    raise _refused(filename, node, name)
            case ast.arg(arg=name) | ast.alias(asname=str(name)) | ast.alias(name=name):
                bound.add(name)
                if name.startswith(_GUARDS) or name in WALKS:
                    raise _refused(filename, node, name)
            case _:
                pass
    for node in ast.walk(tree):
        if isinstance(node, ast.MatchClass):
            _check_pattern(filename, node, bound)
    return ast.fix_missing_locations(_Asking().visit(tree))  # type: ignore[no-any-return]


def _check_pattern(filename: str, node: ast.MatchClass, bound: set[str]) -> None:
    """A pattern reads attributes without naming them in an expression."""
    for name in node.kwd_attrs:
        if name in WALKS or name.startswith("_"):
            raise _refused(filename, node, name)
    plain = isinstance(node.cls, ast.Name) and node.cls.id in _MATCHED and node.cls.id not in bound
    if node.patterns and not plain:
        shown = ast.unparse(node.cls)
        raise _problem(filename, node, f"In a pattern, name the attributes: case {shown}(name=…).")


def _refused(filename: str, node: ast.AST, name: str) -> SyntaxError:
    more = " Use vars(…) to see the fields of an object of yours." if name == "__dict__" else ""
    return _problem(
        filename, node, f"{name} leads out of the file, to the code that runs it.{more} {WHY}"
    )


def _problem(filename: str, node: Any, text: str) -> SyntaxError:
    return SyntaxError(text, (filename, node.lineno, node.col_offset + 1, None))


class _Asking(ast.NodeTransformer):
    """``x._private`` and ``x.name = …`` ask about ``x`` first."""

    def visit_Attribute(self, node: ast.Attribute) -> ast.Attribute:
        self.generic_visit(node)
        if isinstance(node.ctx, ast.Load):
            if is_private(node.attr):
                node.value = _call(ASK_PUBLIC, node)
        else:
            node.value = _call(ASK_OWN, node)
        return node


def _call(guard: str, node: ast.Attribute) -> ast.Call:
    call = ast.Call(ast.Name(guard, ast.Load()), [node.value, ast.Constant(node.attr)], [])
    for each in (call, call.func, call.args[1]):
        ast.copy_location(each, node.value)
    return call
