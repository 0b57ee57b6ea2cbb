"""What a call in flight needs of whoever runs it, and what may take part in its attempts."""

from __future__ import annotations

from typing import Protocol

from minivex.clock import VirtualClock
from minivex.commit.committer import Committer
from minivex.functions.definitions import Function
from minivex.functions.moves import Returned
from minivex.functions.ports import Surroundings
from minivex.store.snapshot_manager import SnapshotManager
from minivex.trace import Tracer
from minivex.txn.limits import Limits
from minivex.txn.transaction import Transaction
from minivex.values.value import Value

__all__ = ["Companion", "Host"]


class Host(Surroundings, Protocol):
    """What the runner needs from the backend."""

    snapshots: SnapshotManager
    committer: Committer
    clock: VirtualClock
    tracer: Tracer | None
    generation: int
    deployment: int
    limits: Limits

    def redeployed(self, function: Function) -> Function:
        """What has the name of ``function`` since the last push; it may do no more than fail."""

    def next_seed(self) -> int:
        """A seed that no other attempt has had."""

    def committed(self) -> None:
        """Take note that a commit is done: whoever waits for it may hear of it now."""


class Companion(Protocol):
    """What takes part in every attempt of one mutation, and commits together with it.

    ``is_patient`` means that it is tried again until it commits.
    """

    is_patient: bool

    def begun(self, transaction: Transaction) -> Returned | None:
        """Look around before the handler runs; an answer ends the call at once."""

    def committing(self, transaction: Transaction, value: Value) -> None:
        """Write what belongs to the commit; the handler has returned ``value``."""
