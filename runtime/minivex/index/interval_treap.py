"""Overlapping intervals, searched by a key that lies in them: a treap with upper ends.

::

                  [c, k)  max m            sorted by start, then by owner
                 /            \\            heap-ordered by priority
          [a, m) max m     [f, g) max g    max: the last end in the subtree

A search for a key skips every subtree whose last end is not beyond the key, and
every right subtree that starts behind it. Priorities come from a counter through
a bit mixer, so the same history builds the same tree, and no order of insertions
builds a bad one.

Invariants: in order, (start, owner) strictly increases; no child has a higher
priority than its parent; each node knows the last end of its subtree.
"""

from __future__ import annotations

from itertools import pairwise

from minivex.index.interval import Interval

__all__ = ["IntervalTreap"]

_MASK = (1 << 64) - 1


class _Node:
    """An interval and its owner; ``last_end`` is ``None`` if some end below is open."""

    __slots__ = ("end", "key", "last_end", "left", "priority", "right")

    def __init__(self, key: tuple[bytes, int], end: bytes | None, priority: int) -> None:
        self.key = key
        self.end = end
        self.priority = priority
        self.last_end = end
        self.left: _Node | None = None
        self.right: _Node | None = None

    def update(self) -> None:
        """Work out ``last_end`` anew from the children."""
        last = self.end
        for child in (self.left, self.right):
            if last is None:
                break
            if child is not None:
                end = child.last_end
                last = end if end is None or end > last else last
        self.last_end = last


class IntervalTreap:
    """Intervals with owners, who are numbers. An owner has at most one interval per start.

    Source: convex-backend crates/interval_map, which is a balanced tree of the same kind.
    """

    __slots__ = ("_added", "_length", "_root")

    def __init__(self) -> None:
        self._root: _Node | None = None
        self._added = 0
        self._length = 0

    def __len__(self) -> int:
        return self._length

    def add(self, interval: Interval, owner: int) -> None:
        """Let ``owner`` have ``interval``.

        Cost: O(log n), expected.
        """
        self._added += 1
        self._length += 1
        start, end = interval
        self._root = _insert(self._root, _Node((start, owner), end, _mix(self._added)))

    def remove(self, interval: Interval, owner: int) -> None:
        """Take the interval of ``owner`` that begins where ``interval`` does.

        Cost: O(log n), expected.
        """
        self._length -= 1
        self._root = _remove(self._root, (interval.start, owner))

    def find(self, key: bytes, owners: set[int]) -> None:
        """Add to ``owners`` all whose interval ``key`` lies in.

        Cost: O(log n + k log n) for k of them, expected.
        """
        stack = [self._root]
        while stack:
            node = stack.pop()
            if node is None or ((last := node.last_end) is not None and last <= key):
                continue
            stack.append(node.left)
            start, owner = node.key
            if start <= key:
                stack.append(node.right)
                end = node.end
                if end is None or key < end:
                    owners.add(owner)

    def check_invariants(self) -> None:
        """Assert the invariants of the module docstring."""
        keys: list[tuple[bytes, int]] = []
        _check(self._root, keys)
        assert all(a < b for a, b in pairwise(keys)), "the order is strict"
        assert len(keys) == self._length, "the length is the number of intervals"


def _mix(number: int) -> int:
    """A number that looks random: the finalizer of SplitMix64 over a counter."""
    bits = (number * 0x9E3779B97F4A7C15) & _MASK
    bits = ((bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    return bits ^ (bits >> 31)


def _insert(node: _Node | None, new: _Node) -> _Node:
    if node is None:
        return new
    if new.key < node.key:
        child = node.left = _insert(node.left, new)
        if child.priority > node.priority:
            node.left, child.right = child.right, node
            node.update()
            node = child
    else:
        child = node.right = _insert(node.right, new)
        if child.priority > node.priority:
            node.right, child.left = child.left, node
            node.update()
            node = child
    node.update()
    return node


def _remove(node: _Node | None, key: tuple[bytes, int]) -> _Node | None:
    assert node is not None, "only what was added is removed"
    if node.key == key:
        return _merge(node.left, node.right)
    if key < node.key:
        node.left = _remove(node.left, key)
    else:
        node.right = _remove(node.right, key)
    node.update()
    return node


def _merge(left: _Node | None, right: _Node | None) -> _Node | None:
    """Join two treaps, all of whose keys are in order."""
    if left is None or right is None:
        return left or right
    if left.priority > right.priority:
        left.right = _merge(left.right, right)
        left.update()
        return left
    right.left = _merge(left, right.left)
    right.update()
    return right


def _check(node: _Node | None, keys: list[tuple[bytes, int]]) -> None:
    if node is None:
        return
    last = node.last_end
    _check(node.left, keys)
    keys.append(node.key)
    _check(node.right, keys)
    for child in (node.left, node.right):
        if child is not None:
            assert child.priority <= node.priority, "the root has the highest priority"
    node.update()
    assert node.last_end == last, "the last end is up to date"
