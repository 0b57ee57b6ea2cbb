"""An exercise's folder to its page.

```
 title, minutes, concepts, objective     exercise.toml
 Before you begin · Predict · Task       prompt.md
 the editor                              starter.py
 Checkpoint · Questions                  the rest of prompt.md
 hints, solution                         hints.md, solution.py beside solution.ts; folded, readable
                                         without JavaScript
```
"""

import html
import re

from sitegen.course import Chapter, Course, ExerciseItem
from sitegen.elements import exercise_element
from sitegen.labs import lab_lines
from sitegen.markdown import (
    body_of,
    file_block,
    front_matter,
    link_path,
    meta_line,
    split_after_section,
)
from sitegen.pages import Page

__all__ = ["chapter_page", "exercise_index", "exercise_page", "project_files"]

HINT_LABELS = ("What was observed", "The idea", "The fix")


def exercise_page(item: ExerciseItem) -> Page:
    """The page of one exercise."""
    exercise = item.exercise
    before, after = split_after_section(body_of(item.files["prompt.md"]), "Task")
    parts = [
        front_matter(
            title=exercise.title,
            description=exercise.objective,
            hide=["toc"],
            render_macros=False,
        ),
        f"# {exercise.title}",
        meta_line("Exercise", f"{exercise.minutes} minutes", *exercise.concepts),
        f"{exercise.objective.strip()}\n{{ .fb-lead }}",
        before,
        exercise_element(item),
        after,
        "## Hints",
        "Each hint has three steps: what was observed, the idea, the fix. Stop at the first that helps.",
        *(_hint(name, steps) for name, steps in exercise.hints.items()),
        "## Solution",
        _solution(item),
    ]
    text = "\n\n".join(part for part in parts if part)
    return Page.of_text(f"docs/{item.page}", text)


def exercise_index(course: Course) -> Page:
    """The list of all exercises, chapter by chapter, one line each."""
    here = "exercises/index.md"
    parts = [
        front_matter(title="Exercises", render_macros=False),
        "# Exercises",
        (
            "You write Python in the page. The grader runs your functions in every order in which "
            "their steps can meet, and shows you the shortest one that breaks them. The TypeScript "
            "of a Convex project stands beside each solution.\n{ .fb-lead }"
        ),
    ]
    for chapter in course.chapters:
        if chapter.exercises:
            link = link_path(chapter.page, seen_from=here)
            parts += [f"## {chapter.title}", f"[About this chapter]({link})", _table(chapter, here)]
    return Page.of_text(f"docs/{here}", "\n\n".join(parts))


def chapter_page(chapter: Chapter) -> Page:
    """What a chapter is for, and what is in it."""
    labs = lab_lines(chapter, seen_from=chapter.page)
    parts = [
        front_matter(title=chapter.title, render_macros=False),
        f"# {chapter.title}",
        chapter.text,
        f"## Labs\n\n{labs}" if labs else "",
        f"## Exercises\n\n{_table(chapter, chapter.page)}" if chapter.exercises else "",
    ]
    text = "\n\n".join(part for part in parts if part)
    return Page.of_text(f"docs/{chapter.page}", text)


def _table(chapter: Chapter, seen_from: str) -> str:
    rows = [
        f"| [{item.exercise.title}]({link_path(item.page, seen_from=seen_from)}) "
        f"| {item.exercise.objective.strip()} | {item.exercise.minutes} |"
        for item in chapter.exercises
    ]
    return "\n".join(["| Exercise | What it asks | Minutes |", "| --- | --- | ---: |", *rows])


def _hint(name: str, steps: tuple[str, ...]) -> str:
    inner = "\n\n".join(
        f'<details markdown="1">\n<summary>{label}</summary>\n\n{step}\n\n</details>'
        for label, step in zip(HINT_LABELS, steps, strict=True)
    )
    title = html.escape(name.replace("-", " ").capitalize())
    return f'<details class="fb-hint" markdown="1">\n<summary>{title}</summary>\n\n{inner}\n\n</details>'


def _solution(item: ExerciseItem) -> str:
    module = item.exercise.module
    python = file_block(f"{module}.py", "py", item.files["solution.py"])
    typescript = "\n\n".join(
        file_block(name, "ts", source)
        for name, source in project_files(item.files["solution.ts"], default=f"convex/{module}.ts")
    )
    return (
        '<details class="fb-solution" markdown="1">\n'
        "<summary>One solution in Python, and the same in a Convex project</summary>\n\n"
        f'<div class="fb-pair" markdown>\n<div markdown>\n\n{python}\n\n</div>\n'
        f"<div markdown>\n\n{typescript}\n\n</div>\n</div>\n\n</details>"
    )


def project_files(source: str, *, default: str) -> list[tuple[str, str]]:
    """Split a ``solution.ts`` at its ``// convex/….ts`` lines into names and texts of files."""
    pieces = re.split(r"^// (convex/\S+\.tsx?)\n", source, flags=re.MULTILINE)
    files = list(zip(pieces[1::2], pieces[2::2], strict=True))
    if pieces[0].strip():
        files.insert(0, (default, pieces[0]))
    return [(name, text.strip()) for name, text in files]
