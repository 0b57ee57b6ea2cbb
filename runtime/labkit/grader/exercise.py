"""An exercise or a lab, read from a mapping of path to text.

```
 {"exercise.toml": "...", "checks.py": "...", "hints.md": "...", ...}  ->  Exercise
 {"lab.toml": "...", "prompt.md": "...", "lost_update.py": "..."}      ->  Lab
```

A mapping and not a folder, because the browser has no disk: `labkit.grader.folder` makes one from a
folder. Every mistake is an `ExerciseError` that names the file and the rule it breaks.

Invariants: what an `Exercise` holds is complete enough to grade with; its ``version`` depends on
the text of the files and on nothing else.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from labkit.grader.facts import ExerciseError, Facts
from labkit.grader.hints import fill_hint, parse_hints
from labkit.grader.question import Question, read_question
from labkit.grader.settings import Setting, read_setting

__all__ = ["Exercise", "ExerciseError", "Lab", "Scene", "content_version"]

VIEWS = ("lanes", "index-list", "read-set", "kill-switch", "clock", "subscriptions")
"""What a lab can draw: the calls of `labkit.grader.scene`, and the films of `labkit.visual.views`."""

_FACTS_OF_THE_PAGE = ("predict", "anchors", "formerly")
_FILES_OF_THE_PAGE = ("starter.ts", "predict.py", "why.md", "replay.py")
"""Read by `labkit.grader.page_facts`: what stands around the task and grades nothing."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One situation of a lab: a file the reader may edit, and how its calls move."""

    id: str
    title: str
    file: str
    module: str
    grain: Literal["step", "coarse"]
    source: str
    settings: tuple[Setting, ...] = ()
    question: Question | None = None


@dataclass(frozen=True, slots=True)
class Lab:
    """Something to play with that is not graded; ``view`` is the picture that it draws."""

    id: str
    title: str
    summary: str
    scenes: tuple[Scene, ...]
    version: str
    view: str = "lanes"

    @classmethod
    def from_files(cls, files: Mapping[str, str]) -> "Lab":
        """Read a lab from the text of its files.

        Raises: ExerciseError, with the file and the rule.
        """
        facts = Facts("lab.toml", _text(files, "lab.toml"))
        scenes = []
        for number, table in enumerate(facts.tables("scenes"), start=1):
            prefix = f"scenes[{number}]."
            scene = Facts("lab.toml", table, prefix=prefix)
            file = scene.need("file", str)
            grain = scene.may("grain", "step")
            if grain not in ("step", "coarse"):
                raise ExerciseError(
                    "lab.toml",
                    "grain is step or coarse",
                    f"scene {number} has the grain {grain!r}",
                )
            scenes.append(
                Scene(
                    id=scene.identifier(),
                    title=scene.need("title", str),
                    file=file,
                    module=scene.need("module", str),
                    grain="coarse" if grain == "coarse" else "step",
                    source=_text(files, file),
                    settings=_settings(scene, prefix),
                    question=read_question(scene),
                )
            )
            scene.no_others()
        if not scenes:
            raise ExerciseError("lab.toml", "a lab has a scene", "there is no [[scenes]] table")
        return cls(
            id=facts.identifier(),
            title=facts.need("title", str),
            summary=facts.need("summary", str),
            scenes=tuple(scenes),
            version=content_version(files),
            view=_view(facts),
        )

    def scene(self, scene_id: str) -> Scene | None:
        """The scene of that id, or None."""
        return next((scene for scene in self.scenes if scene.id == scene_id), None)


@dataclass(frozen=True, slots=True)
class Exercise:
    """A task with checks: all that grading an attempt needs."""

    id: str
    title: str
    module: str
    functions: tuple[str, ...]
    concepts: tuple[str, ...]
    minutes: int
    objective: str
    out_of_scope: str
    needs: tuple[str, ...]
    step_budget: int
    checks: str
    hint_templates: Mapping[str, tuple[str, ...]]
    version: str

    @classmethod
    def from_files(cls, files: Mapping[str, str]) -> "Exercise":
        """Read an exercise from the text of its files.

        Needs ``exercise.toml``, ``checks.py`` and ``hints.md``; the other files of the folder are
        for readers and for the rules of `labkit.grader.rules`.

        Raises: ExerciseError, with the file and the rule.
        """
        facts = Facts("exercise.toml", _text(files, "exercise.toml"))
        module = facts.need("module", str)
        if not module.isidentifier():
            raise ExerciseError(
                "exercise.toml",
                "module is a Python name",
                f"module = {module!r} cannot be the name of a file of functions",
            )
        found = cls(
            id=facts.identifier(),
            title=facts.need("title", str),
            module=module,
            functions=tuple(facts.need("functions", list)),
            concepts=tuple(facts.need("concepts", list)),
            minutes=facts.need("minutes", int),
            objective=facts.need("objective", str),
            out_of_scope=facts.need("out_of_scope", str),
            needs=tuple(facts.need("needs", list)),
            step_budget=facts.need("step_budget", int),
            checks=_text(files, "checks.py"),
            hint_templates=parse_hints(_text(files, "hints.md")),
            version=content_version(files),
        )
        facts.no_others("kind", *_FACTS_OF_THE_PAGE)
        return found

    @property
    def hints(self) -> dict[str, tuple[str, ...]]:
        """The hints as one reads them without an attempt: placeholders in their general words."""
        return {
            name: tuple(fill_hint(step, {}) for step in steps)
            for name, steps in self.hint_templates.items()
        }

    @property
    def filename(self) -> str:
        """What tracebacks call the learner's file."""
        return f"{self.module}.py"


def content_version(files: Mapping[str, str]) -> str:
    """Twelve hex digits of the content: what a reader is given, and what grades it.

    Wrong answers, other right answers and recorded reports are left out, so that a page's copy of
    the folder, which has none of them, gets the same version. So is what the page says around the task: a better
    explanation, or another spelling in TypeScript, makes nobody's answer an old one.
    """
    digest = hashlib.sha256()
    for path in sorted(files):
        if path.startswith(("wrong/", "right/")) or path in (
            "report.snap.json",
            "mutants.toml",
            *_FILES_OF_THE_PAGE,
        ):
            continue
        for part in (path, files[path]):
            data = part.encode()
            digest.update(len(data).to_bytes(8, "big"))
            digest.update(data)
    return digest.hexdigest()[:12]


def _view(facts: Facts) -> str:
    view = facts.may("view", "lanes")
    if view not in VIEWS:
        raise ExerciseError(
            "lab.toml",
            "a view is one that there is",
            f"there is no view {view!r}; there are {', '.join(VIEWS)}",
        )
    return view


def _settings(scene: Facts, prefix: str) -> tuple[Setting, ...]:
    found = []
    for number, table in enumerate(scene.tables("settings"), start=1):
        where = f"{prefix}settings[{number}]."
        found.append(read_setting(Facts("lab.toml", table, prefix=where), where.removesuffix(".")))
    return tuple(found)


def _text(files: Mapping[str, str], path: str) -> str:
    if path not in files:
        raise ExerciseError(path, "the file exists", "the folder has no such file")
    return files[path]
