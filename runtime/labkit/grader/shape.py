"""The shape of an answer: what it does, without what it calls things and says about them.

```
 job = await ctx.db.get("jobs", id)         a = await b.db.get("jobs", c)
 # comments, docstrings, annotations   ──▶  (nothing)
```

Two answers of one shape are one answer: they show nothing about what the checks accept.
"""

import ast

__all__ = ["shape"]


def shape(text: str) -> str:
    """A text that two answers share when they differ in nothing but names of locals, order of imports and words.

    >>> shape("def f(ctx):\\n    'says'\\n    row = 1\\n    return row") == shape(
    ...     "def f(c):\\n    x = 1\\n    return x"
    ... )
    True
    """
    tree = ast.parse(text)
    tree.body = [node for node in tree.body if not isinstance(node, ast.Import | ast.ImportFrom)]
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            node.body = [each for each in node.body if not _is_text(each)] or [ast.Pass()]
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            _rename(node)
    return ast.dump(tree)


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _rename(function: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
    """Number the positional names of a function in the order in which they appear."""
    bound = {node.arg for node in ast.walk(function) if isinstance(node, ast.arg)}
    bound |= {
        node.id
        for node in ast.walk(function)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    numbers: dict[str, str] = {}
    for node in ast.walk(function):
        if isinstance(node, ast.arg):
            node.annotation = None
            node.arg = numbers.setdefault(node.arg, f"name {len(numbers)}")
        elif isinstance(node, ast.Name) and node.id in bound:
            node.id = numbers.setdefault(node.id, f"name {len(numbers)}")
