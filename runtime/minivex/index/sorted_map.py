"""A persistent sorted map from byte keys to values: a B+tree with ownership tokens.

::

    root ─ keys [ g        p ]                    separators: child i holds keys
           children │      │      │               with keys[i-1] <= key < keys[i]
                 [a c d] [g k] [p q z]            leaves hold the values

Every node names the map that owns it. A map changes its own nodes in place and
copies any other node before changing it. A snapshot therefore costs nothing:
both maps keep the root, both take a fresh token, and neither owns a node of
the other any more.

Invariants: keys are strictly sorted and within the separators above them, all
leaves are at one depth, no node holds more than ``fan_out`` entries, and only an
empty map has an empty leaf.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import pairwise
from typing import Generic, TypeVar

__all__ = ["FAN_OUT", "SortedMap"]

FAN_OUT = 96
"""Most entries of a node. Measured best of 32 to 256 for bytes keys: two to three levels."""

FAN_OUT_MIN = 3

Value = TypeVar("Value")


class _Node(Generic[Value]):
    """A leaf (``children`` is ``None``) or an inner node (``values`` is empty)."""

    __slots__ = ("children", "keys", "owner", "values")

    def __init__(
        self,
        owner: object,
        keys: list[bytes],
        values: list[Value],
        children: list[_Node[Value]] | None,
    ) -> None:
        self.owner = owner
        self.keys = keys
        self.values = values
        self.children = children

    def copy(self, owner: object) -> _Node[Value]:
        """Make the same node for another owner."""
        children = self.children
        if children is None:
            return _Node(owner, self.keys[:], self.values[:], None)
        return _Node(owner, self.keys[:], self.values, children[:])


class SortedMap(Generic[Value]):
    """A sorted map whose snapshots share what has not changed.

    Differs: a deployment keeps its indexes in a relational database and caches
    parts of them in memory; nodes that lose entries are not merged with their
    neighbours, only dropped when they become empty.
    """

    __slots__ = ("_fan_out", "_length", "_owner", "_root")

    def __init__(self, *, fan_out: int = FAN_OUT) -> None:
        assert fan_out >= FAN_OUT_MIN, "splitting a node must leave two smaller ones"
        self._fan_out = fan_out
        self._length = 0
        self._owner = object()
        self._root: _Node[Value] = _Node(self._owner, [], [], None)

    def snapshot(self) -> SortedMap[Value]:
        """Make a second map with the same entries; each may change without the other.

        Cost: O(1) now, and one copied path for the first write to each shared path.
        """
        other: SortedMap[Value] = SortedMap.__new__(SortedMap)
        other._fan_out = self._fan_out
        other._length = self._length
        other._root = self._root
        other._owner = object()
        self._owner = object()
        return other

    def __len__(self) -> int:
        return self._length

    def get(self, key: bytes) -> Value | None:
        """Return the value at ``key``, or ``None``.

        Cost: O(log n).
        """
        node = self._root
        while (children := node.children) is not None:
            node = children[bisect_right(node.keys, key)]
        keys = node.keys
        position = bisect_left(keys, key)
        if position < len(keys) and keys[position] == key:
            return node.values[position]
        return None

    def put(self, key: bytes, value: Value) -> None:
        """Set the value at ``key``.

        Cost: O(log n + fan-out).
        """
        owner = self._owner
        leaf = self._root
        if leaf.owner is not owner:
            leaf = self._root = leaf.copy(owner)
        while (children := leaf.children) is not None:  # as in _owned_leaf: every write comes here
            position = bisect_right(leaf.keys, key)
            leaf = children[position]
            if leaf.owner is not owner:
                leaf = children[position] = leaf.copy(owner)
        keys = leaf.keys
        position = bisect_left(keys, key)
        if position < len(keys) and keys[position] == key:
            leaf.values[position] = value
            return
        keys.insert(position, key)
        leaf.values.insert(position, value)
        self._length += 1
        if len(keys) > self._fan_out:
            path, _ = self._owned_path(key)
            self._split(path, leaf, is_append=position == len(keys) - 1)

    def remove(self, key: bytes) -> Value:
        """Take ``key`` out and return its value.

        Cost: O(log n + fan-out).
        Raises: KeyError, if the key is not there.
        """
        node = self._owned_leaf(key)
        keys = node.keys
        position = bisect_left(keys, key)
        if position >= len(keys) or keys[position] != key:
            raise KeyError(key)
        value = node.values[position]
        self._length -= 1
        if len(keys) > 1:
            del keys[position], node.values[position]
            return value
        path, node = self._owned_path(key)
        del keys[position], node.values[position]
        while path and not (node.keys if node.children is None else node.children):
            node, position = path.pop()
            assert node.children is not None, "only inner nodes are on a path"
            del node.children[position]
            if node.keys:
                del node.keys[max(position - 1, 0)]
        self._shrink()
        return value

    def slice(
        self,
        start: bytes = b"",
        end: bytes | None = None,
        limit: int | None = None,
    ) -> tuple[list[bytes], list[Value]]:
        """Return the first ``limit`` keys in ``[start, end)`` and their values, ascending.

        Cost: O(log n + k) for k entries returned.
        """
        if limit is not None and limit <= 0:
            return [], []
        path: list[tuple[_Node[Value], int]] = []
        node: _Node[Value] | None = self._root
        while node is not None and (children := node.children) is not None:
            position = bisect_right(node.keys, start)
            path.append((node, position))
            node = children[position]
        keys: list[bytes] = []
        values: list[Value] = []
        first: int | None = None
        while node is not None:
            found = node.keys
            if first is None:
                first = bisect_left(found, start)
            past = len(found) if end is None else bisect_left(found, end, first)
            if limit is not None and past - first >= limit - len(keys):
                past = first + limit - len(keys)
                keys += found[first:past]
                values += node.values[first:past]
                break
            keys += found[first:past]
            values += node.values[first:past]
            if past < len(found):
                break
            first = 0
            node = _neighbour(path, 1)
        return keys, values

    def slice_reverse(
        self,
        start: bytes = b"",
        end: bytes | None = None,
        limit: int | None = None,
    ) -> tuple[list[bytes], list[Value]]:
        """Return the last ``limit`` keys in ``[start, end)`` and their values, descending.

        Cost: O(log n + k) for k entries returned.
        """
        if limit is not None and limit <= 0:
            return [], []
        path: list[tuple[_Node[Value], int]] = []
        node: _Node[Value] | None = self._root
        while node is not None and (children := node.children) is not None:
            position = len(node.keys) if end is None else bisect_left(node.keys, end)
            path.append((node, position))
            node = children[position]
        keys: list[bytes] = []
        values: list[Value] = []
        while node is not None:
            found = node.keys
            past = len(found) if end is None else bisect_left(found, end)
            first = bisect_left(found, start, 0, past)
            if limit is not None and past - first >= limit - len(keys):
                first = past - (limit - len(keys))
                keys += found[first:past][::-1]
                values += node.values[first:past][::-1]
                break
            keys += found[first:past][::-1]
            values += node.values[first:past][::-1]
            if first > 0:
                break
            node = _neighbour(path, -1)
        return keys, values

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.slice()[0])

    def _owned_leaf(self, key: bytes) -> _Node[Value]:
        """Walk to the leaf of ``key``, copying nodes that belong to another map."""
        owner = self._owner
        node = self._root
        if node.owner is not owner:
            node = self._root = node.copy(owner)
        while (children := node.children) is not None:
            position = bisect_right(node.keys, key)
            node = children[position]
            if node.owner is not owner:
                node = children[position] = node.copy(owner)
        return node

    def _owned_path(self, key: bytes) -> tuple[list[tuple[_Node[Value], int]], _Node[Value]]:
        """The leaf of ``key``, which ``_owned_leaf`` has found, and how to get there.

        Only a node that overflows or becomes empty needs it, so nobody else pays for it.
        """
        node = self._root
        path: list[tuple[_Node[Value], int]] = []
        while (children := node.children) is not None:
            position = bisect_right(node.keys, key)
            path.append((node, position))
            node = children[position]
        return path, node

    def _split(
        self, path: list[tuple[_Node[Value], int]], node: _Node[Value], *, is_append: bool
    ) -> None:
        """Halve ``node`` and any parent that overflows; a growing end keeps its node full."""
        fan_out = self._fan_out
        while True:
            children = node.children
            size = len(node.keys) if children is None else len(children)
            if size <= fan_out:
                return
            half = size - 1 if is_append else size // 2
            if children is None:
                separator = node.keys[half]
                right = _Node(self._owner, node.keys[half:], node.values[half:], None)
                del node.keys[half:], node.values[half:]
            else:
                separator = node.keys[half - 1]
                right = _Node[Value](self._owner, node.keys[half:], [], children[half:])
                del node.keys[half - 1 :], children[half:]
            if not path:
                self._root = _Node(self._owner, [separator], [], [node, right])
                return
            parent, position = path.pop()
            assert parent.children is not None, "only inner nodes are on a path"
            parent.keys.insert(position, separator)
            parent.children.insert(position + 1, right)
            is_append = is_append and position + 2 == len(parent.children)
            node = parent

    def _shrink(self) -> None:
        """Drop root nodes that only point on to one child, or to none."""
        root = self._root
        while (children := root.children) is not None and len(children) <= 1:
            root = children[0] if children else _Node(self._owner, [], [], None)
        self._root = root

    def check_invariants(self) -> None:
        """Assert the invariants of the module docstring.

        Cost: O(n).
        """
        depths: set[int] = set()
        count = 0
        stack: list[tuple[_Node[Value], bytes, bytes | None, int]] = [(self._root, b"", None, 0)]
        while stack:
            node, start, end, depth = stack.pop()
            keys = node.keys
            assert all(a < b for a, b in pairwise(keys)), "keys are sorted"
            assert not keys or keys[0] >= start, "keys respect the separator on the left"
            assert end is None or not keys or keys[-1] < end, "and the one on the right"
            if node.children is None:
                assert len(node.values) == len(keys), "one value for each key"
                assert len(keys) <= self._fan_out, "no leaf is too full"
                assert keys or node is self._root, "only an empty map has an empty leaf"
                depths.add(depth)
                count += len(keys)
            else:
                assert len(node.children) == len(keys) + 1, "one separator between children"
                assert len(node.children) <= self._fan_out, "no inner node is too full"
                bounds = [start, *keys, end]
                for position, child in enumerate(node.children):
                    low = bounds[position]
                    assert low is not None, "only the last bound is open"
                    stack.append((child, low, bounds[position + 1], depth + 1))
        assert len(depths) == 1, "all leaves are at one depth"
        assert count == self._length, "the length is the number of entries"


def _neighbour(path: list[tuple[_Node[Value], int]], direction: int) -> _Node[Value] | None:
    """The leaf after (``1``) or before (``-1``) the one that ``path`` leads to; moves ``path``."""
    while path:
        node, position = path.pop()
        position += direction
        children = node.children
        assert children is not None, "only inner nodes are on a path"
        if 0 <= position < len(children):
            path.append((node, position))
            leaf = children[position]
            while (below := leaf.children) is not None:
                position = 0 if direction > 0 else len(below) - 1
                path.append((leaf, position))
                leaf = below[position]
            return leaf
    return None
