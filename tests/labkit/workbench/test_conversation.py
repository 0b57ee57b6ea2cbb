"""The conversation that CPython and Pyodide are held to: it asks for everything that can be asked for."""

from __future__ import annotations

import json

from labkit.workbench.documents import CHANGES
from tests.pyodide.conversation import replies

OPS = {"advance", "crash", "fetch", "look", "open", "push", "run", "step", "unwatch", "watch"}


def test_the_conversation_has_every_request_and_is_the_same_each_time() -> None:
    told = json.loads(replies())
    asked = {name.split()[1] for name in told}
    assert asked >= OPS | set(CHANGES)
    assert json.loads(replies()) == told
    assert not [name for name, text in told.items() if '"kind": "refused"' in text]
