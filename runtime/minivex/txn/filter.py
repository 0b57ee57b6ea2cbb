"""Filter expressions: the condition in ``.filter(lambda q: …)``.

::

    q.and_(q.gte(q.field("stars"), 3), q.neq(q.field("owner"), UNDEFINED))

An expression is built once and evaluated for every row that is scanned. It changes
neither the order nor what counts as read: rejected rows were read all the same.
Comparisons follow the order of values, across types; a missing field is ``UNDEFINED``.
Python's own ``==``, ``<`` and ``and`` cannot be captured, so using them is an error.

Source: docs "Filtering"; convex-backend crates/common/src/query.rs, ``Expression``;
npm-packages/convex/src/server/impl/filter_builder_impl.ts.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple, NoReturn, TypeAlias

from minivex.errors import DeveloperError
from minivex.index.index_key import Document, field_at
from minivex.values.kinds import COMMIT_TS, INT64_MAX, CommitTsPlaceholder
from minivex.values.order import encode
from minivex.values.value import UNDEFINED, Int64, Undefined, Value, freeze, show

__all__ = ["Expression", "Filter", "FilterBuilder", "compile_filter", "conjunction", "parse_filter"]

Operand: TypeAlias = Value | Undefined

Evaluate: TypeAlias = Callable[[Document], Operand]


class Expression:
    """A part of a filter; only ``q`` makes them, and only the engine evaluates them."""

    __slots__ = ("evaluate", "form", "operands")

    def __init__(self, evaluate: Evaluate, form: str, *operands: object) -> None:
        self.evaluate = evaluate
        self.form = form
        self.operands = operands

    def __bool__(self) -> NoReturn:
        raise DeveloperError(
            "A filter expression has no truth value before a row is read. "
            "Write q.and_(…), q.or_(…) or q.not_(…) instead of and, or, not, if."
        )

    def _refuse_comparison(self, _other: object) -> NoReturn:
        raise DeveloperError(
            "A filter expression cannot be compared before a row is read. "
            "Write q.eq(…), q.neq(…), q.lt(…), q.lte(…), q.gt(…) or q.gte(…)."
        )

    __eq__ = _refuse_comparison
    __ne__ = _refuse_comparison
    __lt__ = __le__ = __gt__ = __ge__ = _refuse_comparison
    __hash__ = object.__hash__

    def _refuse_arithmetic(self, _other: object) -> NoReturn:
        raise DeveloperError(
            "A filter expression has no number before a row is read. "
            "Write q.add(…), q.sub(…), q.mul(…), q.div(…), q.mod(…) or q.neg(…)."
        )

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _refuse_arithmetic
    __truediv__ = __rtruediv__ = __mod__ = __rmod__ = _refuse_arithmetic


class FilterBuilder:
    """``q`` in ``.filter(lambda q: …)``. Every operand is an expression or a value."""

    __slots__ = ()

    def field(self, path: str) -> Expression:
        """Look up a field of the row; ``a.b`` looks inside an object."""
        names = tuple(path.split("."))
        if len(names) == 1:
            return Expression(lambda row: row.get(path, UNDEFINED), "field", path)
        return Expression(lambda row: field_at(row, names), "field", path)

    def eq(self, left: object, right: object) -> Expression:
        """Compare for equality, as sort keys: ``-0.0`` is not ``0.0``, NaN is NaN."""
        return _comparison(operator.eq, "eq", left, right)

    def neq(self, left: object, right: object) -> Expression:
        """Compare for inequality."""
        return _comparison(operator.ne, "neq", left, right)

    def lt(self, left: object, right: object) -> Expression:
        """Does ``left`` sort before ``right``?"""
        return _comparison(operator.lt, "lt", left, right)

    def lte(self, left: object, right: object) -> Expression:
        """Does ``left`` sort before ``right``, or equal it?"""
        return _comparison(operator.le, "lte", left, right)

    def gt(self, left: object, right: object) -> Expression:
        """Does ``left`` sort after ``right``?"""
        return _comparison(operator.gt, "gt", left, right)

    def gte(self, left: object, right: object) -> Expression:
        """Does ``left`` sort after ``right``, or equal it?"""
        return _comparison(operator.ge, "gte", left, right)

    def add(self, left: object, right: object) -> Expression:
        """Add two numbers of one type."""
        return _arithmetic("add", left, right)

    def sub(self, left: object, right: object) -> Expression:
        """Subtract two numbers of one type."""
        return _arithmetic("subtract", left, right)

    def mul(self, left: object, right: object) -> Expression:
        """Multiply two numbers of one type."""
        return _arithmetic("multiply", left, right)

    def div(self, left: object, right: object) -> Expression:
        """Divide two numbers of one type; Int64 truncates towards zero."""
        return _arithmetic("divide", left, right)

    def mod(self, left: object, right: object) -> Expression:
        """Take the remainder, which has the sign of ``left``."""
        return _arithmetic("mod", left, right)

    def neg(self, operand: object) -> Expression:
        """Change the sign of a number."""
        a = _evaluator(operand)
        return Expression(lambda row: _negate(a(row)), "neg", operand)

    def and_(self, *operands: object) -> Expression:
        """True when every operand is; stops at the first that is not."""
        parts = [_evaluator(operand) for operand in operands]
        return Expression(lambda row: all(_boolean(part(row)) for part in parts), "and", *operands)

    def or_(self, *operands: object) -> Expression:
        """True when some operand is; stops at the first that is."""
        parts = [_evaluator(operand) for operand in operands]
        return Expression(lambda row: any(_boolean(part(row)) for part in parts), "or", *operands)

    def not_(self, operand: object) -> Expression:
        """True when the operand is not."""
        a = _evaluator(operand)
        return Expression(lambda row: not _boolean(a(row)), "not", operand)


class Filter(NamedTuple):
    """A filter as a query keeps it: ``expression`` is what ``predicate(q)`` gave."""

    test: Callable[[Document], bool]
    expression: object

    def shape(self) -> bytes:
        """The filter as bytes: two that test the same way in the same words have the same."""
        return _shape(self.expression)


def compile_filter(predicate: object) -> Callable[[Document], bool]:
    """The test that ``predicate(q)`` describes.

    Raises: as ``parse_filter``.
    """
    return parse_filter(predicate).test


def parse_filter(predicate: object) -> Filter:
    """The filter that ``predicate(q)`` describes.

    Raises: DeveloperError, if ``predicate`` is not a function that returns an expression; the
    test raises it for a row whose result is not a boolean.
    """
    if not callable(predicate):
        raise DeveloperError(
            "Must provide arg 1 `predicate` to `filter`, such as lambda q: q.eq(q.field(…), …)."
        )
    result = predicate(FilterBuilder())
    if result is None:
        raise DeveloperError(
            "The filter's function returned None. Return the expression that q builds."
        )
    evaluate = _evaluator(result)
    if isinstance(result, Expression) and result.form in _ALWAYS_BOOLEAN:
        return Filter(evaluate, result)  # type: ignore[arg-type]
    return Filter(lambda row: _boolean(evaluate(row)), result)


def conjunction(filters: Sequence[Filter]) -> Callable[[Document], bool] | None:
    """One test for all of ``filters``, in order; ``None`` if there are none."""
    tests = [one.test for one in filters]
    if not tests:
        return None
    if len(tests) == 1:
        return tests[0]
    return lambda row: all(test(row) for test in tests)


def _shape(operand: object) -> bytes:
    if not isinstance(operand, Expression):
        return encode(UNDEFINED if operand is UNDEFINED else freeze(operand))
    parts = [_shape(part) for part in operand.operands]
    return b"".join([operand.form.encode(), b"(", *parts, b")"])


def _evaluator(operand: object) -> Evaluate:
    if type(operand) is Expression:
        return operand.evaluate
    value = _constant(operand)
    return lambda _row: value


def _constant(operand: object) -> Operand:
    return UNDEFINED if type(operand) is Undefined else freeze(operand, path="filter")


def _comparison(
    holds: Callable[[bytes, bytes], bool], form: str, left: object, right: object
) -> Expression:
    """Two operands compared by their sort keys, or in a way that gives the same."""
    a = _evaluator(left)
    if isinstance(right, Expression):
        b = right.evaluate
        return Expression(lambda row: holds(encode(a(row)), encode(b(row))), form, left, right)
    constant = _constant(right)
    if form == "eq" and (constant is None or constant is True or constant is False):
        # Nothing else has the key of one of these, and there is one object of each.
        return Expression(_is(left, constant), form, left, right)
    key = encode(constant)
    return Expression(lambda row: holds(encode(a(row)), key), form, left, right)


def _is(operand: object, constant: Operand) -> Evaluate:
    """Whether an operand is this very object; the most common one, a field, without a call."""
    if isinstance(operand, Expression) and operand.form == "field":
        name = str(operand.operands[0])
        if "." not in name:
            return lambda row: row.get(name, UNDEFINED) is constant
    a = _evaluator(operand)
    return lambda row: a(row) is constant


def _boolean(value: Operand) -> bool:
    if value is True or value is False:
        return value
    raise DeveloperError(f"Cannot use value {_show(value)} (type {_type_name(value)}) as a Boolean")


def _arithmetic(verb: str, left: object, right: object) -> Expression:
    a, b = _evaluator(left), _evaluator(right)
    return Expression(lambda row: _calculate(verb, a(row), b(row)), verb, left, right)


def _calculate(verb: str, left: Operand, right: Operand) -> Operand:
    if isinstance(left, Int64) and isinstance(right, Int64):
        return _calculate_int64(verb, left, right)
    if left is COMMIT_TS or right is COMMIT_TS:
        return _calculate(verb, _as_int64(left), _as_int64(right))
    if _is_float(left) and _is_float(right):
        return _FLOAT_OPERATIONS[verb](float(left), float(right))  # type: ignore[arg-type]
    raise DeveloperError(
        f"Cannot {verb} {_show(left)} (type {_type_name(left)}) "
        f"and {_show(right)} (type {_type_name(right)})"
    )


def _calculate_int64(verb: str, left: Int64, right: Int64) -> Int64:
    a, b = left.value, right.value
    if b == 0 and verb in ("divide", "mod"):
        raise DeveloperError(f"Cannot {verb} {a} by zero")
    match verb:
        case "add":
            result = a + b
        case "subtract":
            result = a - b
        case "multiply":
            result = a * b
        case "divide":
            result = _truncated_quotient(a, b)
        case _:
            result = a - b * _truncated_quotient(a, b)
    if not -(2**63) <= result < 2**63 or (verb == "mod" and _truncated_quotient(a, b) == 2**63):
        raise DeveloperError(f"Cannot {verb} {a} and {b}: the result is out of range for Int64")
    return Int64(result)


def _truncated_quotient(a: int, b: int) -> int:
    quotient = abs(a) // abs(b)
    return quotient if (a < 0) == (b < 0) else -quotient


def _divide(a: float, b: float) -> float:
    """Divide as IEEE 754 does, where Python would raise for a divisor of zero."""
    if b:
        return a / b
    if not a or math.isnan(a):
        return math.nan
    return math.copysign(math.inf, a) * math.copysign(1.0, b)


def _remainder(a: float, b: float) -> float:
    if not b or math.isinf(a) or math.isnan(a) or math.isnan(b):
        return math.nan
    return math.fmod(a, b)


_ALWAYS_BOOLEAN: Final = frozenset({"eq", "neq", "lt", "lte", "gt", "gte", "and", "or", "not"})
"""Forms whose result needs no check."""

_FLOAT_OPERATIONS: Final[dict[str, Callable[[float, float], float]]] = {
    "add": lambda a, b: a + b,
    "subtract": lambda a, b: a - b,
    "multiply": lambda a, b: a * b,
    "divide": _divide,
    "mod": _remainder,
}


def _as_int64(value: Operand) -> Operand:
    """A commit timestamp that is not known yet counts as the greatest one."""
    return Int64(INT64_MAX) if value is COMMIT_TS else value


def _negate(value: Operand) -> Operand:
    value = _as_int64(value)
    if _is_float(value):
        return -float(value)  # type: ignore[arg-type]
    if isinstance(value, Int64):
        if value.value == -(2**63):
            raise DeveloperError(
                f"Cannot negate {value.value}: the result is out of range for Int64"
            )
        return Int64(-value.value)
    raise DeveloperError(f"Cannot negate {_show(value)} (type {_type_name(value)})")


def _is_float(value: Operand) -> bool:
    return type(value) is float or type(value) is int


_TYPE_NAMES: Final[dict[type, str]] = {
    type(None): "Null",
    Int64: "Int64",
    CommitTsPlaceholder: "Int64",
    int: "Float64",
    float: "Float64",
    bool: "Boolean",
    str: "String",
    bytes: "Bytes",
    list: "Array",
    dict: "Object",
    Undefined: "undefined",
}


def _type_name(value: Operand) -> str:
    return _TYPE_NAMES[type(value)]


def _show(value: Operand) -> str:
    return "undefined" if isinstance(value, Undefined) else show(value)
