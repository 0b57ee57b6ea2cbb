"""Each kind of line reads as a sentence."""

from __future__ import annotations

import pytest

from labkit.simulation.program import (
    Condition,
    Count,
    Delete,
    Fail,
    Filter,
    Find,
    Get,
    Insert,
    Invoke,
    Keep,
    Line,
    Op,
    Patch,
    Ref,
    Replace,
    SlotId,
    SlotTime,
    Walk,
)
from labkit.simulation.wording import line_text
from minivex import UNDEFINED

FIND = Find(
    "as",
    "by_x",
    (Condition("eq", "x", 1.0), Condition("gt", "_creationTime", SlotTime(2))),
    "desc",
    (Filter("raw", "y", None), Filter("lt", "y", UNDEFINED)),
    "take",
    2,
)
QUERY = (
    "query as.by_x [eq x 1.0, gt _creationTime creation time of #2] desc "
    "filter(y) filter(lt y undefined)"
)


@pytest.mark.parametrize(
    ("op", "text"),
    [
        (Get(Ref("seen", 1), "as"), "get as found 1"),
        (FIND, f"{QUERY} take 2"),
        (
            Walk(FIND, {"x": Count()}),
            f"{QUERY} one by one, 2 at most, and patch each {{x: the count so far}}",
        ),
        (Insert("as", {"x": SlotId(0)}), "insert as {x: id of #0}"),
        (Patch(Ref("own", 0), {}), "patch own insert 0 {}"),
        (Replace(Ref("nonsense", 0), {"y": "a"}), "replace a text that is no id {y: 'a'}"),
        (Delete(Ref("slot", 3)), "delete #3"),
        (Keep(Ref("slot", 3)), "replace #3 by itself"),
        (Invoke(2), "run body 2"),
        (Fail(is_convex=True), "raise ConvexError"),
    ],
)
def test_a_line_in_words(op: Op, text: str) -> None:
    assert line_text(Line(op)) == text


def test_when_a_line_is_taken_and_what_is_caught() -> None:
    line = Line(Delete(Ref("slot", 0)), "missing", is_caught=True)
    assert line_text(line) == "delete #0, if the last read found nothing, errors caught"
