"""Documents of system tables, as the services write them."""

from __future__ import annotations

import pytest

from minivex.errors import IdDecodeError, InvalidArgumentError
from minivex.index.interval import EVERYTHING
from minivex.store.table_registry import Table
from minivex.txn.system_documents import SystemDocuments, table_of_id
from minivex.txn.transaction import Transaction
from tests.engine.small_backend import new_backend


def cron_jobs(transaction: Transaction) -> SystemDocuments:
    return SystemDocuments(transaction, "_cron_jobs")


def test_documents_are_written_and_read_in_one_transaction() -> None:
    backend = new_backend()

    def work(transaction: Transaction) -> None:
        jobs = cron_jobs(transaction)
        a, b = jobs.insert({"name": "a", "n": 1.0}), jobs.insert({"name": "b"})
        jobs.patch(a, {"n": 2.0})
        found = jobs.get(a)
        assert found is not None
        assert (found["name"], found["n"]) == ("a", 2.0)
        found["n"] = 9.0
        assert [job["name"] for job in jobs.with_fields("by_name", ["b"])] == ["b"]
        assert [job.get("n") for job in jobs.between("by_name", EVERYTHING)] == [2.0, None]
        assert len(jobs.with_fields("by_name", [], 1)) == 1
        jobs.delete(b)
        assert jobs.get(b) is None

    backend.commit_alone(work)
    assert [job["name"] for job in backend.documents("_cron_jobs")] == ["a"]


def test_inv29_what_is_not_committed_was_never_there() -> None:
    backend = new_backend()

    def work(transaction: Transaction) -> None:
        cron_jobs(transaction).insert({"name": "a"})
        raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        backend.commit_alone(work)
    assert backend.documents("_cron_jobs") == []


def test_creation_times_increase_within_a_transaction() -> None:
    backend = new_backend()
    ids = backend.commit_alone(
        lambda transaction: [cron_jobs(transaction).insert({"name": "x"}) for _ in range(3)]
    )
    assert [job["_id"] for job in backend.documents("_cron_jobs")] == ids


def test_an_id_says_which_table_it_is_of() -> None:
    backend = new_backend()
    (user,) = backend.load("users", [{"email": "a"}])

    def table_of(id: object) -> Table | None:
        return backend.read_alone(lambda transaction: table_of_id(transaction, "cancel", id))

    table = table_of(user)
    assert table is not None
    assert table.name == "users"
    with pytest.raises(InvalidArgumentError, match="Must provide arg 1 `id` to `cancel`"):
        table_of(None)
    with pytest.raises(InvalidArgumentError, match="expected string but got 'int'"):
        table_of(5)
    with pytest.raises(IdDecodeError, match="Invalid argument `id` for `cancel`"):
        table_of("x")
