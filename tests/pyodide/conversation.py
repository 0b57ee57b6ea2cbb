"""One long conversation with the playground's backend: every request that its page makes, and every answer.

``{"07 run": "…"}``: the answer's bytes and a hash of the log after it. Two Pythons must say the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import redirect_stdout
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any

from tests.labkit.workbench.page import Kept

__all__ = ["replies", "requests"]

FOLDER = Path("docs/playground")
DAY_MS = 86_400_000

Json = dict[str, Any]


def replies() -> str:
    """The JSON object of all answers. What functions print is part of them, and goes nowhere else."""
    with redirect_stdout(StringIO()):
        return json.dumps(_answers())


def _answers() -> dict[str, str]:
    page = Kept(seed=31)
    found = {"00 open": _seen(page, page.open())}
    for number, (op, more) in enumerate(requests(page), 1):
        reply = page.ask(op, **more)
        found[f"{number:02} {op}"] = _seen(page, reply)
    page.session = "another"
    found["99 opened again"] = _seen(page, page.open())
    return found


def _seen(page: Kept, reply: Json) -> str:
    return f"{json.dumps(reply, ensure_ascii=False)} {sha256(bytes(page.log)).hexdigest()}"


def requests(page: Kept) -> Iterator[tuple[str, Json]]:
    """What is asked, one after the other; an answer decides what its id is in the next."""
    yield "push", {"files": _files("counter", "hot", "sharded", "schema")}
    home = {"path": "hot:like", "args": '{"page": "home"}', "as": ""}
    yield "run", {**home, "times": 1}
    yield "watch", {"id": "1", "path": "hot:likes", "args": '{"page": "home"}', "as": "ada"}
    yield "run", {**home, "times": 10}
    yield "run", {**home, "args": '{"page": 5, "more": NaN}', "times": 1}
    yield "run", {**home, "args": '{"page": 5}', "times": 1}
    yield "run", {**home, "path": "sharded:like", "times": 20}
    view = {"table": "counters", "index": "by_page", "reverse": False, "after": ""}
    yield "look", {"page": view}
    yield "add", {"table": "counters", "text": '{"page": "a", "count": 1.5}'}
    yield "add", {"table": "counters", "text": '{"page": "a", "count": "x"}'}
    id = page.ask("look", page=view)["page"]["rows"][0]["id"]
    yield "document", {"table": "counters", "id": id}
    yield "save", {"table": "counters", "id": id, "text": '{"page": "b", "count": 1e300}'}
    yield "remove", {"table": "counters", "id": id}
    yield "push", {"files": [{"name": "schema", "text": "1 / 0"}]}
    yield "push", {"files": [{"name": "a", "text": "from b import x"}, {"name": "b", "text": ""}]}
    yield "push", {"files": _files("queue", "jobs", "worker", "schema", "crons")}
    for task in ("mail", "flaky"):
        yield (
            "run",
            {"path": "jobs:add", "args": json.dumps({"task": task}), "as": "", "times": 1},
        )
    yield "step", {}
    waiting = [job["id"] for job in page.ask("look")["jobs"] if job["state"] == "pending"]
    yield "cancel", {"id": waiting[0]}
    yield "crash", {}
    yield "advance", {"ms": DAY_MS}
    yield "push", {"files": _files("files", "attachments", "http", "schema")}
    put = {"method": "PUT", "headers": "content-type: text/plain", "body": "größe", "as": "bo"}
    yield "fetch", {"url": "/upload/a.txt", **put}
    yield "fetch", {"url": "no path", **put}
    file = page.ask("look")["files"]["rows"][0]
    yield "fetch", {"url": file["url"], "method": "GET", "headers": "", "body": "", "as": ""}
    yield "remove-file", {"id": file["id"]}
    yield "push", {"files": _files("search", "notes", "schema")}
    yield "run", {"path": "notes:add_examples", "args": "{}", "as": "", "times": 1}
    yield "watch", {"id": "2", "path": "notes:find", "args": '{"text": "cof"}', "as": ""}
    yield "unwatch", {"id": "1"}
    yield "clear", {"table": "notes"}


def _files(folder: str, *names: str) -> list[dict[str, str]]:
    paths = [(name, FOLDER / "templates" / folder / f"{name}.py") for name in names]
    return [{"name": name, "text": path.read_text(encoding="utf-8")} for name, path in paths]
