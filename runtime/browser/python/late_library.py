"""The part of the standard library that arrives later, or not at all.

    core.zip   there from the start      rest.zip   fetched when a file names one of its modules

The page reads the names in the learner's file, so it misses a name that is put together at run
time. Nothing can be fetched in the middle of an import; the finder here says what would help.
"""

import json
import sys
import zipfile
import zipimport
from collections.abc import Sequence

LIBRARY = "/lib/python314.zip"


class LateLibrary:
    """The last of the import system's finders: asked only for what no other has found."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = frozenset(names)

    def find_spec(self, name: str, _path: object = None, _target: object = None) -> None:
        """Nothing to offer; but say so when rest.zip would have it.

        Raises: ModuleNotFoundError; for a codec LookupError, because the codecs take a module that
        is not found for an encoding that nobody knows.
        """
        steps = name.split(".")
        if self._names.isdisjoint(".".join(steps[: at + 1]) for at in range(len(steps))):
            return
        package, _, codec = name.partition(".")
        what = f"The codec {codec!r}" if package == "encodings" else f"The module {name!r}"
        message = (
            f"{what} is a part of Python that is fetched when a file names it. "
            f"Write `import {name}` at the top of your file, then run it again."
        )
        if package == "encodings":
            raise LookupError(message)
        raise ModuleNotFoundError(message, name=name)


def expect_library(names_json: str) -> None:
    """Let a module that is not there explain itself, if it is one of these names."""
    sys.meta_path.append(LateLibrary(json.loads(names_json)))


def add_library(path: str) -> None:
    """Add the modules in the archive at ``path`` to the standard library that is in use.

    Into the same archive, because a package is looked for in one: ``json.tool`` has to be where
    ``json`` is. Finders keep a directory of each archive, so they are dropped.
    """
    with zipfile.ZipFile(path) as more, zipfile.ZipFile(LIBRARY, "a") as library:
        present = set(library.namelist())
        for entry in more.infolist():
            if entry.filename not in present:
                library.writestr(entry, more.read(entry))
    vars(zipimport)["_zip_directory_cache"].clear()
    sys.path_importer_cache.clear()
