"""The development server: everything built once, then rebuilt as files are saved.

```
 labs/  runtime/  mkdocs.yml ──watch──▶ browser build, python -m sitegen ──writes──▶ docs/
 docs/ ──watch──▶ mkdocs serve ──reload──▶ the open page
```

Generation after a change runs in a fresh interpreter, so that a change to the generator counts too.
"""

import queue
import signal
import socket
import subprocess
import sys
import threading
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

from sitegen.build import CONFIG, StepError, build_browser, build_pages, mkdocs_environment

__all__ = ["serve"]

HOST = "localhost"
SETTLE_S = 0.3
"""An editor saves in several events; the rebuild waits until none came for this long."""

BROWSER_SOURCES = ("runtime/browser/", "runtime/labkit/", "runtime/minivex/")
"""What the browser build reads: its own files, and the Python it packs."""


def serve(root: Path, *, port: int) -> int:
    """Build, serve on ``port`` and rebuild on change, until mkdocs ends; its exit code.

    Raises: StepError, when the port is taken or the first build fails; KeyboardInterrupt, when the
    server is told to stop.
    """
    _require_free(port)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that mkdocs is stopped as well
    build_browser(root)
    build_pages(root)
    changes: queue.Queue[str] = queue.Queue()
    observer = Observer()
    handler = _Changes(root, changes)
    for folder in ("labs", "runtime"):
        observer.schedule(handler, str(root / folder), recursive=True)
    observer.schedule(handler, str(root), recursive=False)
    observer.start()
    threading.Thread(target=_rebuild_loop, args=(root, changes), daemon=True).start()
    address = f"http://{HOST}:{port}/"
    site = subprocess.Popen(
        [
            *(sys.executable, "-m", "mkdocs", "serve", "--livereload"),
            *("-f", CONFIG, "-a", f"{HOST}:{port}", "-w", "mkdocs.yml"),
        ],
        cwd=root,
        env=mkdocs_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        return _relay(site, address)
    finally:
        site.terminate()
        site.wait()
        observer.stop()
        observer.join()


def _relay(site: "subprocess.Popen[str]", address: str) -> int:
    """Pass on what mkdocs says; name the address once it answers there.

    The macros plugin lists all it knows on every build: not passed on.
    """
    assert site.stdout is not None
    for line in site.stdout:
        if not (line.startswith("INFO") and "[macros]" in line):
            print(line, end="", flush=True)
        if "Serving on" in line:
            print(f"sitegen: the fieldbook is at {address} (Ctrl+C stops it)", flush=True)
    return site.wait()


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
        path = Path(str(event.src_path)).relative_to(self._root).as_posix()
        if "/__pycache__/" in path or path.endswith((".pyc", "~", ".tmp")):
            return
        if path == "mkdocs.yml" or path.startswith(("labs/", "runtime/")):
            self._changes.put(path)


def _rebuild_loop(root: Path, changes: "queue.Queue[str]") -> None:
    while True:
        _rebuild(root, _settled(changes))


def _settled(changes: "queue.Queue[str]") -> set[str]:
    """Wait for a change, then for quiet; all paths that changed."""
    paths = {changes.get()}
    while True:
        try:
            paths.add(changes.get(timeout=SETTLE_S))
        except queue.Empty:
            return paths


def _rebuild(root: Path, paths: set[str]) -> None:
    print(f"sitegen: changed: {', '.join(sorted(paths)[:3])}", flush=True)
    if any(path.startswith(BROWSER_SOURCES) for path in paths):
        try:
            build_browser(root)
        except StepError as error:
            print(f"sitegen: {error} The last good version is still served.", flush=True)
            return
    subprocess.run([sys.executable, "-m", "sitegen"], cwd=root, check=False)
