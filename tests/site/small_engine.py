"""An engine of two layers and a ground, with a few tests, for tests that want to break it."""

from pathlib import Path

from tests.site.small_course import write_files

CONTRACT = """\
[[tool.importlinter.contracts]]
name = "layers"
containers = ["minivex"]
layers = ["(client)", "backend", "txn", "values", "clock : errors"]
"""

ENGINE = {
    "__init__.py": '''\
"""An engine."""

from minivex.txn.cursor import Cursor
from minivex.values.value import Value, v
from minivex.values import clone

__all__ = ["Cursor", "Value", "clone", "v"]
''',
    "backend.py": '"""A whole backend."""\n',
    "clock.py": '"""Virtual time."""\n',
    "errors.py": '"""What can go wrong."""\n',
    "client/__init__.py": '"""What a page sees."""\n',
    "txn/__init__.py": '"""Transactions: reads and writes."""\n',
    "txn/cursor.py": '''\
"""A place between two rows.

Source: docs "Paginated Queries"; convex-backend crates/common/src/query.rs and
npm-packages/convex/src/server.
Differs: Convex encrypts <its> cursors;
these are only opaque. Use ``next``.

Nothing of this belongs to the difference.
"""


class Cursor:
    """Where a page ended."""

    def read(self) -> int:
        """One row.

        Differs: rows are small.
        """
        return 1

    def _peek(self) -> int:
        """Hidden.

        Differs: nobody sees this.
        """
        return 1


LOG_MAX = 3
"""Commits kept. Differs: Convex keeps more."""
''',
    "values/__init__.py": '''\
"""What can be stored."""

from minivex.values.value import clone
''',
    "values/value.py": '''\
"""Any value.

Source: crates/value/src.
"""


class Builder:
    """Makes validators."""


v = Builder()
Value = int
"""Anything that can be stored."""


def clone(value: Value) -> Value:
    """A copy."""
    return value
''',
}

PROMISES = """\
["Reads"]
1 = "A read sees one moment."
2 = "A `take` reads no more than it needs."

["Writes"]
3 = "Nothing is lost."

[tests]
1 = ["tests/test_reads.py::test_a_moment"]
"""

TESTS = """\
def test_a_moment(): ...
def test_inv2_it_reads_<few>_rows(): ...
async def test_inv1_inv2_both_hold(): ...
def test_inv20_is_another_number(): ...
"""


def write_engine(root: Path) -> None:
    """Write the engine, its contract, its promises and their tests below ``root``."""
    write_files(root / "runtime/minivex", ENGINE)
    write_files(
        root,
        {
            "pyproject.toml": CONTRACT,
            "tests/invariants.toml": PROMISES,
            "tests/test_reads.py": TESTS,
        },
    )
