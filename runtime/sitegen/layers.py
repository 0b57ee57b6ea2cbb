"""The layers of the engine in teaching order, as the contract in pyproject.toml states them.

```
 values  schema  index  store  txn  commit  reactive  functions  services     folders, upwards
 deployment  backend                                                          one section together
 client                                                                       the top
 errors  clock  trace                                                         what all of them use: last
```
"""

import re
import tomllib
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from sitegen.docstrings import first_line

__all__ = ["ENGINE", "Layer", "read_layers"]

ENGINE = "runtime/minivex"

_TITLES = {
    "abi": "Function ABI",
    "index": "Indexes",
    "txn": "Transactions",
    "commit": "Commits",
    "reactive": "Live queries",
    "client": "Clients",
}
"""Folders whose plain name would not say enough in a heading."""

_TOGETHER = {
    "backend": ("The whole backend", "All layers, wired together."),
    "errors": ("Used by all layers", "What can go wrong, what time it is, and what happened."),
}
"""Title and sentence of a section of single files, by one of them, which may be a folder."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One section: its title, a sentence about it, and its modules below the engine's folder."""

    title: str
    sentence: str
    modules: tuple[str, ...]


def read_layers(root: Path) -> list[Layer]:
    """The layers of the engine at ``root``; every module of it is in exactly one."""
    folder = root / ENGINE
    sections = [
        _folder_layer(folder, names[0]) if is_folder else _together(folder, names)
        for is_folder, names in _groups(folder, _present(folder, _upwards(root)))
    ]
    # The ground is the first thing below everything, and the last to be of interest.
    return [*sections[1:], sections[0]]


def _upwards(root: Path) -> list[str]:
    """The names in the contract, from the ground up."""
    with (root / "pyproject.toml").open("rb") as file:
        contracts = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    (layers,) = (c["layers"] for c in contracts if c.get("containers") == ["minivex"])
    return [name for line in reversed(layers) for name in re.findall(r"\w+", line)]


def _present(folder: Path, names: list[str]) -> list[str]:
    """Those that exist: a name in parentheses is a layer that may be missing."""
    return [name for name in names if (folder / name).is_dir() or (folder / f"{name}.py").is_file()]


def _groups(folder: Path, names: list[str]) -> list[tuple[bool, list[str]]]:
    """Each folder by itself; single files that follow one another together."""
    return [
        (is_folder, group)
        for is_folder, found in groupby(
            names, key=lambda name: name not in _TOGETHER and (folder / name).is_dir()
        )
        for group in ([[name] for name in found] if is_folder else [list(found)])
    ]


def _folder_layer(folder: Path, name: str) -> Layer:
    modules = _modules(folder, name)
    title = _TITLES.get(name, name.capitalize())
    sentence = first_line(folder / name / "__init__.py").removeprefix(f"{title}: ")
    return Layer(title, f"{sentence[:1].upper()}{sentence[1:]}", modules)


def _together(folder: Path, names: list[str]) -> Layer:
    title, sentence = next(
        (_TOGETHER[name] for name in names if name in _TOGETHER),
        (", ".join(names).capitalize(), ""),
    )
    return Layer(title, sentence, tuple(file for name in names for file in _modules(folder, name)))


def _modules(folder: Path, name: str) -> tuple[str, ...]:
    """The files of a folder, or the one file of that name."""
    if not (folder / name).is_dir():
        return (f"{name}.py",)
    found = [path for path in (folder / name).rglob("*.py") if path.name != "__init__.py"]
    return tuple(sorted(path.relative_to(folder).as_posix() for path in found))
