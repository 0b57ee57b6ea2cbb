"""The committer's question, and who answers it: may this transaction still commit?

::

    reads:  jobs.by_status [pending … pending]      what the transaction looked at
    writes: jobs j57…                               what it wants to change
    since:  ts 9  jobs:claim  jobs j57…  by_id …    what others have committed meanwhile
                                         by_status  pending, running   (old key, new key)
         └──────────────▶ answer ──▶ a change that breaks it, or None

Three answers are built in, one for each level of isolation. A fourth may be supplied: a
function of a ``CommitAttempt`` and the ``LoggedCommit`` list. A wrong one loses updates, lets
write skew through or overlooks phantoms, as in a database that is built wrong.

Source: docs "OCC and Atomicity"; convex-backend crates/database/src/committer.rs.
Differs: in Convex the answer is always that of ``SERIALIZABLE``; nobody supplies another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType
from typing import Final, TypeAlias

from minivex.commit.write_log import LogEntry, WriteLog
from minivex.errors import ConflictingRead, DeveloperError
from minivex.errors.kept import error_text
from minivex.index.interval import Interval
from minivex.index.text_filter import TextQuery
from minivex.store.snapshot_manager import Change
from minivex.txn.transaction import Transaction

__all__ = [
    "CommitAttempt",
    "Isolation",
    "LoggedChange",
    "LoggedCommit",
    "Search",
    "Validate",
    "first_conflict",
]


class Isolation(Enum):
    """What a commit is checked for. Convex is always ``SERIALIZABLE``; the rest is for comparison."""

    SERIALIZABLE = "serializable"
    """Nothing it read has changed: the result is that of some serial order."""

    SNAPSHOT = "snapshot"
    """Nothing it wrote has been written by another: write skew goes unnoticed."""

    NONE = "none"
    """Nothing is checked, the last write wins: updates get lost."""


@dataclass(frozen=True, slots=True)
class LoggedChange:
    """What one commit did to one document.

    ``keys`` are its keys in every index of its table, as ``(index, key)``: the old ones, and
    the new ones. An insert has no old ones, a delete no new ones.
    """

    table: str
    id: str
    keys: tuple[tuple[str, bytes], ...]
    _change: Change = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class LoggedCommit:
    """One commit: when it was, who made it, and what it changed."""

    ts: int
    label: str | None
    path: str | None
    changes: tuple[LoggedChange, ...]


@dataclass(frozen=True, slots=True)
class Search:
    """A text search that a transaction has made. It has read words, and no interval."""

    index: str
    _table: str = field(repr=False)
    _query: TextQuery = field(repr=False)

    def finds(self, change: LoggedChange) -> bool:
        """Whether the document would be a result, before the change or after it."""
        return change.table == self._table and any(
            revision is not None and self._query.finds(revision.document) is not None
            for revision in change._change[1:]  # noqa: SLF001 - of this file
        )


@dataclass(frozen=True, slots=True)
class CommitAttempt:
    """A transaction that wants to commit.

    ``reads`` are disjoint intervals of keys by index, such as ``"jobs.by_status"``; a key
    ``interval.covers(key)`` or not. ``writes`` are pairs of a table and a document id.
    """

    begin_ts: int
    reads: Mapping[str, tuple[Interval, ...]]
    searches: tuple[Search, ...]
    writes: frozenset[tuple[str, str]]


Validate: TypeAlias = Callable[[CommitAttempt, Sequence[LoggedCommit]], LoggedChange | None]
"""Answers with the change that the transaction must not overlook, or ``None`` if it may commit.

The commits are those after ``begin_ts``, the oldest first."""


def first_conflict(
    transaction: Transaction, log: WriteLog, rule: Isolation | Validate
) -> ConflictingRead | None:
    """What ``rule`` forbids, if it happened since the transaction began.

    A new table or a push conflicts with every transaction under every rule: all of them depend
    on the list of tables, and two tables must not get one number.

    Cost: O(commits since then × changes × indexes read × log intervals).
    Raises: DeveloperError, if a supplied rule fails, or answers something else.
    """
    begin_ts = transaction.begin_ts
    conflict = log.first_new_table(begin_ts)
    if conflict is not None or rule is Isolation.NONE:
        return conflict
    if rule is Isolation.SERIALIZABLE:
        return log.first_conflict(transaction.reads, begin_ts)
    if isinstance(rule, Isolation):
        return log.first_overwrite(transaction.writes, begin_ts)
    return _asked(transaction, log, rule)


def _asked(transaction: Transaction, log: WriteLog, rule: Validate) -> ConflictingRead | None:
    """The answer of a supplied rule, as a conflict."""
    attempt = _attempt(transaction)
    commits = [_logged(entry) for entry in log.after(attempt.begin_ts)]
    try:
        answer = rule(attempt, commits)
    except Exception as error:
        raise DeveloperError(
            f"The validation function raised {type(error).__name__}: {error_text(error)}. "
            "It answers with a change of one of the commits, or with None."
        ) from error
    if answer is None:
        return None
    for commit in commits:
        if any(answer is change for change in commit.changes):
            assert isinstance(answer, LoggedChange), "it is one of them"
            return _conflicting(attempt, commit, answer)
    raise DeveloperError(
        f"The validation function answered {_shown(answer)}. It answers with a change of one of "
        "the commits it was given, or with None if the transaction may commit."
    )


def _attempt(transaction: Transaction) -> CommitAttempt:
    reads = transaction.reads
    return CommitAttempt(
        transaction.begin_ts,
        MappingProxyType(
            {index.name: tuple(reads.intervals(index)) for index in reads.indexes()},
        ),
        tuple(Search(read.index_name, read.table, read.query) for read in reads.texts),
        frozenset((change.table.name, _id_of(change)) for change in transaction.writes.changes()),
    )


def _logged(entry: LogEntry) -> LoggedCommit:
    changes = tuple(
        LoggedChange(change.table.name, _id_of(change), _keys_of(change), change)
        for change in entry.changes
    )
    return LoggedCommit(entry.ts, entry.writer_label, entry.writer_path, changes)


def _id_of(change: Change) -> str:
    revision = change.new or change.old
    assert revision is not None, "a change changes something"
    return str(revision.document["_id"])


def _keys_of(change: Change) -> tuple[tuple[str, bytes], ...]:
    revisions = [revision for revision in change[1:] if revision is not None]
    return tuple(
        (index.name, revision.keys[index.position])
        for revision in revisions
        for index in change.table.indexes[: len(revision.keys)]
    )


def _conflicting(
    attempt: CommitAttempt, commit: LoggedCommit, change: LoggedChange
) -> ConflictingRead:
    """The conflict in the words of the others: what was read, if the change lies in it."""
    index, key = next(
        (
            (index, key)
            for index, key in change.keys
            if any(interval.covers(key) for interval in attempt.reads.get(index, ()))
        ),
        change.keys[0],
    )
    intervals = attempt.reads.get(index, ())
    covering = (interval for interval in intervals if interval.covers(key))
    return ConflictingRead(
        index=index,
        table=change.table,
        id=change.id,
        writer_label=commit.label,
        writer_path=commit.path,
        read_ts=attempt.begin_ts,
        write_ts=commit.ts,
        interval=next(covering, Interval(key, key + b"\0")),
    )


def _shown(answer: object) -> str:
    text = repr(answer)
    return text if len(text) <= _SHOWN_MAX else f"{text[:_SHOWN_MAX]}…"


_SHOWN_MAX: Final = 60
