"""Arrays, records, unions and objects: what they accept, and where they say it fails."""

from __future__ import annotations

import pytest

from minivex.errors import DefinitionError
from minivex.schema.validators import ObjectValidator, Validator, v
from minivex.values.kinds import Int64
from tests.engine.schema.refusals import refusal

MESSAGE = v.object({"body": v.string(), "likes": v.optional(v.number())})


def test_a_missing_field_is_told_first() -> None:
    assert refusal(v.object({"a": v.string()}), {}) == (
        "Object is missing the required field `a`. Consider wrapping the field validator in "
        "`v.optional(...)` if this is expected.\n"
        "\n"
        "Object: {}\n"
        "Validator: v.object({a: v.string()})"
    )


def test_declared_fields_come_before_extra_ones_and_both_in_name_order() -> None:
    validator = v.object({"z": v.string(), "b": v.string(), "m": v.optional(v.null())})
    assert "required field `b`" in refusal(validator, {"a": 1})
    assert refusal(validator, {"b": "", "m": 1, "a": 1}).startswith(
        "Value does not match validator.\nPath: .m\n"
    )
    assert "required field `z`" in refusal(validator, {"b": "", "a": 1})
    assert refusal(validator, {"z": "", "b": "", "y": 1, "a": 1}) == (
        "Object contains extra field `a` that is not in the validator.\n\n"
        'Object: {a: 1.0, b: "", y: 1.0, z: ""}\n'
        "Validator: v.object({b: v.string(), m: v.optional(v.null()), z: v.string()})"
    )


def test_the_innermost_part_speaks() -> None:
    validator = v.object({"a": v.array(v.object({"b": v.string()}))})
    assert refusal(validator, {"a": [{"b": "x"}, {"b": None}]}) == (
        "Value does not match validator.\nPath: .a[1].b\nValue: null\nValidator: v.string()"
    )
    assert refusal(validator, {"a": [{}]}, path="args").splitlines()[1:3] == [
        "Path: args.a[0]",
        "Object: {}",
    ]


def test_a_record_says_whether_the_key_or_the_value_failed() -> None:
    validator = v.record(v.id("users"), v.number())
    assert refusal(validator, {"ada": 1}).splitlines()[1:3] == ["Path: .keys()", 'Value: "ada"']
    validator = v.record(v.string(), v.array(v.int64()))
    assert refusal(validator, {"a": [], "b": [Int64(1), 1]}).splitlines()[1] == (
        "Path: .values()[1]"
    )
    assert validator.accepts({})
    assert validator.accepts({"a": [Int64(1)]})


@pytest.mark.parametrize("validator", [MESSAGE, v.record(v.string(), v.any()), v.array(v.any())])
def test_a_value_of_another_type_gets_the_generic_message(validator: Validator) -> None:
    assert refusal(validator, "text") == (
        f'Value does not match validator.\n\nValue: "text"\nValidator: {validator}'
    )


def test_a_union_speaks_for_itself_unless_it_has_one_member() -> None:
    several = v.union(v.object({"a": v.string()}), v.null())
    assert refusal(several, {"a": 1}) == (
        "Value does not match validator.\n\nValue: {a: 1.0}\n"
        "Validator: v.union(v.object({a: v.string()}), v.null())"
    )
    assert "required field `a`" in refusal(v.union(v.object({"a": v.string()})), {})
    assert refusal(v.union(), None).endswith("Validator: v.union()")
    assert several.accepts(None)
    assert several.accepts({"a": ""})


def test_an_optional_field_may_be_absent_and_not_null() -> None:
    assert MESSAGE.accepts({"body": ""})
    assert MESSAGE.accepts({"body": "", "likes": 1})
    assert not MESSAGE.accepts({"body": "", "likes": None})


def test_containers_describe_themselves() -> None:
    validator = v.object({"b": v.union(v.null(), v.any()), "a": v.record(v.string(), v.null())})
    assert str(validator) == (
        "v.object({a: v.record(v.string(), v.null()), b: v.union(v.null(), v.any())})"
    )
    assert validator.to_json() == {
        "type": "object",
        "value": {
            "b": {
                "fieldType": {"type": "union", "value": [{"type": "null"}, {"type": "any"}]},
                "optional": False,
            },
            "a": {
                "fieldType": {
                    "type": "record",
                    "keys": {"type": "string"},
                    "values": {"fieldType": {"type": "null"}, "optional": False},
                },
                "optional": False,
            },
        },
    }
    assert v.array(v.null()).to_json() == {"type": "array", "value": {"type": "null"}}
    kinds = [MESSAGE, v.array(v.any()), v.record(v.string(), v.any()), v.union()]
    assert [validator.kind for validator in kinds] == ["object", "array", "record", "union"]


def names_of(validator: ObjectValidator) -> dict[str, bool]:
    return {name: field.is_optional for name, field in validator.fields.items()}


def test_objects_can_be_cut_and_grown() -> None:
    assert names_of(MESSAGE.pick("likes")) == {"likes": True}
    assert names_of(MESSAGE.omit("likes")) == {"body": False}
    assert names_of(MESSAGE.partial()) == {"body": True, "likes": True}
    grown = MESSAGE.extend({"likes": v.number(), "tag": v.null()})
    assert names_of(grown) == {"body": False, "likes": False, "tag": False}
    assert names_of(MESSAGE) == {"body": False, "likes": True}


def test_a_cut_object_is_as_optional_as_it_was() -> None:
    optional = MESSAGE.optional()
    derived = [optional.pick("body"), optional.omit(), optional.extend({}), optional.partial()]
    assert all(validator.is_optional for validator in derived)


def test_only_fields_that_exist_can_be_picked() -> None:
    with pytest.raises(DefinitionError, match=r"there is no such field. Fields: body, likes\."):
        MESSAGE.pick("body", "nope")
    with pytest.raises(DefinitionError, match=r"Fields: none\."):
        v.object({}).pick("nope")


def test_omitting_what_is_not_there_changes_nothing() -> None:
    assert names_of(MESSAGE.omit("nope")) == names_of(MESSAGE)


def test_growing_needs_validators() -> None:
    with pytest.raises(DefinitionError, match=r"v\.object\(\)\.extend\(\) entries must be"):
        MESSAGE.extend({"a": 5})  # type: ignore[dict-item]
