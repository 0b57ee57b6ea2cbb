"""``ctx.db.vars``: what a mutation can write down before it is known.

::

    insert("work", {"at": ctx.db.vars.commit_ts})  …  commit at ts ──▶ {"at": Int64(ts)}

``_creationTime`` says when a mutation began, and mutations that overlap may commit the other
way round. A commit timestamp rises from each commit to the next, so an index on it is a queue
that nothing is ever added to in front of its end.

Source: docs "Commit Timestamp"; npm-packages/convex/src/server/database.ts.
"""

from __future__ import annotations

from typing import Final

from minivex.values.kinds import COMMIT_TS, CommitTsPlaceholder

__all__ = ["VARS", "Vars"]


class Vars:
    """Values that are not known until the mutation commits."""

    __slots__ = ()

    @property
    def commit_ts(self) -> CommitTsPlaceholder:
        """Stands for the timestamp of the commit, in nanoseconds; an ``Int64`` afterwards.

        All documents of one transaction get the same one. The writer itself reads it back as
        it is: it has no number yet, and sorts behind all that has committed.
        """
        return COMMIT_TS


VARS: Final = Vars()
"""The same for every mutation."""
