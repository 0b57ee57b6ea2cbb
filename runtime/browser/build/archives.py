"""Compile Python sources into zip archives of bytecode, with the interpreter that will run them.

Runs inside Pyodide under Node (``archives.mjs`` starts it), because bytecode belongs to one Python
version and the development machine has another. Archives are *stored*, not deflated: the whole
archive is compressed once for the network, and importing from it then costs no inflating.
"""

import ast
import importlib
import io
import sys
import warnings
import zipfile
from collections.abc import Callable
from importlib import _bootstrap_external
from importlib.util import source_hash
from pathlib import Path
from types import CodeType

LIBRARY_ROOT = "/lib/python314.zip/"
NEVER_SHIPPED = ("idlelib/", "turtledemo/", "test/", "ensurepip/", "tkinter/", "pydoc_data/")
# The import system's own writer of .pyc files has no public name.
_to_pyc: Callable[..., bytes] = vars(_bootstrap_external)["_code_to_hash_pyc"]
FIXED_DATE = (2020, 1, 1, 0, 0, 0)  # equal sources give equal archives


def library_files_behind(modules: list[str]) -> list[str]:
    """Files of the standard library that are loaded once ``modules`` have been imported."""
    for name in modules:
        importlib.import_module(name)
    files = {getattr(module, "__file__", None) or "" for module in list(sys.modules.values())}
    return sorted(
        file.removeprefix(LIBRARY_ROOT) for file in files if file.startswith(LIBRARY_ROOT)
    )


def names_added_by(files: list[str], core: list[str]) -> list[str]:
    """The shortest names that an import needs ``files`` for.

    A package that ``core`` lacks is one name (``unittest``); of one that it has in part, each
    missing module is (``json.tool``).
    """
    present = {_module_name(file) for file in core}
    names = set()
    for file in files:
        parts = _module_name(file).split(".")
        prefixes = (".".join(parts[:length]) for length in range(1, len(parts) + 1))
        names.add(next((name for name in prefixes if name not in present), ""))
    return sorted(names - {""})


def _module_name(file: str) -> str:
    return file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def write_library_archive(source: str, files: list[str], target: str) -> None:
    """Write the library ``files`` of the zip ``source`` as bytecode without docstrings."""
    with zipfile.ZipFile(source) as library:
        entries = {file: library.read(file) for file in files}
    _write(target, entries, _library_code)


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
    _write(target, entries, _engine_code)


def remaining_library_files(source: str, core: list[str]) -> list[str]:
    """Library files that are not in ``core`` and could be of use in a browser."""
    with zipfile.ZipFile(source) as library:
        return [
            file
            for file in sorted(library.namelist())
            if file.endswith(".py") and file not in set(core) and not file.startswith(NEVER_SHIPPED)
        ]


def _write(
    target: str, entries: dict[str, bytes], to_code: Callable[[bytes, str], CodeType]
) -> None:
    """Write ``entries`` in order of name; ``.py`` becomes ``.pyc``."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, data in sorted(entries.items()):
            if not name.endswith(".py"):
                archive.writestr(zipfile.ZipInfo(name, FIXED_DATE), data)
                continue
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # the library warns about its own old spellings
                code = to_code(data, name)
            pyc = _to_pyc(code, source_hash(data), checked=False)
            archive.writestr(zipfile.ZipInfo(name + "c", FIXED_DATE), pyc)
    Path(target).write_bytes(buffer.getvalue())


def _library_code(source: bytes, name: str) -> CodeType:
    """Code without docstrings and assertions, whose lines are all the first of their function.

    That halves the size, and still says in a traceback which function of which file it was.
    """
    code = compile(source, name, "exec", dont_inherit=True, optimize=2)
    return _with_lines(code, lambda code: [(len(code.co_code) // 2, code.co_firstlineno)])


def _engine_code(source: bytes, name: str) -> CodeType:
    """Code with assertions and exact lines; without columns, docstrings and signatures' types.

    Three fifths of the size, and nothing reads them at run time: columns are for the marks below a
    line of source, which the archive does not have. The types of a class's fields stay, because
    they make a dataclass.
    """
    tree = ast.parse(source, name)
    _strip(tree)
    code = compile(tree, name, "exec", dont_inherit=True, optimize=0)
    return _with_lines(code, _lines_of)


def _strip(tree: ast.Module) -> None:
    """Take out of ``tree`` what only people and type checkers read."""
    for node in ast.walk(tree):
        match node:
            case ast.arg():
                node.annotation = None
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                node.returns = None
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            match node.body:
                case [ast.Expr(ast.Constant(str())) as docstring, *rest]:
                    node.body = rest or [ast.copy_location(ast.Pass(), docstring)]
        if isinstance(node, ast.ClassDef) and any(
            "dataclass" in ast.unparse(decorator) for decorator in node.decorator_list
        ):
            # Without one, a dataclass writes its signature there, at the cost of inspecting it.
            docstring = ast.Expr(ast.Constant("-"))
            node.body.insert(0, ast.fix_missing_locations(ast.copy_location(docstring, node)))


def _lines_of(code: CodeType) -> list[tuple[int, int | None]]:
    """How many instruction units stand on each line, in order."""
    return [((end - start) // 2, line) for start, end, line in code.co_lines()]


def _with_lines(
    code: CodeType, lines_of: Callable[[CodeType], list[tuple[int, int | None]]]
) -> CodeType:
    """``code`` with a table of lines, and no columns, as ``lines_of`` gives them.

    Source: CPython, InternalDocs/code_objects.md, "Format of the locations table".
    """
    only_line, nowhere = 13, 15  # forms of an entry: one without columns, one without a place
    table = bytearray()
    before = code.co_firstlineno
    for units, line in lines_of(code):
        left = units
        while left > 0:
            length = min(left, 8)  # an entry covers no more
            left -= length
            form = nowhere if line is None else only_line
            table.append(0x80 | form << 3 | length - 1)
            if line is not None:
                table += _signed_varint(line - before)
                before = line
    constants = tuple(
        _with_lines(one, lines_of) if isinstance(one, CodeType) else one for one in code.co_consts
    )
    return code.replace(co_consts=constants, co_linetable=bytes(table))


def _signed_varint(number: int) -> bytes:
    """Six bits a byte, lowest first; the sign is the lowest bit of all."""
    rest = -number << 1 | 1 if number < 0 else number << 1
    parts = bytearray()
    while rest >> 6:
        parts.append(0b100_0000 | rest & 0b11_1111)
        rest >>= 6
    parts.append(rest)
    return bytes(parts)
