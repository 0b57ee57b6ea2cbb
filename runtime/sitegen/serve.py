"""The development server: everything built once, then what a saved file changes.

```
 docs/  labs/  mkdocs.yml  …  ──▶ told to the process that serves (sitegen.live)     a second
 runtime/**.py                ──▶ that process is started anew, with the new code    some seconds
 runtime/browser, what it packs ▶ the browser part is built, and then it is told
```

A process that cannot start, because the code is wrong, is stood in for: the page says what it said.
"""

import json
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Collection
from pathlib import Path

from watchdog.events import (
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

from sitegen.build import StepError, build_browser, mkdocs_environment
from sitegen.live.server import Answer, LiveServer, State, problem_page

__all__ = ["Served", "serve"]

HOST = "localhost"
SETTLE_S = 0.1
"""An editor saves in several events; the rebuild waits until none came for this long."""
LINES_KEPT = 30
"""Of what the process said last: shown in its place when it has ended."""

FOLDERS = ("docs", "labs", "runtime", "tests")
FILES = ("CHANGELOG.md", "mkdocs.yml", "package.json", "pyproject.toml")
BROWSER_SOURCES = ("runtime/browser/", "runtime/labkit/", "runtime/minivex/")
"""What the browser build reads: its own files, and the Python it packs."""


def serve(root: Path, *, port: int) -> int:
    """Build, serve on ``port`` and follow what is saved, until the server is told to stop.

    Raises: StepError, when the port is taken or the browser part cannot be built; KeyboardInterrupt.
    """
    _require_free(port)
    signal.signal(
        signal.SIGTERM, signal.default_int_handler
    )  # so that the process is ended as well
    build_browser(root)
    changes: queue.Queue[str] = queue.Queue()
    observer = Observer()
    handler = _Changes(root, changes)
    for folder in FOLDERS:
        observer.schedule(handler, str(root / folder), recursive=True)
    observer.schedule(handler, str(root), recursive=False)
    observer.start()
    with socket.create_server(("127.0.0.1", port)) as listening:
        served = Served(root, listening, f"http://{HOST}:{port}/")
        try:
            served.start()
            while True:
                _follow(root, served, _settled(changes))
        finally:
            served.stop()
            observer.stop()
            observer.join()


def _follow(root: Path, served: "Served", paths: set[str]) -> None:
    """Do what a save asks for."""
    is_code = any(path.endswith(".py") and path.startswith("runtime/") for path in paths)
    if is_code:
        served.stop()
        served.start()
    failed = ""
    if any(path.startswith(BROWSER_SOURCES) for path in paths):
        try:
            build_browser(root)
        except StepError as error:
            failed = f"{error} The last good version is still served."
            print(f"sitegen: {failed}", flush=True)
    if failed or not is_code:  # a new process has read everything
        served.tell(paths, failed)


class Served:
    """The process that serves, and who stands in for it when it has ended by itself."""

    def __init__(self, root: Path, listening: socket.socket, site_url: str) -> None:
        self._root = root
        self._listening = listening
        self._site_url = site_url
        self._process: subprocess.Popen[str] | None = None
        self._relay: threading.Thread | None = None
        self._stand_in: tuple[LiveServer, _Ended] | None = None

    def start(self) -> None:
        """Start it with the code as it is now."""
        descriptor = self._listening.fileno()
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", "sitegen", "answer"),
                *("--socket", str(descriptor), "--url", self._site_url),
            ],
            cwd=self._root,
            env=mkdocs_environment(),
            pass_fds=[descriptor],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._relay = threading.Thread(target=self._pass_on, args=(self._process,), daemon=True)
        self._relay.start()

    def tell(self, changed: Collection[str], failed: str = "") -> None:
        """Say what was saved; a process that has ended is started again, since that may mend it."""
        process = self._process
        if process is None or process.poll() is not None:
            self.stop()
            self.start()
            return
        assert process.stdin is not None
        try:
            message = {"changed": sorted(changed), "failed": failed}
            print(json.dumps(message), file=process.stdin, flush=True)
        except BrokenPipeError:
            pass  # it ends just now, which its own thread notices

    def stop(self) -> None:
        """End it, and whoever stands in for it."""
        process, relay, self._process = self._process, self._relay, None
        if process is not None:
            process.terminate()
            process.wait()
        if relay is not None:
            relay.join()
        for pipe in (process.stdin, process.stdout) if process else ():
            if pipe is not None:
                pipe.close()
        if self._stand_in is not None:
            server, ended = self._stand_in
            ended.over.set()
            server.shutdown()
            server.server_close()
            self._stand_in = None

    def _pass_on(self, process: "subprocess.Popen[str]") -> None:
        """Print what it says; when it has ended by itself, serve the end of that."""
        assert process.stdout is not None
        last: deque[str] = deque(maxlen=LINES_KEPT)
        for line in process.stdout:
            print(line, end="", flush=True)
            last.append(line)
        process.wait()
        if self._process is not process:
            return
        print("sitegen: the process that serves has ended; a save starts it again", flush=True)
        # A copy, because the end of a server closes its socket.
        listening = socket.socket(fileno=os.dup(self._listening.fileno()))
        ended = _Ended("".join(last))
        server = LiveServer(listening, ended)
        self._stand_in = server, ended
        threading.Thread(target=server.serve_forever, daemon=True).start()


class _Ended:
    """A site of one answer: what was said last. When it is over, its pages ask for another one."""

    def __init__(self, said: str) -> None:
        self._said = said
        self.over = threading.Event()

    def answer(self, address: str) -> Answer:
        """The same at every address."""
        del address
        return problem_page([self._said])

    def state(self, address: str) -> State:
        """The same at every address."""
        del address
        return State(0, "over" if self.over.is_set() else "ended", ())

    def wait(self, edition: int, seconds: float) -> None:
        """Until the process is started again, nothing changes."""
        del edition
        self.over.wait(seconds)


def _require_free(port: int) -> None:
    for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        try:
            with socket.socket(family, socket.SOCK_STREAM) as probe:
                answered = probe.connect_ex((host, port)) == 0
        except OSError:
            continue  # this machine has no such family of addresses
        if answered:
            raise StepError(
                f"Port {port} is taken, perhaps by another `make serve`. "
                f"Stop that program, or choose another port: make serve PORT={port + 1}"
            )


class _Changes(FileSystemEventHandler):
    """Puts the path of every changed source file into a queue."""

    def __init__(self, root: Path, changes: "queue.Queue[str]") -> None:
        self._root = root
        self._changes = changes

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Note a file that was made, saved, moved or removed; opening one is no change."""
        if not isinstance(
            event, FileCreatedEvent | FileDeletedEvent | FileModifiedEvent | FileMovedEvent
        ):
            return
        for place in (event.src_path, getattr(event, "dest_path", "")):
            if not place:
                continue
            path = Path(str(place)).relative_to(self._root).as_posix()
            if "__pycache__/" in path or path.endswith((".pyc", "~", ".tmp", ".swp")):
                continue
            if path in FILES or path.startswith(tuple(f"{folder}/" for folder in FOLDERS)):
                self._changes.put(path)


def _settled(changes: "queue.Queue[str]") -> set[str]:
    """Wait for a change, then for quiet; all paths that changed."""
    paths = {changes.get()}
    while True:
        try:
            paths.add(changes.get(timeout=SETTLE_S))
        except queue.Empty:
            return paths
