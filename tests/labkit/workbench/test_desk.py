"""Requests of the Playground that cannot be answered, and logs that cannot be opened."""

from __future__ import annotations

import json
from base64 import b64encode
from typing import Any

import pytest

from minivex.commit.log_bytes import frame, read_log
from tests.labkit.workbench.page import Kept, opened


def stored() -> Kept:
    page = opened()
    channel = page.value("app:open_channel", name="general")
    page.value("app:send", channel_id=channel, author="ada", body="hello")
    return page


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda log: b"not a log", "not a log of minivex"),
        (lambda log: b"minivex\x02" + log[8:], "not a log of minivex"),
        (lambda log: log[:-3], "middle of a commit"),
        (lambda log: log[:40] + b"?" + log[41:], "damaged"),
        (lambda log: log + frame(b'{"kind":"commit"}'), "cannot be read"),
        (
            lambda log: log + frame(b'{"ts":1,"tables":{},"documents":[["messages","x",null]]}'),
            "cannot be read",
        ),
        (lambda log: log + frame(b"[" * 5_000), "cannot be read"),
    ],
)
def test_a_log_that_cannot_be_opened_is_refused_and_says_why(change: Any, said: str) -> None:
    page = stored()
    broken = b64encode(change(bytes(page.log))).decode()
    reply = page.ask("inspect", log=broken)
    assert reply["state"] == "failed"
    assert said in reply["sentence"]
    assert [one["count"] for one in page.ask("look")["tables"]] == [1, 1]


def test_a_log_with_a_job_that_is_none_is_refused() -> None:
    page = stored()
    channel = page.ask("look")["page"]["rows"][0]["id"]
    page.value("app:send_later", channel_id=channel, author="a", body="b", minutes=1)
    record = json.loads(read_log(bytes(page.log)).payloads[-1])
    record["documents"][0][2]["scheduledTime"] = "tomorrow"
    broken = bytes(page.log) + frame(json.dumps(record).encode())
    reply = page.ask("inspect", log=b64encode(broken).decode())
    assert (reply["state"], "cannot be read" in reply["sentence"]) == ("failed", True)


def test_a_whole_log_is_inspected_without_running_anything() -> None:
    page = stored()
    reply = page.ask("inspect", log=b64encode(bytes(page.log)).decode())
    assert reply["inspected"]["tables"] == [
        {"name": "channels", "count": 1},
        {"name": "messages", "count": 1},
    ]


@pytest.mark.parametrize(
    "request_part",
    [
        {"op": "dance"},
        {"op": 1},
        {"op": "advance", "ms": -1},
        {"op": "run", "path": 1, "args": "{}"},
        {"op": "look", "page": {"table": "messages", "index": "", "after": "?"}},
    ],
)
def test_a_request_that_is_none_is_refused(request_part: dict[str, Any]) -> None:
    page = opened()
    assert page.ask(**request_part)["kind"] == "refused"
