"""The same histories in two Pythons: this one, and the one that a page of the site starts."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.pyodide.transcripts import hashes

ROOT = Path(__file__).resolve().parents[2]
NODE = shutil.which("node")
IN_PYODIDE = """
import { loadPyodide } from "pyodide";
const pyodide = await loadPyodide();
pyodide.FS.mkdirTree("/repository");
pyodide.mountNodeFS("/repository", process.cwd());
console.log(pyodide.runPython(`
import os, sys
sys.dont_write_bytecode = True
sys.path[:0] = ["/repository/runtime", "/repository"]
os.chdir("/repository")
from tests.pyodide.transcripts import hashes
hashes()
`));
"""


@pytest.mark.cpython
def test_inv84_cpython_and_pyodide_answer_every_scenario_and_200_histories_alike() -> None:
    assert NODE is not None, "make prepares Node; without it nothing of the site can be built"
    command = [NODE, "--input-type=module", "--eval", IN_PYODIDE]
    answered = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert answered.returncode == 0, answered.stderr[-2000:]
    there = json.loads(answered.stdout)
    here = json.loads(hashes())
    assert sum("history" in name for name in here) == 200
    assert [name for name in here if here[name] != there.get(name)] == []
    assert here.keys() == there.keys()
