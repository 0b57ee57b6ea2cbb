"""A small program and the exercise of the repository, for the tests of the lab kit."""

from __future__ import annotations

from pathlib import Path

import pytest

from labkit.grader.exercise import Exercise
from labkit.grader.folder import LabFolder, read_files
from labkit.harness.play import Lane
from minivex import (
    Backend,
    action,
    define_schema,
    define_table,
    functions_of,
    internal,
    internal_mutation,
    internal_query,
    v,
)

LABS = Path(__file__).resolve().parents[2] / "labs"


@internal_query
async def read(ctx, id):  # type: ignore[no-untyped-def]
    return (await ctx.db.get("counters", id))["value"]


@internal_mutation
async def add(ctx, id):  # type: ignore[no-untyped-def]
    row = await ctx.db.get("counters", id)
    await ctx.db.patch("counters", id, {"value": row["value"] + 1})
    return row["value"] + 1


@internal_mutation
async def put(ctx, id, value):  # type: ignore[no-untyped-def]
    await ctx.db.patch("counters", id, {"value": value})


@internal_mutation
async def insert(ctx):  # type: ignore[no-untyped-def]
    return await ctx.db.insert("counters", {"value": 0})


@internal_mutation
async def refuse(ctx, id):  # type: ignore[no-untyped-def]
    await ctx.db.get("counters", id)
    raise KeyError("refused")


@internal_mutation
async def endless(ctx, id):  # type: ignore[no-untyped-def]
    while True:
        await ctx.db.get("counters", id)


@action
async def add_in_two_steps(ctx, id):  # type: ignore[no-untyped-def]
    value = await ctx.run_query(internal.counters.read, {"id": id})
    await ctx.run_mutation(internal.counters.put, {"id": id, "value": value + 1})


class Counters:
    """A backend with one counter, and calls that change it."""

    def __init__(self) -> None:
        functions = functions_of(
            {
                "read": read,
                "add": add,
                "put": put,
                "insert": insert,
                "refuse": refuse,
                "endless": endless,
                "add_in_two_steps": add_in_two_steps,
            },
            "counters",
        )
        schema = define_schema({"counters": define_table({"value": v.number()})})
        self.world = Backend(schema=schema, functions=functions, seed=1)
        (self.id,) = self.world.load("counters", [{"value": 0}])

    def lanes(self, *functions: str) -> list[Lane]:
        """One call of each function, about the counter."""
        return [
            Lane(f"counters:{name}", {} if name == "insert" else {"id": self.id}, caller)
            for name, caller in zip(functions, ("ada", "bo", "cy", "di"), strict=False)
        ]


@pytest.fixture
def counters() -> Counters:
    return Counters()


@pytest.fixture(scope="session")
def one_winner_files() -> dict[str, str]:
    return read_files(LABS / "40-occ" / "30-one-winner")


@pytest.fixture(scope="session")
def one_winner(one_winner_files: dict[str, str]) -> Exercise:
    return Exercise.from_files(one_winner_files)


@pytest.fixture(scope="session")
def two_lanes_files() -> dict[str, str]:
    return LabFolder(LABS / "40-occ" / "20-two-lanes", "lab").files()
