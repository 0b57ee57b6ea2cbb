"""What learner code might try against the page, its reader and the network: one table for every browser.

```
 LEARNER      Python in the editor, imports                 stopped by the import list (decision 0016)
 PAST_FENCE   Python that nothing in Python holds back      stopped by what the worker took away
 WORKER       JavaScript in a worker of the frame           stopped by the frame's policy and origin alone
 FRAME        JavaScript in the frame itself                stopped by the sandbox and both policies
```

Each layer is tried as if the ones before it had fallen. An attack is the body of a function; it has
failed when it throws, or returns nothing, *and* no request of it reached a server. ``OWN`` is an address of the
site, ``OTHER`` one of another host, and both are watched.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["FRAME", "LAYERS", "LEARNER", "PAST_FENCE", "WORKER", "Attack"]


@dataclass(frozen=True, slots=True)
class Attack:
    """One thing tried, and why it fails."""

    name: str
    code: str
    why: str


_NOT_IN_LIST = "not in the list of what a file may import"
LEARNER = [
    Attack(f"imports {name}", f"import {name}", _NOT_IN_LIST)
    for name in (
        *(
            "js",
            "pyodide",
            "pyodide_js",
            "_pyodide",
            "_pyodide_core",
            "pyodide.ffi",
            "pyodide.http",
        ),
        *("worker_seam", "late_library", "labkit.entry", "minivex.backend", "webloop", "micropip"),
        *("os", "sys", "io", "socket", "asyncio", "threading", "urllib.request", "http.cookiejar"),
        *("ctypes", "gc", "inspect", "importlib", "builtins", "signal", "sqlite3", "webbrowser"),
    )
]

_SHOWN = "`import js` shows six names, and this is none of them"
_NO_EVAL = "the policy has no `unsafe-eval`"
_NO_NETWORK = "every way to a network was taken from the worker before Python's first line"
PAST_FENCE = [
    *(
        Attack(f"js.{name}", f"import js; return js.{name}", _SHOWN)
        for name in (
            *("document", "window", "parent", "top", "self", "globalThis", "location", "navigator"),
            *("localStorage", "indexedDB", "caches", "cookieStore", "fetch", "XMLHttpRequest"),
            *("WebSocket", "EventSource", "Worker", "importScripts", "postMessage", "eval"),
        )
    ),
    Attack(
        "the Function constructor",
        "import js; return js.Object.constructor('return globalThis')()",
        _NO_EVAL,
    ),
    Attack("pyodide.code.run_js", "from pyodide.code import run_js; return run_js('1')", _SHOWN),
    Attack(
        "Emscripten's way to run a script",
        "import pyodide_js as p\n"
        "return p._module._emscripten_run_script_int(p._module.stringToNewUTF8('1'))",
        _NO_EVAL,
    ),
    Attack(
        "pyodide.http.open_url",
        "from pyodide.http import open_url; return open_url(OWN)",
        _NO_NETWORK,
    ),
    Attack(
        "the interpreter's own loader of files",
        "import pyodide_js\npyodide_js._api.loadBinaryFile(OWN)  # the servers tell",
        _NO_NETWORK,
    ),
    Attack(
        "a socket",
        "import socket; s = socket.socket(); s.connect(('127.0.0.1', PORT)); return s.send(b'x')",
        _NO_NETWORK,
    ),
    Attack(
        "a file system in the browser's database",
        "import pyodide_js as p\np.FS.mkdir('/kept')\n"
        "p.FS.mount(p.FS.filesystems.IDBFS, {}, '/kept')\nreturn p.FS.filesystems.IDBFS.indexedDB()",
        "the worker has no `indexedDB`, and the frame's origin has no database",
    ),
    Attack(
        "a file of the machine", "return open('/etc/passwd').read()", "the file system is memory"
    ),
    Attack(
        "a process",
        "import os; return os.system('true') == 0",
        "there are no processes in a browser",
    ),
]

_NO_CONNECTION = "`connect-src` of the frame allows no address"
_NO_SCRIPT = "`script-src` of the frame allows its own script and workers from memory"
_OPAQUE = "the frame's origin is opaque: it has no storage of its own and none of the site's"
WORKER = [
    Attack("fetch of the own site", "return await fetch(OWN)", _NO_CONNECTION),
    Attack(
        "fetch of another host", "return await fetch(OTHER, { mode: 'no-cors' })", _NO_CONNECTION
    ),
    Attack(
        "fetch of data", "return await fetch('data:,x')", "the page's policy does not know `data:`"
    ),
    Attack(
        "XMLHttpRequest",
        "const r = new XMLHttpRequest(); r.open('GET', OWN, false); r.send(); return r.status",
        _NO_CONNECTION,
    ),
    Attack(
        "WebSocket",
        "const s = new WebSocket(OTHER.replace('http', 'ws')); await opened(s); return 1",
        _NO_CONNECTION,
    ),
    Attack("EventSource", "await opened(new EventSource(OWN)); return 1", _NO_CONNECTION),
    Attack(
        "WebTransport",
        "const t = new WebTransport(OTHER.replace('http:', 'https:')); await t.ready; return 1",
        _NO_CONNECTION,
    ),
    Attack("importScripts of the site", "importScripts(OWN); return 1", _NO_SCRIPT),
    Attack(
        "importScripts of data", "importScripts('data:text/javascript,1'); return 1", _NO_SCRIPT
    ),
    Attack("import() of the site", "return await import(OWN)", _NO_SCRIPT),
    Attack("import() of another host", "return await import(OTHER)", _NO_SCRIPT),
    Attack("import() of data", "return await import('data:text/javascript,1')", _NO_SCRIPT),
    Attack("eval", "return (0, eval)('1')", _NO_EVAL),
    Attack("new Function", "return new Function('return 1')()", _NO_EVAL),
    Attack(
        "a timer with text",
        "self.hit = 0; setTimeout('self.hit = 1'); await pause(60); return self.hit",
        _NO_EVAL,
    ),
    Attack("IndexedDB", "await asked(indexedDB.open('fieldbook')); return 1", _OPAQUE),
    Attack("reading kept pages", "return (await caches.keys()).length + 1", _OPAQUE),
    Attack(
        "poisoning a kept page",
        "const c = await caches.open('fieldbook:poison'); await c.put(OWN, new Response('x')); return 1",
        _OPAQUE,
    ),
    Attack("files of the origin", "return await navigator.storage.getDirectory()", _OPAQUE),
    Attack("cookies", "return await cookieStore.getAll()", _OPAQUE),
    Attack("locks of other tabs", "return await navigator.locks.request('x', () => 1)", _OPAQUE),
    Attack(
        "the channel between tabs",
        "new BroadcastChannel('fieldbook:work').postMessage({ kind: 'forged' })",
        "a channel of an opaque origin is heard by nobody else",
    ),
    Attack("a service worker", "return await navigator.serviceWorker.register(OWN)", _OPAQUE),
    Attack(
        "a worker of the site", "await opened(new Worker(OWN)); return 1", "`worker-src` is `blob:`"
    ),
    Attack(
        "a shared worker",
        "await opened(new SharedWorker(OWN)); return 1",
        "`worker-src` is `blob:`",
    ),
    Attack(
        "a worker inside the worker",
        "const text = `fetch(${JSON.stringify(OWN)}).then(() => postMessage(1), () => postMessage(0))`;"
        "const w = new Worker(URL.createObjectURL(new Blob([text])));"
        "return await new Promise((said, no) => { w.onmessage = (e) => said(e.data); w.onerror = no; })",
        "it inherits the policy; in Python's worker there is no way to start one",
    ),
    Attack(
        "a font",
        "return await new FontFace('f', `url(${OWN})`).load()",
        "`default-src` is `'none'`",
    ),
    Attack(
        "a notification", "return (await Notification.requestPermission()) === 'granted'", _OPAQUE
    ),
    Attack(
        "a message to the page",
        "return parent.postMessage('x', '*') ?? 1",
        "a worker has no parent",
    ),
]

_OTHER_ORIGIN = "the frame's origin is opaque, so the page is another site to it"
_SANDBOX = "the sandbox allows scripts and nothing else"
_NO_LOAD = "`default-src` of the frame is `'none'`"
_NO_PERMISSION = "a frame of another origin has no permission to ask for it"
FRAME = [
    Attack("cookies of the page", "return document.cookie + '!'", _OPAQUE),
    Attack("localStorage", "return localStorage.length + 1", _OPAQUE),
    Attack("sessionStorage", "return sessionStorage.length + 1", _OPAQUE),
    Attack("IndexedDB of the frame", "await asked(indexedDB.open('fieldbook')); return 1", _OPAQUE),
    Attack("kept pages of the frame", "return (await caches.keys()).length + 1", _OPAQUE),
    Attack("the page's document", "return parent.document.title + '!'", _OTHER_ORIGIN),
    Attack("the page's storage", "return parent.localStorage.length + 1", _OTHER_ORIGIN),
    Attack("the page's address", "return parent.location.href", _OTHER_ORIGIN),
    Attack("the element that holds the frame", "return frameElement.outerHTML", _OTHER_ORIGIN),
    Attack("a name of the page", "return top.fieldbook ?? top.document", _OTHER_ORIGIN),
    Attack("taking the origin", "document.domain = '127.0.0.1'; return document.domain", _SANDBOX),
    Attack("fetch from the frame", "return await fetch(OWN)", _NO_CONNECTION),
    Attack("a beacon", "navigator.sendBeacon(OWN)", _NO_CONNECTION),
    Attack("an image", "await loaded('img', { src: OTHER }); return 1", _NO_LOAD),
    Attack(
        "a style sheet",
        "await loaded('link', { rel: 'stylesheet', href: OWN }); return 1",
        _NO_LOAD,
    ),
    Attack("a script of the site", "await loaded('script', { src: OWN }); return 1", _NO_SCRIPT),
    Attack(
        "an inline script",
        "const s = document.createElement('script'); s.textContent = 'self.inline = 1';"
        "document.body.append(s); return self.inline",
        _NO_SCRIPT,
    ),
    Attack(
        "an event handler in markup",
        "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"self.handled = 1\">');"
        "await pause(60); return self.handled",
        _NO_SCRIPT,
    ),
    Attack(
        "a javascript: link",
        "const a = document.createElement('a'); a.href = 'javascript:self.linked = 1';"
        "document.body.append(a); a.click(); await pause(60); return self.linked",
        _NO_SCRIPT,
    ),
    Attack(
        "a frame inside", "await loaded('iframe', { src: OWN }); return canary('frame')", _NO_LOAD
    ),
    Attack("a plug-in", "await loaded('object', { data: OWN }); return 1", _NO_LOAD),
    Attack(
        "a form",
        "const f = document.createElement('form'); f.action = OWN; document.body.append(f);"
        "f.submit()",
        _SANDBOX,
    ),
    Attack("a new window", "return open(OWN)", _SANDBOX),
    Attack("a dialog", "return confirm('x')", _SANDBOX),
    Attack(
        "a download",
        "const a = document.createElement('a'); a.href = URL.createObjectURL(new Blob(['x'])); a.download = 'x'; document.body.append(a);"
        "a.click()",
        _SANDBOX,
    ),
    Attack("leading the page elsewhere", "top.location.href = OTHER; return 1", _SANDBOX),
    Attack(
        "a link that leads the page elsewhere",
        "const a = document.createElement('a'); a.href = OTHER; a.target = '_top'; document.body.append(a);"
        "a.click()",
        _SANDBOX,
    ),
    Attack("the page's history", "history.pushState(null, '', OWN); return 1", _OTHER_ORIGIN),
    Attack(
        "a service worker of the frame",
        "return await navigator.serviceWorker.register(OWN)",
        _OPAQUE,
    ),
    Attack("the clipboard, to read", "return await navigator.clipboard.readText()", _NO_PERMISSION),
    Attack(
        "the clipboard, to write",
        "await navigator.clipboard.writeText('x'); return 1",
        _NO_PERMISSION,
    ),
    Attack("the old way to the clipboard", "return document.execCommand('copy')", _NO_PERMISSION),
    Attack(
        "where the reader is",
        "return await new Promise((yes, no) => navigator.geolocation.getCurrentPosition(yes, no))",
        _NO_PERMISSION,
    ),
    Attack(
        "camera",
        "return await navigator.mediaDevices.getUserMedia({ video: true })",
        _NO_PERMISSION,
    ),
    Attack(
        "notifications",
        "return (await Notification.requestPermission()) === 'granted'",
        _NO_PERMISSION,
    ),
    Attack("the whole screen", "await document.body.requestFullscreen(); return 1", _NO_PERMISSION),
    Attack(
        "storage that was granted to the page",
        "await document.requestStorageAccess(); return 1",
        _SANDBOX,
    ),
    Attack(
        "a peer connection", "return new RTCPeerConnection()", "the frame's script takes it away"
    ),
]

LAYERS = {"LEARNER": LEARNER, "PAST_FENCE": PAST_FENCE, "WORKER": WORKER, "FRAME": FRAME}
