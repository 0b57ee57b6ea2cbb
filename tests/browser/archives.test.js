// The bytecode of engine.zip: smaller than the compiler's, and equal in all that can be noticed.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { loadPyodide } from "pyodide";

const script = new URL("../../runtime/browser/build/archives.py", import.meta.url);

// Lines that go back, that are far apart, that belong to nothing, and every kind of function.
const SOURCE = `"""A module."""
from dataclasses import dataclass


@dataclass(frozen=True)
class Point:
    """A place."""

    x: int
    y: int = (
        2
    )


def outer(
    n: "int" = 1, *rest: "str", key: "str" = "k", **more: "str"
) -> "int":
    """Say it."""
    def inner(x: "int") -> "int":
        return [
            x
            for x in range(
                n
            ) if x
        ][
            0
        ]
    try:
        return inner(n)
    finally:
        n = 0
${"\n".repeat(200)}
async def far(x: "int") -> "int":
    async with x as y:
        return (lambda z: z
            + 1)(y)


def check(n):
    """Assert."""
    assert n, "kept"


def only_a_docstring():
    """Nothing else."""
`;

/** @type {import("pyodide").PyodideAPI} */
let python;

before(async () => {
  python = await loadPyodide();
  python.runPython(readFileSync(fileURLToPath(script), "utf8"));
  python.globals.set("source", SOURCE);
  python.runPython(`
module = {"__name__": "sample"}
sys.modules["sample"] = type(sys)("sample")
exec(_engine_code(source.encode(), "sample.py"), module)
`);
});

test("every instruction keeps its line, and loses its column", () => {
  python.runPython(`
def functions(code):
    yield code
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield from functions(one)

def lines(code):
    return [(one.co_qualname, [line for line, *_ in one.co_positions()]) for one in functions(code)]

tree = ast.parse(source, "sample.py")
_strip(tree)
plain = compile(tree, "sample.py", "exec", dont_inherit=True, optimize=0)
bare = _engine_code(source.encode(), "sample.py")
assert len(list(functions(bare))) > 8
assert lines(bare) == lines(plain)
assert {c for one in functions(bare) for p in one.co_positions() for c in p[2:]} == {None}
`);
});

test("assertions stay, docstrings and signatures' types go", () => {
  assert.equal(python.runPython("module['outer'](3)"), 1);
  assert.throws(() => python.runPython("module['check'](0)"), /kept/);
  assert.equal(
    python.runPython("module['check'].__doc__ is module['outer'].__doc__ is None"),
    true,
  );
  assert.equal(python.runPython("module['outer'].__annotations__ == {}"), true);
  assert.equal(python.runPython("module['only_a_docstring']() is None"), true);
});

test("a dataclass keeps its fields and writes no signature", () => {
  assert.equal(python.runPython("repr(module['Point'](1))"), "Point(x=1, y=2)");
  assert.equal(python.runPython("module['Point'].__doc__"), "-");
});
