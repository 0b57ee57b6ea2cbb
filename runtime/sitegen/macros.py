"""Inline forms for authors of pages: thin calls into the generator's own code.

```
 {= exercise("one-winner") =}        a link with what it asks for
 {= exercise_here("one-winner") =}   the editor itself
 {= playground() =}                  a backend of the reader's own
 {= lab("two-lanes") =}   {= lab_here("two-lanes") =}
 {= limit("bytes-read") =}           a number of the limits page, linked to its row
 {= cell("functions/helpers") =}     code that runs in the page, with its TypeScript
 {= source("docs, Actions") =}       the small line that says where a fact is from
 {= checked() =}                     the line with the version a page was checked against
 {= code("minivex.txn.read_set.ReadSet.record") =}   the engine's own source of a symbol
 {= code_with_docstring("minivex.reactive.token.Token.advance") =}
```

After the build they also link the glossary's terms and write the search index, the Markdown for
programs and the feed of changes: whoever builds the site gets them.

The delimiters are not Jinja's own, because ``{{ … }}`` is how JSX writes a style.
"""

import json
from pathlib import Path
from typing import Any

from sitegen.cells import cell_markdown, read_cell
from sitegen.course import Course, ExerciseItem, LabItem, read_course
from sitegen.elements import (
    exercise_card,
    exercise_element,
    lab_card,
    lab_element,
    playground_element,
)
from sitegen.feed import write_feed
from sitegen.glossary import link_terms
from sitegen.limits import limit_link, read_limits
from sitegen.llms import write_llms
from sitegen.playground import templates_version
from sitegen.search_index import write_search_index
from sitegen.symbols import piece_markdown, read_piece

__all__ = ["define_env", "on_post_build"]


def define_env(env: Any) -> None:
    """Register the forms; called by mkdocs-macros once for each build."""
    root = Path(env.project_dir)
    course = read_course(root)
    _, limits = read_limits(root)

    def seen_from() -> str:
        return str(env.page.file.src_uri)

    @env.macro  # type: ignore[untyped-decorator]
    def exercise(id: str) -> str:
        item = find_exercise(course, id)
        return exercise_card(item.exercise, page=item.page, seen_from=seen_from())

    @env.macro  # type: ignore[untyped-decorator]
    def exercise_here(id: str) -> str:
        return exercise_element(find_exercise(course, id))

    @env.macro  # type: ignore[untyped-decorator]
    def lab(id: str) -> str:
        item = find_lab(course, id)
        return lab_card(item.lab, page=item.page, seen_from=seen_from())

    @env.macro  # type: ignore[untyped-decorator]
    def lab_here(id: str) -> str:
        return lab_element(find_lab(course, id))

    @env.macro  # type: ignore[untyped-decorator]
    def playground() -> str:
        source = root / "docs" / "playground" / "app.py"
        return playground_element(source.read_text(encoding="utf-8"), templates_version(root))

    @env.macro  # type: ignore[untyped-decorator]
    def limit(id: str) -> str:
        return limit_link(limits, id, seen_from=seen_from())

    @env.macro  # type: ignore[untyped-decorator]
    def cell(id: str, title: str = "") -> str:
        return cell_markdown(read_cell(root, id), title)

    @env.macro  # type: ignore[untyped-decorator]
    def source(*places: str) -> str:
        return (
            f"{'Sources' if len(places) > 1 else 'Source'}: {'; '.join(places)}.\n{{ .fb-source }}"
        )

    @env.macro  # type: ignore[untyped-decorator]
    def checked(*others: str) -> str:
        versions = ", ".join([f"convex {convex_version(root)}", *others])
        return f"Checked against {versions}.\n{{ .fb-checked }}"

    @env.macro  # type: ignore[untyped-decorator]
    def code(symbol: str) -> str:
        piece = read_piece(root, symbol)
        return piece_markdown(piece, piece.undocumented)

    @env.macro  # type: ignore[untyped-decorator]
    def code_with_docstring(symbol: str) -> str:
        piece = read_piece(root, symbol)
        return piece_markdown(piece, piece.text)


def on_post_build(env: Any) -> None:
    """Finish what needs the built pages; called by mkdocs-macros once for each build."""
    root, site = Path(env.project_dir), Path(env.conf["site_dir"])
    link_terms(site, root)
    write_search_index(site, root)
    write_llms(site, root)
    write_feed(site, root, str(env.conf["site_url"]))


def convex_version(root: Path) -> str:
    """The version of npm convex that the samples are compiled against."""
    package = json.loads((root / "package.json").read_text(encoding="utf-8"))
    return str(package["devDependencies"]["convex"])


def find_exercise(course: Course, id: str) -> ExerciseItem:
    """The exercise of that id.

    Raises: LookupError, with the ids there are.
    """
    by_id = {item.exercise.id: item for item in course.exercises()}
    if id not in by_id:
        raise LookupError(f"no exercise {id!r} in labs/; there is {', '.join(by_id) or 'none'}")
    return by_id[id]


def find_lab(course: Course, id: str) -> LabItem:
    """The lab of that id.

    Raises: LookupError, with the ids there are.
    """
    by_id = {item.lab.id: item for item in course.labs()}
    if id not in by_id:
        raise LookupError(f"no lab {id!r} in labs/; there is {', '.join(by_id) or 'none'}")
    return by_id[id]
