"""Bugs in who hears of a commit, and of what."""

from __future__ import annotations

from typing import Any

import pytest

import minivex.functions.live_query
from minivex.commit.write_log import LogEntry
from minivex.functions.live_query import LiveQuery
from minivex.functions.sync import Sync
from minivex.reactive.query_cache import QueryCache
from minivex.reactive.subscriptions import Subscriptions
from minivex.txn.read_set import ReadSet
from tests.simulation.planting import Planted, into

__all__ = ["BUGS"]

BUGS: list[Planted] = []
planted = into(BUGS)


@planted("subscribers do not hear of what was removed")
def _(patch: pytest.MonkeyPatch) -> None:
    original = Subscriptions.touched_by

    def touched_by(self: Subscriptions, entry: LogEntry) -> list[int]:
        changes = [change for change in entry.changes if change.new is not None]
        return original(self, entry._replace(changes=changes))

    patch.setattr(Subscriptions, "touched_by", touched_by)


@planted("a change of an index key wakes only who reads the new one")
def _(patch: pytest.MonkeyPatch) -> None:
    original = Subscriptions.touched_by

    def touched_by(self: Subscriptions, entry: LogEntry) -> list[int]:
        changes = [one if one.new is None else one._replace(old=None) for one in entry.changes]
        return original(self, entry._replace(changes=changes))

    patch.setattr(Subscriptions, "touched_by", touched_by)


@planted("every commit runs every subscription again")
def _(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Subscriptions, "touched_by", lambda self, entry: sorted(self._intervals))
    original = Sync._answer

    def answer(self: Sync, query: LiveQuery) -> Any:
        self.cache = QueryCache()
        return original(self, query)

    patch.setattr(Sync, "_answer", answer)


@planted("a re-run keeps waiting for what the first run read")
def _(patch: pytest.MonkeyPatch) -> None:
    original = Subscriptions.subscribe
    first: dict[tuple[Subscriptions, int], ReadSet] = {}

    def subscribe(self: Subscriptions, subscriber: int, reads: ReadSet) -> None:
        original(self, subscriber, first.setdefault((self, subscriber), reads))

    patch.setattr(Subscriptions, "subscribe", subscribe)


@planted("a subscriber is told although nothing is new")
def _(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(minivex.functions.live_query, "is_same", lambda before, after: False)


@planted("a page that is read again forgets where it ended")
def _(patch: pytest.MonkeyPatch) -> None:
    original = LiveQuery.take

    def take(self: LiveQuery, answer: Any) -> bool:
        return original(self, answer._replace(page_end=None))

    patch.setattr(LiveQuery, "take", take)
