"""Rules for what the engine says of itself, which the pages about it are made from.

::

    every public name           a docstring: what it is or does
    one that raises             Raises:    what, and why
    one of a data structure     Cost:      when it goes through something
    every module                Source:    or it is named below as our own
    Source, Differs             in forms that the page of differences can link and print
    a number of time            its unit at the end of its name
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

import pytest

from tests.repo.repository import code, read

Definition: TypeAlias = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef

ENGINE = Path("runtime/minivex")
MODULES = [
    path for path in code("runtime") if path.is_relative_to(ENGINE) and path.name != "__init__.py"
]

# Modules that stand for nothing in Convex.
OUR_OWN = {
    "backend/backend.py": "the doors of a lab's backend",
    "backend/core.py": "wires the layers together",
    "backend/options.py": "wires the layers together",
    "clock.py": "time in a lab",
    "commit/log_digest.py": "makes the write log's question quick",
    "errors/base.py": "every class below it names its own source",
    "errors/registry.py": "a list of classes",
    "functions/host.py": "a seam between layers",
    "functions/stand.py": "how we compare calls in flight",
    "functions/moves.py": "what a lab moves by hand",
    "functions/ports.py": "a seam between layers",
    "functions/runner.py": "what a lab moves by hand",
    "functions/subscription.py": "what a lab watches by hand",
    "index/range_text.py": "words for people",
    "index/sorted_map.py": "how this store keeps an index",
    "store/revision.py": "how this store keeps a document",
    "trace.py": "what lessons draw",
    "txn/overlay.py": "how own writes are laid over a scan",
}

# Where every method that goes through something says how long that takes.
STRUCTURES = {
    *("commit/log_digest.py", "commit/write_log.py"),
    *("index/interval.py", "index/interval_map.py", "index/interval_treap.py"),
    *("index/sorted_map.py", "index/text_index.py", "index/vector_index.py"),
    *("reactive/query_cache.py", "reactive/subscriptions.py"),
    *("store/backfill.py", "store/snapshot.py", "store/snapshot_manager.py"),
    *("txn/read_set.py", "txn/write_set.py", "values/order.py"),
}

LOOPS = (ast.For, ast.While, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
SOURCE = re.compile(
    r'docs "|convex-backend\b|crates?[ /]|npm-packages/|[A-Z][A-Z_]+[A-Z]\.?$|the .* of the npm package'
)


def short(path: Path) -> str:
    return path.relative_to(ENGINE).as_posix()


def exported(tree: ast.Module) -> list[str]:
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id="__all__")], value=names):
                found: list[str] = ast.literal_eval(names)
                return found
    return []


def public(tree: ast.Module) -> Iterator[tuple[str, Definition]]:
    """Classes and functions that a module exports, and the methods of the classes."""
    names = exported(tree)
    for node in tree.body:
        if isinstance(node, Definition) and node.name in names:
            yield node.name, node
            for inner in node.body if isinstance(node, ast.ClassDef) else ():
                if isinstance(inner, Definition) and not inner.name.startswith("_"):
                    yield f"{node.name}.{inner.name}", inner


def own_nodes(function: ast.AST) -> Iterator[ast.AST]:
    """What runs when the function does: not the bodies of functions that it makes."""
    for child in ast.iter_child_nodes(function):
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield child
            yield from own_nodes(child)


def methods() -> Iterator[tuple[str, str, ast.FunctionDef | ast.AsyncFunctionDef, str]]:
    """Module, name, definition and docstring of every public function and method."""
    for path in MODULES:
        for name, node in public(ast.parse(read(path))):
            if not isinstance(node, ast.ClassDef):
                yield short(path), name, node, ast.get_docstring(node) or ""


def sections(name: str) -> Iterator[tuple[str, str]]:
    """Every ``name:`` section in the engine, with its file; up to a blank line or the next one."""
    pattern = re.compile(
        rf"\b{name}: (.*?)(?=\n\s*\n|\n\s*(?:Differs|Cost|Raises):|\"\"\"|\Z)", re.DOTALL
    )
    for path in MODULES:
        for found in pattern.finditer(read(path)):
            yield short(path), re.sub(r"\s+", " ", found[1]).strip()


def test_every_public_name_has_a_docstring() -> None:
    silent = [
        f"{short(path)}: {name}"
        for path in MODULES
        for name, node in public(ast.parse(read(path)))
        if not ast.get_docstring(node)
    ]
    assert silent == []


def test_every_exported_name_is_defined_where_it_is_exported() -> None:
    for path in MODULES:
        tree = ast.parse(read(path))
        defined = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        defined |= {node.name for node in ast.walk(tree) if isinstance(node, Definition)}
        defined |= {node.name for node in ast.walk(tree) if isinstance(node, ast.alias)}
        assert set(exported(tree)) <= defined, path


def test_what_raises_says_so() -> None:
    silent = [
        f"{module}: {name}"
        for module, name, node, text in methods()
        if any(isinstance(one, ast.Raise) and one.exc is not None for one in own_nodes(node))
        and "NoReturn" not in ast.unparse(node.returns or ast.Constant(value=0))
        and "Raises:" not in text
    ]
    assert silent == []


def test_a_structure_says_what_going_through_it_costs() -> None:
    silent = [
        f"{module}: {name}"
        for module, name, node, text in methods()
        if module in STRUCTURES
        and name.rpartition(".")[2] != "check_invariants"
        and any(isinstance(one, LOOPS) for one in own_nodes(node))
        and "Cost:" not in text
    ]
    assert silent == []


def test_a_module_names_its_source_or_is_our_own() -> None:
    without = {short(path) for path in MODULES if "Source:" not in read(path)}
    assert without == set(OUR_OWN)


def test_a_source_can_be_looked_up() -> None:
    vague = [(module, text) for module, text in sections("Source") if not SOURCE.match(text)]
    assert vague == []


def test_a_difference_is_a_sentence() -> None:
    loose = [
        (module, text)
        for module, text in sections("Differs")
        if not text.endswith((".", "…")) or len(text.split()) < 5
    ]
    assert loose == []


@pytest.mark.parametrize("path", MODULES, ids=short)
def test_a_number_of_time_has_its_unit(path: Path) -> None:
    """Such as ``delay_ms``; ``_creationTime`` is Convex's own name."""
    for node in ast.walk(ast.parse(read(path))):
        if isinstance(node, ast.arg) and node.annotation is not None:
            is_number = ast.unparse(node.annotation) in (
                "int",
                "float",
                "int | None",
                "float | None",
            )
            assert not (
                is_number and re.search(r"(?<!creation_)(time|delay|timeout|duration)$", node.arg)
            ), f"{node.arg} in line {node.lineno} has no unit"
