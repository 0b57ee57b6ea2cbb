"""What a call read has documents, ranges and words; rows are compared place by place."""

from __future__ import annotations

import pytest

from labkit.grader.checks import Context
from labkit.grader.failure import CheckFailed, Program
from labkit.grader.sandbox import Output, Source, load
from labkit.harness.play import Lane
from minivex import functions_of
from minivex.schema.tables import Schema

NOTES = """\
from minivex import action, define_schema, define_table, internal, mutation, query, v

schema = define_schema({
    "notes": define_table({"by": v.string(), "n": v.any()}).index("by_by", ["by"])
})


@query
async def whole(ctx, who):
    return await ctx.db.query("notes").with_index("by_by", lambda q: q.eq("by", who)).collect()


@query
async def one_by_one(ctx, who):
    found = []
    async for row in ctx.db.query("notes").with_index("by_by", lambda q: q.eq("by", who)):
        found.append(row)
    return found


@query
async def newest(ctx, who):
    rows = ctx.db.query("notes").with_index("by_by", lambda q: q.eq("by", who))
    return await rows.order("desc").take(1)


@query
async def scan(ctx, who):
    return await ctx.db.query("notes").filter(lambda q: q.eq(q.field("by"), who)).collect()


@query
async def far_and_wide(ctx, who):
    for name in "abcde":
        await ctx.db.query("notes").with_index("by_by", lambda q: q.eq("by", name)).collect()
    return "done"


@mutation
async def add(ctx, who):
    return await ctx.db.insert("notes", {"by": who, "n": 1})


@mutation
async def look_and_add(ctx, who):
    await ctx.db.query("notes").with_index("by_by", lambda q: q.eq("by", who)).collect()
    await ctx.db.insert("notes", {"by": who, "n": 1})


@action
async def add_after_looking(ctx, who):
    await ctx.run_query(internal.notes.whole, {"who": who})
    await ctx.run_mutation(internal.notes.add, {"who": who})
    await ctx.scheduler.run_after(0, internal.notes.add, {"who": who})
"""


@pytest.fixture
def lab() -> Context:
    source = Source("notes.py", NOTES)
    namespace = load(source, "notes")
    schema = namespace["schema"]
    assert isinstance(schema, Schema)
    program = Program("notes", schema, functions_of(namespace, "notes"), source, 200)
    found = Context(program, Output())
    found.seed("notes", by=["a", "b", "a", "c"], n=[1, 2, 3, 4])
    return found


def test_reads_have_documents_ranges_and_words(lab: Context) -> None:
    reads = lab.reads("whole", who="a")
    assert (reads.documents, reads.ranges) == (2, 1)
    assert str(reads) == 'notes.by_by [by = "a"] (2 documents)'
    assert isinstance(reads.value, list)
    assert str(lab.reads("scan", who="a")) == "notes.by_creation_time [all] (4 documents)"


def test_ranges_that_touch_are_one(lab: Context) -> None:
    assert str(lab.reads("one_by_one", who="a")) == 'notes.by_by [by = "a"] (2 documents)'


def test_a_read_that_stops_is_told_by_the_document_it_stopped_at(lab: Context) -> None:
    assert str(lab.reads("newest", who="a")) == 'notes.by_by [by = "a", from notes#3] (1 document)'


def test_only_the_largest_ranges_are_told(lab: Context) -> None:
    assert str(lab.reads("far_and_wide", who="a")).endswith(
        '[by = "c"] (1 document), 2 more ranges'
    )


def test_measuring_changes_nothing_and_reads_nothing(lab: Context) -> None:
    reads = lab.reads("add", who="z")
    assert (reads.documents, str(reads)) == (0, "nothing")
    assert len(lab.documents("notes")) == 4


def test_a_live_query_runs_again_for_what_it_read(lab: Context) -> None:
    mine, other = (Lane("notes:add", {"who": name}, "somebody") for name in "ab")
    assert lab.reruns("whole", {"who": "a"}, after=mine) == 1
    assert lab.reruns("whole", {"who": "a"}, after=other) == 0
    assert lab.reruns("scan", {"who": "a"}, after=other) == 1


def test_documents_made_by_a_call_get_their_names(lab: Context) -> None:
    assert [lab.show(lab.run("add", who="z")) for _ in range(2)] == ["notes#5", "notes#6"]


def test_rows_are_stored_as_they_are(lab: Context) -> None:
    (id,) = lab.store("notes", [{"by": "z", "n": None}])
    assert lab.document("notes", id)["n"] is None


def test_the_schema_says_its_indexes(lab: Context) -> None:
    assert lab.indexes("notes") == {"by_by": ("by",)}
    assert lab.indexes("nothing") == {}


def test_more_documents_than_the_budget_are_costly_and_say_where(lab: Context) -> None:
    reads = lab.reads("scan", who="a")
    lab.reads_at_most(reads, 4, "scan", returned="2 rows")
    with pytest.raises(CheckFailed) as caught:
        lab.reads_at_most(reads, 3, "scan", returned="2 rows")
    assert caught.value.verdict == "costly"
    assert caught.value.message == (
        "scan read 4 documents to return 2 rows. The budget is 3. "
        "It read notes.by_creation_time [all] (4 documents)."
    )


def differ(lab: Context, told: list[int], wanted: list[int]) -> str:
    rows = lab.documents("notes")
    with pytest.raises(CheckFailed) as caught:
        lab.same_rows([rows[n] for n in told], [rows[n] for n in wanted], "list()", fields=["n"])
    return caught.value.message


def test_rows_that_differ_are_told_by_the_first_one_that_is_wrong(lab: Context) -> None:
    assert differ(lab, [0, 1], [1, 0]) == (
        "list() returned 2 rows, the right ones in another order: place 1 is notes#1 (n = 1), "
        "and notes#2 (n = 2) belongs there."
    )
    assert differ(lab, [0], [0, 2]) == (
        "list() returned 1 row instead of 2: notes#3 (n = 3) is missing."
    )
    assert differ(lab, [0, 3], [0]) == (
        "list() returned 2 rows instead of 1: notes#4 (n = 4) does not belong to the answer."
    )
    assert (
        differ(lab, [], [0]) == "list() returned no row instead of 1: notes#1 (n = 1) is missing."
    )


def test_something_that_is_no_list_of_documents_is_shown(lab: Context) -> None:
    with pytest.raises(CheckFailed, match=r"^list\(\) returned None\. Wanted: a list of documents"):
        lab.same_rows(None, [], "list()")
    with pytest.raises(CheckFailed, match=r'with "a" in place 1\. Wanted: documents as stored'):
        lab.same_rows(["a"], [], "list()")


def test_all_that_a_call_cost_is_measured(lab: Context) -> None:
    lab.seed("notes", by=["ada"] * 3, n=[1, 2, 3])
    read = lab.reads("whole", who="ada")
    assert read.meters() == {
        "documents read": 3,
        "ranges read": 1,
        "bytes read": read.bytes_read,
        "documents written": 0,
        "bytes written": 0,
        "jobs scheduled": 0,
        "attempts": 1,
    }
    assert read.bytes_read > 100
    assert read.to_json()["surface"] == [], "a query never retries"
    wrote = lab.reads("add_after_looking", who="ada")
    assert (wrote.kind, wrote.written, wrote.jobs) == ("action", 1, 1)
    assert wrote.bytes_written > 30
    looked = lab.reads("look_and_add", who="ada")
    assert looked.to_json()["surface"] == [
        'An insert or a change in notes with by = "ada" would make you retry.'
    ]


def test_several_budgets_hold_one_call(lab: Context) -> None:
    lab.seed("notes", by=["ada"] * 3, n=[1, 2, 3])
    rows = lab.amount("rows", 3)
    lab.within(lab.reads("whole", who="ada"), documents_read=rows, ranges_read=1, bytes_read=10_000)
    assert [str(budget) for budget in lab.budgets] == [
        "rows = 3, read 3",
        "at most 1, read 1",
        f"at most 10,000, read {lab.budgets[2].actual}",
    ]
    with pytest.raises(CheckFailed, match="7 documents read by scan") as failed:
        lab.within(lab.reads("scan", who="bo"), "to return none", documents_read=rows + -1)
    assert failed.value.verdict == "costly"
    assert "The budget is rows + -1 = 2." in failed.value.message


def test_of_several_budgets_for_one_thing_the_one_that_was_used_most_is_told(lab: Context) -> None:
    for count in (2, 5, 3):
        lab.at_most(count, 10, "attempts of two callers")
    assert [(each.meter, each.actual) for each in lab.budgets] == [("attempts", 5)]
