"""A timeline as text has one column per lane."""

from __future__ import annotations

import re

from labkit.harness.drawing import WIDTH_MAX, drawing
from tests.labkit.conftest import Counters
from tests.labkit.harness.test_timeline import timeline


def test_a_conflict_and_its_second_attempt_are_drawn(counters: Counters) -> None:
    drawn = drawing(timeline(counters, "abab", "add", "add"))
    lines = [line.rstrip() for line in re.sub(r"line \d+", "line N", drawn).splitlines()]
    right = " " * 38
    assert lines == [
        "      a  add(counters#1)" + " " * 20 + "b  add(counters#1)",
        "   1  o begin, version 0",
        "   2  [ line N: read [counters#1]",
        "   3  # line N: patch counters#1",
        f"   4  {right}o begin, version 0",
        f"   5  {right}[ line N: read [counters#1]",
        f"   6  {right}# line N: patch counters#1",
        "   7  * commit, version 1",
        f"   8  {right}x conflict: counters#1 changed by a",
        f"   9  {right}o begin, attempt 2, version 1",
        f"  10  {right}[ line N: read [counters#1]",
        f"  11  {right}# line N: patch counters#1",
        f"  12  {right}* commit, version 2",
        "      returned 1",
        f"      {right}returned 2",
    ]


def test_a_long_call_is_cut_and_an_action_starts(counters: Counters) -> None:
    drawn = drawing(timeline(counters, "aaa", "add_in_two_steps"))
    assert "o start" in drawn
    assert "run_query(internal.counters.read, …)" in drawn


def test_lanes_that_have_not_moved_are_drawn(counters: Counters) -> None:
    assert drawing(timeline(counters, "", "add", "add")).splitlines()[1:] == [
        "      open",
        "                           open",
    ]


def test_lanes_without_room_for_columns_are_a_list_with_letters(counters: Counters) -> None:
    four = drawing(timeline(counters, "aabb", *["add"] * 4))
    lines = [line.rstrip() for line in re.sub(r"line \d+", "line N", four).splitlines()]
    assert max(map(len, lines)) <= WIDTH_MAX
    assert lines[:2] == ["      a  add(counters#1)", "      b  add(counters#1)"]
    assert lines[4:7] == [
        "   1  a  o begin, version 0",
        "   2  a  [ line N: read [counters#1]",
        "   3  a  # line N: patch counters#1",
    ]
    assert lines[-4:-2] == ["      a  returned 1", "      b  returned 2"]


def test_what_is_longer_than_a_line_goes_on_below_its_lane(counters: Counters) -> None:
    two = drawing(timeline(counters, "ab", "add", "add"), 24)
    assert max(map(len, two.splitlines())) <= 24
    assert re.search(r"   2  a  \[ line \d+: read\n         \[counters#1\]", two)
