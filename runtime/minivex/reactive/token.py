"""Proof of what a result depended on: a read set, and the timestamp it was read at.

::

    ts 7   result, token(reads, 7)
    ts 8   a commit outside the reads      the result still holds: token(reads, 8)
    ts 9   a commit inside the reads       the result may be another now: no token

The test is the one that validates a commit, asked for a result instead of a
transaction. It is careful rather than exact: a token that cannot be advanced says
"run it again", not "the result has changed".

Source: convex-backend crates/database/src/token.rs.
"""

from __future__ import annotations

from typing import NamedTuple

from minivex.commit.write_log import WriteLog
from minivex.errors import ConflictingRead
from minivex.txn.read_set import ReadSet

__all__ = ["Token"]


class Token(NamedTuple):
    """The result that this belongs to is right at ``ts``."""

    reads: ReadSet
    ts: int

    def advance(self, log: WriteLog, ts: int) -> Token | None:
        """The token of the same result at ``ts``, the newest commit; ``None`` if it may differ.

        Cost: O(commits since then × changes × log intervals).
        """
        if ts == self.ts:
            return self
        if self.ts < log.floor_ts or self.first_break(log) is not None:
            return None
        return Token(self.reads, ts)

    def first_break(self, log: WriteLog) -> ConflictingRead | None:
        """The earliest commit that touched what was read.

        A new table touches every read set, since all depend on the list of tables.
        """
        return log.first_new_table(self.ts) or log.first_conflict(self.reads, self.ts)
