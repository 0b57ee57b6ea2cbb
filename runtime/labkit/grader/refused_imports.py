"""The words for a module that a learner's file cannot import: what it would reach, and what to do instead."""

import sys
from collections.abc import Mapping
from typing import Final

__all__ = ["import_refusal"]

_FILES = "a Convex function has no files and no process. Keep what has to last in a document"
_THREADS = "a Convex function starts no threads and no processes. Schedule a function, or await one call after another"
_NETWORK = "only an action reaches the network, and these exercises bring what it would answer"
_CHANCE = "a query or mutation may run again and must come to the same. Use ctx.random()"
_TIME = (
    "time stands still inside a query or mutation, and a function cannot sleep. Ask ctx.now(), or schedule a "
    "function for later"
)
_LOOP = (
    "there is no event loop here, and a function cannot sleep. Await the methods of ctx, and async functions of your "
    "own; for later, schedule a function"
)
_INSIDE = (
    "it looks into Python itself, and an answer is judged by what its functions do. On Convex a function cannot "
    "reach what runs it"
)
_COPIES = "what ctx returns is a copy already. Write dict(row) or list(rows) for another one"
_WRITES_CODE = (
    "it writes code out of the names it is given. Use a dict, a plain class or a NamedTuple"
)
_OTHER = "an answer has minivex and the part of the standard library that computes. Write the few lines out"

_REASONS: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        [
            "os",
            "sys",
            "io",
            "pathlib",
            "shutil",
            "tempfile",
            "glob",
            "fileinput",
            "mmap",
            "fcntl",
            "resource",
            "posix",
            "nt",
            "signal",
            "atexit",
            "sqlite3",
            "shelve",
            "dbm",
            "logging",
            "site",
            "sysconfig",
            "platform",
            "getpass",
            "pwd",
            "zipfile",
            "tarfile",
        ],
        _FILES,
    ),
    **dict.fromkeys(
        [
            "threading",
            "_thread",
            "multiprocessing",
            "subprocess",
            "concurrent",
            "queue",
            "sched",
            "pty",
            "interpreters",
            "_interpreters",
            "_xxsubinterpreters",
        ],
        _THREADS,
    ),
    **dict.fromkeys(
        [
            "socket",
            "ssl",
            "http",
            "urllib",
            "ftplib",
            "smtplib",
            "socketserver",
            "xmlrpc",
            "select",
        ],
        _NETWORK,
    ),
    **dict.fromkeys(["random", "secrets", "uuid"], _CHANCE),
    **dict.fromkeys(["time", "zoneinfo"], _TIME),
    "asyncio": _LOOP,
    "copy": _COPIES,
    "dataclasses": _WRITES_CODE,
    **dict.fromkeys(
        [
            "gc",
            "inspect",
            "ctypes",
            "_ctypes",
            "importlib",
            "imp",
            "builtins",
            "traceback",
            "linecache",
            "dis",
            "code",
            "codeop",
            "ast",
            "symtable",
            "pickle",
            "marshal",
            "copyreg",
            "weakref",
            "pdb",
            "bdb",
            "trace",
            "tracemalloc",
            "faulthandler",
            "runpy",
            "pkgutil",
            "warnings",
            "unittest",
            "doctest",
            "labkit",
            "checks",
            "js",
            "pyodide",
            "pyodide_js",
            "_pyodide",
        ],
        _INSIDE,
    ),
}


def import_refusal(name: str) -> ImportError:
    """The error for ``import name``; one that is nowhere is not found, as always."""
    top = name.partition(".")[0]
    reason = _REASONS.get(top)
    if reason is None and (top in sys.stdlib_module_names or top == "minivex"):
        reason = _OTHER
    if reason is None:
        return ModuleNotFoundError(f"No module named {name!r}", name=name)
    return ImportError(f"{name} cannot be imported: {reason}.", name=name)
