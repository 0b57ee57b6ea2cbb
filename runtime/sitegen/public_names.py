"""Every name that ``minivex`` exports says what it is, or there is a gap."""

import ast
from collections.abc import Iterator
from pathlib import Path

from sitegen.docstrings import described, parse
from sitegen.layers import ENGINE
from sitegen.pages import Gap

__all__ = ["public_name_gaps"]


def public_name_gaps(root: Path) -> Iterator[Gap]:
    """The exported names without a docstring.

    A name that is an instance, such as ``v``, may leave the description to its class.
    """
    package = root / ENGINE
    for name in _exported(parse(package / "__init__.py")):
        file, known_as = _defined_in(package, package / "__init__.py", name)
        if not _is_described(parse(file), known_as):
            yield Gap(
                file.relative_to(root).as_posix(),
                "public names say what they are",
                f"`{known_as}` is exported by minivex and has no docstring",
            )


def _exported(tree: ast.Module) -> list[str]:
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id="__all__")], value=names):
                exported: list[str] = ast.literal_eval(names)
                return exported
    return []


def _defined_in(package: Path, file: Path, name: str) -> tuple[Path, str]:
    """Where a name comes from, following imports inside the package, and its name there."""
    for node in parse(file).body:
        match node:
            case ast.ImportFrom(module=str() as module, names=aliases):
                for alias in aliases:
                    if (alias.asname or alias.name) == name:
                        return _defined_in(package, _file_of(package, module), alias.name)
    return file, name


def _file_of(package: Path, module: str) -> Path:
    path = package.parent.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def _is_described(tree: ast.Module, name: str) -> bool:
    if any(known == name and text for known, text in described(tree)):
        return True
    for node in tree.body:
        match node:
            case (
                ast.Assign(targets=[ast.Name(id=target)], value=ast.Call(func=ast.Name(id=made_by)))
                | ast.AnnAssign(
                    target=ast.Name(id=target), value=ast.Call(func=ast.Name(id=made_by))
                )
            ) if target == name:
                return any(
                    isinstance(other, ast.ClassDef)
                    and other.name == made_by
                    and bool(ast.get_docstring(other))
                    for other in tree.body
                )
    return False
