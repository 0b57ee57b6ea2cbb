"""The composition root: a whole backend in one object."""

from __future__ import annotations

from minivex.backend.backend import Backend
from minivex.backend.options import ErrorDetail, Identity
from minivex.functions.definitions import functions_of

__all__ = ["Backend", "ErrorDetail", "Identity", "functions_of"]
