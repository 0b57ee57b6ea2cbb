"""Whether a log that somebody else may have written can be opened, before anything is replaced by it.

Nothing of it is run: it is opened without functions.
"""

from __future__ import annotations

from typing import Any

from labkit.harness.raised import error_name, error_text
from labkit.workbench.view import clock_of, jobs_of, tables_of
from minivex import Backend, MemoryStorage
from minivex.commit.log_bytes import read_log
from minivex.errors import MinivexError
from minivex.values.ids import decode_id
from minivex.values.value import freeze

__all__ = ["UnfitLogError", "inspect"]


class UnfitLogError(ValueError):
    """The log cannot be opened; the message says why."""


def inspect(data: bytes) -> dict[str, Any]:
    """The tables of a log and how many documents each has.

    What the page shows of every log is looked at once, so that it can be.

    Raises: UnfitLogError.
    """
    try:
        _check_end(data)
        backend = Backend.open(MemoryStorage(data))
        _check_documents(backend)
        clock_of(backend)
        jobs_of(backend)
        return {
            "tables": [{"name": one["name"], "count": one["count"]} for one in tables_of(backend)]
        }
    except UnfitLogError:
        raise
    except MinivexError as error:
        raise UnfitLogError(f"The data in the file cannot be read: {error}") from None
    except Exception as error:  # noqa: BLE001 - a log that nobody here wrote may hold anything
        raise UnfitLogError(
            f"The data in the file cannot be read ({error_name(error)}: {error_text(error)})."
        ) from None


def _check_end(data: bytes) -> None:
    if read_log(data).is_torn:
        raise UnfitLogError("The data in the file end in the middle of a commit.")


def _check_documents(backend: Backend) -> None:
    """Every document is a value, and has an id of its own table."""
    latest = backend.snapshots.latest
    for name, maps in latest.maps.items():
        table = latest.registry.by_name[name]
        for revision in maps[0].slice()[1]:
            document = revision.document
            freeze(document)
            number, _ = decode_id(str(document["_id"]))
            if number != table.number:
                raise UnfitLogError(f"A document of {name} has the id of another table.")
