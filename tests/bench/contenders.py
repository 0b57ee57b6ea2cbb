"""Who takes part, each as a child process that keeps its documents between requests."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from tests.bench.install import Installed

__all__ = ["CALLED", "CPYTHON", "PYODIDE", "Contender", "contenders"]

ROOT = Path(__file__).resolve().parents[2]
CPYTHON: Final = "minivex (CPython)"
PYODIDE: Final = "minivex (Pyodide)"
CALLED: Final = "minivex, called (CPython)"
"""The same operations, each as a call of a function."""

_ENGINE = "tests.bench.engine_adapter:Engine"
_SQLITE = "tests.bench.sqlite_adapter:Sqlite"
_PYTHON: Final = {
    CPYTHON: _ENGINE,
    f"{CPYTHON} with search": f"{_ENGINE}WithSearch",
    CALLED: "tests.bench.called_adapter:Called",
    "sqlite3": _SQLITE,
    "sqlite3 JSON": f"{_SQLITE}Json",
    "sqlite3 FTS5": f"{_SQLITE}Text",
    "ZODB": "tests.bench.zodb_adapter:Zodb",
    "TinyDB": "tests.bench.tinydb_adapter:Tiny",
}
_IN_PYODIDE: Final = {PYODIDE: _ENGINE, f"{PYODIDE} with search": f"{_ENGINE}WithSearch"}
_IN_NODE: Final = ("convex-test", "tinybase", "rxdb", "dexie", "start")


class Contender:
    """One of those who take part. Its process starts with the first question."""

    def __init__(
        self, name: str, command: list[str], first: dict[str, object], env: dict[str, str]
    ) -> None:
        self.name = name
        self.problem = ""
        self._command = command
        self._first = first
        self._env = env
        self._process: subprocess.Popen[str] | None = None

    def ask(self, **request: object) -> dict[str, Any]:
        """The answer to a request; one with ``error`` or ``absent`` has no numbers."""
        if self.problem:
            return {"absent": True}
        if self._process is None:
            self._process = subprocess.Popen(
                self._command,
                cwd=ROOT,
                env=self._env,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
            if self._first:
                self.problem = str(self._exchange(self._first).get("error", ""))
                if self.problem:
                    return {"absent": True}
        return self._exchange(request)

    def stop(self) -> None:
        """End the process; a later question starts another one."""
        process, self._process = self._process, None
        if process is None:
            return
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.close()
        try:
            process.wait(3)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()

    def _exchange(self, request: dict[str, object]) -> dict[str, Any]:
        process = self._process
        assert process is not None
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(json.dumps(request) + "\n")
            process.stdin.flush()
            line = process.stdout.readline()
            found: dict[str, Any] = json.loads(line) if line else {"error": "the process ended"}
        except OSError as error:
            found = {"error": str(error)}
        return found


def contenders(installed: Installed) -> dict[str, Contender]:
    """Everyone, by name."""
    path = os.pathsep.join([str(ROOT), str(ROOT / "runtime"), str(installed.python)])
    env = {
        **os.environ,
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": path,
        "BENCH_PEERS": str(installed.node),
    }
    python = [sys.executable, "-m", "tests.bench.python_worker"]
    node = ["node", "--expose-gc", "tests/bench/node_worker.mjs"]
    everyone = [
        Contender(name, python, {"op": "adapter", "spec": spec}, env)
        for name, spec in _PYTHON.items()
    ]
    everyone += [
        Contender(name, node, {"op": "adapter", "spec": spec, "pyodide": True}, env)
        for name, spec in _IN_PYODIDE.items()
    ]
    everyone += [
        Contender(name, node, {} if name == "start" else {"op": "adapter", "spec": name}, env)
        for name in _IN_NODE
    ]
    return {one.name: one for one in everyone}
