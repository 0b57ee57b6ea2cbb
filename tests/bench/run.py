"""How fast the engine is, as ratios to SQLite in memory doing the same work on the same rows.

SQLite is in every Python, so the ratios can be had anywhere; absolute times say more about the
machine than about the engine. Each number is the best of several rounds, because noise only adds.

    python tests/bench/run.py [ROWS]
"""

from __future__ import annotations

import sqlite3
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from labkit.harness.interleave import explore
from labkit.harness.play import Lane
from minivex import Backend, define_schema, define_table, mutation, query, v
from minivex.backend import functions_of

ROUNDS = 5
CHANNELS = 200
TAKE = 50
schema = define_schema(
    {
        "messages": define_table({"channel": v.number(), "body": v.string()}).index(
            "by_channel", ["channel"]
        ),
        "counters": define_table({"value": v.number()}),
    }
)


@query(args={"id": v.id("messages")})
async def get(ctx: Any, id: str) -> Any:
    return await ctx.db.get("messages", id)


@query(args={"channel": v.number()})
async def newest(ctx: Any, channel: int) -> Any:
    rows = ctx.db.query("messages").with_index("by_channel", lambda q: q.eq("channel", channel))
    return await rows.order("desc").take(TAKE)


@mutation(args={"channel": v.number(), "body": v.string()})
async def send(ctx: Any, channel: int, body: str) -> Any:
    return await ctx.db.insert("messages", {"channel": channel, "body": body})


@mutation(args={"id": v.id("counters")})
async def increment(ctx: Any, id: str) -> None:
    counter = await ctx.db.get("counters", id)
    await ctx.db.patch("counters", id, {"value": counter["value"] + 1})


@dataclass(frozen=True, slots=True)
class Workload:
    """One piece of work, done by the engine and, where it can, by SQLite; ``count`` times a round."""

    name: str
    count: int
    ours: Callable[[int], object]
    theirs: Callable[[int], object] | None


def microseconds(work: Callable[[int], object], count: int) -> float:
    """The time of one call of ``work``, in the best round."""
    best = float("inf")
    for round_number in range(ROUNDS):
        start = time.perf_counter()
        for number in range(count):
            work(round_number * count + number)
        best = min(best, time.perf_counter() - start)
    return best / count * 1e6


def engine_of(rows: list[tuple[int, str]]) -> tuple[Backend, list[str], str]:
    """A backend with ``rows`` and one counter; the ids of both."""
    backend = Backend(schema=schema, functions=functions_of(globals(), "bench"), seed=1)
    documents = ({"channel": channel, "body": body} for channel, body in rows)
    ids = backend.load("messages", documents)
    (counter,) = backend.load("counters", [{"value": 0}])
    return backend, ids, counter


def sqlite_of(rows: list[tuple[int, str]]) -> sqlite3.Connection:
    """The same rows in SQLite, every statement its own transaction."""
    database = sqlite3.connect(":memory:", isolation_level=None)
    database.execute("create table messages (id integer primary key, channel real, body text)")
    database.execute("create index by_channel on messages (channel, id)")
    database.execute("create table counters (id integer primary key, value real)")
    database.execute("insert into counters values (1, 0)")
    database.executemany("insert into messages (channel, body) values (?, ?)", rows)
    return database


def workloads(row_count: int) -> list[Workload]:
    """What is measured, on ``row_count`` rows."""
    rows = [(number * 7919 % CHANNELS, f"message {number}") for number in range(row_count)]
    backend, ids, counter = engine_of(rows)
    database = sqlite_of(rows)
    newest_sql = "select * from messages where channel = ? order by id desc limit ?"

    def explored(_: int) -> object:
        lanes = [Lane("bench:increment", {"id": counter}, name) for name in ("ada", "bo", "cy")]
        return explore(backend, lanes, lambda play: None, budget=100)

    return [
        Workload(
            "get one document",
            500,
            lambda number: backend.run("bench:get", {"id": ids[number * 31 % row_count]}),
            lambda number: database.execute(
                "select * from messages where id = ?", (number * 31 % row_count + 1,)
            ).fetchone(),
        ),
        Workload(
            f"newest {TAKE} of a channel",
            100,
            lambda number: backend.run("bench:newest", {"channel": number % CHANNELS}),
            lambda number: database.execute(newest_sql, (number % CHANNELS, TAKE)).fetchall(),
        ),
        Workload(
            "insert one document",
            200,
            lambda number: backend.run("bench:send", {"channel": number % CHANNELS, "body": "x"}),
            lambda number: database.execute(
                "insert into messages (channel, body) values (?, ?)", (number % CHANNELS, "x")
            ),
        ),
        Workload(
            "read and raise a counter",
            200,
            lambda _: backend.run("bench:increment", {"id": counter}),
            lambda _: database.execute("update counters set value = value + 1 where id = 1"),
        ),
        Workload("fork the whole world", 1000, lambda _: backend.fork(), None),
        Workload("three counters in all 90 orders", 1, explored, None),
    ]


def main(arguments: list[str]) -> int:
    """Measure and print one line per workload."""
    row_count = int(arguments[0]) if arguments else 10_000
    print(f"{row_count:,} rows, best of {ROUNDS} rounds\n")
    print(f"{'':<34}{'minivex':>12}{'SQLite':>12}{'ratio':>9}")
    for work in workloads(row_count):
        ours = microseconds(work.ours, work.count)
        line = f"{work.name:<34}{ours:>9,.1f} µs"
        if work.theirs is not None:
            theirs = microseconds(work.theirs, work.count)
            line += f"{theirs:>9,.1f} µs{ours / theirs:>8,.1f}×"
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
