"""Every application of the playground's menu is pushed, and does what its first lines say to try."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.labkit.workbench.page import Kept

FOLDER = Path(__file__).parents[3] / "docs" / "playground"
TEMPLATES = {
    one["title"]: one
    for one in tomllib.loads((FOLDER / "templates.toml").read_text(encoding="utf-8"))["templates"]
}


def pushed(title: str) -> Kept:
    one = TEMPLATES[title]
    files = {
        name: (FOLDER / one["folder"] / f"{name}.py").read_text(encoding="utf-8")
        for name in one["files"]
    }
    page = Kept()
    page.open()
    assert page.push(**files)["pushed"] == {"ok": True, "error": None}
    return page


def crowd(kept: Kept, path: str, times: int, **args: object) -> list[int]:
    call = kept.ask("run", path=path, args=json.dumps(args), times=times, **{"as": ""})["call"]
    assert call["ok"], call["error"]
    return [one["attempts"] for one in call["crowd"]]


def send(page: Kept, method: str, url: str, **more: str) -> dict[str, Any]:
    request = {"headers": "", "body": "", "as": "", **more}
    found = page.ask("fetch", method=method, url=url, **request)["fetched"]["response"]
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("title", TEMPLATES)
def test_a_template_has_every_file_of_its_folder_and_says_what_to_try(title: str) -> None:
    one = TEMPLATES[title]
    folder = FOLDER / one["folder"]
    assert sorted(path.stem for path in folder.glob("*.py")) == sorted(one["files"])
    first = (folder / f"{one['files'][0]}.py").read_text(encoding="utf-8")
    assert first.startswith('"""')


@pytest.mark.parametrize("title", TEMPLATES)
def test_every_query_of_a_template_answers_with_the_arguments_that_are_offered(title: str) -> None:
    page = pushed(title)
    queries = [one for one in page.ask("look")["functions"] if one["kind"] == "query"]
    for one in queries:
        if '": ""' in one["skeleton"] and "v.id(" in one["args"]:
            continue  # there is no document yet whose id could be offered
        call = page.ask("run", path=one["path"], args=one["skeleton"], times=1, **{"as": ""})[
            "call"
        ]
        assert call["ok"], (one["path"], call["error"])
    assert queries


def test_the_chat_delivers_later_and_removes_what_expires() -> None:
    page = pushed("Chat")
    channel = page.value("app:open_channel", name="general")
    page.value("app:send", channel_id=channel, author="ada", body="short", minutes=1)
    page.value("app:send_later", channel_id=channel, author="bo", body="later", minutes=5)
    page.ask("advance", ms=2 * 3_600_000)
    assert page.value("app:newest", channel_id=channel) == ["bo: later"]


def test_a_hot_counter_is_fought_over_and_a_sharded_one_is_not() -> None:
    page = pushed("Counter")
    for path in ("hot", "sharded"):
        page.value(f"{path}:like", page="home")
    assert crowd(page, "hot:like", 5, page="home") == [1, 2, 3, 4, 5]
    assert sum(crowd(page, "sharded:like", 5, page="home")) <= 7
    assert [page.value(f"{path}:likes", page="home") for path in ("hot", "sharded")] == [6, 6]


def test_the_queue_does_every_job_and_repeats_the_flaky_one() -> None:
    page = pushed("Job queue")
    for task in ("mail", "flaky"):
        page.value("jobs:add", task=task)
    page.ask("advance", ms=60_000)
    assert page.value("jobs:listed", status="done") == ["flaky (3)", "mail (1)"]


def test_the_queue_picks_up_a_job_whose_action_died() -> None:
    page = pushed("Job queue")
    page.value("jobs:add", task="mail")
    page.ask("step")  # claimed; the action is due
    (row,) = page.ask("look", page={"table": "jobs", "index": "", "after": ""})["page"]["rows"]
    (action,) = [one for one in page.ask("look")["jobs"] if one["state"] == "pending"]
    page.ask("cancel", id=action["id"])
    assert page.value("jobs:listed", status="running") == ["mail (1)"]
    page.ask("advance", ms=20 * 60_000)
    assert page.value("jobs:listed", status="done") == ["mail (2)"], row


def test_the_webhook_takes_what_is_signed_and_each_event_once() -> None:
    page = pushed("Webhook")
    sample = page.value("events:sample", event_id="e1")
    answers = [
        send(page, "POST", "/webhook", headers=sample["header"], body=body)
        for body in (sample["body"], sample["body"], sample["body"].replace("e1", "e2"))
    ]
    assert [(one["status"], one["body"]) for one in answers] == [
        (200, "taken"),
        (200, "known already"),
        (401, "The signature is not ours."),
    ]
    assert page.value("events:newest") == ["invoice.paid"]
    assert send(page, "GET", "/health")["kind"] == "json"


def test_the_search_finds_a_beginning_and_its_pane_follows() -> None:
    page = pushed("Search")
    page.value("notes:add_examples")
    assert len(page.value("notes:find", text="cof")) == 3
    assert page.value("notes:find", text="coffee", folder="work") == [
        "work: Ask for a coffee machine on the third floor"
    ]
    page.watch("notes:find", json.dumps({"text": "coffee"}))
    (pane,) = page.run("notes:add", folder="work", body="More coffee")["panes"]
    assert (pane["runs"], pane["history"][-1]["why"]) == (2, "write")


def test_a_file_is_uploaded_in_both_ways_served_and_removed() -> None:
    page = pushed("Files")
    put = send(page, "PUT", "/upload/a.txt", headers="content-type: text/plain", body="one")
    assert (put["status"], send(page, "GET", put["body"])["body"]) == (201, "one")
    link = page.value("attachments:upload_url")
    stored = json.loads(send(page, "POST", link, body="two")["body"])["storageId"]
    kept = page.value("attachments:keep", file=stored, name="b.txt")
    assert [one["size"] for one in page.value("attachments:listed")] == [3, 3]
    page.value("attachments:remove", attachment_id=kept)
    assert page.ask("look")["files"]["count"] == 1
