"""``ctx.auth``: who is calling.

Source: docs "Auth in Functions"; npm-packages/convex/src/server/authentication.ts.
"""

from __future__ import annotations

from minivex.functions.ports import Caller
from minivex.functions.step import Step, StepLog
from minivex.index.index_key import Document
from minivex.values.value import clone

__all__ = ["Auth"]


class Auth:
    """The identity that the call came with."""

    __slots__ = ("_caller", "_log")

    def __init__(self, caller: Caller, log: StepLog) -> None:
        self._caller = caller
        self._log = log

    def get_user_identity(self) -> Step[Document | None]:
        """The user's claims, such as ``tokenIdentifier``; ``None`` if nobody has signed in.

        Raises: AuthenticationError, if the call came with a token that is not valid.
        """
        return Step(
            self._log, "1.0/getUserIdentity", "ctx.auth", "get_user_identity", self._observe
        )

    def _observe(self) -> Document | None:
        identity, _, problem = self._caller
        if problem is not None:
            raise problem
        if identity is None:
            return None
        copied = clone(identity)
        assert isinstance(copied, dict), "an identity is an object"
        return copied
