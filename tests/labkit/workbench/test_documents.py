"""What the data panel changes, the forms of arguments, calls at the same moment, and the log of calls."""

from __future__ import annotations

import json
from typing import Any

from minivex import Int64
from tests.labkit.workbench.page import APP, Kept, opened

COUNTER = """
from minivex import ConvexError, define_schema, define_table, mutation, query, v

schema = define_schema({"counters": define_table({"n": v.number(), "big": v.optional(v.int64())})})

@mutation(args={})
async def bump(ctx):
    row = await ctx.db.query("counters").first()
    if row is None:
        await ctx.db.insert("counters", {"n": 1})
    else:
        await ctx.db.patch("counters", row["_id"], {"n": row["n"] + 1})
    print("bumped")

@mutation(args={"mood": v.union(v.literal("good"), v.literal("bad")), "big": v.int64(), "on": v.boolean(),
    "ids": v.array(v.id("counters")), "note": v.optional(v.string())})
async def form(ctx, **values):
    return values

@query(args={})
async def total(ctx):
    return sum([row["n"] for row in await ctx.db.query("counters").collect()])
"""


def changed(page: Kept, op: str, **more: str) -> dict[str, Any]:
    found = page.ask(op, **more)["changed"]
    assert isinstance(found, dict)
    return found


def rows(page: Kept, table: str) -> list[dict[str, Any]]:
    view = {"table": table, "index": "by_creation_time", "after": "", "reverse": False}
    found = page.ask("look", page=view)["page"]["rows"]
    assert isinstance(found, list)
    return found


def test_a_document_is_added_edited_and_removed_and_live_queries_say_who_did_it() -> None:
    page = opened(COUNTER)
    page.watch("app:total", "{}")
    id = changed(page, "add", table="counters", text='{"n": 2}')["text"]
    assert json.loads(changed(page, "document", table="counters", id=id)["text"]) == {"n": 2}
    big = json.dumps({"n": 2.5, "big": {"$integer": "AQAAAAAAAAA="}})
    assert changed(page, "save", table="counters", id=id, text=big)["ok"]
    assert changed(page, "document", table="counters", id=id)["text"] == json.dumps(
        {"big": {"$integer": "AQAAAAAAAAA="}, "n": 2.5}, indent=2
    )
    assert rows(page, "counters")[0]["fields"]["big"] == f"Int64({Int64(1).value})"
    assert changed(page, "remove", table="counters", id=id)["commits"] == 1
    (pane,) = page.ask("look")["panes"]
    assert (pane["value"], pane["runs"]) == ("0", 4)
    assert {run.get("writer", "") for run in pane["history"]} == {"", "the data panel"}


def test_what_the_schema_refuses_is_refused_in_the_panel_too() -> None:
    page = opened(COUNTER)
    before = bytes(page.log)
    wrong = changed(page, "add", table="counters", text='{"n": "two"}')
    assert "Path: .n" in wrong["error"]["message"]
    assert "not JSON" in changed(page, "add", table="counters", text="{n: 2}")["error"]["message"]
    assert "no table" in changed(page, "add", table="_storage", text="{}")["error"]["message"]
    assert "no table" in changed(page, "clear", table="gone")["error"]["message"]
    assert bytes(page.log) == before


def test_a_table_is_cleared_some_at_a_time() -> None:
    page = opened(COUNTER)
    page.value("app:bump")
    for _ in range(3):
        changed(page, "add", table="counters", text='{"n": 1}')
    assert changed(page, "clear", table="counters") == {
        "ok": True,
        "error": None,
        "text": "",
        "commits": 1,
    }
    assert rows(page, "counters") == []


def test_a_scheduled_function_is_canceled() -> None:
    page = opened()
    channel = page.value("app:open_channel", name="general")
    job = page.value("app:send_later", channel_id=channel, author="a", body="b", minutes=5)
    changed(page, "cancel", id=job)
    assert page.ask("look")["jobs"][0]["state"] == "canceled"


def test_a_form_has_a_field_for_each_argument() -> None:
    page = opened(COUNTER)
    (form,) = [one for one in page.ask("look")["functions"] if one["path"] == "app:form"]
    assert [(one["name"], one["input"], one["optional"]) for one in form["fields"]] == [
        ("mood", "choice", False),
        ("big", "bigint", False),
        ("on", "choice", False),
        ("ids", "json", False),
        ("note", "text", True),
    ]
    assert form["fields"][0]["choices"] == ['"good"', '"bad"']
    assert form["fields"][2]["choices"] == ["true", "false"]


def test_what_is_wrong_with_arguments_is_said_of_every_field_at_once() -> None:
    page = opened(COUNTER)
    call = page.run("app:form", mood="odd", on=True, ids=["x"])["call"]
    assert call["error"]["type"] == "ArgumentValidationError"
    assert set(call["problems"]) == {"mood", "big", "ids"}
    assert "missing the required field `big`" in call["problems"]["big"]
    assert "Path: .ids[0]" in call["problems"]["ids"]


def test_calls_at_the_same_moment_meet_and_say_at_which_write() -> None:
    page = opened(COUNTER)
    page.value("app:bump")
    reply = page.ask("run", path="app:bump", args="{}", times=4, **{"as": ""})
    call = reply["call"]
    assert [one["attempts"] for one in call["crowd"]] == [1, 2, 3, 4]
    assert call["value"] == "4 calls at the same moment, 10 attempts"
    assert page.value("app:total") == 5
    conflicts = [len(entry["conflicts"]) for entry in reply["entries"]]
    assert conflicts == [0, 1, 2, 3]
    assert reply["entries"][1]["conflicts"][0]["writer"] == "app:bump"


def test_the_log_has_steps_reads_writes_and_prints_of_calls_and_jobs() -> None:
    page = opened()
    channel = page.value("app:open_channel", name="general")
    sent = page.run("app:send_later", channel_id=channel, author="a", body="b", minutes=1)
    (entry,) = sent["entries"]
    assert (entry["path"], entry["attempts"], entry["error"]) == ("app:send_later", 1, None)
    assert entry["commits"][1] - entry["commits"][0] == 1
    (job,) = page.ask("step")["entries"]
    assert (job["label"], job["output"]) == ("job app:deliver", "delivered: b\n")
    assert (job["written"] > 0, job["steps"]) == (True, 1)
    day = page.ask("advance", ms=86_400_000 * 3)
    assert (len(day["entries"]), day["more_entries"]) == (40, 32)


def test_a_call_that_fails_is_in_the_log_with_its_line() -> None:
    page = opened()
    channel = page.value("app:open_channel", name="general")
    (entry,) = page.run("app:send", channel_id=channel, author="a", body="")["entries"]
    assert (entry["error"]["file"], entry["written"]) == ("app", 0)
    assert APP.splitlines()[entry["error"]["line"] - 1].strip().startswith("raise ConvexError")
