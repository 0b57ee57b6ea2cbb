"""Ops about validators alone: building them, and checking one value with them."""

# ruff: noqa: D103 - a function is named like the op, or the misuse, that it answers

from __future__ import annotations

from inspect import signature
from typing import Any, Final

from labkit.conformance.deployment import Deployment, ThrownError, reach
from labkit.conformance.notation import ScenarioError, evaluate
from labkit.conformance.registry import Step, World, answers, required
from minivex.errors import ArgumentValidationError, ReturnsValidationError, ValidationError
from minivex.schema.pagination import pagination_opts_validator, pagination_result_validator
from minivex.schema.tables import define_table
from minivex.schema.validator_json import validator_from_json
from minivex.schema.validators import Validator, v
from minivex.values.value import freeze

WRAPPERS: Final = {"args": ArgumentValidationError, "returns": ReturnsValidationError}


@answers("validate")
def validate(world: World, step: Step) -> object:
    """The value as field ``x`` of arguments, of a return value, or of a document."""
    if world.scenario.get("schema"):
        world.part(Deployment)  # its tables are what ids are checked against
    field = validator_from_json(required(step, "validator"))
    validator = v.object({"x": field.optional() if step.get("optional") else field})
    value = freeze({"x": world.value(step, "value")})
    assert isinstance(value, dict)
    if required(step, "via") == "doc":
        define_table(validator).check_document(value, table="t", tables=world.tables)
        return "accepted"
    if step["via"] not in WRAPPERS:
        raise ScenarioError(f"a value is no {step['via']!r}: it is args, returns or doc")
    wrap = WRAPPERS[step["via"]]
    try:
        validator.check(value, tables=world.tables)
    except ValidationError as error:
        raise wrap(error.body) from error
    return "accepted"


@answers("validator_json", is_plain=True)
def validator_json(world: World, step: Step) -> object:
    validator = _build(world, required(step, "build"))
    return {
        "json": validator.to_json(),
        "optional": validator.is_optional,
        "kind": validator.kind,
    }


@answers("pagination_validators", is_plain=True)
def pagination_validators(_: World, step: Step) -> object:
    if "item" not in step:
        return pagination_opts_validator.to_json()
    return pagination_result_validator(validator_from_json(step["item"])).to_json()


SCALARS = ("id", "literal")
METHODS = ("pick", "omit", "extend", "partial")


def _build(world: World, build: Any) -> Validator:
    """Calls of ``v`` written as lists; what is no list is passed to them as it is."""
    if not isinstance(build, list):
        built: Validator = evaluate(build, world.resolve)
        return built
    name, *given = build
    if name in SCALARS:
        arguments = [evaluate(argument, world.resolve) for argument in given]
    elif name == "object":
        arguments = [{field: _build(world, inner) for field, inner in given[0].items()}]
    elif name in METHODS:
        return _derive(world, name, given)
    else:
        arguments = [_build(world, inner) for inner in given]
    validator: Validator = _called(reach(v, name), *arguments)
    return validator


def _derive(world: World, method: str, given: list[Any]) -> Validator:
    """A method of an object's validator, which is the first argument."""
    base, *rest = given
    if method == "extend":
        rest = [{field: _build(world, inner) for field, inner in rest[0].items()}]
    derived: Validator = _called(reach(_build(world, base), method), *rest)
    return derived


def _called(method: Any, *arguments: Any) -> Any:
    """A call as in JavaScript, where an argument that is missing is undefined."""
    try:
        signature(method).bind(*arguments)
    except TypeError as error:
        raise ThrownError(f"{method.__name__} is called with {len(arguments)} arguments") from error
    return method(*arguments)
