"""Run a body once per combination of its choices.

The body asks ``choices.pick(3)`` wherever the world could go three ways. It is run again and
again, each time from the start with the earlier picks repeated and the last open one advanced:

```
 run 1   pick 0 . pick 0 . pick 0
 run 2   pick 0 . pick 0 . pick 1        depth first, so picks come in lexicographic order
 run 3   pick 0 . pick 1 . pick 0
```

Invariants: the body is deterministic but for its picks; every combination is met exactly once.
"""

from collections.abc import Callable, Iterator
from typing import TypeVar

__all__ = ["Choices", "NotRepeatableError", "every_choice"]

T = TypeVar("T")


class NotRepeatableError(ValueError):
    """The same picks led somewhere else: the body keeps something from one run to the next."""


class Choices:
    """The picks of one run: a prefix to repeat, then the first option each time."""

    __slots__ = ("_depth", "_options", "_taken")

    def __init__(self) -> None:
        self._taken: list[int] = []
        self._options: list[int] = []
        self._depth = 0

    def pick(self, options: int) -> int:
        """Choose one of ``options`` ways, as an index from 0.

        Raises: ValueError, if there is nothing to choose from; NotRepeatableError, if the body asks for
            another number of options than it did with the same picks before it.
        """
        depth = self._depth
        self._depth = depth + 1
        if depth < len(self._taken):
            if self._options[depth] != options:
                raise NotRepeatableError(
                    f"choice {depth} had {self._options[depth]} options, now it has {options}: "
                    "the body must depend on its choices only"
                )
            return self._taken[depth]
        if options < 1:
            raise ValueError(f"choice {depth} has no option")
        self._taken.append(0)
        self._options.append(options)
        return 0

    @property
    def taken(self) -> tuple[int, ...]:
        """The picks so far."""
        return tuple(self._taken[: self._depth])

    def advance(self) -> bool:
        """Move on to the next combination; False when there is none."""
        del self._taken[self._depth :], self._options[self._depth :]
        self._depth = 0
        while self._taken:
            if self._taken[-1] + 1 < self._options[-1]:
                self._taken[-1] += 1
                return True
            self._taken.pop()
            self._options.pop()
        return False


def every_choice(body: Callable[[Choices], T]) -> Iterator[T]:
    """Yield what ``body`` returns, once per combination, in lexicographic order of the picks.

    Cost: one run of the body per combination; nothing is kept between runs but the picks.

    >>> list(every_choice(lambda c: (c.pick(2), c.pick(2))))
    [(0, 0), (0, 1), (1, 0), (1, 1)]
    """
    choices = Choices()
    while True:
        yield body(choices)
        if not choices.advance():
            return
