"""A workshop's plan as a page for the trainer: times, what to say, typical wrong answers, checkpoints.

```
 labs/workshop.toml ──▶ teach/half-day.md
                    ──▶ teach/solutions.md, teach/workbook.md    `sitegen.workshop_handouts`
```
"""

import html
import re

from sitegen.course import ExerciseItem, LabItem
from sitegen.markdown import body_of, front_matter, link_path, meta_line, sections_of
from sitegen.pages import Page
from sitegen.room_links import scene_fragment
from sitegen.workshop import Block, Workshop, rule_of
from sitegen.workshop_handouts import HANDOUT_STYLES, solutions_page, workbook_page
from sitegen.wrong_answers import Obstacle, obstacles

__all__ = ["workshop_pages"]

PLAN = "teach/half-day.md"
HOUR = 60


def workshop_pages(plan: Workshop) -> list[Page]:
    """The three pages of a plan."""
    return [_plan(plan), solutions_page(plan), workbook_page(plan)]


def _plan(plan: Workshop) -> Page:
    exercises, labs = plan.exercises(), [b for b in plan.blocks() if b.kind == "lab"]
    parts = [
        front_matter(title=plan.title, description=plan.summary, hide=["toc"], render_macros=False),
        HANDOUT_STYLES,
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
        rule_of(prompt),
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


def _hours(minutes: int) -> str:
    hours, rest = divmod(minutes, HOUR)
    return f"{hours} h {rest} min" if rest else f"{hours} h"
