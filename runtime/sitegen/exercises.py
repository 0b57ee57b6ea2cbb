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

from sitegen.course import Chapter, Course, ExerciseItem
from sitegen.elements import exercise_element
from sitegen.labs import lab_lines
from sitegen.markdown import (
    body_of,
    file_block,
    front_matter,
    meta_line,
    site_links,
    split_after_section,
)
from sitegen.pages import Page

__all__ = ["exercise_index", "exercise_page"]

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
    return Page.of_text(f"docs/{item.page}", site_links(text, seen_from=item.page))


def exercise_index(course: Course) -> Page:
    """The list of all exercises, chapter by chapter, one line each."""
    parts = [
        front_matter(title="Exercises", render_macros=False),
        "# Exercises",
        (
            "You write Python in the page. The grader runs your functions in every order that matters "
            "and shows you the smallest one that breaks them. The TypeScript of a real project stands "
            "beside each solution.\n{ .fb-lead }"
        ),
        *(_chapter(chapter) for chapter in course.chapters if chapter.exercises),
    ]
    text = site_links("\n\n".join(parts), seen_from="exercises/index.md")
    return Page.of_text("docs/exercises/index.md", text)


def _chapter(chapter: Chapter) -> str:
    rows = [
        f"| [{item.exercise.title}]({item.exercise.id}.md) | {item.exercise.objective.strip()} "
        f"| {item.exercise.minutes} |"
        for item in chapter.exercises
    ]
    table = "\n".join(["| Exercise | After it you can | Minutes |", "| --- | --- | ---: |", *rows])
    labs = lab_lines(chapter, seen_from="exercises/index.md")
    play = [f"To play with first:\n\n{labs}"] if labs else []
    return "\n\n".join(
        [f"## {chapter.title}", chapter.text.replace("\n## ", "\n### "), table, *play]
    )


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
    typescript = file_block(f"convex/{module}.ts", "ts", item.files["solution.ts"])
    return (
        '<details class="fb-solution" markdown="1">\n'
        "<summary>One solution in Python, and the same in a Convex project</summary>\n\n"
        f'<div class="fb-pair" markdown>\n<div markdown>\n\n{python}\n\n</div>\n'
        f"<div markdown>\n\n{typescript}\n\n</div>\n</div>\n\n</details>"
    )
