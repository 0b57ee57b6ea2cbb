"""The little of WebDriver BiDi that the tests need to drive a Firefox as it is installed.

Playwright drives a Firefox of its own making alone; WebDriver's older protocol needs a program beside the browser.
Firefox speaks BiDi by itself, over a WebSocket: commands as JSON, each answered under its number.

Source: W3C, "WebDriver BiDi", sections "browsingContext", "script" and "session".
"""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from websockets.sync.client import ClientConnection, connect

__all__ = ["FirefoxError", "Tab", "firefox"]

LISTENING = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
ANSWER_SECONDS = 60
# Asked of the page again and again, because states come and go without an event.
WAIT = """new Promise((yes, no) => {
  const end = Date.now() + %(ms)d;
  const look = () => {
    let found; try { found = %(condition)s; } catch (error) { found = false; }
    if (found) yes(JSON.stringify(found));
    else if (Date.now() > end) no(new Error("never: " + %(text)s));
    else setTimeout(look, 20);
  };
  look();
})"""


class FirefoxError(Exception):
    """The browser answered a command with an error, or did not start."""


class Tab:
    """One tab, or a frame of it."""

    def __init__(self, session: _Session, context: str) -> None:
        """``context`` is its name in the protocol."""
        self._session = session
        self._context = context

    def go(self, address: str) -> None:
        """Load a page and wait for it."""
        self._session.ask(
            "browsingContext.navigate", context=self._context, url=address, wait="complete"
        )

    def evaluate(self, expression: str) -> Any:
        """What ``expression`` gives, or the promise that it gives; it has to be JSON.

        Raises: FirefoxError, when it throws.
        """
        given = self._session.ask(
            "script.evaluate",
            expression=f"Promise.resolve({expression}).then((it) => JSON.stringify(it ?? null))",
            target={"context": self._context},
            awaitPromise=True,
        )
        if given["type"] != "success":
            raise FirefoxError(given["exceptionDetails"]["text"])
        return json.loads(given["result"]["value"])

    def wait(self, condition: str, *, seconds: int = 30) -> Any:
        """Wait until ``condition`` is true, and give its value.

        Raises: FirefoxError, when it never is.
        """
        text = json.dumps(condition)
        return json.loads(
            self.evaluate(WAIT % {"ms": seconds * 1000, "condition": condition, "text": text})
        )

    def frames(self) -> list[Tab]:
        """The frames in it."""
        (tree,) = self._session.ask("browsingContext.getTree", root=self._context)["contexts"]
        return [Tab(self._session, child["context"]) for child in tree["children"]]

    def close(self) -> None:
        """Close it."""
        self._session.ask("browsingContext.close", context=self._context)


class _Session:
    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._number = 0

    def ask(self, method: str, **parameters: Any) -> Any:
        self._number += 1
        command = {"id": self._number, "method": method, "params": parameters}
        self._socket.send(json.dumps(command))
        while True:
            answer = json.loads(self._socket.recv(timeout=ANSWER_SECONDS))
            if answer.get("id") != self._number:
                continue  # an event
            if answer["type"] == "error":
                raise FirefoxError(f"{method}: {answer['message']}")
            return answer["result"]


class Firefox:
    """A running browser."""

    def __init__(self, session: _Session) -> None:
        """Speak over ``session``."""
        self._session = session

    def new_tab(self) -> Tab:
        """A tab with storage of its own."""
        own = self._session.ask("browser.createUserContext")["userContext"]
        made = self._session.ask("browsingContext.create", type="tab", userContext=own)
        return Tab(self._session, made["context"])


@contextmanager
def firefox(path: str) -> Iterator[Firefox]:
    """Firefox in a profile of its own, without a window, while the block runs.

    Raises: FirefoxError, if it says nothing of BiDi before it ends.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [path, "--headless", "--no-remote", "--profile", profile]
        process = subprocess.Popen(
            [*command, "--remote-debugging-port", "0"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
        )
        try:
            with connect(f"{_address(process)}/session", max_size=None, proxy=None) as socket:
                session = _Session(socket)
                session.ask("session.new", capabilities={})
                yield Firefox(session)
        finally:
            process.kill()
            process.communicate()


def _address(process: subprocess.Popen[str]) -> str:
    for line in process.stderr or ():
        found = LISTENING.search(line)
        if found:
            return found[1]
    message = "Firefox ended before it said where it listens"
    raise FirefoxError(message)
