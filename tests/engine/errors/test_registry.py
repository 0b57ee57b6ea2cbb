"""The tree of errors is drawn as it is, and each class says what to do."""

from __future__ import annotations

import re

from minivex import errors
from minivex.errors import (
    ConflictError,
    LimitError,
    MinivexError,
    SystemConflictFailure,
    error_registry,
)


def test_the_drawing_shows_every_class_below_its_parent() -> None:
    drawn = re.findall(r"^    ([| ]*)\+-- (\w+)", errors.__doc__ or "", re.MULTILINE)
    depth = {name: len(rail) // 4 for rail, name in drawn}
    assert list(depth) == [cls.__name__ for cls in error_registry()]
    for cls in error_registry():
        parent = cls.__mro__[1].__name__
        assert depth[cls.__name__] == depth.get(parent, -1) + 1


def test_every_class_has_a_code_and_a_cure() -> None:
    for cls in error_registry():
        assert re.fullmatch(r"\w+", cls.code)
        assert cls.cure.endswith(".")
    codes = [cls.code for cls in error_registry() if cls is not SystemConflictFailure]
    assert len(codes) == len(set(codes))


def test_only_a_conflict_is_worth_another_attempt() -> None:
    retryable = {cls for cls in error_registry() if cls.retryable}
    assert retryable == {cls for cls in error_registry() if issubclass(cls, ConflictError)}
    assert not LimitError.retryable


def test_a_class_from_elsewhere_is_not_listed() -> None:
    class LocalError(MinivexError):
        """Only here."""

    assert LocalError not in error_registry()
