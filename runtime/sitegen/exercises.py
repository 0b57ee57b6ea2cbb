"""An exercise's folder to its page.

```
 title, minutes, concepts, objective     exercise.toml
 Before you begin · Predict              prompt.md; the question of exercise.toml
 Task                                    prompt.md
 the editor                              starter.py; under it starter.ts, folded
 Checkpoint                              prompt.md
 Hints                                   hints.md, folded
 When it passes                          why.md, the replay, Questions, what to read; opened by success
 Solution                                solution.py beside solution.ts, folded
 the next exercise
```

Everything can be read without JavaScript.
"""

import html
import re

from labkit.grader.exercise import ExerciseError
from labkit.grader.page_facts import PageFacts
from sitegen.course import Course, ExerciseItem
from sitegen.elements import exercise_element, predict_element, replay_element
from sitegen.markdown import (
    body_of,
    file_block,
    front_matter,
    link_path,
    meta_line,
    sections_of,
)
from sitegen.pages import Page
from sitegen.reading import Reading

__all__ = ["exercise_page", "project_files"]

HINT_LABELS = ("What was observed", "The idea", "The fix")
_BEFORE_THE_EDITOR = ("Before you begin", "Predict", "Task")
_AFTER_SUCCESS = ("Questions",)


def exercise_page(item: ExerciseItem, course: Course, reading: Reading) -> Page:
    """The page of one exercise."""
    exercise = item.exercise
    prompt = sections_of(body_of(item.files["prompt.md"]))
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
    ]
    for name in _BEFORE_THE_EDITOR:
        parts.append(_section(name, prompt.get(name, "")))
        if name == "Predict":
            parts.append(predict_element(item))
    parts += [exercise_element(item), _starter(item)]
    parts += [
        _section(name, text)
        for name, text in prompt.items()
        if name not in (*_BEFORE_THE_EDITOR, *_AFTER_SUCCESS)
    ]
    parts += [
        "## Hints",
        "Each hint has three steps: what was observed, the idea, the fix. Stop at the first that helps.",
        *(_hint(name, steps) for name, steps in exercise.hints.items()),
        "## When it passes { #passed }",
        _after_success(item, prompt, reading),
        "## Solution",
        _solution(item),
        _next(item, course),
    ]
    text = "\n\n".join(part for part in parts if part)
    return Page.of_text(f"docs/{item.page}", text)


def _section(name: str, text: str) -> str:
    return f"## {name}\n\n{text}" if text else ""


def _after_success(item: ExerciseItem, prompt: dict[str, str], reading: Reading) -> str:
    """Folded until the answer passes; the page opens it then."""
    why = sections_of(item.files.get("why.md", ""))
    parts = []
    for name, text in why.items():
        parts.append(f"### {name}\n\n{text}")
        if name == "Why it is right" and "replay.py" in item.files:
            parts.append(f"### Without the check\n\n{replay_element(item)}")
    parts += [f"### {name}\n\n{prompt[name]}" for name in _AFTER_SUCCESS if name in prompt]
    links = [
        link
        for address in _anchors(item)
        if (link := reading.link(address, seen_from=item.page)) is not None
    ]
    if links:
        parts.append("### Read on\n\n" + "\n".join(f"- {link}" for link in links))
    inner = "\n\n".join(parts)
    return (
        f'<details class="fb-after" data-exercise="{item.exercise.id}" markdown="1">\n'
        "<summary>Why it is right, what it costs, and questions to go on with</summary>\n\n"
        f"{inner}\n\n</details>"
    )


def _anchors(item: ExerciseItem) -> tuple[str, ...]:
    try:
        return PageFacts.from_files(item.files).anchors
    except ExerciseError:
        return ()  # `missing_parts` says so


def _hint(name: str, steps: tuple[str, ...]) -> str:
    inner = "\n\n".join(
        f'<details markdown="1">\n<summary>{label}</summary>\n\n{step}\n\n</details>'
        for label, step in zip(HINT_LABELS, steps, strict=True)
    )
    title = html.escape(name.replace("-", " ").capitalize())
    return f'<details class="fb-hint" markdown="1">\n<summary>{title}</summary>\n\n{inner}\n\n</details>'


def _starter(item: ExerciseItem) -> str:
    """What the editor begins with, for those who read Convex in TypeScript."""
    if "starter.ts" not in item.files:
        return ""  # `missing_parts` says so
    return (
        '<details class="fb-starter" markdown="1">\n<summary>The same in TypeScript</summary>\n\n'
        f"{_typescript(item, 'starter.ts')}\n\n</details>"
    )


def _typescript(item: ExerciseItem, path: str) -> str:
    """The files of a Convex project, one code block for each."""
    default = f"convex/{item.exercise.module}.ts"
    files = project_files(item.files[path], default=default)
    return "\n\n".join(file_block(name, "ts", source) for name, source in files)


def _solution(item: ExerciseItem) -> str:
    python = file_block(f"{item.exercise.module}.py", "py", item.files["solution.py"])
    typescript = _typescript(item, "solution.ts")
    return (
        '<details class="fb-solution" markdown="1">\n'
        "<summary>One solution in Python, and the same in a Convex project</summary>\n\n"
        f'<div class="fb-pair" markdown>\n<div markdown>\n\n{python}\n\n</div>\n'
        f"<div markdown>\n\n{typescript}\n\n</div>\n</div>\n\n</details>"
    )


def _next(item: ExerciseItem, course: Course) -> str:
    """The exercise after this one, in the order of the course; after the last, the list of all."""
    items = list(course.exercises())
    place = items.index(item)
    if place + 1 == len(items):
        link = link_path("exercises/index.md", seen_from=item.page)
        return f"This was the last one. [All exercises]({link})\n{{ .fb-next-exercise }}"
    after = items[place + 1]
    link = link_path(after.page, seen_from=item.page)
    minutes = f"{after.exercise.minutes} minutes"
    return f"Next: [{after.exercise.title}]({link}), {minutes}\n{{ .fb-next-exercise }}"


def project_files(source: str, *, default: str) -> list[tuple[str, str]]:
    """Split a ``starter.ts`` or ``solution.ts`` at its ``// convex/….ts`` lines into names and texts of files."""
    pieces = re.split(r"^// (convex/\S+\.tsx?)\n", source, flags=re.MULTILINE)
    files = list(zip(pieces[1::2], pieces[2::2], strict=True))
    if pieces[0].strip():
        files.insert(0, (default, pieces[0]))
    return [(name, text.strip()) for name, text in files]
