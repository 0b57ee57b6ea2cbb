"""Small random programs, run by the engine as mutations and by a slow model as plain code.

A program is a list of instructions on five slots of one table. What it reads decides what it
writes: every write adds the number of documents and the sum that the program has seen so far, so
a result that no serial order explains shows up as a wrong number.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from minivex import Backend, define_schema, define_table, functions_of, mutation, v

SLOTS = 5
GROUPS = ("a", "b")

Instruction = tuple[str, Any]
Program = list[Instruction]

SLOT = st.integers(0, SLOTS - 1)
GROUP = st.sampled_from(GROUPS)
INSTRUCTIONS = st.one_of(
    st.tuples(st.just("get"), SLOT),
    st.tuples(st.just("range"), GROUP),
    st.tuples(st.just("first"), GROUP),
    st.tuples(st.just("scan"), st.none()),
    st.tuples(st.just("patch"), SLOT),
    st.tuples(st.just("move"), SLOT),
    st.tuples(st.just("delete"), SLOT),
    st.tuples(st.just("insert"), GROUP),
)
PROGRAMS = st.lists(INSTRUCTIONS, min_size=1, max_size=4)

schema = define_schema(
    {"rows": define_table({"group": v.string(), "n": v.number()}).index("by_group", ["group", "n"])}
)


@mutation
async def execute(ctx: Any, program: Any, ids: Any) -> Any:
    """Carry out a program; return what it saw."""
    seen: list[Any] = []
    db = ctx.db
    for op, operand in program:
        total = float(sum(part for entry in seen for part in entry))
        if op == "get":
            row = await db.get("rows", ids[int(operand)])
            seen.append([-1.0] if row is None else [row["n"]])
        elif op == "range":
            rows = (
                await db.query("rows")
                .with_index("by_group", lambda q, group=operand: q.eq("group", group))
                .collect()
            )
            seen.append([row["n"] for row in rows])
        elif op == "first":
            row = (
                await db.query("rows")
                .with_index("by_group", lambda q, group=operand: q.eq("group", group))
                .order("desc")
                .first()
            )
            seen.append([-1.0] if row is None else [row["n"]])
        elif op == "scan":
            seen.append(
                sorted(
                    [
                        row["n"]
                        for row in await db.query("rows")
                        .filter(lambda q: q.gt(q.field("n"), 2))
                        .collect()
                    ]
                )
            )
        elif op == "insert":
            await db.insert("rows", {"group": operand, "n": total + 0.5})
        elif await db.get("rows", ids[int(operand)]) is not None:
            if op == "patch":
                await db.patch("rows", ids[int(operand)], {"n": total})
            elif op == "move":
                await db.patch("rows", ids[int(operand)], {"group": "b", "n": total})
            else:
                await db.delete("rows", ids[int(operand)])
    return seen


def new_backend(**options: Any) -> tuple[Backend, list[str]]:
    """A backend with the five slots filled."""
    backend = Backend(
        schema=schema, functions=functions_of({"execute": execute}, "model"), **options
    )
    ids = backend.load(
        "rows", [{"group": GROUPS[slot % 2], "n": float(slot)} for slot in range(SLOTS)]
    )
    return backend, ids


class Model:
    """The same table as a dict, one program at a time."""

    def __init__(self) -> None:
        self.rows: dict[int, tuple[str, float]] = {
            slot: (GROUPS[slot % 2], float(slot)) for slot in range(SLOTS)
        }
        self.next_slot = SLOTS

    def execute(self, program: Program) -> list[list[float]]:
        seen: list[list[float]] = []
        for op, operand in program:
            total = float(sum(part for entry in seen for part in entry))
            group = sorted(n for g, n in self.rows.values() if g == operand)
            if op == "get":
                seen.append([self.rows[operand][1]] if operand in self.rows else [-1.0])
            elif op == "range":
                seen.append(group)
            elif op == "first":
                seen.append(group[-1:] or [-1.0])
            elif op == "scan":
                seen.append(sorted(n for _, n in self.rows.values() if n > 2))
            elif op == "insert":
                self.rows[self.next_slot] = (operand, total + 0.5)
                self.next_slot += 1
            elif operand in self.rows:
                if op == "delete":
                    del self.rows[operand]
                else:
                    group_now = "b" if op == "move" else self.rows[operand][0]
                    self.rows[operand] = (group_now, total)
        return seen

    def state(self) -> list[tuple[str, float]]:
        return sorted(self.rows.values())


def state_of(backend: Backend) -> list[tuple[Any, Any]]:
    """The rows of the engine, in the model's form."""
    return sorted((row["group"], row["n"]) for row in backend.documents("rows"))
