"""What a backend is made with is also what one that is opened from a log is made with."""

from __future__ import annotations

import inspect

from minivex import Backend
from minivex.backend.options import Options


def test_open_takes_all_that_a_backend_takes_besides_its_storage() -> None:
    parameters = set(inspect.signature(Backend).parameters)
    assert parameters == {*Options.__annotations__, "storage"}
