"""What is in a backend, a page of it at a time: tables, indexes, scheduled functions, cron jobs, clock.

Cost: of each part, what is shown of it and not what is stored.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import Any, Final

from labkit.workbench.application import Application
from labkit.workbench.form import fields_of
from labkit.workbench.skeleton import skeleton
from labkit.workbench.words import shown_cell
from minivex import Backend
from minivex.index.index_key import Document
from minivex.store.table_registry import Table
from minivex.txn.system_documents import SystemDocuments

__all__ = [
    "Page",
    "clock_of",
    "crons_of",
    "files_of",
    "functions_of_page",
    "jobs_of",
    "page_of",
    "routes_of",
    "tables_of",
]

ROWS: Final = 20
JOBS: Final = 30
FILES: Final = 30
_SCHEDULED: Final = "_scheduled_functions"
_CRONS: Final = "_cron_jobs"
_STORAGE: Final = "_storage"


@dataclass(frozen=True, slots=True)
class Page:
    """Which stretch of which index is shown; ``after`` is the key of the last row before it."""

    table: str = ""
    index: str = "by_creation_time"
    is_reverse: bool = True
    after: str = ""


def tables_of(backend: Backend) -> list[dict[str, Any]]:
    """Every table of the reader's, with how many documents it has and its indexes."""
    latest = backend.snapshots.latest
    return [
        {
            "name": name,
            "count": len(latest.maps[name][0]),
            "defined": table.definition is not None,
            "indexes": [
                {"name": index.label, "fields": list(index.fields), "state": index.state.value}
                for index in table.indexes
            ],
            "search": list(table.search_position),
            "skeleton": skeleton(
                getattr(table.definition, "validator", None), lambda name: newest_id(backend, name)
            ),
        }
        for name, table in sorted(latest.registry.by_name.items())
        if not table.is_system
    ]


def page_of(backend: Backend, page: Page) -> dict[str, Any] | None:
    """The rows of a page, and the key that the next one begins after; None if there is no such table."""
    latest = backend.snapshots.latest
    table = latest.registry.by_name.get(page.table)
    if table is None or table.is_system:
        return None
    index = table.index_by_label.get(page.index) or table.by_creation_time
    after = b64decode(page.after)
    start, end = b"", None
    if after and page.is_reverse:
        end = after
    elif after:
        start = after + b"\0"
    keys, found = latest.scan(page.table, index, start, end, ROWS + 1, is_reverse=page.is_reverse)
    rows = [revision.document for revision in found[:ROWS]]
    return {
        "table": page.table,
        "index": index.label,
        "reverse": page.is_reverse,
        "columns": _columns(table, rows),
        "rows": [_row(row) for row in rows],
        "next": b64encode(keys[ROWS - 1]).decode() if len(keys) > ROWS else "",
    }


def _columns(table: Table, rows: list[Document]) -> list[str]:
    """The fields of the schema, in its order, then others that the rows have."""
    validator = getattr(table.definition, "validator", None)
    names = dict.fromkeys(getattr(validator, "fields", ()))
    for row in rows:
        names.update(dict.fromkeys(row))
    return [name for name in names if name not in ("_id", "_creationTime")]


def _row(row: Document) -> dict[str, Any]:
    fields = {name: shown_cell(value) for name, value in row.items() if name[0] != "_"}
    return {"id": row["_id"], "created": row["_creationTime"], "fields": fields}


def jobs_of(backend: Backend) -> list[dict[str, Any]]:
    """Scheduled functions: those that wait, the one that is due first ahead, then the newest others."""
    pending = backend.read_alone(
        lambda transaction: SystemDocuments(transaction, _SCHEDULED).with_fields(
            "by_state", ["pending"], JOBS
        )
    )
    latest = backend.snapshots.latest
    table = latest.registry.by_name[_SCHEDULED]
    _, newest = latest.scan(
        _SCHEDULED, table.by_creation_time, b"", None, 2 * JOBS, is_reverse=True
    )
    others = [one.document for one in newest if _state(one.document)["kind"] != "pending"]
    return [_job(one) for one in [*pending, *others[:JOBS]]]


def _job(job: Document) -> dict[str, Any]:
    state = _state(job)
    arguments = job["args"]
    assert isinstance(arguments, list), "the scheduler writes arguments"
    return {
        "id": job["_id"],
        "name": str(job["name"]).replace(".js:", ":"),
        "args": shown_cell(arguments[0]),
        "state": state["kind"],
        "error": state.get("error", ""),
        "due": job["scheduledTime"],
        "completed": job.get("completedTime"),
    }


def _state(job: Document) -> dict[str, Any]:
    state = job["state"]
    assert isinstance(state, dict), "the scheduler writes states"
    return state


def crons_of(backend: Backend, application: Application) -> list[dict[str, Any]]:
    """Cron jobs: what each calls, when it runs next, and how its last run ended."""
    jobs = {str(job["name"]): job for job in backend.documents(_CRONS)}
    found = []
    for name, definition in application.crons.jobs.items():
        job = jobs.get(name)
        logs = backend.services.cron_runner.logs(name)
        found.append(
            {
                "name": name,
                "path": definition.path,
                "schedule": _schedule(definition.schedule),
                "next": None if job is None else job["nextTime"],
                "last": None
                if not logs
                else {
                    "status": logs[-1]["status"],
                    "at": logs[-1]["completedTime"],
                    "error": logs[-1]["error"],
                    "note": logs[-1]["note"],
                },
            }
        )
    return found


def _schedule(schedule: dict[str, object]) -> str:
    rest = ", ".join(f"{name} {value}" for name, value in schedule.items() if name != "type")
    return f"{schedule['type']}{f', {rest}' if rest else ''}"


def clock_of(backend: Backend) -> dict[str, Any]:
    """The time, and what comes due first."""
    services = backend.services
    due = [
        (due_ms, what)
        for due_ms, what in (
            (services.jobs.next_due_ms(), "scheduled function"),
            (services.cron_runner.next_due_ms(), "cron job"),
        )
        if due_ms is not None
    ]
    first = min(due, default=None)
    return {
        "now": backend.clock.now_ms,
        "next": None if first is None else {"at": first[0], "what": first[1]},
    }


def files_of(backend: Backend) -> dict[str, Any]:
    """Stored files: how many, and the newest of them with their links."""
    latest = backend.snapshots.latest
    table = latest.registry.by_name[_STORAGE]
    _, newest = latest.scan(_STORAGE, table.by_creation_time, b"", None, FILES, is_reverse=True)
    rows = [
        {
            "id": one.document["_id"],
            "created": one.document["_creationTime"],
            "size": one.document["size"],
            "type": one.document.get("contentType", ""),
            "url": backend.read_alone(
                lambda transaction, id=one.document["_id"]: backend.files.url(transaction, id)  # type: ignore[misc]
            ),
        }
        for one in newest
    ]
    return {"count": len(latest.maps[_STORAGE][0]), "rows": rows}


def routes_of(application: Application) -> list[dict[str, str]]:
    """The routes of the application: exact paths first."""
    return [{"path": path, "method": method} for path, method, _ in application.http.get_routes()]


def newest_id(backend: Backend, table: str) -> str | None:
    """The id of the newest document of a table, if it has one."""
    latest = backend.snapshots.latest
    known = latest.registry.by_name.get(table)
    if known is None:
        return None
    _, found = latest.scan(table, known.by_creation_time, b"", None, 1, is_reverse=True)
    return str(found[0].document["_id"]) if found else None


def functions_of_page(backend: Backend, application: Application) -> list[dict[str, Any]]:
    """What can be called, with arguments to begin with, and a form for them."""
    found = []
    for path, function in application.functions.items():
        offered = skeleton(function.args, lambda name: newest_id(backend, name))
        found.append(
            {
                "path": path,
                "kind": function.kind,
                "public": function.is_public,
                "args": "" if function.args is None else str(function.args),
                "skeleton": offered,
                "fields": fields_of(function.args, offered),
            }
        )
    return found
