"""A growing list, loaded page by page, that stays whole while the data changes.

::

    page 1: start ─ c1     page 2: c1 ─ c2      page 3: c2 ─ …
    load_more(n) adds a page behind the last cursor
    a page that has grown too long:   c1 ─ split,  split ─ c2   in its place

Each page is a query of its own, which is read again from its cursor to its end. Since
one page begins where the one before ends, and all are seen at one timestamp, no row is
missing and none is shown twice.

Source: docs "Paginated Queries"; npm-packages/convex/src/react/use_paginated_query.ts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, Literal, TypeAlias, cast

from minivex.client.client import Client, Watch
from minivex.errors import InvalidCursorError
from minivex.errors.kept import error_text
from minivex.functions.moves import Outcome, Raised, Returned
from minivex.functions.references import FunctionReference
from minivex.values.value import Value, values_equal

__all__ = ["PaginatedWatch", "Status"]

Status: TypeAlias = Literal["LoadingFirstPage", "CanLoadMore", "LoadingMore", "Exhausted"]

Options: TypeAlias = dict[str, object]

GROWTH_MAX: Final = 2
"""A page with more than this many times the initial number of rows is split."""


class _Page:
    """A page on screen; ``halves`` are loading and will take its place."""

    __slots__ = ("halves", "has_loaded", "options", "watch")

    def __init__(self, options: Options, watch: Watch) -> None:
        self.options = options
        self.watch = watch
        self.halves: list[_Page] = []
        self.has_loaded = False

    @property
    def result(self) -> dict[str, Value] | None:
        """What ``paginate`` returned; ``None`` while it loads."""
        outcome = self.watch.outcome
        if isinstance(outcome, Raised):
            raise outcome.error
        return None if outcome is None else cast("dict[str, Value]", outcome.value)


class PaginatedWatch:
    """The pages of one paginated query that a client has loaded so far.

    ``callback`` gets the watch itself, whenever its results or its status are others.

    Invariant: the pages are flush, and begin at the beginning.
    """

    def __init__(
        self,
        client: Client,
        function: str | FunctionReference,
        args: Mapping[str, object] | None = None,
        *,
        initial_num_items: int,
        callback: Callable[[PaginatedWatch], None] | None = None,
    ) -> None:
        """Load the first page.

        ``function`` takes ``paginationOpts`` besides ``args``, and returns what ``paginate`` does.

        Raises: FunctionNotFoundError, if there is no such query.
        """
        self._client = client
        self._function = function
        self._args = dict(args or {})
        self._initial_num_items = initial_num_items
        self._callback = callback
        self._pages: list[_Page] = []
        self._opened = 0
        self._shown: list[Value] = []
        self._is_updating = False
        self._change(self._begin)

    @property
    def results(self) -> list[Value]:
        """The rows of all pages, up to the first that is loading or is not whole.

        Raises: the error of a page, if one failed.
        """
        return self._loaded()[0]

    @property
    def status(self) -> Status:
        """What can be done next."""
        last = self._loaded()[1]
        if last is None:
            return "LoadingFirstPage" if self._opened == 1 else "LoadingMore"
        return "Exhausted" if last["isDone"] else "CanLoadMore"

    def load_more(self, num_items: int) -> None:
        """Load another page; without effect unless the status is ``CanLoadMore``."""
        last = self._loaded()[1]
        if last is not None and not last["isDone"]:
            options = {
                "numItems": num_items,
                "cursor": last["continueCursor"],
                "id": self._pages[0].options["id"],
            }
            self._change(lambda: self._pages.append(self._open(options)))

    def unsubscribe(self) -> None:
        """Stop watching all pages."""
        for page in self._pages:
            for one in (page, *page.halves):
                one.watch.unsubscribe()
        self._pages = []

    # Inside.

    def _begin(self) -> None:
        """Forget all pages and load the first one, as a query that nobody has asked before."""
        self.unsubscribe()
        self._opened = 0
        first: Options = {"numItems": self._initial_num_items, "cursor": None}
        self._pages = [self._open({**first, "id": self._client.new_pagination_id()})]

    def _open(self, options: Options) -> _Page:
        self._opened += 1
        args = {**self._args, "paginationOpts": options}
        return _Page(options, self._client.on_update(self._function, args, self._heard))

    def _heard(self, _outcome: Outcome | None) -> None:
        self._change(lambda: None)

    def _change(self, change: Callable[[], None]) -> None:
        """Make a change and what follows from it, then call back once if anything looks different.

        Loading a page calls back at once, so this is called again while it is at work.
        """
        if self._is_updating:
            return
        self._is_updating = True
        try:
            change()
            while self._tend():
                pass
        finally:
            self._is_updating = False
        shown = self._show()
        if self._callback is not None and not values_equal(shown, self._shown):
            self._shown = shown
            self._callback(self)

    def _tend(self) -> bool:
        """Do the one next thing that the state of the pages asks for; false if there is none."""
        for at, page in enumerate(self._pages):
            outcome = page.watch.outcome
            if isinstance(outcome, Raised) and isinstance(outcome.error, InvalidCursorError):
                if at or page.has_loaded:
                    self._begin()
                    return True
                return False
            if not isinstance(outcome, Returned):
                return False
            page.has_loaded = True
            result = cast("dict[str, Value]", outcome.value)
            if page.halves:
                if all(half.watch.outcome is not None for half in page.halves):
                    self._pages[at : at + 1] = page.halves
                    page.watch.unsubscribe()
                    return True
            elif self._is_too_long(result):
                middle, end = result["splitCursor"], result["continueCursor"]
                page.halves = [
                    self._open({**page.options, "endCursor": middle}),
                    self._open({**page.options, "cursor": middle, "endCursor": end}),
                ]
                return True
            if result["pageStatus"] == "SplitRequired":
                return False
        return False

    def _is_too_long(self, result: dict[str, Value]) -> bool:
        rows = result["page"]
        assert isinstance(rows, list), "a page is a list of rows"
        has_grown = len(rows) > GROWTH_MAX * self._initial_num_items
        return result["splitCursor"] is not None and (has_grown or result["pageStatus"] is not None)

    def _loaded(self) -> tuple[list[Value], dict[str, Value] | None]:
        """The rows to show, and the last page if it is there and whole."""
        rows: list[Value] = []
        result: dict[str, Value] | None = None
        for page in self._pages:
            result = page.result
            if result is None or result["pageStatus"] == "SplitRequired":
                return rows, None
            rows += cast("list[Value]", result["page"])
        return rows, result

    def _show(self) -> list[Value]:
        try:
            return [self.results, self.status]
        except Exception as error:  # noqa: BLE001 - it is shown in place of the results
            return [type(error).__name__, error_text(error)]
