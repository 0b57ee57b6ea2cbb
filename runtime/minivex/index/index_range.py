"""An index range expression, and the one interval of keys that it means.

::

    lambda q: q.eq("channel", "a").gt("stars", 3)
                └── equalities on a prefix ──┘└ bounds on the next field ┘
    index (channel, stars): [ 'a' 3+ ─────────── 'a' end )

Any number of equalities, then at most one lower and one upper bound on one field:
only such a range is a single interval, which is what makes it cheap to scan and
exact to remember. Everything else is refused with the text that Convex uses.

Source: docs "Indexes"; convex-backend crates/common/src/query.rs;
npm-packages/convex/src/server/impl/index_range_builder_impl.ts.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import NoneType
from typing import Final

from minivex.errors import IndexRangeError
from minivex.index.interval import EVERYTHING, Interval
from minivex.index.range_text import describe
from minivex.values.kinds import COMMIT_TS
from minivex.values.order import encode, encode_key, increment
from minivex.values.value import UNDEFINED, Undefined, Value, freeze, show

__all__ = ["IndexRangeBuilder", "compile_range", "describe"]

_SYMBOLS: Final = {"eq": "==", "gt": ">", "gte": ">=", "lt": "<", "lte": "<="}
_SCALARS: Final = frozenset({float, bool, NoneType, bytes})
"""Types whose every object is a value as it stands."""
_LINK: Final = "See https://docs.convex.dev/using/indexes"


class IndexRangeBuilder:
    """``q`` in ``with_index(name, lambda q: …)``; each method returns the next builder.

    Differs: TypeScript's types also enforce that equalities are called first and in
    index order. Here, as in Convex at run time, only the set of conditions counts.
    """

    __slots__ = ("_conditions", "_is_used")

    def __init__(self, conditions: tuple[tuple[str, str, Value | Undefined], ...] = ()) -> None:
        self._conditions = conditions
        self._is_used = False

    def eq(self, field: str, value: Value | Undefined) -> IndexRangeBuilder:
        """Keep documents whose ``field`` is ``value``; ``UNDEFINED`` finds missing fields."""
        return self._with("eq", field, value)

    def gt(self, field: str, value: Value | Undefined) -> IndexRangeBuilder:
        """Keep documents whose ``field`` sorts after ``value``."""
        return self._with("gt", field, value)

    def gte(self, field: str, value: Value | Undefined) -> IndexRangeBuilder:
        """Keep documents whose ``field`` is ``value`` or sorts after it."""
        return self._with("gte", field, value)

    def lt(self, field: str, value: Value | Undefined) -> IndexRangeBuilder:
        """Keep documents whose ``field`` sorts before ``value``; missing fields sort first."""
        return self._with("lt", field, value)

    def lte(self, field: str, value: Value | Undefined) -> IndexRangeBuilder:
        """Keep documents whose ``field`` is ``value`` or sorts before it."""
        return self._with("lte", field, value)

    def finish(self) -> tuple[tuple[str, str, Value | Undefined], ...]:
        """Hand over the conditions ``(op, field, value)`` in the order of the calls."""
        self._use()
        return self._conditions

    def _with(self, op: str, field: str, value: Value | Undefined) -> IndexRangeBuilder:
        self._use()
        if type(value) not in _SCALARS and value is not UNDEFINED and value is not COMMIT_TS:
            value = freeze(value, path=f"{op}({field!r})")
        return IndexRangeBuilder((*self._conditions, (op, field, value)))

    def _use(self) -> None:
        if self._is_used:
            raise IndexRangeError(
                "IndexRangeBuilder has already been used! "
                f"Chain your method calls like `q => q.eq(...).eq(...)`. {_LINK}"
            )
        self._is_used = True


def compile_range(
    conditions: Sequence[tuple[str, str, Value | Undefined]],
    index_name: str,
    fields: Sequence[str],
) -> Interval:
    """The interval of keys that satisfy ``conditions``.

    ``index_name`` is ``table.index``, for messages; ``fields`` are those of the index,
    ``_creationTime`` included. The trailing ``_id`` may be used in a condition as well.

    Raises: IndexRangeError, when the conditions are not one interval of this index.
    """
    equalities: dict[str, Value | Undefined] = {}
    lower: tuple[str, Value | Undefined] | None = None
    upper: tuple[str, Value | Undefined] | None = None
    bounded: str | None = None
    for op, field, value in conditions:
        if op == "eq":
            if field in equalities:
                raise _already_defined("equality", field, "==", equalities[field])
            equalities[field] = value
            continue
        if op in ("lt", "lte"):
            if upper is not None:
                raise _already_defined("upper", field, _SYMBOLS[op], value)
            upper = (op, value)
        else:
            if lower is not None:
                raise _already_defined("lower", field, _SYMBOLS[op], value)
            lower = (op, value)
        if bounded is not None and bounded != field:
            raise _two_fields(index_name, bounded, field)
        bounded = field
    if bounded is not None and bounded in equalities:
        raise _already_defined("inequality", bounded, "==", equalities[bounded])
    prefix = encode_key(_in_index_order(equalities, bounded, index_name, fields))
    start, end = prefix, increment(prefix)
    if lower is not None:
        start = prefix + encode(lower[1])
        if lower[0] == "gt":
            after = increment(start)
            assert after is not None, "an encoded value never consists of ff alone"
            start = after
    if upper is not None:
        end = prefix + encode(upper[1])
        if upper[0] == "lte":
            end = increment(end)
    return Interval(start, end) if conditions else EVERYTHING


def _in_index_order(
    equalities: dict[str, Value | Undefined],
    bounded: str | None,
    index_name: str,
    fields: Sequence[str],
) -> list[Value | Undefined]:
    """The values of the equalities, which must cover a prefix of the index."""
    as_given = (*equalities,) if bounded is None else (*equalities, bounded)
    if as_given == fields[: len(as_given)]:
        return list(equalities.values())
    rank = {field: position for position, field in enumerate((*fields, "_id"))}
    used = [*equalities, *([] if bounded is None else [bounded])]
    for field in sorted(equalities) + used[len(equalities) :]:
        if field not in rank:
            raise IndexRangeError(
                f'The index range included a comparison with "{field}", but {index_name} '
                f"with fields {_list(fields)} doesn't index this field. "
                "For more information see https://docs.convex.dev/using/indexes."
            )
    ordered = sorted(equalities, key=rank.__getitem__)
    query_fields = ordered + used[len(equalities) :]
    for field, expected in zip(query_fields, (*fields, "_id"), strict=False):
        if field != expected:
            raise IndexRangeError(
                f"Tried to query index {index_name} but the query didn't use the index "
                f"fields in order.\nIndex fields: {_list(fields)}\n"
                f"Query fields: {_list(query_fields)}\n"
                f'First incorrect field: "{field}"\n'
                "For more information see https://docs.convex.dev/using/indexes."
            )
    return [equalities[field] for field in ordered]


def _already_defined(
    kind: str, field: str, symbol: str, value: Value | Undefined
) -> IndexRangeError:
    return IndexRangeError(
        f"Already defined {kind} bound in index range. "
        f'Can\'t add "{field}" {symbol} {_show(value)}.'
    )


def _two_fields(index_name: str, first: str, second: str) -> IndexRangeError:
    return IndexRangeError(
        "Upper and lower bounds in `range` can only be applied to a single index field. "
        f"This query against index {index_name} attempted to set a range bound on both "
        f'"{first}" and "{second}". Consider using `filter` instead. '
        "See https://docs.convex.dev/using/indexes for more info."
    )


def _list(fields: Sequence[str]) -> str:
    return "[" + ", ".join(f'"{field}"' for field in fields) + "]"


def _show(value: Value | Undefined) -> str:
    return "undefined" if isinstance(value, Undefined) else show(value)
