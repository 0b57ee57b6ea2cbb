"""A workshop's plan as pages: the agenda with notes, the solutions to show, the workbook to print.

```
 labs/workshop.toml ──▶ teach/half-day.md    for the trainer: times, what to say, wrong answers
                    ──▶ teach/solutions.md   for the projector: one open at a time, nothing else
                    ──▶ teach/workbook.md    for paper: task, invariant, room for a prediction, starter
```

Solutions are folded, and not locked: each exercise's page has its own, because a static site can hide
nothing. What a trainer decides is when the room looks at one.
"""

import html
import re

from labkit.grader.exercise import ExerciseError
from labkit.grader.page_facts import PageFacts
from sitegen.course import ExerciseItem, LabItem
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
from sitegen.room_links import scene_fragment
from sitegen.workshop import Block, Workshop
from sitegen.wrong_answers import Obstacle, obstacles

__all__ = ["workshop_pages"]

STYLES = '<link rel="stylesheet" href="../../assets/css/teach.css">'
PLAN = "teach/half-day.md"
HOUR = 60
LINES = 3
"""Lines to write on; borders, because printers leave backgrounds out."""
_RULE = re.compile(r"^\*\*The (?:invariant|budget|rule)\b[^*]*\*\*", re.MULTILINE)


def workshop_pages(plan: Workshop) -> list[Page]:
    """The three pages of a plan."""
    return [_plan(plan), _solutions(plan), _workbook(plan)]


# The plan.


def _plan(plan: Workshop) -> Page:
    exercises, labs = plan.exercises(), [b for b in plan.blocks() if b.kind == "lab"]
    parts = [
        front_matter(title=plan.title, description=plan.summary, hide=["toc"], render_macros=False),
        STYLES,
        f"# {plan.title}",
        "<!-- search: workshop, agenda, half day, lesson plan, speaker notes, timings, teach OCC, teach indexing -->",
        meta_line(
            _hours(plan.minutes), f"{len(exercises)} exercises", f"{len(labs)} labs", "for trainers"
        ),
        f"{plan.summary}\n{{ .fb-lead }}",
        "## Before the day { #before }",
        "\n".join(f"- {line}" for line in plan.before),
        "## Agenda { #agenda }",
        _agenda(plan),
    ]
    for part in plan.parts:
        parts += [f"## {part.title} {{ #{part.id} }}", f"{part.goal}\n{{ .fb-lead }}"]
        parts += [_block(block) for block in part.blocks if block.kind != "break"]
    return Page.of_text(f"docs/{PLAN}", "\n\n".join(parts))


def _agenda(plan: Workshop) -> str:
    lines = ["| Begins | Minutes | What |", "| --- | --- | --- |"]
    for part in plan.parts:
        for block in part.blocks:
            minutes = str(block.minutes)
            if block.debrief:
                minutes += f" + {block.debrief} to talk"
            lines.append(f"| {block.clock} | {minutes} | {_what(block)} |")
    last = [*plan.blocks()][-1]
    end = f"{last.ends // HOUR:02d}:{last.ends % HOUR:02d}"
    return "\n".join([*lines, f"| {end} | | End |"])


def _what(block: Block) -> str:
    if block.kind == "break":
        return "Break"
    kind = {"lab": "Lab: ", "exercise": "Exercise: "}.get(block.kind, "")
    return f"{kind}[{block.title}](#{_anchor(block)})"


def _anchor(block: Block) -> str:
    match block.item:
        case ExerciseItem():
            return block.item.exercise.id
        case LabItem():
            return block.item.lab.id
        case _:
            return re.sub(r"[^a-z]+", "-", block.title.lower()).strip("-")


def _block(block: Block) -> str:
    kind = {"lab": "Lab: ", "exercise": "Exercise: "}.get(block.kind, "")
    parts = [f"### {block.clock} {kind}{block.title} {{ #{_anchor(block)} }}"]
    match block.item:
        case LabItem():
            parts += [_link_for_the_room(block, block.item), _say(block)]
        case ExerciseItem():
            parts += _exercise(block, block.item)
        case _:
            parts.append(_say(block))
    if block.checkpoint:
        parts.append(f"**Go on when:** {block.checkpoint}")
    return "\n\n".join(part for part in parts if part)


def _say(block: Block) -> str:
    lines = "\n".join(f"- {line}" for line in block.say)
    return f'<div class="fb-say" markdown>\n\nSay\n{{ .fb-say__kind }}\n\n{lines}\n\n</div>'


def _link_for_the_room(block: Block, item: LabItem) -> str:
    page = link_path(item.page, seen_from=PLAN).removesuffix(".md")
    href = f"../{page}/#{scene_fragment(item.lab, block.scene, block.moves)}"
    scene = item.lab.scene(block.scene)
    title = html.escape(scene.title if scene else "")
    moves = f", with the moves `{block.moves}`" if block.moves else ""
    return f'{block.minutes} minutes. For the room: <a href="{href}">{title}</a>{moves}.'


def _exercise(block: Block, item: ExerciseItem) -> list[str]:
    prompt = sections_of(body_of(item.files["prompt.md"]))
    link = link_path(item.page, seen_from=PLAN)
    known = obstacles(item)
    parts = [
        f"{block.minutes} minutes, then {block.debrief} to talk. [Open the exercise]({link})",
        _rule_of(prompt),
        _say(block),
        f"**Watch for:** {block.watch}",
        f"**Go on when** most have passed.\n\n{prompt.get('Checkpoint', '')}",
        _wrong_answers(known),
        f"**Then talk about it:** {block.after}",
    ]
    if "Questions" in prompt:
        parts.append(f"**Questions for the room:**\n\n{prompt['Questions']}")
    parts.append(
        f"When you say so: [the solution](solutions.md#{item.exercise.id}), on the projector."
    )
    return [part for part in parts if part]


def _rule_of(prompt: dict[str, str]) -> str:
    found = _RULE.search(prompt.get("Before you begin", ""))
    return found[0] if found else ""


def _wrong_answers(known: list[Obstacle]) -> str:
    """What learners believe, by the check that refuses it, and what to talk about."""
    if not known:
        return ""
    count = sum(len(each.beliefs) for each in known)
    inner = "\n\n".join(_obstacle(each) for each in known)
    return (
        '<details class="fb-wrong" data-search-skip markdown="1">\n'
        f"<summary>Typical wrong answers ({count}), and what to say</summary>\n\n{inner}\n\n</details>"
    )


def _obstacle(obstacle: Obstacle) -> str:
    beliefs = "\n".join(f"- “{belief}”" for belief in obstacle.beliefs)
    return (
        f"**Stopped at “{obstacle.title}”** (`{obstacle.check}`). They think:\n\n{beliefs}\n\n"
        f"Say: {obstacle.idea}"
    )


# The solutions.


def _solutions(plan: Workshop) -> Page:
    parts = [
        front_matter(
            title="Solutions to show",
            description="One solution for each exercise of the workshop, in Python and TypeScript, opened when the trainer says so.",
            hide=["toc", "navigation"],
            render_macros=False,
        ),
        STYLES,
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
        f"## {exercise.title} {{ #{exercise.id} }}\n\n{_rule_of(prompt)}\n\n"
        f'<details class="fb-solution" name="solutions" markdown="1">\n<summary>Show the solution</summary>\n\n'
        f'<div class="fb-pair" markdown>\n<div markdown>\n\n{python}\n\n</div>\n'
        f"<div markdown>\n\n{typescript}\n\n</div>\n</div>\n\n{why}\n\n</details>"
    )


# The workbook.


def _workbook(plan: Workshop) -> Page:
    parts = [
        front_matter(
            title="Workbook",
            description="The exercises of the workshop on paper, A4 or Letter: task, invariant, room for a prediction, the code to mend.",
            hide=["toc"],
            render_macros=False,
        ),
        STYLES,
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


def _hours(minutes: int) -> str:
    hours, rest = divmod(minutes, HOUR)
    return f"{hours} h {rest} min" if rest else f"{hours} h"
