"""Draws random databases, and cases on them: calls and the order of their moves.

Small on purpose: few documents, few different values, short programs. Then two calls often mean
the same document, values are often equal, and a failure is soon short enough to read. The
numbers below are percentages of throws.
"""
# ruff: noqa: PLR2004 - see above

from __future__ import annotations

from typing import Final

from labkit.simulation.call_generator import MOVING, CallGenerator
from labkit.simulation.case import LETTERS, SCHEMA_TABLES, Case, WorldPlan
from labkit.simulation.dice import Dice
from labkit.simulation.program import Body, Call, Fields, Insert, Line, Operand
from labkit.simulation.schemas import FIELDS, SchemaPlan, TableRule
from minivex.values.value import UNDEFINED, Int64

__all__ = ["draw_case", "draw_plan"]

NUMBERS: Final[list[Operand]] = [
    *(Int64(0), Int64(-1), Int64(300), 0.0, -0.0, 1.0, -1.5, float("nan"), float("inf"))
]
TEXTS: Final[list[Operand]] = ["", "a", "a\0", "b", "\U00010000", b"", b"\0", b"\xff"]
OTHERS: Final[list[Operand]] = [UNDEFINED, None, False, True, [], [None], [1.0], {}, {"k": None}]
VALUES: Final = NUMBERS + TEXTS + OTHERS
INDEXES: Final[tuple[tuple[str, ...], ...]] = (
    ("x",),
    ("y",),
    ("x", "y"),
    ("y", "x"),
    ("n.k",),
    ("x", "n.k", "y"),
)


def draw_plan(dice: Dice) -> WorldPlan:
    """A database of two tables with one to three indexes each, and a few documents."""
    indexes = {table: _indexes(dice) for table in SCHEMA_TABLES}
    values = [dice.pick(VALUES) for _ in range(4)]
    documents: list[tuple[str, Fields | None]] = []
    for _ in range(4 + dice.below(5)):
        gone = dice.chance(10)
        documents.append((dice.pick(SCHEMA_TABLES), None if gone else _fields(dice, values)))
    return WorldPlan(dice.below(1 << 32), indexes, tuple(documents))


def _indexes(dice: Dice) -> dict[str, tuple[str, ...]]:
    """One to three indexes, each named after its fields."""
    first, count = dice.below(len(INDEXES)), 1 + dice.below(3)
    chosen = [INDEXES[(first + step * 2 + step // 3) % len(INDEXES)] for step in range(count)]
    return {"by_" + "_".join(fields).replace(".", "_"): fields for fields in chosen}


def _push(dice: Dice, plan: WorldPlan) -> SchemaPlan:
    """A schema for later: other indexes, and fields that must be there or may not."""
    tables = {}
    for table in (*SCHEMA_TABLES, "late"):
        if dice.chance(60 if table == "late" else 8):
            continue
        known = plan.indexes.get(table)
        indexes = known if known is not None and dice.chance(40) else _indexes(dice)
        free = [fields for fields in INDEXES if fields not in indexes.values()]
        if dice.chance(35):
            indexes = {**indexes, MOVING: dice.pick(free)}
        required = frozenset({dice.pick(("x", "y", "n"))} if dice.chance(25) else ())
        allowed = FIELDS - {dice.pick(("x", "y", "n"))} if dice.chance(15) else FIELDS
        allowed |= required
        indexes = {
            name: fields
            for name, fields in indexes.items()
            if all(field.partition(".")[0] in allowed for field in fields)
        }
        tables[table] = TableRule(indexes, required, allowed)
    return SchemaPlan(tables, is_enforced=dice.chance(90))


def _with_pushes(dice: Dice, schedule: str) -> str:
    """The schedule with some steps of pushes in between."""
    for _ in range(2 + dice.below(9)):
        at = dice.below(len(schedule) + 1)
        schedule = schedule[:at] + "!" * (1 + dice.below(3)) + schedule[at:]
    return schedule


def draw_case(dice: Dice, plan: WorldPlan) -> Case:
    """Two to five calls on a database of ``plan``, and the order of their moves."""
    values = [
        operand
        for _, fields in plan.documents
        if fields is not None
        for operand in fields.values()
        if not isinstance(operand, dict) or not operand
    ]
    pushes = tuple(_push(dice, plan) for _ in range(1 + dice.below(2))) if dice.chance(15) else ()
    schemas = [plan.schema.tables, *(push.tables for push in pushes)]
    draw = CallGenerator(dice, schemas, values or [1.0])
    if dice.chance(4):
        return Case(plan, draw.storm(), "A" + "Bba" * 2 + "BbaA" * 6)
    calls = tuple(draw.call() for _ in range(2 + min(dice.below(4), dice.below(4))))
    schedule = _schedule(dice, calls)
    watched = tuple(draw.watched() for _ in range(1 + dice.below(2))) if dice.chance(30) else ()
    if pushes:
        schedule = _with_pushes(dice, schedule)
        if dice.chance(25):
            calls, schedule = (_newcomer(dice, values), *calls[1:]), "!A" + schedule
    return Case(plan, calls, schedule, watched, pushes)


def _newcomer(dice: Dice, values: list[Operand]) -> Call:
    """The first document of a table; where a push runs that knows indexes for it, they are late."""
    write = Line(Insert("late", _fields(dice, values or [1.0])))
    return Call((Body("mutation", True, (write,)),))  # noqa: FBT003 - a field


def _fields(dice: Dice, values: list[Operand]) -> Fields:
    fields: Fields = {}
    for name in ("x", "y"):
        value = dice.pick(values)
        if value is not UNDEFINED:
            fields[name] = value
    if dice.chance(50):
        inner = dice.pick(values)
        fields["n"] = {} if inner is UNDEFINED else {"k": inner}  # type: ignore[dict-item]
    return fields


def _schedule(dice: Dice, calls: tuple[Call, ...]) -> str:
    """Moves in bursts; or all calls up to their commits, which then come in any order."""
    letters = LETTERS[: len(calls)]
    if dice.chance(25):
        return letters.upper() + "".join(dice.pick(letters) for _ in range(3 * len(calls)))
    moves = []
    for _ in range(len(calls) * 3):
        letter = dice.pick(letters)
        throw = dice.below(10)
        if throw == 0:
            moves.append(".")
        moves.append(letter.upper() if throw < 3 else letter * (1 + throw % 3))
    return "".join(moves)
