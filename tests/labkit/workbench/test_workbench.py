"""The Playground's session: what is pushed, called and watched, and what outlives a crash."""

from __future__ import annotations

import json
from typing import Any

import pytest

from minivex.commit.log_bytes import MARK, frame, read_log
from tests.labkit.workbench.page import APP, Kept, opened


def chatting(**more: Any) -> tuple[Kept, str]:
    page = opened(**more)
    channel = page.value("app:open_channel", name="general")
    page.value("app:send", channel_id=channel, author="ada", body="hello")
    return page, channel


def names(page: Kept) -> list[tuple[str, int]]:
    return [(table["name"], table["count"]) for table in page.ask("look")["tables"]]


def bodies(page: Kept, channel: str) -> list[str]:
    found = page.value("app:newest", channel_id=channel)
    assert isinstance(found, list)
    return found


def test_a_push_keeps_what_is_stored_and_brings_functions() -> None:
    page, channel = chatting()
    more = f"{APP}\n\n@query(args={{}})\nasync def count(ctx):\n    return len(await ctx.db.query('messages').collect())\n"
    assert page.push(more)["pushed"] == {"ok": True, "error": None}
    assert page.value("app:count") == 1
    assert bodies(page, channel) == ["ada: hello"]


def test_a_schema_that_does_not_fit_is_refused_and_names_the_document() -> None:
    page, channel = chatting()
    before = bytes(page.log)
    reply = page.push(APP.replace('"author": v.string(),', '"author": v.number(),', 1))
    error = reply["pushed"]["error"]
    assert error["type"] == "SchemaPushError"
    assert (
        page.ask("look", page={"table": "messages", "index": "", "after": ""})["page"]["rows"][0][
            "id"
        ]
        in error["message"]
    )
    assert "Path: .author" in error["message"]
    assert (bytes(page.log), bodies(page, channel)) == (before, ["ada: hello"])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("def f(:\n", "invalid syntax"),
        ("import os\n", "os"),
        (f"{APP}\ncrons.hourly('x', internal.app.gone)\n", "app:gone"),
        (f"{APP}\ncrons.cron('x', '0 0 31 2 *', internal.app.remove_expired)\n", "never match"),
    ],
)
def test_a_file_that_does_not_run_changes_nothing(text: str, said: str) -> None:
    page, channel = chatting()
    reply = page.push(text)
    assert not reply["pushed"]["ok"]
    assert said in reply["pushed"]["error"]["message"]
    assert bodies(page, channel) == ["ada: hello"]


def test_a_pane_says_at_which_commit_it_ran_again_and_which_write_was_the_reason() -> None:
    page, channel = chatting()
    other = page.value("app:open_channel", name="other")
    args = json.dumps({"channel_id": channel})
    (pane,) = page.watch("app:newest", args)["panes"]
    assert (pane["value"], pane["runs"]) == ('["ada: hello"]', 1)
    quiet = page.run("app:send", channel_id=other, author="bo", body="elsewhere")
    assert quiet["panes"][0]["runs"] == 1
    loud = page.run("app:send", channel_id=channel, author="bo", body="here")
    (pane,) = loud["panes"]
    last = pane["history"][-1]
    assert pane["value"] == '["bo: here", "ada: hello"]'
    assert (last["why"], last["writer"], last["changed"]) == ("write", "app:send", True)
    assert last["document"] == json.loads(loud["call"]["value"])
    assert (last["index"], last["commit"]) == ("messages.by_channel", loud["commits"])


def test_a_run_that_gives_the_same_again_is_counted_as_wasted() -> None:
    page = opened(
        "from minivex import mutation, query\n"
        "@mutation\nasync def add(ctx):\n    await ctx.db.insert('rows', {'n': 1})\n"
        "@query\nasync def any_rows(ctx):\n    return len(await ctx.db.query('rows').collect()) > 0\n"
    )
    page.value("app:add")
    page.watch("app:any_rows", "{}")
    (pane,) = page.run("app:add")["panes"]
    assert (pane["runs"], pane["wasted"], pane["history"][-1]["changed"]) == (2, 1, False)


def test_a_pane_outlives_pushes_even_one_that_takes_its_function_away() -> None:
    page, channel = chatting()
    args = json.dumps({"channel_id": channel})
    page.watch("app:newest", args)
    (pane,) = page.push(APP.replace("async def newest", "async def latest"))["panes"]
    assert "newest" in pane["error"]
    (pane,) = page.push(APP)["panes"]
    assert (pane["error"], pane["value"]) == ("", '["ada: hello"]')
    (pane,) = page.push(APP.replace('"minute_utc": 0', '"minute_utc": 30'))["panes"]
    assert (pane["problem"], pane["value"]) == ("", '["ada: hello"]')


def test_an_error_has_the_text_that_a_client_would_see() -> None:
    page, channel = chatting()
    refused = page.run("app:send", channel_id=channel, author="ada", body="")["call"]
    assert refused["error"]["message"] == '{"code":"EMPTY_MESSAGE"}'
    assert refused["data"] == '{"code": "EMPTY_MESSAGE"}'
    wrong = page.run("app:send", channel_id=channel, author=1, body="x")["call"]
    assert wrong["error"]["type"] == "ArgumentValidationError"
    assert "Path: .author" in wrong["error"]["message"]
    assert not wrong["ok"]
    hidden = page.run("app:deliver", channel_id=channel, author="a", body="b")["call"]
    assert hidden["error"]["type"] == "FunctionNotFoundError"
    text = page.ask("run", path="app:send", args="{no}", times=1, **{"as": ""})["call"]["error"][
        "message"
    ]
    assert text.startswith("The arguments are not JSON")


def test_who_is_signed_in_is_said_with_a_call_and_with_a_live_query() -> None:
    page = opened(
        "from minivex import mutation, query\n"
        "@mutation\nasync def who(ctx):\n    me = await ctx.auth.get_user_identity()\n"
        "    return me and me['subject']\n"
        "@query\nasync def me(ctx):\n    me = await ctx.auth.get_user_identity()\n"
        "    return me and me['subject']\n"
    )
    assert page.value("app:who") is None
    call = page.ask("run", path="app:who", args="{}", times=1, **{"as": "ada"})["call"]
    assert call["value"] == '"ada"'
    (pane,) = page.watch("app:me", "{}", caller="bo")["panes"]
    assert (pane["as"], pane["value"]) == ("bo", '"bo"')


def test_a_call_lists_what_it_read_and_wrote() -> None:
    page, channel = chatting()
    call = page.run("app:newest", channel_id=channel)["call"]
    assert call["reads"] == [
        {"index": "messages.by_channel", "range": f'[channel_id = "{channel}"]', "documents": 1}
    ]
    sent = page.run("app:send", channel_id=channel, author="a", body="b")["call"]
    assert [(one["op"], one["table"]) for one in sent["writes"]] == [("insert", "messages")]
    assert sent["commits"][1] - sent["commits"][0] == 1


def test_the_clock_steps_to_what_is_due_and_runs_that_alone() -> None:
    page, channel = chatting()
    for minutes in (5, 7):
        page.value(
            "app:send_later", channel_id=channel, author="bo", body=str(minutes), minutes=minutes
        )
    before = page.now_ms
    first = page.ask("step")
    assert (first["ran"]["count"], page.now_ms - before) == (1, 300_000)
    assert first["output"] == "delivered: 5\n"
    assert [job["state"] for job in first["jobs"]] == ["pending", "success"]
    day = page.ask("advance", ms=86_400_000)
    assert day["ran"]["count"] == 1 + 24
    assert day["crons"][0]["last"]["status"] == "success"
    assert bodies(page, channel) == ["bo: 7", "bo: 5", "ada: hello"]


def test_a_crash_loses_nothing_that_was_answered() -> None:
    page, channel = chatting()
    page.value("app:send_later", channel_id=channel, author="bo", body="later", minutes=5)
    reply = page.ask("crash")
    assert reply["crashed"]["records"] == len(read_log(bytes(page.log)).payloads)
    assert bodies(page, channel) == ["ada: hello"]
    page.ask("step")
    assert bodies(page, channel) == ["bo: later", "ada: hello"]


def test_every_prefix_of_the_log_that_ends_with_a_commit_opens_as_it_was_then() -> None:
    page, channel = chatting()
    for number in range(4):
        page.value("app:send", channel_id=channel, author="bo", body=str(number))
    whole = bytes(page.log)
    expected = ["ada: hello", *(f"bo: {number}" for number in range(4))]
    payloads = read_log(whole).payloads
    seen = []
    for count in range(1, len(payloads) + 1):
        again = Kept(session=f"prefix {count}")
        again.log = bytearray(MARK + b"".join(frame(payload) for payload in payloads[:count]))
        again.files = [{"name": "app", "text": APP}]
        assert again.open()["state"] == "ready"
        stored = dict(names(again))
        seen.append(stored["messages"])
        if stored["channels"]:
            assert bodies(again, channel) == expected[: stored["messages"]][::-1]
    assert seen == sorted(seen)
    assert seen[-1] == 5


def test_a_log_that_was_cut_anywhere_has_every_commit_before_the_cut() -> None:
    page, _ = chatting()
    whole = bytes(page.log)
    counts = []
    for cut in range(len(MARK), len(whole), 37):
        again = Kept(session="cut")
        again.log = bytearray(whole[:cut])
        assert again.open()["state"] == "ready"
        counts.append(sum(count for _, count in names(again)))
    assert counts == sorted(counts)
    assert {0, 1} <= set(counts)


def test_another_python_opens_the_session_again() -> None:
    page, channel = chatting()
    page.watch("app:newest", json.dumps({"channel_id": channel}))
    page.panes = [
        {"id": "1", "path": "app:newest", "args": json.dumps({"channel_id": channel}), "as": ""}
    ]
    page.session = "two"
    assert page.ask("look") == {"kind": "workbench", "state": "lost"}
    reply = page.open()
    assert reply["panes"][0]["value"] == '["ada: hello"]'
    page.session = "one"
    assert page.ask("look")["state"] == "lost"


def test_a_page_that_missed_a_part_of_the_log_is_told_so() -> None:
    page, _ = chatting()
    assert page.ask("look", position=len(page.log) - 1)["state"] == "lost"


def test_the_same_seed_and_requests_give_the_same_log() -> None:
    logs = {bytes(chatting(seed=seed, session=str(seed))[0].log) for seed in (1, 1, 2)}
    assert len(logs) == 2


def test_time_goes_on_from_where_it_was_when_the_page_comes_back() -> None:
    page, _ = chatting()
    page.ask("advance", ms=3_600_000)
    before = page.now_ms
    page.session = "again"
    assert page.open()["clock"]["now"] == before


def test_a_file_that_runs_no_more_leaves_the_data_to_look_at() -> None:
    page, channel = chatting()
    page.session = "again"
    page.files = [{"name": "app", "text": "raise ValueError('old')\n"}]
    reply = page.open()
    assert reply["problem"]["message"] == "old"
    assert dict(names(page)) == {"channels": 1, "messages": 1}
    assert page.push(APP)["problem"] is None
    assert bodies(page, channel) == ["ada: hello"]


def test_a_long_history_becomes_a_snapshot() -> None:
    page, channel = chatting()
    body = "x" * 20_000
    for _ in range(16):
        page.value("app:send", channel_id=channel, author="ada", body=body)
    page.push(APP.replace("take(100)", "take(1_000)"))
    assert len(page.told) < 40
    assert len(read_log(bytes(page.log)).payloads) < 16
    page.session = "again"
    page.open()
    assert dict(names(page))["messages"] == 17


def test_a_handler_that_ends_python_ends_only_its_call() -> None:
    page = opened(
        "from minivex import mutation\n"
        "@mutation\nasync def add(ctx):\n    await ctx.db.insert('rows', {})\n"
        "@mutation\nasync def leave(ctx):\n    await ctx.db.insert('rows', {})\n    raise SystemExit\n"
    )
    page.value("app:add")
    assert "exit()" in page.run("app:leave")["call"]["error"]["message"]
    assert names(page) == [("rows", 1)]
