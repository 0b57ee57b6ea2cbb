"""What is kept of an error."""

from __future__ import annotations

from minivex.errors import ArgumentValidationError, ReturnsValidationError
from minivex.errors.kept import error_text, kept_text


def test_the_class_is_named_unless_nobody_threw_it() -> None:
    assert kept_text(ValueError("no such seat")) == "Uncaught ValueError: no such seat"
    assert kept_text(ArgumentValidationError("a")) == "ArgumentValidationError: a"
    assert kept_text(ReturnsValidationError("a")) == "ReturnsValidationError: a"


def test_a_very_long_text_is_cut() -> None:
    kept = kept_text(ValueError("x" * 100_000))
    assert len(kept) == 16_384
    assert kept.endswith("x…")


def test_a_text_can_always_be_stored() -> None:
    assert error_text(ValueError("\udcff")) == "?"


def test_a_class_may_lie_about_its_name() -> None:
    class Meta(type):
        __name__ = property(lambda cls: "ConvexError")

    class OddError(Exception, metaclass=Meta):
        pass

    assert kept_text(OddError("x")) == "Uncaught OddError: x"
