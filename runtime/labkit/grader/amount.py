"""Amounts that remember how they were worked out, so that a budget can say its formula.

```
 rows = Amount("rows", 10)
 rows + 1              ──▶  11, and says  rows + 1 = 11
 2 * rows + 1          ──▶  21, and says  2 × rows + 1 = 21
```

Invariant: an amount is the int that it says; anywhere else it is used like one.
"""

from typing import Self

__all__ = ["Amount", "formula_of", "limit_words"]


class Amount(int):
    """A number with the formula that gave it."""

    formula: str

    def __new__(cls, formula: str, value: int) -> Self:
        """The amount ``value``, which is called or was worked out as ``formula``."""
        made = super().__new__(cls, value)
        made.formula = formula
        return made

    def __add__(self, other: int) -> "Amount":
        return Amount(f"{self.formula} + {_words(other)}", int(self) + int(other))

    def __radd__(self, other: int) -> "Amount":
        return Amount(f"{_words(other)} + {self.formula}", int(other) + int(self))

    def __mul__(self, other: int) -> "Amount":
        return Amount(f"{_factor(other)} × {_factor(self)}", int(self) * int(other))

    __rmul__ = __mul__

    def __str__(self) -> str:
        """The formula with its value: ``rows + 1 = 11``."""
        return f"{self.formula} = {int(self):,}"


def formula_of(amount: int) -> str:
    """How ``amount`` was worked out; empty for a plain number."""
    return amount.formula if isinstance(amount, Amount) else ""


def limit_words(limit: int) -> str:
    """A limit in a message, with its formula if it has one."""
    return str(limit) if isinstance(limit, Amount) else f"{limit:,}"


def _words(amount: int) -> str:
    return amount.formula if isinstance(amount, Amount) else f"{amount:,}"


def _factor(amount: int) -> str:
    words = _words(amount)
    return f"({words})" if " + " in words else words
