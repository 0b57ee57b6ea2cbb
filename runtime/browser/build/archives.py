"""Compile Python sources into zip archives of bytecode, with the interpreter that will run them.

Runs inside Pyodide under Node (``archives.mjs`` starts it), because bytecode belongs to one Python
version and the development machine has another. Archives are *stored*, not deflated: the whole
archive is compressed once for the network, and importing from it then costs no inflating.
"""

import importlib
import io
import sys
import warnings
import zipfile
from importlib import _bootstrap_external  # type: ignore[attr-defined]  # writes .pyc files
from importlib.util import source_hash
from pathlib import Path

LIBRARY_ROOT = "/lib/python314.zip/"
NEVER_SHIPPED = ("idlelib/", "turtledemo/", "test/", "ensurepip/", "tkinter/", "pydoc_data/")
FIXED_DATE = (2020, 1, 1, 0, 0, 0)  # equal sources give equal archives


def library_files_behind(modules: list[str]) -> list[str]:
    """Files of the standard library that are loaded once ``modules`` have been imported."""
    for name in modules:
        importlib.import_module(name)
    files = {getattr(module, "__file__", None) or "" for module in list(sys.modules.values())}
    return sorted(
        file.removeprefix(LIBRARY_ROOT) for file in files if file.startswith(LIBRARY_ROOT)
    )


def top_level_modules(files: list[str]) -> list[str]:
    """The names that an ``import`` statement would use for ``files``."""
    return sorted({file.split("/")[0].removesuffix(".py") for file in files})


def write_library_archive(source: str, files: list[str], target: str) -> None:
    """Write the library ``files`` of the zip ``source`` as bytecode without docstrings."""
    with zipfile.ZipFile(source) as library:
        entries = {file: library.read(file) for file in files}
    # Level 2 drops docstrings and assert statements, and with them a third of the size.
    _write(target, entries, optimize=2)


def write_engine_archive(roots: dict[str, str], target: str) -> None:
    """Write the packages and modules in ``roots`` (name in the archive to path) as bytecode.

    Assertions stay: they are the engine's own invariants, and a learner who breaks one should
    hear of it.
    """
    entries: dict[str, bytes] = {}
    for name, root in roots.items():
        path = Path(root)
        if path.is_file():
            entries[name] = path.read_bytes()
            continue
        for file in sorted(path.rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                entries[f"{name}/{file.relative_to(path)}"] = file.read_bytes()
    _write(target, entries, optimize=0)


def remaining_library_files(source: str, core: list[str]) -> list[str]:
    """Library files that are not in ``core`` and could be of use in a browser."""
    with zipfile.ZipFile(source) as library:
        return [
            file
            for file in sorted(library.namelist())
            if file.endswith(".py") and file not in set(core) and not file.startswith(NEVER_SHIPPED)
        ]


def _write(target: str, entries: dict[str, bytes], *, optimize: int) -> None:
    """Write ``entries`` in order of name; ``.py`` becomes ``.pyc``."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, data in sorted(entries.items()):
            if name.endswith(".py"):
                archive.writestr(_entry(name + "c"), _bytecode(data, name, optimize))
            else:
                archive.writestr(_entry(name), data)
    Path(target).write_bytes(buffer.getvalue())


def _entry(name: str) -> zipfile.ZipInfo:
    return zipfile.ZipInfo(name, FIXED_DATE)


def _bytecode(source: bytes, name: str, optimize: int) -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library warns about its own old spellings
        code = compile(source, name, "exec", dont_inherit=True, optimize=optimize)
    pyc = _bootstrap_external._code_to_hash_pyc(code, source_hash(source), checked=False)  # noqa: SLF001
    return bytes(pyc)
