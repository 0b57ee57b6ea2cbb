"""Answers a browser, and tells its page when what it shows has changed.

```
 GET /guide/start/        the page, with one script more: /-/reload.js
 GET /-/wait?page=…       held back until that page, or what is to mend, is not what the script knows
```

A page is loaded again only when it, or a file that pages load, has become another one: what is
half written in the labs of other pages stays.
"""

import html
import json
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import monotonic
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit

__all__ = ["Answer", "LiveServer", "Site", "State", "problem_page"]

SCRIPT = Path(__file__).with_name("reload.js")
WAIT_S = 25
"""The longest a question is held back; then the page asks again."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one address gives."""

    body: bytes
    type: str
    status: int = 200
    location: str = ""
    """Where to ask instead."""


@dataclass(frozen=True, slots=True)
class State:
    """What a browser compares: the page as it is now, and what is to mend."""

    edition: int
    version: str
    problems: tuple[str, ...]


class Site(Protocol):
    """What the server serves."""

    def answer(self, address: str) -> Answer:
        """What stands at an address, which begins without a slash."""

    def state(self, address: str) -> State:
        """What the page there is now."""

    def wait(self, edition: int, seconds: float) -> None:
        """Return when there is another edition than that, or when the time is over."""


def problem_page(problems: Sequence[str]) -> Answer:
    """A page that only says what is wrong."""
    items = "".join(f"<li><pre>{html.escape(problem)}</pre></li>" for problem in problems)
    text = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>To mend</title></head>'
        '<body style="font: 1rem/1.5 sans-serif; max-width: 50rem; margin: 3rem auto; padding: 0 1rem">'
        f"<h1>The site could not be made</h1><ul>{items}</ul>"
        "<p>Mend it and save: this page follows.</p></body></html>"
    )
    return Answer(text.encode(), "text/html; charset=utf-8", 503)


class LiveServer(ThreadingHTTPServer):
    """Serves one site on a socket that is listening already."""

    daemon_threads = True

    def __init__(self, listening: socket.socket, site: Site) -> None:
        super().__init__(("127.0.0.1", 0), _Handler, bind_and_activate=False)
        self.socket.close()
        self.socket = listening
        self.server_address = listening.getsockname()
        self.site = site

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that has left is no error of ours."""


class _Handler(BaseHTTPRequestHandler):
    # HTTP/1.0, as it comes: a connection that is kept would lead past the next process to this one.
    server: LiveServer

    def do_GET(self) -> None:
        """Answer one question."""
        asked = urlsplit(self.path)
        address = unquote(asked.path).lstrip("/")
        if address == "-/reload.js":
            self._send(Answer(SCRIPT.read_bytes(), "text/javascript"))
        elif address == "-/wait":
            self._wait({name: values[-1] for name, values in parse_qs(asked.query).items()})
        else:
            answer = self.server.site.answer(address)
            if answer.type.startswith("text/html") and answer.body:
                answer = self._with_script(answer, address)
            self._send(answer)

    def do_HEAD(self) -> None:
        """Answer with the head alone."""
        self.do_GET()

    def log_message(self, *args: object) -> None:
        """Say nothing: what is served is no news."""

    def _wait(self, known: dict[str, str]) -> None:
        address = known.get("page", "").lstrip("/")
        ends = monotonic() + WAIT_S
        while True:
            state = self.server.site.state(address)
            said = json.dumps(state.problems)
            is_news = state.version != known.get("version") or said != known.get("problems")
            if is_news or monotonic() >= ends:
                break
            self.server.site.wait(state.edition, ends - monotonic())
        body = json.dumps({"version": state.version, "problems": state.problems})
        self._send(Answer(body.encode(), "application/json"))

    def _with_script(self, answer: Answer, address: str) -> Answer:
        version = self.server.site.state(address).version
        script = f'<script src="/-/reload.js" data-version="{version}"></script>'.encode()
        before, tag, after = answer.body.rpartition(b"</body>")
        body = before + script + tag + after if tag else answer.body + script
        return Answer(body, answer.type, answer.status)

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.type)
        self.send_header("Content-Length", str(len(answer.body)))
        self.send_header("Cache-Control", "no-store")
        if answer.location:
            self.send_header("Location", answer.location)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)
