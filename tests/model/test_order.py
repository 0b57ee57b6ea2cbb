"""Sort keys against the order of values as it is described, on random values."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from minivex.values.order import decode_key, encode, encode_key, increment
from minivex.values.value import values_equal
from tests.model.samples import by_documented_order, compare, values, values_or_undefined


@given(values_or_undefined, values_or_undefined)
def test_bytes_compare_as_values_do(a: object, b: object) -> None:
    key_a, key_b = encode(a), encode(b)  # type: ignore[arg-type]
    assert (key_a > key_b) - (key_a < key_b) == compare(a, b)


@given(st.lists(values_or_undefined, max_size=12))
def test_sorting_by_key_sorts_by_the_documented_order(sample: list[object]) -> None:
    by_key = sorted(sample, key=encode)  # type: ignore[arg-type]
    by_rule = sorted(sample, key=by_documented_order)
    assert all(map(values_equal, by_key, by_rule))  # type: ignore[arg-type]


@given(st.lists(values_or_undefined, max_size=4))
def test_decoding_gives_back_what_was_encoded(sample: list[object]) -> None:
    back = decode_key(encode_key(sample))  # type: ignore[arg-type]
    assert len(back) == len(sample)
    assert all(map(values_equal, back, sample))  # type: ignore[arg-type]


@given(values, values)
def test_no_key_is_the_start_of_another(a: object, b: object) -> None:
    key_a, key_b = encode(a), encode(b)  # type: ignore[arg-type]
    assert key_a == key_b or not key_b.startswith(key_a)


@given(st.lists(values, max_size=2), st.lists(values, max_size=2))
def test_joined_keys_compare_value_by_value(a: list[object], b: list[object]) -> None:
    key_a, key_b = encode_key(a), encode_key(b)  # type: ignore[arg-type]
    assert (key_a > key_b) - (key_a < key_b) == compare(a, b)


@given(st.binary(max_size=4), st.binary(max_size=4))
def test_increment_is_the_least_key_above_every_continuation(key: bytes, rest: bytes) -> None:
    above = increment(key)
    if above is None:
        assert not key.strip(b"\xff")
        return
    assert key + rest < above
    # Nothing that does not continue the key lies between them.
    below = above[:-1] + bytes((above[-1] - 1,)) + b"\xff" * 8
    assert below.startswith(key)
