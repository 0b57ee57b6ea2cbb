"""Rules of this repository that no linter knows: size, names, places, what must not be written."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.repo.repository import code, paths, read, texts

LINES_MAX = 300
LINES_AGAIN_SHORT = 250  # a file that comes back below this no longer needs its reason
FUNCTION_LINES_MAX = 60

# A longer file wants a reason here; a reason that is no longer needed fails too.
LONG_FILES: dict[str, str] = {
    "runtime/labkit/grader/mutants.py": "one rule for each kind of node that is changed",
    "runtime/labkit/grader/sandbox.py": "one file of source, from its text to its one error",
    "runtime/labkit/grader/worker_context.py": "each way to ask for jobs and crashes, and the telling of both",
    "runtime/labkit/harness/worker_play.py": "one state machine: what can move, the moves, the crash",
    "runtime/minivex/abi/front_end.py": "one method for each request of the package",
    "runtime/minivex/backend/core.py": "how one backend begins, forks and crashes, and what calls find in it",
    "runtime/minivex/functions/ctx.py": "one ctx for each kind of function, and what they share",
    "runtime/minivex/functions/execution.py": "one state machine: its moves, its end, another one at the same point",
    "runtime/minivex/functions/query_builder.py": "one fluent interface, a method for each word",
    "runtime/minivex/index/sorted_map.py": "one data structure and the check of its invariants",
    "runtime/minivex/services/crons.py": "one service: definitions, clock, runs",
    "runtime/minivex/services/push.py": "one push from its first look at the data to its activation",
    "runtime/minivex/trace.py": "one class for each event, below the life they make up",
    "runtime/minivex/txn/filter.py": "one small language: building, checking, evaluating",
    "runtime/minivex/txn/transaction.py": "every operation on one snapshot and its own writes",
    "tests/labkit/grader/attacks.py": "every attack, with what the report must say",
    "tests/typescript/behaviour.mjs": "one comparison: build, play, show, tell",
    "tests/engine/abi/test_front_end.py": "every request beside the Python that means the same",
    "tests/model/limits_to_reach.py": "one way to reach each limit there is",
    "tests/engine/services/test_scheduler.py": "the life of a job, state by state",
    "tests/engine/txn/test_transaction.py": "every operation against a model",
}
LONG_FUNCTIONS: dict[str, str] = {}

TOP_LEVEL = {
    *("docs", "labs", "runtime", "tests", ".github", ".ci", "mkdocs.yml"),
    *("Makefile", "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE"),
    *("pyproject.toml", "uv.lock", "package.json", "package-lock.json"),
    *("biome.json", "tsconfig.json", ".editorconfig", ".gitignore", ".pre-commit-config.yaml"),
}

# Names that say nothing about what is inside.
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "stuff", "shared"}

# Joined here, so that this file does not hold what it forbids.
REGISTRY_HOSTS = [
    ".".join(parts)
    for parts in [
        ("pypi", "org"),
        ("files", "pythonhosted", "org"),
        ("registry", "npmjs", "org"),
        ("registry", "yarnpkg", "com"),
        ("unpkg", "com"),
        ("cdn", "jsdelivr", "net"),
        ("cdnjs", "cloudflare", "com"),
        ("esm", "sh"),
        ("fonts", "googleapis", "com"),
        ("proxy", "golang", "org"),
    ]
]
# uv writes the public address of every package into its lock file; see the decision records.
MAY_NAME_REGISTRIES = {"uv.lock"}


def listed(path: Path) -> str:
    """A path as it is written in reports and in the lists above."""
    return path.as_posix()


def first_words(path: Path) -> str:
    """What the first line of a module says, without quotes and comment marks."""
    if path.suffix == ".py":
        return (ast.get_docstring(ast.parse(read(path))) or "").split("\n")[0]
    lines = [line for line in read(path).split("\n") if not line.startswith("#!")]
    text = " ".join(lines[:2])
    return re.sub(r"^[/*\s]+", "", text) if text.startswith(("//", "/*")) else ""


def test_every_module_says_in_its_first_line_what_it_is() -> None:
    silent = [
        listed(path) for path in code("runtime", "tests", "labs") if len(first_words(path)) < 12
    ]
    assert silent == []


def test_a_long_file_has_a_reason() -> None:
    lines = {listed(p): read(p).count("\n") for p in code("runtime", "tests", "labs")}
    long = {path for path, count in lines.items() if count > LINES_MAX}
    assert long - set(LONG_FILES) == set()
    short = {path for path in LONG_FILES if lines.get(path, 0) < LINES_AGAIN_SHORT}
    assert short == set()


def test_a_long_function_has_a_reason() -> None:
    long = set()
    for path in code("runtime", "tests", "labs"):
        if path.suffix != ".py":
            continue
        for node in ast.walk(ast.parse(read(path))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                start = node.body[1].lineno if ast.get_docstring(node) and node.body[1:] else None
                end = node.end_lineno or node.lineno
                if end - (start or node.lineno) >= FUNCTION_LINES_MAX:
                    long.add(f"{listed(path)}:{node.name}")
    assert long == set(LONG_FUNCTIONS)


def test_the_top_level_holds_only_what_belongs_there() -> None:
    assert {path.parts[0] for path in paths()} <= TOP_LEVEL


def test_no_name_is_vague() -> None:
    vague = [
        listed(path)
        for path in paths()
        if VAGUE_NAMES & {part.partition(".")[0].lower() for part in path.parts}
    ]
    assert vague == []


def test_each_module_of_the_engine_has_its_own_test() -> None:
    engine = Path("runtime/minivex")
    modules = [path for path in code("runtime") if path.is_relative_to(engine)]
    missing = []
    for module in modules:
        if module.suffix == ".py" and module.name != "__init__.py":
            place = module.relative_to(engine)
            test = Path("tests/engine") / place.parent / f"test_{place.name}"
            if test not in paths():
                missing.append(listed(test))
    assert missing == []


def test_each_test_of_the_engine_has_its_module() -> None:
    tests = Path("tests/engine")
    modules = {listed(path) for path in code("runtime")}
    orphans = []
    for path in code("tests"):
        if path.is_relative_to(tests) and path.name.startswith("test_"):
            place = path.relative_to(tests)
            module = Path("runtime/minivex") / place.parent / place.name.removeprefix("test_")
            if listed(module) not in modules:
                orphans.append(listed(path))
    assert orphans == []


FORBIDDEN = {
    "a note to do something later has no number": r"\b(?:TODO|FIXME|XXX)\b(?!\(#\d+\))",
    "a path of one person's machine": r"(?<![\w.:/])/(?:work|root|home/\w+|Users/\w+)/\w",
    "a test that is skipped": r"pytest\.(?:mark\.)?(?:skip|xfail)\b|@unittest\.skip"
    r"|\b(?:test|it|describe)\.(?:skip|only|todo)\(",
}
MAY_MATCH = {"tests/repo/test_tidy.py", "package-lock.json", "uv.lock"}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_nowhere_is(what: str) -> None:
    pattern = re.compile(FORBIDDEN[what])
    found = [
        f"{listed(path)}:{number}: {line.strip()[:80]}"
        for path in texts()
        if listed(path) not in MAY_MATCH
        for number, line in enumerate(read(path).split("\n"), start=1)
        if pattern.search(line)
    ]
    assert found == []


def test_what_people_read_has_no_emoji() -> None:
    emoji = re.compile("[\U0001f300-\U0001faff\u2705\u274c\u2728\u26a0]")
    found = [listed(p) for p in texts() if p.parts[0] != "tests" and emoji.search(read(p))]
    assert found == []


def test_no_file_names_the_host_of_a_package_registry() -> None:
    named = [
        f"{listed(path)}: {host}"
        for path in texts()
        if listed(path) not in MAY_NAME_REGISTRIES
        for host in REGISTRY_HOSTS
        if host in read(path)
    ]
    assert named == []


def test_text_ends_with_one_line_break_and_uses_no_others() -> None:
    # Empty files and files that others write (a lock, a recorded report) are as their tool leaves them.
    untidy = [
        listed(path)
        for path in texts()
        if path.suffix in {".py", ".js", ".mjs", ".ts", ".md", ".toml", ".yml", ".css", ".sh"}
        if read(path) and ("\r" in read(path) or re.search(r"(?:(?<!\n)|\n\n)\Z", read(path)))
    ]
    assert untidy == []
