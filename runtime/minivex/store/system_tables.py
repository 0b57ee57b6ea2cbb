"""The tables that belong to the system: their numbers and their hidden indexes.

=========================  =========================================  ====================
table                      one document is                            who may read it
=========================  =========================================  ====================
``_scheduled_functions``   a scheduled call and what became of it     ``ctx.db.system``
``_storage``               a stored file: size, digest, content type  ``ctx.db.system``
``_file_contents``         what is in a file, and its secret link     the engine
``_cron_jobs``             a cron job and when it runs next           the engine
``_cron_job_logs``         one of the last runs of a cron job         the engine
``_session_requests``      a client's mutation and its answer         the engine
=========================  =========================================  ====================

They are tables like all others: snapshots, commits, conflicts and subscriptions treat them
alike. Only their doors differ: functions read the first two and write none.

Source: docs "System Tables"; convex-backend crates/model/src.
Differs: the numbers are ours, and Convex keeps the contents of files outside the database.
"""

from __future__ import annotations

from typing import Final

from minivex.schema.tables import TableDefinition, define_table
from minivex.schema.validators import v

__all__ = ["PUBLIC_SYSTEM_TABLES", "SYSTEM_TABLES", "hidden_index"]

FIRST_NUMBER: Final = 9_001
"""Below the numbers of user tables, and high enough for ids of 32 characters."""


def hidden_index(name: str) -> str:
    """The label of an index that queries cannot name."""
    return f"_{name}"


def _table(**indexes: list[str]) -> TableDefinition:
    table = define_table(v.any())
    for name, fields in indexes.items():
        table.index(hidden_index(name), fields)
    return table


_DEFINITIONS: Final[dict[str, TableDefinition]] = {
    "_scheduled_functions": _table(
        by_state=["state.kind", "scheduledTime"], by_completion=["completedTime"]
    ),
    "_storage": _table(),
    "_file_contents": _table(by_file=["storageId"], by_link=["link"]),
    "_cron_jobs": _table(by_name=["name"]),
    "_cron_job_logs": _table(by_name=["name"]),
    "_session_requests": _table(by_request=["sessionId", "requestId"]),
}

SYSTEM_TABLES: Final = {
    name: (FIRST_NUMBER + position, definition)
    for position, (name, definition) in enumerate(_DEFINITIONS.items())
}
"""Number and definition of each table."""

PUBLIC_SYSTEM_TABLES: Final = frozenset({"_scheduled_functions", "_storage"})
