"""The process that makes and serves pages: one for each state of the generator's own code.

```
 serve.py ──the listening socket──▶ this process ──▶ the browser
          ──{"changed": […]}──────▶ one line of standard input for each save
```

`serve.py` starts another one when the code has changed. Both answer on the same socket, so a browser
that asks in between waits, and nothing is refused. The end of the input is the end of the process.
"""

import json
import os
import socket
import sys
import threading
from pathlib import Path

from sitegen.live.server import LiveServer
from sitegen.live.site import LiveSite

__all__ = ["answer"]


def answer(root: Path, *, descriptor: int, site_url: str) -> int:
    """Serve the site at ``root`` on the socket of that number until there is no more input."""
    # mkdocs-macros calls `exit` after an error in a macro, and that closes the standard input.
    saves = os.fdopen(os.dup(sys.stdin.fileno()), encoding="utf-8")
    site = LiveSite(root, site_url)
    site.refresh()
    site.forget_unused()
    server = LiveServer(socket.socket(fileno=descriptor), site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"sitegen: the fieldbook is at {site_url} (Ctrl+C stops it)", flush=True)
    for line in saves:
        said = json.loads(line)
        site.refresh(said["changed"], said.get("failed", ""))
    return 0
