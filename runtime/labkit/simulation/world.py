"""The database that a history starts from, built once from its plan and forked for each history."""

from __future__ import annotations

from labkit.simulation.case import WorldPlan
from labkit.simulation.memory import Slot
from labkit.simulation.program import Fields
from labkit.simulation.versions import FIRST_NUMBER, Doc, Version
from minivex import Backend, MutationCtx
from minivex.functions.definitions import Function
from minivex.values.value import UNDEFINED, Value

__all__ = ["World"]


class World:
    """A backend with documents, and what the model has to know about it."""

    def __init__(self, plan: WorldPlan) -> None:
        backend = Backend(schema=plan.schema.in_the_engine(), seed=plan.seed)
        self.backend = backend
        numbers = {name: FIRST_NUMBER + at for at, name in enumerate(sorted(plan.indexes))}
        tables: dict[str, dict[str, Doc]] = {name: {} for name in numbers}
        self.slots: list[Slot] = []
        for table, fields in plan.documents:
            (id,) = backend.load(table, [_plain(fields or {})])
            (document,) = [one for one in backend.documents(table) if one["_id"] == id]
            creation = document["_creationTime"]
            assert isinstance(creation, float), "the system sets _creationTime"
            self.slots.append(Slot(id, creation, table))
            if fields is None:
                backend.functions["sim:drop"] = Function("mutation", _drop, path="sim:drop")
                backend.run("sim:drop", {"id": id})
            else:
                tables[table][id] = Doc(table, id, creation, _plain(fields))
        self.version = Version(tables, numbers, plan.schema.indexes, plan.schema.rules)


async def _drop(ctx: MutationCtx, id: str) -> None:
    await ctx.db.delete(id)


def _plain(fields: Fields) -> dict[str, Value]:
    """Fields without those that are ``UNDEFINED``; a document of a world has no marks."""
    return {name: fields[name] for name in sorted(fields) if fields[name] is not UNDEFINED}  # type: ignore[misc]
