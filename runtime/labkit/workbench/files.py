"""The files of an application: each is one Convex module, and they may import one another.

```
 schema.py   jobs.py   lib/words.py        functions of lib/words.py are "lib/words:shout"
 jobs.py:    from lib.words import shout   ──▶ lib/words.py runs first, and once
```

What a file imports is found among these files before the library, as in Python. There is no package file and no
import with a leading dot.

Differs: two modules of JavaScript may import each other; here neither could run first, so it is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from keyword import iskeyword
from types import ModuleType
from typing import Any, Final

from labkit.grader.report import LearnerError
from labkit.grader.sandbox import Find, LearnerFailure, Source, load

__all__ = ["FileFailure", "name_problem", "run_files"]

NAME_CHARACTERS: Final = 60
FILES: Final = 40
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*(/[A-Za-z][A-Za-z0-9_]*)*")
_TAKEN: Final = frozenset({"minivex", "labkit"})

Names = dict[str, object]


class FileFailure(LearnerFailure):
    """A file did not run; ``file`` is the module's name."""

    def __init__(self, file: str, error: LearnerError) -> None:
        super().__init__(error)
        self.file = file


def name_problem(name: str) -> str:
    """Why a file cannot be called ``name``; empty if it can."""
    parts = name.split("/")
    if not _NAME.fullmatch(name) or any(map(iskeyword, parts)):
        return (
            f"{name or 'Nothing'} is no name of a module. A name has letters, digits and underscores and begins "
            "with a letter; a slash makes a folder: lib/words."
        )
    if parts[0] in _TAKEN:
        return f"{parts[0]} is the name of the library that files import. Choose another one."
    if len(name) > NAME_CHARACTERS:
        return f"A name has at most {NAME_CHARACTERS} characters."
    return ""


def run_files(files: Sequence[tuple[str, str]]) -> dict[str, Names]:
    """Run all files, given by name and text; the names of each, those that were imported first ahead.

    Raises: FileFailure, for the first file that does not run to its end.
    """
    texts = dict(files)
    if len(texts) < len(files) or len(files) > FILES:
        raise FileFailure(
            "", LearnerError("Files", f"Two files share a name, or there are over {FILES}.")
        )
    for name in texts:
        if problem := name_problem(name):
            raise FileFailure(name, LearnerError("Files", problem))
    run = _Run(texts)
    for name in texts:
        run.file(name)
    if run.failure is not None:  # the importing file may have caught it
        raise run.failure
    return run.done


class _Run:
    """The files that have run, and those that wait for what they import."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.done: dict[str, Names] = {}
        self.failure: FileFailure | None = None
        self._texts = texts
        self._waiting: list[str] = []
        self._modules: dict[str, ModuleType] = {}

    def file(self, name: str) -> None:
        """Run a file, unless it has run."""
        if name in self.done:
            return
        self._waiting.append(name)
        try:
            source = Source(f"{name}.py", self._texts[name])
            found = load(source, name.replace("/", "."), self._beside)
        except FileFailure:
            raise
        except LearnerFailure as failure:
            self.failure = self.failure or FileFailure(name, failure.error)
            raise self.failure from None
        finally:
            self._waiting.pop()
        self.done[name] = found
        self._modules[name] = _module(name, found)

    def _beside(self, library: Find) -> Find:
        def find(
            name: str,
            globals: object = None,  # noqa: A002 - the names that Python's own has
            locals: object = None,  # noqa: A002
            fromlist: Sequence[str] | None = None,
            level: int = 0,
        ) -> ModuleType:
            if level:
                raise ImportError(
                    "A file is imported by its name from the top, without a dot before it: "
                    "from helpers import shout."
                )
            path = name.replace(".", "/")
            if not self._has(path):
                return library(name, globals, locals, fromlist, level)
            return self._from(path, fromlist) if fromlist else self._chain(path)

        return find

    def _has(self, path: str) -> bool:
        return path in self._texts or any(name.startswith(f"{path}/") for name in self._texts)

    def _from(self, path: str, wanted: Sequence[str]) -> ModuleType:
        """``from path import wanted``."""
        module = self._module(path)
        for name in wanted:
            if name == "*" or name in vars(module):
                continue
            if not self._has(f"{path}/{name}"):
                known = ", ".join(each for each in vars(module) if not each.startswith("_"))
                raise ImportError(f"{path}.py has no {name}. It has {known or 'no names'}.")
            setattr(module, name, self._module(f"{path}/{name}"))
        return module

    def _chain(self, path: str) -> ModuleType:
        """``import a.b.c`` gives ``a``, which then has ``b``, which has ``c``."""
        first, *rest = path.split("/")
        top = module = self._module(first)
        here = first
        for part in rest:
            here = f"{here}/{part}"
            inner = self._module(here)
            setattr(module, part, inner)
            module = inner
        return top

    def _module(self, path: str) -> ModuleType:
        if path in self._waiting:
            circle = [*self._waiting[self._waiting.index(path) :], path]
            shown = " imports ".join(f"{name}.py" for name in circle)
            raise ImportError(
                f"{shown}, so none of them can run first. Call functions through api or internal, which need no "
                "import, and put shared code into a third file."
            )
        if path in self._texts:
            self.file(path)
        elif path not in self._modules:
            self._modules[path] = _module(path, {})
        return self._modules[path]


def _module(path: str, names: Mapping[str, Any]) -> ModuleType:
    """What an import of a file gets: its names, to read."""
    module = ModuleType(path.replace("/", "."))
    vars(module).update((name, value) for name, value in names.items() if not name.startswith("__"))
    return module
