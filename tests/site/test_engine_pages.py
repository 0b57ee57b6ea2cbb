"""The pages about the engine: what they take from the code, and what they miss in it."""

from pathlib import Path

import pytest

from sitegen.docstrings import read_parts
from sitegen.engine_pages import ENGINE_PAGES, engine_gaps, engine_pages
from sitegen.invariants import carriers, read_invariants
from sitegen.layers import read_layers
from tests.site.conftest import REPOSITORY, generate
from tests.site.small_course import write_files
from tests.site.small_engine import CONTRACT, ENGINE, write_engine


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_engine(tmp_path)
    return tmp_path


def pages(root: Path) -> dict[str, str]:
    """The texts of the generated pages by the names of their files."""
    return {Path(page.path).stem: page.text for page in engine_pages(root)}


def gap_lines(root: Path) -> list[str]:
    return [str(gap) for gap in engine_gaps(root)]


def test_layers_come_upwards_and_what_all_use_comes_last(root: Path) -> None:
    assert [(layer.title, layer.sentence, layer.modules) for layer in read_layers(root)] == [
        ("Values", "What can be stored.", ("values/value.py",)),
        ("Transactions", "Reads and writes.", ("txn/cursor.py",)),
        ("The whole backend", "All layers, wired together.", ("backend.py",)),
        ("Clients", "What a page sees.", ()),
        (
            "Used by all layers",
            "What can go wrong, what time it is, and what happened.",
            ("clock.py", "errors.py"),
        ),
    ]


def test_a_layer_that_the_contract_allows_may_be_missing(root: Path) -> None:
    write_files(root, {"pyproject.toml": CONTRACT.replace('"(client)"', '"(client)", "(later)"')})
    assert "later" not in {layer.title.lower() for layer in read_layers(root)}


def test_every_module_of_the_real_engine_is_in_one_layer() -> None:
    listed = [name for layer in read_layers(REPOSITORY) for name in layer.modules]
    folder = REPOSITORY / "runtime/minivex"
    modules = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*.py")
        if path.name != "__init__.py"
    }
    assert sorted(listed) == sorted(modules)


def test_a_part_has_its_sections_and_nothing_after_them(root: Path) -> None:
    parts = {
        part.symbol: part
        for part in read_parts(root / "runtime/minivex/txn/cursor.py", "txn/cursor.py")
    }
    assert set(parts) == {"", "Cursor.read", "LOG_MAX"}
    assert parts[""].differs == (
        "Convex encrypts <its> cursors; these are only opaque. Use ``next``."
    )
    assert parts["LOG_MAX"].summary == "Commits kept."
    assert parts["LOG_MAX"].differs == "Convex keeps more."
    assert parts["Cursor.read"].source == parts[""].source
    assert parts["Cursor.read"].id == "txn-cursor-Cursor-read"


def test_a_difference_is_shown_with_what_it_is_about_and_its_source(root: Path) -> None:
    page = pages(root)["differences"]
    assert "<li>3 differences</li><li>5 modules</li>" in page
    assert (
        '<div id="txn-cursor"><dt><code>txn/cursor.py</code></dt><dd>'
        '<p class="fb-parts__what">A place between two rows.</p>'
        "<p>Convex encrypts &lt;its&gt; cursors; these are only opaque. "
        "Use <code>next</code>.</p>"
        '<p class="fb-source">Compared with: Convex documentation, “Paginated Queries”; '
        "convex-backend <code>crates/common/src/query.rs</code> and "
        "<code>npm-packages/convex/src/server</code></p></dd></div>"
    ) in page
    assert "<p>Rows are small.</p>" in page
    assert "nobody sees this" not in page


def test_what_has_no_known_difference_is_listed_with_its_source_or_as_our_own(root: Path) -> None:
    page = pages(root)["differences"]
    values, backend = page.index("## Values"), page.index("## The whole backend")
    assert "No difference is known." in page[values : page.index("## Transactions")]
    assert "<code>values/value.py</code></dt>" in page[values:backend]
    assert "Our own; it names no counterpart." in page[backend:]


def test_the_engine_of_these_tests_has_no_gap(root: Path) -> None:
    assert gap_lines(root) == []


@pytest.mark.parametrize(
    ("file", "docstring", "name"),
    [
        ("txn/cursor.py", '    """Where a page ended."""\n', "Cursor"),
        ("values/value.py", '"""Anything that can be stored."""\n', "Value"),
        ("values/value.py", '    """A copy."""\n', "clone"),
        ("values/value.py", '    """Makes validators."""\n', "v"),
    ],
)
def test_a_public_name_that_says_nothing_is_a_gap(
    root: Path, file: str, docstring: str, name: str
) -> None:
    assert docstring in ENGINE[file]
    code = docstring.partition('"')[0] + "x = 1\n"
    write_files(root / "runtime/minivex", {file: ENGINE[file].replace(docstring, code, 1)})
    (line,) = gap_lines(root)
    assert line == (
        f"runtime/minivex/{file}: `{name}` is exported by minivex and has no docstring "
        "(rule: public names say what they are)"
    )


def test_a_module_that_says_nothing_is_a_gap(root: Path) -> None:
    write_files(root / "runtime/minivex", {"clock.py": "NOW = 0\n"})
    assert gap_lines(root) == [
        "runtime/minivex/clock.py: it has no first line to show (rule: a module says what it is)"
    ]


def test_a_test_belongs_to_every_number_in_its_name(root: Path) -> None:
    numbers = {test.name: set(test.numbers) for test in carriers(root)}
    assert numbers["inv1_inv2_both_hold"] == {1, 2}
    assert numbers["inv20_is_another_number"] == {20}
    assert numbers["a_moment"] == set()
    assert [invariant.number for invariant in read_invariants(root)] == [1, 2, 3]


def test_a_promise_is_shown_with_its_tests_and_the_lack_of_them(root: Path) -> None:
    page = pages(root)["invariants"]
    assert "<li>3 invariants</li><li>2 with a test</li><li>1 without</li>" in page
    assert (
        '<tr id="inv1"><th scope="row">1</th><td>A read sees one moment.'
        "<details><summary>2 tests</summary><dl><dt><code>tests/test_reads.py</code></dt>"
        "<dd>A moment</dd><dd>Both hold</dd></dl></details></td></tr>"
    ) in page
    assert ('<td>Nothing is lost.<p class="fb-promises__open">no test yet</p></td></tr>') in page
    assert page.index("## Reads") < page.index('id="inv2"') < page.index("## Writes")


def test_the_map_has_the_first_line_of_every_file(root: Path) -> None:
    script = '/**\n * Draws a picture,\n * and words. More.\n *\n * Unsaid.\n */\nimport "x";\n'
    write_files(root / "runtime/browser", {"view.js": script, "data.json": "{}"})
    page = pages(root)["map"]
    assert "<li>6 files</li>" in page
    assert "<dt><code>minivex/txn/cursor.py</code></dt><dd>A place between two rows.</dd>" in page
    assert "<dt><code>browser/view.js</code></dt><dd>Draws a picture, and words. More.</dd>" in page


def test_the_navigation_has_the_pages_before_they_are_written(small_root: Path) -> None:
    touched = generate(small_root)
    assert {f"docs/{page}" for page in ENGINE_PAGES} <= set(touched)
    config = (small_root / "mkdocs.generated.yml").read_text()
    engine = config.partition("- Engine:\n")[2].partition("\n- ")[0]
    entries = [line.removeprefix("  - ") for line in engine.splitlines()]
    assert entries[0] == "engine/index.md", "then the tour, in the order of the layers"
    assert entries[-3:] == [f"engine/{name}.md" for name in ("differences", "invariants", "map")]
    written = {f"engine/{page.name}" for page in (small_root / "docs/engine").glob("*.md")}
    assert set(entries) == written, "a page of the tour is listed in mkdocs.yml"


def test_limits_that_the_engine_does_not_keep_are_listed(root: Path) -> None:
    assert "{ #limits }" not in pages(root)["differences"]
    limits = (
        '[groups]\na = "A"\n'
        '[[limit]]\nid = "x"\ngroup = "a"\nwhat = "Lines"\nvalue = 256\nsource = "docs"\n'
        '[[limit]]\nid = "y"\ngroup = "a"\nwhat = "Kept"\nvalue = 7\nsource = "docs"\n'
        'engine = "minivex.kept:Y"\n'
    )
    write_files(root, {"docs/reference/data/limits.toml": limits})
    page = pages(root)["differences"]
    assert "| Lines | 256 |" in page
    assert "Kept" not in page
