"""Somebody else's machine, as an action meets it: it remembers, it may fail, and its answer may be lost.

```
 bank = Service("bank", "pay")          internal.bank.pay is an action that the learner's code runs
 bank.answers(Answer.LOST)              the first call is done, and the caller hears an error

 WORKS   done, answered                          FAILS        not done, an error
 LOST    done, an error                          HANGS        not done, and never an answer
 LATE    done, answered when all else has ended  FAILS_LATE   not done, an error when all else has ended
```

A request that carries a ``key`` which it has seen is not done again and gets the first answer.

Invariants: what it has done survives a crash of the worker; the same calls get the same answers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from minivex import (
    Function,
    FunctionReference,
    Value,
    functions_of,
    internal_action,
    internal_query,
)
from minivex.functions.ctx import ActionCtx, QueryCtx

__all__ = ["NOT_DONE", "Answer", "Request", "Service", "ServiceError"]


class Answer(Enum):
    """What becomes of one request."""

    WORKS = "works"
    FAILS = "fails"
    LOST = "lost"
    LATE = "late"
    FAILS_LATE = "fails late"
    HANGS = "hangs"


class ServiceError(Exception):
    """No answer, or a bad one, as the caller sees it."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request that arrived."""

    operation: str
    args: Mapping[str, Value]
    answer: Answer
    """What became of it, by the script."""

    receipt: str | None
    """What was given for it; None if nothing was done, because it failed or its key had been seen."""


class Service:
    """A fake of one service; ``functions`` are what a program calls it by."""

    __slots__ = ("_script", "functions", "name", "receipts", "requests", "waiting")

    def __init__(self, name: str, *operations: str) -> None:
        self.name = name
        self.requests: list[Request] = []
        """Every request that arrived, in order."""

        self.receipts: dict[str, str] = {}
        """What was answered for each key."""

        self.waiting: Answer | None = None
        """What the call that has just moved waits for; None if it does not wait."""

        self._script: tuple[Answer, ...] = ()
        self.functions: dict[str, Function] = functions_of(
            {"answer": _answer, **{each: self._operation(each) for each in operations}}, name
        )

    def answers(self, *script: Answer) -> None:
        """What becomes of the next requests, in order; those after them work. Forgets all that was."""
        self._script = script
        self.reset()

    def reset(self) -> None:
        """Forget all requests: the script begins again."""
        self.requests.clear()
        self.receipts.clear()
        self.waiting = None

    @property
    def done(self) -> list[Request]:
        """The requests for which something was done."""
        return [each for each in self.requests if each.receipt is not None]

    @property
    def paths(self) -> frozenset[str]:
        """The functions that reach it."""
        return frozenset(path for path in self.functions if not path.endswith(":answer"))

    def _operation(self, operation: str) -> Function:
        @internal_action
        async def call(ctx: ActionCtx, **args: Value) -> Value:
            number = len(self.requests)
            answer = self._script[number] if number < len(self._script) else Answer.WORKS
            receipt = self._take(operation, args, answer)
            if answer in (Answer.LATE, Answer.FAILS_LATE, Answer.HANGS):
                self.waiting = answer
                await ctx.run_query(FunctionReference(f"{self.name}:answer", is_internal=True))
            if answer in (Answer.WORKS, Answer.LATE):
                return receipt
            raise ServiceError(f"{self.name}.{operation}: {_ERRORS[answer]}")

        return call

    def _take(self, operation: str, args: Mapping[str, Value], answer: Answer) -> str:
        key = args.get("key")
        known = self.receipts.get(str(key)) if key is not None else None
        if known is not None or answer in NOT_DONE:
            self.requests.append(Request(operation, dict(args), answer, None))
            return known or ""
        receipt = f"{self.name} {len(self.done) + 1}"
        self.requests.append(Request(operation, dict(args), answer, receipt))
        if key is not None:
            self.receipts[str(key)] = receipt
        return receipt


@internal_query
async def _answer(_: QueryCtx) -> None:
    """The answer is on its way; others may move until it is here."""


NOT_DONE = (Answer.FAILS, Answer.FAILS_LATE, Answer.HANGS)
_ERRORS = {
    Answer.FAILS: "it is down for the moment; nothing was done",
    Answer.LOST: "the connection was lost before an answer came",
    Answer.FAILS_LATE: "it was down; nothing was done",
    Answer.HANGS: "no answer came",
}
