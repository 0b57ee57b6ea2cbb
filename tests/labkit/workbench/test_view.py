"""What the page shows of a backend, a stretch at a time."""

from __future__ import annotations

from tests.labkit.workbench.page import Kept, opened


def chatting() -> tuple[Kept, str]:
    page = opened()
    channel = page.value("app:open_channel", name="general")
    page.value("app:send", channel_id=channel, author="ada", body="hello")
    return page, channel


def test_pages_of_a_table_follow_one_another_in_either_direction() -> None:
    page, channel = chatting()
    for number in range(44):
        page.value("app:send", channel_id=channel, author="bo", body=f"{number:02}")
    for reverse in (True, False):
        after, found = "", []
        while True:
            view = {"table": "messages", "index": "by_channel", "reverse": reverse, "after": after}
            shown = page.ask("look", page=view)["page"]
            found += [row["id"] for row in shown["rows"]]
            after = shown["next"]
            if not after:
                break
        assert len(found) == len(set(found)) == 45
        assert shown["columns"] == ["channel_id", "author", "body", "expires_ms"]


def test_a_skeleton_can_be_run_as_it_is_once_there_is_a_document() -> None:
    page, _ = chatting()
    for function in page.ask("look")["functions"]:
        if function["path"] == "app:newest":
            assert page.ask(
                "run", path="app:newest", args=function["skeleton"], times=1, **{"as": ""}
            )["call"]["ok"]
