"""The facts of an exercise or a lab, read from TOML with errors that name file and rule."""

import re
import tomllib
from collections.abc import Mapping
from typing import TypeVar

__all__ = ["ExerciseError", "Facts"]

T = TypeVar("T")

_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


class ExerciseError(Exception):
    """An exercise folder breaks a rule; says which file and which rule."""

    def __init__(self, file: str, rule: str, message: str) -> None:
        super().__init__(f"{file}: {message} (rule: {rule})")
        self.file = file
        self.rule = rule


class Facts:
    """The facts of one TOML table, read one by one with errors that name the file."""

    def __init__(self, file: str, source: str | Mapping[str, object], prefix: str = "") -> None:
        self._file = file
        self._prefix = prefix
        self._known: set[str] = set()
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
        self._known.add(key)
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
        self._known.add(key)
        return self.need(key, str) if key in self._table else default

    def may_list(self, key: str) -> list[str]:
        """The list of text ``key``, or an empty one."""
        self._known.add(key)
        return self.need(key, list) if key in self._table else []

    def table(self, key: str) -> "Facts | None":
        """The table ``key``, to be read like this one; None if there is none."""
        self._known.add(key)
        value = self._table.get(key)
        return Facts(self._file, value, f"{key}.") if isinstance(value, dict) else None

    def no_others(self, *ignored: str) -> None:
        """No fact is left that nobody has asked for, but for ``ignored``."""
        for key in self._table:
            if key not in self._known and key not in ignored:
                raise ExerciseError(
                    self._file,
                    "no unknown fact",
                    f"nothing reads {self._prefix}{key}; is it misspelled?",
                )

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
        self._known.add(key)
        value = self._table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise ExerciseError(
                self._file,
                "facts have the right type",
                f"{key} must be written as [[{key}]] tables",
            )
        return value
