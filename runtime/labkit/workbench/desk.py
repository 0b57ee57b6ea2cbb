"""Requests of the page Playground, answered by a session that is kept between them.

```
 {"kind": "workbench", "session": "…", "position": 1200, "op": "run", "path": "app:send",
  "args": "{…}", "as": "", "times": 1}
 ──▶ ready    what happened, and how everything stands
 ──▶ lost     this Python has no such session, or not at that position: open it again, with the log
 ──▶ failed   the log cannot be opened, and why
```

The session is a cache of the log and the files that the page has: it may be gone at any time, and the
page opens another one. Only one is kept.

Invariant: after a reply that is ``ready`` the page has every byte of the log.
"""

from __future__ import annotations

import sys
from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Callable, Mapping
from typing import Any

from labkit.harness.raised import error_name, error_text
from labkit.workbench.bench import Workbench
from labkit.workbench.crowd import TIMES_MAX
from labkit.workbench.documents import CHANGES
from labkit.workbench.inspection import UnfitLogError, inspect
from labkit.workbench.opening import Opening
from labkit.workbench.page_log import Tell
from labkit.workbench.requests import METHODS
from labkit.workbench.view import Page
from minivex.clock import START_MS

__all__ = ["UnfitRequestError", "answer"]

Json = dict[str, Any]

_sessions: dict[str, Workbench] = {}
"""At most one, by its id."""

_DAY_MS = 86_400_000
ADVANCE_MS_MAX = 366 * _DAY_MS


class UnfitRequestError(ValueError):
    """The request is not one of those above; the message says what is wrong."""


def answer(request: Mapping[str, Any], tell: Tell) -> Json:
    """Do what one request asks for.

    Raises: UnfitRequestError.
    """
    op = _text(request, "op")
    session = _text(request, "session")
    if op == "inspect":
        return _inspected(_bytes(request, "log"))
    if op == "open":
        return _opened(request, session, tell)
    bench = _sessions.get(session)
    if bench is None or bench.log.size_bytes != _number(request, "position"):
        return {"kind": "workbench", "state": "lost"}
    return _performed(bench, _work(bench, op, request), request)


def _inspected(log: bytes) -> Json:
    try:
        return {"kind": "workbench", "state": "ready", "inspected": inspect(log)}
    except UnfitLogError as error:
        return {"kind": "workbench", "state": "failed", "sentence": str(error)}


def _opened(request: Mapping[str, Any], session: str, tell: Tell) -> Json:
    panes = request.get("panes", [])
    if not isinstance(panes, list):
        raise UnfitRequestError("panes must be a list")
    opening = Opening(
        log=_bytes(request, "log"),
        files=_files(request),
        now_ms=int(_number(request, "now")) or START_MS,
        commits=int(_number(request, "commits")),
        seed=int(_number(request, "seed")),
        panes=tuple(_pane(one) for one in panes),
    )
    _sessions.clear()
    try:
        bench = Workbench(opening, tell)
    except Exception as error:  # noqa: BLE001 - a log that nobody here wrote may hold anything
        sentence = f"What is kept cannot be opened: {error_name(error)}: {error_text(error)}"
        return {"kind": "workbench", "state": "failed", "sentence": sentence}
    _sessions[session] = bench
    return _performed(bench, lambda: {"opened": bench.opened}, request)


def _performed(bench: Workbench, work: Callable[[], Json], request: Mapping[str, Any]) -> Json:
    try:
        done = bench.perform(work, _page(request), sys.stdout)
    except BaseException:
        _sessions.clear()  # it may have stopped anywhere: the log is what counts
        raise
    return {"kind": "workbench", "state": "ready", **done}


def _work(bench: Workbench, op: str, request: Mapping[str, Any]) -> Callable[[], Json]:
    match op:
        case "push":
            files = _files(request)
            return lambda: bench.push(files)
        case "run":
            path, args, caller = _texts(request, "path", "args", "as")
            times = int(_number(request, "times"))
            if not 1 <= times <= TIMES_MAX:
                raise UnfitRequestError(f"times must be from 1 to {TIMES_MAX}")
            return lambda: bench.run(path, args, caller, times)
        case "fetch":
            url, method, headers, body, caller = _texts(
                request, "url", "method", "headers", "body", "as"
            )
            if method not in METHODS:
                raise UnfitRequestError(f"method must be one of {', '.join(METHODS)}")
            return lambda: bench.fetch(url, method, headers, body, caller)
        case "watch":
            pane = _pane(request)
            return lambda: bench.watch(*pane)
        case "unwatch":
            id = _text(request, "id")
            return lambda: bench.unwatch(id)
        case "advance":
            delta_ms = _number(request, "ms")
            if not 0 < delta_ms <= ADVANCE_MS_MAX:
                raise UnfitRequestError("ms must be above 0, and at most a year")
            return lambda: bench.advance(delta_ms)
        case "step" | "crash" | "look":
            return {"step": bench.step, "crash": bench.crash, "look": bench.look}[op]
        case _ if op in CHANGES:
            change, names = CHANGES[op]
            texts = _texts(request, *names)
            return lambda: bench.change(lambda backend: change(backend, *texts))
        case _:
            raise UnfitRequestError(f"there is no op {op!r}")


def _pane(found: Any) -> tuple[str, str, str, str]:
    return _text(found, "id"), _text(found, "path"), _text(found, "args"), _text(found, "as")


def _page(request: Mapping[str, Any]) -> Page:
    page = request.get("page")
    if not isinstance(page, dict):
        return Page()
    index, table, after = (_text(page, name) for name in ("index", "table", "after"))
    _bytes(page, "after")
    return Page(table=table, index=index, is_reverse=bool(page.get("reverse", True)), after=after)


def _files(request: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    files = request.get("files")
    if not isinstance(files, list):
        raise UnfitRequestError("files must be a list")
    return tuple((_text(one, "name"), _text(one, "text")) for one in files)


def _texts(request: Any, *keys: str) -> list[str]:
    return [_text(request, key) for key in keys]


def _text(request: Any, key: str) -> str:
    value = request.get(key) if isinstance(request, dict) else None
    if not isinstance(value, str):
        raise UnfitRequestError(f"{key} must be text")
    return value


def _number(request: Mapping[str, Any], key: str) -> float:
    value = request.get(key)
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value < 2**53:
        raise UnfitRequestError(f"{key} must be a number from 0 up")
    return value


def _bytes(request: Mapping[str, Any], key: str) -> bytes:
    try:
        return b64decode(_text(request, key), validate=True)
    except Base64Error as error:
        raise UnfitRequestError(f"{key} must be base64: {error}") from None
