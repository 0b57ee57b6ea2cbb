"""A Content-Security-Policy in every built page: scripts of the site and no others.

```
 site/**/index.html ──▶ inline scripts ──▶ sha256 of each ──▶ one policy for all pages
```

One policy for all, because instant navigation keeps the first page's. It is a ``<meta>``, because
a static host sets no headers for us.
"""

import base64
import hashlib
import re
from collections.abc import Iterable

__all__ = ["inline_scripts", "policy_for", "with_policy"]

_SCRIPT = re.compile(r"<script\b(?P<attributes>[^>]*)>(?P<text>.*?)</script>", re.DOTALL)
_TYPE = re.compile(r"""\btype=["']?([^"'\s>]+)""")
_CHARSET = '<meta charset="utf-8">'
# What a browser runs; a block of another type is data.
_RUN = {"module", "text/javascript"}


def policy_for(pages: Iterable[str]) -> str:
    """The policy under which every inline script of ``pages``, and no other, runs.

    The frame in which Python runs is text of the page, so it inherits this policy and adds a
    stricter one of its own: compiling WebAssembly and workers from a blob are for that frame. Being
    text it has no address, so no frame may have one, and that one can go nowhere.
    Inline styles stay allowed, because the editor places things with them.
    """
    scripts = sorted({_source(text) for page in pages for text in inline_scripts(page)})
    directives = {
        "default-src": ["'self'"],
        "script-src": ["'self'", "'wasm-unsafe-eval'", *scripts],
        "worker-src": ["'self'", "blob:"],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:"],
        "frame-src": ["'none'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }
    return "; ".join(" ".join([name, *sources]) for name, sources in directives.items())


def inline_scripts(page: str) -> list[str]:
    """The text of every script that stands in ``page`` itself and would run."""
    found = []
    for script in _SCRIPT.finditer(page):
        attributes = script["attributes"]
        type_ = _TYPE.search(attributes)
        if not re.search(r"\bsrc=", attributes) and (type_ is None or type_[1] in _RUN):
            found.append(script["text"])
    return found


def with_policy(page: str, policy: str) -> str:
    """``page`` with ``policy`` before anything that it has to cover.

    Raises: ValueError, when there is no place for it.
    """
    before, charset, after = page.partition(_CHARSET)
    if not charset or "<script" in before:
        raise ValueError(f"the page does not begin with {_CHARSET}")
    tag = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return f"{before}{charset}\n      {tag}{after}"


def _source(script: str) -> str:
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return f"'sha256-{digest}'"
