"""What a room looks at: a workshop's solutions on the projector, and its workbook on paper.

```
 labs/workshop.toml ──▶ teach/solutions.md   one open at a time, and no notes beside it
                    ──▶ teach/workbook.md    task, invariant, room for a prediction, the code to mend
```

Solutions are folded, and not locked: each exercise's page has its own, because a static site can hide
nothing. What a trainer decides is when the room looks at one.
"""

from labkit.grader.exercise import ExerciseError
from labkit.grader.page_facts import PageFacts
from sitegen.course import ExerciseItem
from sitegen.exercises import project_files
from sitegen.markdown import (
    body_of,
    docstring_html,
    file_block,
    front_matter,
    link_path,
    meta_line,
    sections_of,
)
from sitegen.pages import Page
from sitegen.workshop import Workshop, rule_of

__all__ = ["HANDOUT_STYLES", "solutions_page", "workbook_page"]

HANDOUT_STYLES = '<link rel="stylesheet" href="../../assets/css/teach.css">'
LINES = 3
"""Lines to write on; borders, because printers leave backgrounds out."""


def solutions_page(plan: Workshop) -> Page:
    """For the projector: each exercise with its solution, folded."""
    parts = [
        front_matter(
            title="Solutions to show",
            description="One solution for each exercise of the workshop, in Python and TypeScript, opened when the trainer says so.",
            hide=["toc", "navigation"],
            render_macros=False,
        ),
        HANDOUT_STYLES,
        "# Solutions to show",
        (
            "For the projector, beside the [plan](half-day.md). One is open at a time. Learners find the same on the "
            "exercise's own page, folded: nothing on a site without a server can be locked, and nobody has to wait for "
            "a room.\n{ .fb-lead }"
        ),
        '<div class="fb-show" data-search-skip markdown="1">',
        *(_solution(item) for item in plan.exercises()),
        "</div>",
    ]
    return Page.of_text("docs/teach/solutions.md", "\n\n".join(parts))


def _solution(item: ExerciseItem) -> str:
    exercise = item.exercise
    prompt = sections_of(body_of(item.files["prompt.md"]))
    python = file_block(f"{exercise.module}.py", "py", item.files["solution.py"])
    typescript = "\n\n".join(
        file_block(name, "ts", source)
        for name, source in project_files(
            item.files["solution.ts"], default=f"convex/{exercise.module}.ts"
        )
    )
    why = sections_of(item.files.get("why.md", "")).get("Why it is right", "")
    return (
        f"## {exercise.title} {{ #{exercise.id} }}\n\n{rule_of(prompt)}\n\n"
        f'<details class="fb-solution" name="solutions" markdown="1">\n<summary>Show the solution</summary>\n\n'
        f'<div class="fb-pair" markdown>\n<div markdown>\n\n{python}\n\n</div>\n'
        f"<div markdown>\n\n{typescript}\n\n</div>\n</div>\n\n{why}\n\n</details>"
    )


def workbook_page(plan: Workshop) -> Page:
    """For paper: a cover, then each exercise on a sheet of its own."""
    parts = [
        front_matter(
            title="Workbook",
            description="The exercises of the workshop on paper, A4 or Letter: task, invariant, room for a prediction, the code to mend.",
            hide=["toc"],
            render_macros=False,
        ),
        HANDOUT_STYLES,
        "# Workbook",
        "<!-- search: workbook, print exercises, worksheet, handout -->",
        (
            f"{plan.title}, on paper: A4 or Letter, from the browser. Each exercise begins on a sheet of its own. "
            "Predict before you type; the answers are on the screen.\n{ .fb-lead }"
        ),
        '<p class="fb-sheet__owner">Name</p>',
        _cover(plan),
        '<div data-search-skip markdown="1">',
        *(_sheet(item) for item in plan.exercises()),
        "</div>",
    ]
    return Page.of_text("docs/teach/workbook.md", "\n\n".join(parts))


def _cover(plan: Workshop) -> str:
    """What the owner fills in, exercise by exercise."""
    rows = "\n".join(
        f"| {item.exercise.title} | {item.exercise.minutes} | | | |" for item in plan.exercises()
    )
    return (
        "| Exercise | Minutes | My prediction was right | Attempts | Passed at |\n"
        f"| --- | --- | --- | --- | --- |\n{rows}"
    )


def _sheet(item: ExerciseItem) -> str:
    exercise = item.exercise
    prompt = sections_of(body_of(item.files["prompt.md"]))
    link = link_path(item.page, seen_from="teach/workbook.md")
    parts = [
        f"## {exercise.title} {{ #{exercise.id} .fb-sheet }}",
        meta_line(f"{exercise.minutes} minutes", *exercise.concepts),
        f"[On the screen]({link})",
        prompt.get("Before you begin", ""),
        f"### Predict {{ #{exercise.id}-predict }}",
        prompt.get("Predict", ""),
        _question(item),
        f"### Task {{ #{exercise.id}-task }}",
        prompt.get("Task", ""),
        _lines("What I changed, and why it holds now:"),
        f"### The code {{ #{exercise.id}-code }}",
        file_block(f"{exercise.module}.py", "py", item.files["starter.py"]),
    ]
    return "\n\n".join(part for part in parts if part)


def _question(item: ExerciseItem) -> str:
    """The options to tick, and room for a reason; the answer stays on the screen."""
    try:
        facts = PageFacts.from_files(item.files)
    except ExerciseError:
        return _lines("I expect:")
    options = "".join(f"<li>{docstring_html(option)}</li>" for option in facts.options)
    return (
        f'<p class="fb-question">{docstring_html(facts.question)}</p>\n'
        f'<ul class="fb-sheet__options">{options}</ul>\n\n{_lines("Because:")}'
    )


def _lines(label: str) -> str:
    return f'<p class="fb-sheet__lines">{label}{"<span></span>" * LINES}</p>'
