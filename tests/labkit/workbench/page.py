"""What the page does: it keeps the log, and opens another session when the one it had is gone."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Any

from labkit.entry import handle

APP = (Path(__file__).parents[3] / "docs" / "playground" / "app.py").read_text(encoding="utf-8")


class Kept:
    """A page: what it has kept, and the session it believes to have."""

    def __init__(self, *, seed: int = 1, session: str = "one") -> None:
        self.log = bytearray()
        self.told: list[bytes] = []
        """The log after each part that was handed over."""
        self.session = session
        self.seed = seed
        self.files: list[dict[str, str]] = []
        self.commits = 0
        self.now_ms = 0
        self.panes: list[dict[str, str]] = []

    def ask(self, op: str, **more: Any) -> dict[str, Any]:
        request = {"kind": "workbench", "session": self.session, "op": op, **more}
        request.setdefault("position", len(self.log))
        reply = json.loads(handle(json.dumps(request), self._hear))
        assert isinstance(reply, dict)
        if "commits" in reply:
            assert reply["position"] == len(self.log), "the page has every byte"
            self.commits, self.now_ms = reply["commits"], reply["clock"]["now"]
        return reply

    def open(self) -> dict[str, Any]:
        return self.ask(
            "open",
            log=b64encode(bytes(self.log)).decode(),
            files=self.files,
            now=self.now_ms,
            commits=self.commits,
            seed=self.seed,
            panes=self.panes,
        )

    def push(self, text: str = "", **files: str) -> dict[str, Any]:
        """One file ``app``, or several by name; ``lib__words`` is in a folder."""
        texts = {name.replace("__", "/"): one for name, one in files.items()} or {"app": text}
        listed = [{"name": name, "text": one} for name, one in texts.items()]
        reply = self.ask("push", files=listed)
        if reply["pushed"]["ok"]:
            self.files = listed
        return reply

    def run(self, path: str, /, **args: object) -> dict[str, Any]:
        reply = self.ask("run", path=path, args=json.dumps(args), times=1, **{"as": ""})
        assert isinstance(reply["call"], dict)
        return reply

    def watch(self, path: str, args: str, *, caller: str = "") -> dict[str, Any]:
        return self.ask("watch", id="1", path=path, args=args, **{"as": caller})

    def value(self, path: str, /, **args: object) -> Any:
        call = self.run(path, **args)["call"]
        assert call["ok"], call["error"]
        return json.loads(call["value"])

    def _hear(self, text: str) -> None:
        message = json.loads(text)
        assert message["kind"] == "log"
        del self.log[message["from"] :]
        self.log += b64decode(message["data"])
        self.told.append(bytes(self.log))


def opened(app: str = APP, **more: Any) -> Kept:
    """A page whose application is pushed."""
    page = Kept(**more)
    assert page.open()["state"] == "ready"
    assert page.push(app)["pushed"]["ok"]
    return page
