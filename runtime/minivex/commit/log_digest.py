"""Which keys a run of commits has changed, in order: one look says that none of them matters.

::

    log      ts 7  8  9 …  14 │ 15 …  22 │ 23 …         commits
    digests     sorted keys   │ sorted   │ (none yet)   by table and index, for each full run

A transaction that began long ago asks each digest whether a key lies in what it has read. Only
in a run where one does, and in the last commits, it looks at the commits one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import TypeAlias

from minivex.index.interval import IntervalSet
from minivex.store.snapshot_manager import Change

__all__ = ["LogDigest", "Read"]

Read: TypeAlias = tuple[int, str, IntervalSet]
"""Position and name of an index, and what was read of it."""


class LogDigest:
    """The old and new keys of some commits' changes, by table and position of the index."""

    __slots__ = ("_keys",)

    def __init__(self, commits: Iterable[Sequence[Change]]) -> None:
        """Cost: O(k log k) for k keys."""
        by_table: dict[str, list[tuple[bytes, ...]]] = {}
        for changes in commits:
            for table, old, new in changes:
                for revision in (old, new):
                    if revision is not None:
                        by_table.setdefault(table.name, []).append(revision.keys)
        # Revisions of one table have equally many keys, but for one that was made before a push.
        self._keys = {
            name: [sorted(keys) for keys in zip(*all_keys, strict=False)]
            for name, all_keys in by_table.items()
        }

    @classmethod
    def joined(cls, digests: Iterable[LogDigest]) -> LogDigest:
        """The digest of the runs of ``digests`` together, which follow one another.

        Cost: O(k log r) for k keys in r runs: sorting finds what is in order already.
        """
        by_table: dict[str, list[list[list[bytes]]]] = {}
        for digest in digests:
            for name, keys in digest._keys.items():  # noqa: SLF001 - same class
                by_table.setdefault(name, []).append(keys)
        joined = cls(())
        joined._keys = {
            name: [sorted(chain.from_iterable(runs)) for runs in zip(*all_keys, strict=False)]
            for name, all_keys in by_table.items()
        }
        return joined

    def check_invariants(self, commits: Iterable[Sequence[Change]]) -> None:
        """Assert that the keys are in order, and those of ``commits``."""
        wanted = LogDigest(commits)._keys  # noqa: SLF001 - same class
        assert self._keys == wanted, "every key of these commits, and no other"
        for sorted_keys in self._keys.values():
            assert all(keys == sorted(keys) for keys in sorted_keys), "a search needs their order"

    def touches(self, reads: Mapping[str, Sequence[Read]]) -> bool:
        """Whether some key lies in what was read, which is given by table.

        Cost: O(r log k) for r intervals and k keys.
        """
        for table, sorted_keys in self._keys.items():
            for position, _, intervals in reads.get(table, ()):
                if position >= len(sorted_keys) or intervals.meets(sorted_keys[position]):
                    return True
        return False
