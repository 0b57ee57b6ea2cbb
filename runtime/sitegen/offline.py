"""The service worker's list: every file of the site that a visit without a network may need.

```
 site/** ──▶ path and sha256 of each ──▶ site/service-worker.js, which starts with the list
```

A page stands under the address it is read at (``labs/``, not ``labs/index.html``). The version is
the hash of the list, so that equal sites have equal workers and any change is a new one.
"""

import base64
import hashlib
import json
from pathlib import Path

__all__ = ["OFFLINE_MARK", "precached", "service_worker"]

WORKER = "service-worker.js"
OFFLINE_MARK = '<meta name="fieldbook:offline" content="yes">'
"""In every page of a site that has a service worker; without it a page registers none."""

_NEVER = (
    "assets/lab/runtime/",  # large; the page keeps those that it has used
    "assets/lab/service-worker.js",
    "assets/previews/",  # for those who link to the site
    "feed.xml",  # for programs that look for news
)
_NEVER_SUFFIX = (
    ".map",
    ".gz",
    ".zst",
    ".md",
    "llms.txt",
    "llms-full.txt",
)  # Markdown is for programs


def precached(site: Path) -> dict[str, str]:
    """Address below the site to integrity, in order of address."""
    files = {}
    for file in sorted(site.rglob("*")):
        path = file.relative_to(site).as_posix()
        if not file.is_file() or path == WORKER:
            continue
        if path.startswith(_NEVER) or path.endswith(_NEVER_SUFFIX):
            continue
        digest = base64.b64encode(hashlib.sha256(file.read_bytes()).digest()).decode()
        address = path.removesuffix("index.html") if path.endswith("/index.html") else path
        files["" if path == "index.html" else address] = f"sha256-{digest}"
    return files


def service_worker(code: str, files: dict[str, str]) -> str:
    """The worker's whole script: the list, then what the browser build made of its code."""
    version = hashlib.sha256(json.dumps(files).encode()).hexdigest()[:12]
    listed = json.dumps({"version": version, "files": files}, separators=(",", ":"))
    return f"globalThis.SITE_FILES = {listed};\n{code}"
