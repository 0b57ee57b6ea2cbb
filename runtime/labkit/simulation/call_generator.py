"""Draws random calls: what their handlers read, write, catch and call.

The values are those that the database already holds, so that equal ones are common. The numbers
below are percentages of throws.
"""
# ruff: noqa: PLR2004 - see above

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from labkit.simulation.case import SCHEMA_TABLES
from labkit.simulation.dice import Dice
from labkit.simulation.program import (
    Body,
    Call,
    Comparison,
    Condition,
    Count,
    Delete,
    Ending,
    Fail,
    Fields,
    Filter,
    Find,
    Get,
    Insert,
    Invoke,
    Keep,
    Line,
    Op,
    Operand,
    Patch,
    Ref,
    Replace,
    SlotId,
    SlotTime,
    Walk,
    When,
    comparable,
)
from labkit.simulation.schemas import TableRule
from minivex.values.kinds import COMMIT_TS
from minivex.values.value import UNDEFINED

__all__ = ["MOVING", "CallGenerator"]

Transactional: TypeAlias = Literal["query", "mutation"]

MOVING: Final = "by_moving"
"""The name of an index whose fields are others in every schema that has it."""

OTHER_TABLES: Final = ("late", "later")

COMPARISONS: Final[tuple[Comparison, ...]] = ("eq", "neq", "gt", "gte", "lt", "lte")
LOWER: Final[tuple[Literal["gt", "gte"], ...]] = ("gt", "gte")
UPPER: Final[tuple[Literal["lt", "lte"], ...]] = ("lt", "lte")
WHENS: Final[tuple[When, ...]] = ("found", "missing")


class CallGenerator:
    """Draws calls for one database, with ``values`` that are already in it.

    ``schemas`` are those that it has and will have, so that queries name indexes of all of them.
    """

    def __init__(
        self, dice: Dice, schemas: list[dict[str, TableRule]], values: list[Operand]
    ) -> None:
        self.dice = dice
        self.schemas = schemas
        self.values = values
        self.bodies: list[Body | None] = []
        self.earlier: list[Op] = []

    def storm(self) -> tuple[Call, ...]:
        """A call that reads a lot, and an action that keeps changing what it reads."""
        dice = self.dice
        find = self._find()._replace(table="as", label="by_creation_time", conditions=())
        reads = Line(find._replace(ending="collect", filters=()))
        reader = Body("mutation", True, (reads, Line(self._write(), is_caught=True)))  # noqa: FBT003 - a field
        bodies = [Body("action", True, tuple(Line(Invoke(at)) for at in range(1, 8)))]  # noqa: FBT003 - a field
        for _ in bodies[0].lines:
            write = Insert("as", self._all_fields())
            lines = (Line(write if dice.chance(80) else self._write(), is_caught=True),)
            bodies.append(Body("mutation", True, lines))  # noqa: FBT003 - a field
        return Call((reader,)), Call(tuple(bodies))

    def call(self) -> Call:
        """A mutation, a query or an action."""
        self.bodies, self.earlier = [], []
        throw = self.dice.below(100)
        if throw < 72:
            self._body("mutation", is_root=True, depth=0)
        elif throw < 84:
            self._body("query", is_root=True, depth=0)
        else:
            self._action()
        return Call(tuple(body for body in self.bodies if body is not None))

    def _body(self, kind: Transactional, *, is_root: bool, depth: int) -> int:
        dice, number = self.dice, len(self.bodies)
        self.bodies.append(None)
        count = 1 + dice.below(4 if depth == 0 else 2)
        lines = tuple(self._line(kind, depth) for _ in range(count))
        self.bodies[number] = Body(kind, is_root, lines)
        return number

    def _action(self) -> None:
        dice = self.dice
        self.bodies.append(None)
        lines = []
        if dice.chance(25):
            find = self._find()._replace(ending="paginate", n=1 + dice.below(3))
            for _ in range(3):
                self.bodies.append(Body("query", True, (Line(find),)))  # noqa: FBT003 - a field
                lines.append(Line(Invoke(len(self.bodies) - 1)))
        else:
            for _ in range(1 + dice.below(3)):
                kind: Transactional = "query" if dice.chance(35) else "mutation"
                body = self._body(kind, is_root=True, depth=1)
                lines.append(Line(Invoke(body), is_caught=dice.chance(50)))
            if dice.chance(5):
                lines.append(Line(Fail(dice.chance(50))))
        self.bodies[0] = Body("action", True, tuple(lines))  # noqa: FBT003 - a field

    def _line(self, kind: Transactional, depth: int) -> Line:
        dice = self.dice
        when: When = dice.pick(WHENS) if dice.chance(15) else "always"
        is_caught = dice.chance(60)
        throw = dice.below(100)
        op: Op
        if throw < 4:
            op, is_caught = Fail(dice.chance(50)), dice.chance(15)
        elif throw < 14 and depth < 2:
            nested: Transactional = (
                "mutation" if kind == "mutation" and dice.chance(65) else "query"
            )
            is_stale = (kind, nested) == ("mutation", "query") and dice.chance(40)
            op = Invoke(self._body(nested, is_root=False, depth=depth + 1), is_stale)
        elif kind == "query" or throw < 52:
            op = self._read(kind)
        else:
            op = self._write()
        return Line(op, when, is_caught)

    def watched(self) -> Body:
        """A query that somebody subscribes to."""
        reads = [self._read("query") for _ in range(1 + self.dice.below(2))]
        lines = tuple(Line(op, is_caught=self.dice.chance(60)) for op in map(comparable, reads))
        return Body("query", True, lines)  # noqa: FBT003 - a field

    # Reads.

    def _read(self, kind: Transactional) -> Op:
        dice = self.dice
        if self.earlier and dice.chance(15):
            again = dice.pick(self.earlier)
            is_writing = isinstance(again, Walk) and again.fields is not None
            return again if kind == "mutation" or not is_writing else Get(self._ref(), None)
        op: Op
        if dice.chance(25):
            op = Get(self._ref(), dice.pick(SCHEMA_TABLES) if dice.chance(40) else None)
        else:
            find = self._find()
            op = find
            if dice.chance(10):
                is_patching = kind == "mutation" and dice.chance(60)
                op = Walk(find, self._some_fields() if is_patching else None)
        self.earlier.append(op)
        return op

    def _find(self) -> Find:
        dice = self.dice
        table = dice.pick(OTHER_TABLES) if dice.chance(10) else dice.pick(SCHEMA_TABLES)
        schema = self.schemas[0] if len(self.schemas) == 1 else dice.pick(self.schemas)
        indexes = schema[table].indexes if table in schema else {}
        conditions: tuple[Condition, ...] = ()
        index = "by_creation_time"
        throw = dice.below(100)
        if throw < 72 and indexes:
            index = dice.pick(list(indexes))
            conditions = self._conditions(indexes[index])
        elif throw < 76:
            index = "by_id"
            if dice.chance(60):
                conditions = self._bounds("_id", SlotId(dice.below(8)))
        elif throw < 84:
            conditions = self._bounds("_creationTime", SlotTime(dice.below(8)))
        elif throw < 86:
            index = "by_nothing"
        ending, n = self._ending()
        if index == MOVING and ending == "paginate":
            ending = "collect"  # a cursor says the name of its index, and not the fields
        filters: tuple[Filter, ...] = ()
        if dice.chance(20):
            filters = (self._test(),) if dice.chance(75) else (self._test(), self._test())
        throw = dice.below(5)
        order: Literal["asc", "desc"] | None = "desc" if throw < 2 else "asc" if throw < 3 else None
        return Find(table, index, conditions, order, filters, ending, n)

    def _ending(self) -> tuple[Ending, int]:
        throw = self.dice.below(100)
        n = 1 + self.dice.below(3)
        if throw < 35:
            return "collect", n
        if throw < 52:
            return "first", n
        if throw < 82:
            return "take", self.dice.below(4)
        return ("unique", n) if throw < 90 else ("paginate", n)

    def _conditions(self, fields: tuple[str, ...]) -> tuple[Condition, ...]:
        dice = self.dice
        width = dice.below(len(fields) + 1)
        equal = tuple(Condition("eq", field, self._value()) for field in fields[:width])
        if dice.chance(3):
            return (*equal, Condition("eq", fields[-1], self._value()))
        if not dice.chance(55):
            return equal
        if width < len(fields):
            return (*equal, *self._bounds(fields[width], self._value()))
        return (*equal, *self._bounds("_creationTime", SlotTime(dice.below(8))))

    def _bounds(self, field: str, operand: Operand) -> tuple[Condition, ...]:
        dice = self.dice
        lower = Condition(dice.pick(LOWER), field, operand)
        if field in ("_id", "_creationTime"):
            return (lower,) if dice.chance(50) else (Condition(dice.pick(UPPER), field, operand),)
        upper = Condition(dice.pick(UPPER), field, self._value())
        throw = dice.below(3)
        return (lower,) if throw == 0 else (upper,) if throw == 1 else (lower, upper)

    def _test(self) -> Filter:
        dice = self.dice
        op = dice.pick(COMPARISONS)
        field = dice.pick(("x", "y", "n.k"))
        return Filter("raw", field, None) if dice.chance(8) else Filter(op, field, self._value())

    # Writes.

    def _write(self) -> Op:
        dice = self.dice
        throw = dice.below(100)
        if throw < 32:
            table = dice.pick(OTHER_TABLES) if dice.chance(8) else dice.pick(SCHEMA_TABLES)
            fields = self._all_fields()
            if table in OTHER_TABLES and dice.chance(30):
                fields["_bad"] = 1.0
            return Insert(table, fields)
        if throw < 65:
            return Patch(self._ref(), self._some_fields())
        if throw < 78:
            return Replace(self._ref(), self._all_fields())
        return Delete(self._ref()) if throw < 92 else Keep(self._ref())

    def _ref(self) -> Ref:
        dice = self.dice
        throw = dice.below(100)
        number = dice.below(8)
        if throw < 2:
            return Ref("nonsense", 0)
        if throw < 50:
            return Ref("slot", number)
        return Ref("seen", number % 3) if throw < 82 else Ref("own", number % 3)

    def _some_fields(self) -> Fields:
        fields: Fields = {}
        for name in ("x", "y"):
            if self.dice.chance(55):
                fields[name] = self._value_to_write()
        return self._perhaps_bad(fields)

    def _all_fields(self) -> Fields:
        fields: Fields = {"x": self._value_to_write(), "y": self._value_to_write()}
        if self.dice.chance(30):
            value = COMMIT_TS if self.dice.chance(15) else self._value()
            fields["n"] = {} if value is UNDEFINED else {"k": value}  # type: ignore[dict-item]
        return self._perhaps_bad(fields)

    def _perhaps_bad(self, fields: Fields) -> Fields:
        throw = self.dice.below(100)
        if throw < 3:
            fields["bad"] = 1.0
        elif throw < 5:
            fields["_bad"] = 1.0
        return fields

    def _value(self) -> Operand:
        return self.dice.pick(self.values)

    def _value_to_write(self) -> Operand:
        throw = self.dice.below(100)
        if throw < 6:
            return COMMIT_TS
        return Count() if throw < 28 else UNDEFINED if throw < 35 else self._value()
