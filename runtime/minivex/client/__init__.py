"""A page's view of the backend: consistent queries, ordered mutations, guesses in between."""

from __future__ import annotations

from minivex.client.client import Client, PendingMutation, Watch
from minivex.client.optimistic import LocalStore
from minivex.client.pages import PaginatedWatch

__all__ = ["Client", "LocalStore", "PaginatedWatch", "PendingMutation", "Watch"]
