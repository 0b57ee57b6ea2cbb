"""The course as the site sees it: chapters in order, with their labs and exercises.

```
 labs/40-occ/chapter.md            "# Conflicts" and what the chapter is for
 labs/40-occ/30-one-winner/        an Exercise with the text of its files
 labs/40-occ/10-two-lanes/         a Lab, likewise
```

Invariant: every item here can be shown; what is missing was reported as a `Gap` instead.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from labkit.grader.exercise import Exercise, ExerciseError, Lab
from labkit.grader.folder import LabFolder, find_folders
from sitegen.pages import Gap

__all__ = ["Chapter", "Course", "ExerciseItem", "LabItem", "read_course"]

PROMPT_SECTIONS = ("Before you begin", "Predict", "Task")
"""The sections every exercise's prompt has, in this order; others may follow."""

_TITLE = re.compile(r"\A\s*# +(?P<title>[^\n]+)\n?")
_SECTION = re.compile(r"^## +(.+?)\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class ExerciseItem:
    """An exercise and the files its page is made of."""

    exercise: Exercise
    files: Mapping[str, str]
    folder: str

    @property
    def page(self) -> str:
        """The path of its page below ``docs/``."""
        return f"exercises/{self.exercise.id}.md"


@dataclass(frozen=True, slots=True)
class LabItem:
    """A lab and the files its page is made of."""

    lab: Lab
    files: Mapping[str, str]
    folder: str

    @property
    def page(self) -> str:
        """The path of its page below ``docs/``."""
        return f"labs/{self.lab.id}.md"


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter: its id, its title, its introduction, what belongs to it."""

    id: str
    title: str
    text: str
    folder: str
    labs: tuple[LabItem, ...]
    exercises: tuple[ExerciseItem, ...]

    @property
    def page(self) -> str:
        """The path of its page below ``docs/``."""
        return f"exercises/{self.id}/index.md"


@dataclass(frozen=True, slots=True)
class Course:
    """All chapters, and what was found missing on the way."""

    chapters: tuple[Chapter, ...]
    gaps: tuple[Gap, ...]

    def exercises(self) -> Iterator[ExerciseItem]:
        """Every exercise, in the order of the course."""
        for chapter in self.chapters:
            yield from chapter.exercises

    def labs(self) -> Iterator[LabItem]:
        """Every lab, in the order of the course."""
        for chapter in self.chapters:
            yield from chapter.labs


def read_course(root: Path) -> Course:
    """Read the chapters below ``root/labs``.

    A chapter whose number is lower comes first; within it, labs and exercises follow their numbers.
    """
    folders: dict[str, list[LabFolder]] = {}
    for folder in find_folders(root / "labs"):
        folders.setdefault(folder.chapter, []).append(folder)
    gaps: list[Gap] = []
    chapters = [
        _read_chapter(root, root / "labs" / name, found, gaps) for name, found in folders.items()
    ]
    seen = {chapter.id: f"labs/{name}" for name, chapter in zip(folders, chapters, strict=True)}
    for chapter in chapters:
        items: list[ExerciseItem | LabItem] = [*chapter.labs, *chapter.exercises]
        for item in items:
            id = _id_of(item)
            if id in seen:
                gaps.append(Gap(item.folder, "ids are unique", f"{id!r} is also {seen[id]}"))
            seen[id] = item.folder
    return Course(tuple(chapters), tuple(gaps))


def _id_of(item: ExerciseItem | LabItem) -> str:
    return item.exercise.id if isinstance(item, ExerciseItem) else item.lab.id


def _read_chapter(root: Path, path: Path, folders: list[LabFolder], gaps: list[Gap]) -> Chapter:
    file = path / "chapter.md"
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    heading = _TITLE.match(text)
    if heading is None:
        gaps.append(
            Gap(
                file.relative_to(root).as_posix(),
                "a chapter has a title",
                "the file should begin with a line '# Title'",
            )
        )
    labs: list[LabItem] = []
    exercises: list[ExerciseItem] = []
    for folder in folders:
        where = folder.path.relative_to(root).as_posix()
        files = folder.files()
        try:
            if folder.kind == "lab":
                labs.append(LabItem(Lab.from_files(files), files, where))
                gaps.extend(_missing(where, files, ("prompt.md",)))
            else:
                exercises.append(ExerciseItem(Exercise.from_files(files), files, where))
                gaps.extend(
                    _missing(
                        where, files, ("prompt.md", "starter.py", "solution.py", "solution.ts")
                    )
                )
                gaps.extend(_prompt_gaps(where, files.get("prompt.md", "")))
        except ExerciseError as error:
            message = (
                str(error).removeprefix(f"{error.file}: ").removesuffix(f" (rule: {error.rule})")
            )
            gaps.append(Gap(f"{where}/{error.file}", error.rule, message))
    return Chapter(
        id=path.name.partition("-")[2] or path.name,
        title=heading["title"].strip() if heading else path.name,
        text=text[heading.end() :].strip() if heading else text,
        folder=path.relative_to(root).as_posix(),
        labs=tuple(labs),
        exercises=tuple(exercises),
    )


def _missing(where: str, files: Mapping[str, str], names: tuple[str, ...]) -> Iterator[Gap]:
    for name in names:
        if name not in files:
            yield Gap(f"{where}/{name}", "the page's files exist", "the folder has no such file")


def _prompt_gaps(where: str, prompt: str) -> Iterator[Gap]:
    found = [name for name in _SECTION.findall(prompt) if name in PROMPT_SECTIONS]
    if prompt and tuple(found) != PROMPT_SECTIONS:
        yield Gap(
            f"{where}/prompt.md",
            "a prompt has three sections",
            f"found {', '.join(found) or 'none'}; wanted {', '.join(PROMPT_SECTIONS)}, in this order",
        )
