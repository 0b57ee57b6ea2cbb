"""Checks are marked functions, in the order of their file."""

from __future__ import annotations

from labkit.grader.checks import Context, check, checks_in


def test_checks_are_found_in_the_order_in_which_they_are_written() -> None:
    @check("b", title="B", hint="x")
    def second(lab: Context) -> None: ...

    @check("a", title="A", hint="x")
    def first(lab: Context) -> None: ...

    assert [each.id for each in checks_in({"second": second, "first": first, "n": 1})] == ["b", "a"]
