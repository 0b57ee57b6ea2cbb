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
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar

__all__ = [
    "Exercise",
    "ExerciseError",
    "Lab",
    "Scene",
    "content_version",
    "fill_hint",
    "parse_hints",
]

T = TypeVar("T")

HINT_STEPS = ("Observed", "Idea", "Fix")
"""The three headings under every hint, in this order."""

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\|([^{}]*)\}")
_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


class ExerciseError(Exception):
    """An exercise folder breaks a rule; says which file and which rule."""

    def __init__(self, file: str, rule: str, message: str) -> None:
        super().__init__(f"{file}: {message} (rule: {rule})")
        self.file = file
        self.rule = rule


@dataclass(frozen=True, slots=True)
class Scene:
    """One situation of a lab: a file the reader may edit, and how its calls move."""

    id: str
    title: str
    file: str
    module: str
    grain: Literal["step", "coarse"]
    source: str


@dataclass(frozen=True, slots=True)
class Lab:
    """Something to play with that is not graded."""

    id: str
    title: str
    summary: str
    scenes: tuple[Scene, ...]
    version: str

    @classmethod
    def from_files(cls, files: Mapping[str, str]) -> "Lab":
        """Read a lab from the text of its files.

        Raises: ExerciseError, with the file and the rule.
        """
        facts = _Facts("lab.toml", _text(files, "lab.toml"))
        scenes = []
        for number, table in enumerate(facts.tables("scenes"), start=1):
            scene = _Facts("lab.toml", table, prefix=f"scenes[{number}].")
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
                )
            )
        if not scenes:
            raise ExerciseError("lab.toml", "a lab has a scene", "there is no [[scenes]] table")
        return cls(
            id=facts.identifier(),
            title=facts.need("title", str),
            summary=facts.need("summary", str),
            scenes=tuple(scenes),
            version=content_version(files),
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
        facts = _Facts("exercise.toml", _text(files, "exercise.toml"))
        module = facts.need("module", str)
        if not module.isidentifier():
            raise ExerciseError(
                "exercise.toml",
                "module is a Python name",
                f"module = {module!r} cannot be the name of a file of functions",
            )
        return cls(
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
    the folder, which has none of them, gets the same version.
    """
    digest = hashlib.sha256()
    for path in sorted(files):
        if path.startswith(("wrong/", "right/")) or path == "report.snap.json":
            continue
        for part in (path, files[path]):
            data = part.encode()
            digest.update(len(data).to_bytes(8, "big"))
            digest.update(data)
    return digest.hexdigest()[:12]


def parse_hints(markdown: str) -> dict[str, tuple[str, ...]]:
    """Read ``hints.md``: one ``## hint-id`` each, with ``### Observed``, ``### Idea``, ``### Fix``.

    Raises: ExerciseError, if a hint has other steps than these three or one of them is empty.
    """
    hints = _sections(markdown)
    for name, found in hints.items():
        if tuple(found) != HINT_STEPS:
            raise ExerciseError(
                "hints.md",
                "a hint has three steps",
                f"{name} has {', '.join(found) or 'none'}; wanted {', '.join(HINT_STEPS)}",
            )
        for step, lines in found.items():
            if not "".join(lines).strip():
                raise ExerciseError("hints.md", "no step is empty", f"{step} of {name} is empty")
    return {
        name: tuple("\n".join(found[step]).strip() for step in HINT_STEPS)
        for name, found in hints.items()
    }


def fill_hint(step: str, details: Mapping[str, str]) -> str:
    """Put values into the placeholders of a hint: ``{name|words if there is no value}``.

    >>> fill_hint("{who|One worker} won.", {"who": "ada"})
    'ada won.'
    """
    return _PLACEHOLDER.sub(lambda found: details.get(found[1], found[2]), step)


def _sections(markdown: str) -> dict[str, dict[str, list[str]]]:
    """The lines below each ``###`` below each ``##``; fences may hold anything."""
    hints: dict[str, dict[str, list[str]]] = {}
    lines: list[str] = []  # what comes before the first step of a hint is dropped
    fenced = False
    for number, line in enumerate(markdown.splitlines(), start=1):
        fenced ^= line.startswith("```")
        if fenced or not line.startswith(("## ", "### ")):
            lines.append(line)
        elif line.startswith("## "):
            name = line[3:].strip()
            if name in hints:
                raise ExerciseError(
                    "hints.md", "hint ids are unique", f"line {number}: {name} again"
                )
            hints[name] = {}
            lines = []
        elif not hints:
            raise ExerciseError(
                "hints.md",
                "a step belongs to a hint",
                f"line {number}: {line!r} has no ## above it",
            )
        else:
            lines = list(hints.values())[-1][line[4:].strip()] = []
    return hints


def _text(files: Mapping[str, str], path: str) -> str:
    if path not in files:
        raise ExerciseError(path, "the file exists", "the folder has no such file")
    return files[path]


class _Facts:
    """The facts of one TOML table, read one by one with errors that name the file."""

    def __init__(self, file: str, source: str | Mapping[str, object], prefix: str = "") -> None:
        self._file = file
        self._prefix = prefix
        if isinstance(source, str):
            try:
                self._table: Mapping[str, object] = tomllib.loads(source)
            except tomllib.TOMLDecodeError as error:
                raise ExerciseError(file, "the file is TOML", str(error)) from error
        else:
            self._table = source

    def need(self, key: str, kind: type[T]) -> T:
        """The fact ``key``, of type ``kind``; lists are lists of text."""
        where = self._prefix + key
        if key not in self._table:
            raise ExerciseError(self._file, "no fact is missing", f"{where} is not set")
        value = self._table[key]
        if type(value) is not kind:
            raise ExerciseError(
                self._file,
                "facts have the right type",
                f"{where} is {value!r}; wanted {'a list of text' if kind is list else kind.__name__}",
            )
        if isinstance(value, list) and any(type(item) is not str for item in value):
            raise ExerciseError(
                self._file, "facts have the right type", f"{where} holds something that is not text"
            )
        return value

    def may(self, key: str, default: str) -> str:
        """The text ``key``, or ``default``."""
        return self.need(key, str) if key in self._table else default

    def identifier(self) -> str:
        """The fact ``id``: lower case words joined by hyphens, for addresses and for saved progress."""
        value = self.need("id", str)
        if not _ID.fullmatch(value):
            raise ExerciseError(
                self._file, "ids are words joined by hyphens", f"{self._prefix}id is {value!r}"
            )
        return value

    def tables(self, key: str) -> list[Mapping[str, object]]:
        """The array of tables ``key``; empty if there is none."""
        value = self._table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise ExerciseError(
                self._file,
                "facts have the right type",
                f"{key} must be written as [[{key}]] tables",
            )
        return value
