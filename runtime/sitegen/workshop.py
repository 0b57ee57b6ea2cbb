"""The plan of a workshop, read from ``labs/workshop.toml`` and joined with the course.

```
 [[parts]] id, title, goal
   [[parts.blocks]] kind = "talk" | "lab" | "exercise" | "break"
```

A block of an exercise or a lab names its id. Its title, its minutes and what else the folder knows are looked
up, so that the plan cannot contradict the page.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sitegen.course import Course, ExerciseItem, LabItem
from sitegen.pages import Gap, GapError

__all__ = ["Block", "Part", "Workshop", "read_workshop", "rule_of"]

FILE = "labs/workshop.toml"
HOUR = 60

_RULE = re.compile(r"^\*\*The (?:invariant|budget|rule)\b[^*]*\*\*", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Block:
    """Some minutes of the plan: when they begin, what is done, what the trainer says."""

    kind: str
    title: str
    starts: int
    """Minutes after midnight."""
    minutes: int
    debrief: int
    """Minutes of talk after an exercise, which ``minutes`` does not have."""
    say: tuple[str, ...]
    watch: str
    after: str
    checkpoint: str
    item: ExerciseItem | LabItem | None
    scene: str
    moves: str

    @property
    def clock(self) -> str:
        """When it begins, such as ``09:15``."""
        return f"{self.starts // HOUR:02d}:{self.starts % HOUR:02d}"

    @property
    def ends(self) -> int:
        """Minutes after midnight."""
        return self.starts + self.minutes + self.debrief


@dataclass(frozen=True, slots=True)
class Part:
    """Blocks on one subject."""

    id: str
    title: str
    goal: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Workshop:
    """The whole plan."""

    title: str
    summary: str
    before: tuple[str, ...]
    parts: tuple[Part, ...]

    @property
    def minutes(self) -> int:
        """From the first block to the last, breaks included."""
        blocks = [*self.blocks()]
        return blocks[-1].ends - blocks[0].starts

    def blocks(self) -> Iterator[Block]:
        """All blocks, in order."""
        for part in self.parts:
            yield from part.blocks

    def exercises(self) -> list[ExerciseItem]:
        """The exercises of the plan, in order."""
        return [block.item for block in self.blocks() if isinstance(block.item, ExerciseItem)]


def read_workshop(root: Path, course: Course) -> Workshop | None:
    """The plan of the repository at ``root``; None, if there is none.

    Raises: GapError, if it names what the course does not have, or takes longer than it may.
    """
    file = root / FILE
    if not file.is_file():
        return None
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    hours, _, minutes = str(data["start"]).partition(":")
    clock = int(hours) * HOUR + int(minutes)
    parts, gaps = [], list[Gap]()
    for table in data["parts"]:
        blocks = []
        for entry in table["blocks"]:
            block = _block(entry, clock, course, gaps)
            clock = block.ends
            blocks.append(block)
        parts.append(Part(table["id"], table["title"], table["goal"], tuple(blocks)))
    plan = Workshop(data["title"], data["summary"], tuple(data["before"]), tuple(parts))
    if plan.minutes > data["minutes_max"]:
        message = f"it takes {plan.minutes} minutes, and may take {data['minutes_max']}"
        gaps.append(Gap(FILE, "a plan fits its time", message))
    if gaps:
        raise GapError(gaps)
    return plan


def _block(entry: Mapping[str, Any], clock: int, course: Course, gaps: list[Gap]) -> Block:
    kind = entry["kind"]
    item: ExerciseItem | LabItem | None = None
    title, minutes = entry.get("title", "Break"), entry.get("minutes", 0)
    if kind == "exercise":
        exercises = {each.exercise.id: each for each in course.exercises()}
        item = exercises.get(entry["exercise"])
        if item is None:
            gaps.append(_unknown("exercise", entry["exercise"], exercises))
        else:
            title, minutes = item.exercise.title, item.exercise.minutes
    elif kind == "lab":
        labs = {each.lab.id: each for each in course.labs()}
        item = lab = labs.get(entry["lab"])
        if lab is None:
            gaps.append(_unknown("lab", entry["lab"], labs))
        else:
            title = lab.lab.title
            if lab.lab.scene(entry["scene"]) is None:
                scenes = {scene.id: scene for scene in lab.lab.scenes}
                gaps.append(_unknown(f"scene of {lab.lab.id}", entry["scene"], scenes))
    return Block(
        kind=kind,
        title=title,
        starts=clock,
        minutes=minutes,
        debrief=entry.get("debrief", 0),
        say=tuple(entry.get("say", ())),
        watch=entry.get("watch", ""),
        after=entry.get("after", ""),
        checkpoint=entry.get("checkpoint", ""),
        item=item,
        scene=entry.get("scene", ""),
        moves=entry.get("moves", ""),
    )


def _unknown(noun: str, id: str, known: Mapping[str, object]) -> Gap:
    return Gap(FILE, "a plan names what there is", f"no {noun} {id!r}; there is {', '.join(known)}")


def rule_of(prompt: Mapping[str, str]) -> str:
    """What must hold, as an exercise's prompt says it in bold; Markdown."""
    found = _RULE.search(prompt.get("Before you begin", ""))
    return found[0] if found else ""
