"""The picture of live queries: a row for each, a column for each write, and what became of it where they meet.

```
                          subscribe   1 send          2 send
 ada  inbox("red")         run, new    touched, run,   –
                                       new
 bo   inbox("red")         cache, new  touched, cache, –
                                       new
 cy   count("blue")        run, new    –               touched, run, equal
```

One frame for each moment: a page subscribes, a write commits, a page is brought up to date. A re-run whose
result is equal was for nothing; without a rule of its own, a scene is broken by those.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from labkit.harness.names import listed
from labkit.harness.raised import is_refusal
from labkit.visual.film import Film
from labkit.visual.subscription_run import Beat, Outcome, Read, Refresh, Run
from labkit.visual.subscription_scene import SubscriptionScene
from labkit.visual.subscription_words import Words
from minivex import Raised, Returned

__all__ = ["play_subscriptions"]

Json = dict[str, Any]


def play_subscriptions(scene: SubscriptionScene, *, offline: str = "") -> Film:
    """Play a scene to its end.

    Raises: EndlessWriteError; and what the scene's rule raises.
    """
    run = Run(scene, offline=offline)
    drawing = _Drawing(scene, Words(run.world, scene.names), offline)
    frames, error = list[Json](), None
    for beat in run.beats():
        frames += drawing.frames(beat)
        error = error or _mistake(beat)
    return Film(frames, drawing.verdict(), error)


def _mistake(beat: Beat) -> BaseException | None:
    """The first error of a beat that is no refusal."""
    raised = [beat.error] if beat.error is not None else []
    raised += [
        each.outcome.error
        for refresh in beat.refreshes
        for each in refresh.reruns
        if isinstance(each.outcome, Raised)
    ]
    return next((error for error in raised if not is_refusal(error)), None)


class _Drawing:
    """The picture so far, and what it has counted."""

    def __init__(self, scene: SubscriptionScene, words: Words, offline: str) -> None:
        self._scene = scene
        self._words = words
        self._offline = offline if offline in scene.pages else ""
        self._columns: list[Json] = []
        self._cells: list[list[Json | None]] = [[] for _ in scene.watched]
        self._rows: list[Json] = [
            {"page": each.page, "title": each.title, "reads": [], "shows": "", "stale": False}
            for each in scene.watched
        ]
        self._row_of = {each.label: row for row, each in enumerate(scene.watched)}
        self._counts = {"ran": 0, "cached": 0, "sent": 0, "wasted": 0}
        self._broken = ""

    def frames(self, beat: Beat) -> Iterator[Json]:
        """The frames of one beat."""
        if beat.kind != "subscribe" or not self._columns:
            self._columns.append(self._column(beat))
            for row in self._cells:
                row.append(None)
        if beat.kind == "write":
            yield self._written(beat)
        for refresh in beat.refreshes:
            yield self._refreshed(beat, refresh)

    def verdict(self) -> Json:
        """Whether the rule held, or whether any run was for nothing; and the counts."""
        if not self._scene.writes:
            return {"state": "open", "sentence": "Not decided: the scene has no write yet."}
        counts = self._counts
        total = counts["ran"] + counts["cached"]
        said = (
            f" After the writes {_times(counts['ran'], 'query ran again', 'queries ran again')}, "
            f"{counts['cached']} came from the cache, {_times(counts['sent'], 'new result was', 'new results were')}"
            " sent."
            if total
            else " No query had to run again."
        )
        if self._broken:
            return {"state": "broken", "sentence": f"Broken: {self._broken}{said}"}
        if self._scene.rule is not None:
            return {"state": "kept", "sentence": f"Kept: {self._scene.sentence}{said}"}
        if counts["wasted"]:
            wasted = _times(counts["wasted"], "run was", "runs were")
            return {
                "state": "broken",
                "sentence": f"Broken: {wasted} for nothing, with a result that was equal.{said}",
            }
        return {"state": "kept", "sentence": f"Kept: no query ran for nothing.{said}"}

    def _written(self, beat: Beat) -> Json:
        column = len(self._columns) - 1
        for label in beat.touched:
            row = self._row_of[label]
            self._rows[row]["stale"] = True
            self._cells[row][column] = _cell(touched=True)
        who = [
            f"{self._rows[self._row_of[label]]['page']}'s {self._rows[self._row_of[label]]['title']}"
            for label in beat.touched
        ]
        is_away_touched = any(
            self._rows[self._row_of[label]]["page"] == self._offline for label in beat.touched
        )
        title = self._words.written(beat, who, self._offline if is_away_touched else "")
        return self._frame(title, line=beat.line)

    def _refreshed(self, beat: Beat, refresh: Refresh) -> Json:
        column, is_first = len(self._columns) - 1, beat.kind == "subscribe"
        for each in refresh.reruns:
            row = self._row_of[each.watched.label]
            cell = self._cells[row][column] or _cell(touched=False)
            self._cells[row][column] = cell | {
                "ran": "cache" if each.is_cached else "run",
                "documents": each.documents,
                "told": each.told,
            }
            self._rows[row] |= {
                "reads": [self._read(read) for read in each.reads],
                "shows": self._words.outcome(each.outcome),
                "stale": False,
            }
            if not is_first:
                self._counts["cached" if each.is_cached else "ran"] += 1
                self._counts["sent"] += each.told == "new"
                self._counts["wasted"] += each.is_wasted
        title = (
            self._words.subscribed(refresh.page, refresh)
            if is_first
            else self._words.refreshed(refresh)
        )
        lines = [each.line for each in refresh.reruns if each.line is not None]
        broken = self._broken_by(beat, refresh)
        return self._frame(
            title, line=lines[0] if lines else None, page=refresh.page, broken=broken
        )

    def _broken_by(self, beat: Beat, refresh: Refresh) -> str | None:
        """What is wrong with what a page now shows, or with what it took to find out."""
        if self._scene.rule is None:
            wasted = [each.watched.title for each in refresh.reruns if each.is_wasted]
            return f"{listed(wasted)} ran for nothing: the result is equal." if wasted else None
        shown = self._shown(refresh.page, refresh.shown)
        if shown is None or self._scene.rule(shown):
            return None
        values = listed(
            [f"{name} = {self._scene.names.show(value)}" for name, value in shown.items()]
        )
        after = f" after {beat.title}" if beat.kind == "write" else ""
        broken = f"{self._scene.sentence} {refresh.page}'s page showed {values}{after}."
        self._broken = self._broken or broken
        return broken

    def _shown(self, page: str, shown: Mapping[str, Outcome]) -> Json | None:
        """What a page shows, by query; None if one of them has failed."""
        watched = self._scene.of(page)
        found = {}
        for each in watched:
            outcome = shown[each.label]
            if not isinstance(outcome, Returned):
                return None
            is_only = sum(one.path == each.path for one in watched) == 1
            found[each.function if is_only else each.title] = outcome.value
        return found

    # The picture.

    def _column(self, beat: Beat) -> Json:
        version = None
        if beat.commit_ts is not None:
            version = self._scene.names.note_commit(beat.commit_ts)
        return {
            "kind": beat.kind,
            "title": "subscribe" if beat.kind == "subscribe" else beat.title,
            "version": version,
            "changes": [self._words.change(change) for change in beat.changes],
            "landings": self._landings(beat) if beat.kind == "write" else [],
        }

    def _landings(self, beat: Beat) -> list[Json]:
        """For each live query, where the write landed as seen from what it had read."""
        return [
            self._landing(beat, row, beat.reads.get(each.label))
            for row, each in enumerate(self._scene.watched)
        ]

    def _landing(self, beat: Beat, row: int, reads: tuple[Read, ...] | None) -> Json:
        if not beat.changes:
            return {"row": row, "inside": False, "text": "Nothing was written."}
        if reads is None:
            said = "It is out of date already, and will run when its page is back."
            return {"row": row, "inside": False, "text": said}
        found = [self._words.landing(read, change) for read in reads for change in beat.changes]
        known = [each for each in found if each is not None]
        inside = [text for is_inside, text in known if is_inside]
        shown = inside or [text for _, text in known]
        if not shown:
            tables = listed(sorted({read.index.partition(".")[0] for read in reads}))
            shown = [f"It reads {tables or 'nothing'}, where nothing was written."]
        return {"row": row, "inside": bool(inside), "text": " ".join(shown)}

    def _read(self, read: Read) -> Json:
        index, _, described = self._words.range(read).partition(" ")
        return {"index": index, "range": described, "documents": read.documents}

    def _frame(
        self, title: str, *, line: int | None, page: str = "", broken: str | None = None
    ) -> Json:
        return {
            "title": title,
            "line": line,
            "picture": {
                "rows": [dict(row) for row in self._rows],
                "columns": list(self._columns),
                "cells": [list(row) for row in self._cells],
                "page": page,
                "moments": 1 + len(self._scene.writes) + bool(self._offline),
            },
            "table": self._table(),
            "broken": broken,
        }

    def _table(self) -> Json:
        heads = [
            column["title"] if column["kind"] != "write" else f"{number}. {column['title']}"
            for number, column in enumerate(self._columns)
        ]
        return {
            "caption": "What each moment did to each live query.",
            "columns": ["Live query", "Has read", "Shows", *heads],
            "rows": [
                [
                    f"{row['page']}: {row['title']}",
                    ", ".join(f"{read['index']} {read['range']}" for read in row["reads"]) or "–",
                    row["shows"] or "–",
                    *(_cell_text(cell) for cell in cells),
                ]
                for row, cells in zip(self._rows, self._cells, strict=True)
            ],
        }


def _cell(*, touched: bool) -> Json:
    return {"touched": touched, "ran": "none", "documents": 0, "told": "none"}


def _cell_text(cell: Json | None) -> str:
    if cell is None:
        return "–"
    parts = ["touched"] if cell["touched"] else []
    documents = "1 document" if cell["documents"] == 1 else f"{cell['documents']} documents"
    parts += {"run": [f"ran, {documents}"], "cache": ["from the cache"], "none": []}[cell["ran"]]
    parts += {"new": ["new, sent"], "equal": ["equal, not sent"], "none": []}[cell["told"]]
    return "; ".join(parts)


def _times(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
