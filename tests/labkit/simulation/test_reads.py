"""A range holds what a scan of it would have looked at."""

from __future__ import annotations

from labkit.simulation.ordering import rank
from labkit.simulation.reads import Range, touched
from labkit.simulation.versions import Doc
from minivex.values.value import Value

PATHS = ("x", "y", "_creationTime", "_id")


def doc(id: str, x: Value, y: Value = None, creation: float = 1.0) -> Doc:
    return Doc("as", id, creation, {"x": x, "y": y})


def held(read: Range, *docs: Doc) -> str:
    return "".join(one.id for one in docs if read.holds(one))


A, B, C = doc("a", 1.0, 1.0), doc("b", 1.0, 2.0), doc("c", 2.0, 1.0)


def test_equalities_and_bounds() -> None:
    one = (rank(1.0),)
    assert held(Range("as", PATHS, ()), A, B, C) == "abc"
    assert held(Range("as", PATHS, one), A, B, C) == "ab"
    assert held(Range("as", PATHS, one, lower=rank(1.0)), A, B, C) == "ab"
    assert held(Range("as", PATHS, one, lower=rank(1.0), is_lower_in=False), A, B, C) == "b"
    assert held(Range("as", PATHS, one, upper=rank(2.0), is_upper_in=False), A, B, C) == "a"
    assert held(Range("as", PATHS, (), upper=rank(1.0)), A, B, C) == "ab"


def test_a_scan_that_stopped_holds_what_it_passed() -> None:
    assert held(Range("as", PATHS, (), through=B.key(PATHS)), A, B, C) == "ab"
    assert held(Range("as", PATHS, (), through=B.key(PATHS), is_backwards=True), A, B, C) == "bc"
    assert held(Range("as", PATHS, (), after=A.key(PATHS), through=B.key(PATHS)), A, B, C) == "b"


def test_a_text_that_goes_on_with_a_zero_begins_with_the_whole_key_of_the_shorter_one() -> None:
    short, long, other = doc("s", "a"), doc("l", "a\0b"), doc("o", "ab")
    docs = (short, long, other)
    text = rank("a")
    assert held(Range("as", PATHS, (text,)), *docs) == "sl"
    assert held(Range("as", PATHS, (text, rank(None))), *docs) == "s"
    assert held(Range("as", PATHS, (), upper=text), *docs) == "sl"
    assert held(Range("as", PATHS, (), upper=text, is_upper_in=False), *docs) == ""
    assert held(Range("as", PATHS, (), lower=text, is_lower_in=False), *docs) == "o"
    assert held(Range("as", PATHS, (), lower=text), *docs) == "slo"


def test_a_change_touches_a_read_with_its_old_or_its_new_state() -> None:
    read = Range("as", PATHS, (rank(1.0),))
    assert touched([read], [(A, C)]) == [A]
    assert touched([read], [(C, A)]) == [A]
    assert touched([read], [(None, B)]) == [B]
    assert touched([read], [(C, None)]) == []
    assert touched([read._replace(table="bs")], [(A, None)]) == []
