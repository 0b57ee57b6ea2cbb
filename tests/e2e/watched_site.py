"""The built site on a server that notes who asks for what, beside another host that notes every caller.

``OWN`` (below the site) and ``OTHER`` (another origin) are asked for by attacks alone: a request that arrives there
is an attack that got out. Files can be laid over those of the site: ``overlay["assets/lab/x.json"] = b"…"``.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.e2e.conftest import SITE, SUB_PATH, SubPathHandler

__all__ = ["WatchedSite", "watched_site"]

CANARY = "canary"


class WatchedSite:
    """Two servers of one machine; their ports make them two origins."""

    def __init__(self, folder: Path) -> None:
        """Serve ``folder``."""
        self.overlay: dict[str, bytes] = {}
        self.reached: list[str] = []
        self._servers = [
            ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, self, directory=str(folder)))
            for _ in range(2)
        ]
        for server in self._servers:
            threading.Thread(target=server.serve_forever, daemon=True).start()
        own, other = (server.server_port for server in self._servers)
        self.port = other
        self.url = f"http://127.0.0.1:{own}{SUB_PATH}"
        self.places = {
            "OWN": f"{self.url}{CANARY}",
            "OTHER": f"http://127.0.0.1:{other}/{CANARY}",
        }

    def close(self) -> None:
        """Take both off the network."""
        for server in self._servers:
            server.shutdown()
            server.server_close()


class _Handler(SubPathHandler):
    """Answers what is laid over first, notes canaries, serves the rest."""

    def __init__(self, site: WatchedSite, *args: Any, **options: Any) -> None:
        self.site = site
        super().__init__(*args, **options)

    def parse_request(self) -> bool:
        """Note a canary by whatever method it is asked for."""
        is_request = super().parse_request()
        if is_request and CANARY in self.path:
            self.site.reached.append(f"{self.command} {self.path}")
        return is_request

    def do_GET(self) -> None:  # noqa: N802 - a name of the library
        """Answer with what is laid over, a canary's answer, or the site's file."""
        path = self.path.partition("?")[0].removeprefix(SUB_PATH)
        body = self.site.overlay.get(path)
        if body is None and CANARY not in path:
            super().do_GET()
            return
        self.send_response(HTTPStatus.OK)
        self.send_header("Access-Control-Allow-Origin", "*")  # nothing here makes an attack harder
        self.send_header("Content-Type", self.guess_type(path))
        self.end_headers()
        self.wfile.write(body or b"1")


@contextmanager
def watched_site(folder: Path = SITE) -> Iterator[WatchedSite]:
    """The site and the other host, while the block runs."""
    site = WatchedSite(folder)
    yield site
    site.close()
