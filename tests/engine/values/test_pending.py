"""Values that wait for a commit timestamp: copied, refused, filled in."""

from __future__ import annotations

import copy
import operator
import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minivex.errors import NotAValueError, UnresolvedCommitTsError, WireFormatError
from minivex.values.kinds import COMMIT_TS, INT64_MAX, Int64
from minivex.values.order import encode
from minivex.values.pending import freeze_pending, resolve
from minivex.values.show import kind_of
from minivex.values.value import UNDEFINED, clone, freeze, show, size_bytes, values_equal
from minivex.values.wire import from_json, frozen_to_json

GREATEST = Int64(INT64_MAX)
SCALARS = st.none() | st.booleans() | st.text(max_size=3) | st.just(COMMIT_TS)
NESTED = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("cab"), inner, max_size=3)
    ),
    max_leaves=8,
)


def filled(value: Any) -> Any:
    """The slow way: the placeholder as the greatest Int64."""
    if value is COMMIT_TS:
        return GREATEST
    if isinstance(value, list):
        return [filled(item) for item in value]
    if isinstance(value, dict):
        return {name: filled(member) for name, member in value.items()}
    return value


@given(NESTED)
def test_a_value_that_waits_counts_as_the_greatest_timestamp(value: Any) -> None:
    frozen, _, is_pending = freeze_pending(value)
    whole = freeze(filled(value))
    assert is_pending == ("COMMIT_TS" in repr(value) or "unresolved" in repr(value))
    assert encode(frozen) == encode(whole)
    assert size_bytes(frozen) == size_bytes(whole)
    assert show(frozen) == show(whole)
    assert values_equal(resolve(frozen, INT64_MAX), whole)
    assert values_equal(clone(frozen), frozen)


@given(NESTED)
def test_a_value_that_waits_survives_its_json(value: Any) -> None:
    frozen, _, _ = freeze_pending(value)
    assert values_equal(from_json(frozen_to_json(frozen)), frozen)


def test_a_copy_has_placeholders_where_the_original_had_them() -> None:
    original = {"b": [COMMIT_TS, 1], "a": UNDEFINED, "c": {"at": COMMIT_TS}}
    frozen, _, is_pending = freeze_pending(original)
    assert is_pending
    assert frozen == {"b": [COMMIT_TS, 1], "c": {"at": COMMIT_TS}}
    assert resolve(frozen, 7) == {"b": [Int64(7), 1], "c": {"at": Int64(7)}}


def test_elsewhere_a_placeholder_is_refused_with_its_place() -> None:
    with pytest.raises(UnresolvedCommitTsError, match=r"unresolved commit timestamp \(at a\[1\]\)"):
        freeze({"a": [1, COMMIT_TS]})


def test_a_value_that_waits_is_still_checked() -> None:
    with pytest.raises(NotAValueError, match="set"):
        freeze_pending([COMMIT_TS, {1}])


@pytest.mark.parametrize(
    "use",
    [
        int,
        float,
        bool,
        operator.index,
        operator.neg,
        lambda at: at < 1,
        lambda at: at >= Int64(1),
        lambda at: at + 1,
        lambda at: 1 - at,
        lambda at: at // 1000,
        lambda at: 1000 * at,
    ],
)
def test_a_placeholder_is_no_number(use: Any) -> None:
    with pytest.raises(UnresolvedCommitTsError, match="assigned when the mutation commits"):
        use(COMMIT_TS)


def test_a_placeholder_is_one_object_and_can_be_printed() -> None:
    assert copy.deepcopy(COMMIT_TS) is COMMIT_TS
    assert pickle.loads(pickle.dumps(COMMIT_TS)) is COMMIT_TS
    assert str(COMMIT_TS) == "[unresolved commit timestamp]"
    assert kind_of(COMMIT_TS) == "Int64"
    assert COMMIT_TS not in (GREATEST, None)


def test_only_null_stands_for_a_placeholder_in_json() -> None:
    assert frozen_to_json([COMMIT_TS]) == [{"$commitTs": None}]
    with pytest.raises(WireFormatError, match=r"Malformed \$commitTs field"):
        from_json({"$commitTs": 1})
