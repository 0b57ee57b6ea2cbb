"""The Python types that Convex values have.

==========  =======================  ===================================
Convex      TypeScript               here
==========  =======================  ===================================
Null        ``null``                 ``None``
Int64       ``bigint``               ``Int64(5)``
Float64     ``number``               ``float``, or an ``int`` that fits
Boolean     ``boolean``              ``bool``
String      ``string``               ``str``
Bytes       ``ArrayBuffer``          ``bytes``
Array       ``Array``                ``list``
Object      plain object             ``dict`` with ``str`` keys
(absent)    ``undefined``            ``UNDEFINED``
(pending)   ``db.vars.commitTs``     ``COMMIT_TS``
==========  =======================  ===================================

Invariant: an ``int`` *is* a Float64 here (``1`` and ``1.0`` are one value), so it is never
equal to an ``Int64``, and it sorts after every one of them.

Source: docs "Data Types"; convex-backend crates/value/src/lib.rs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NoReturn, TypeAlias, Union, final

from minivex.errors import NotAValueError, UnresolvedCommitTsError

__all__ = ["COMMIT_TS", "UNDEFINED", "CommitTsPlaceholder", "Int64", "Undefined", "Value"]

INT64_MIN: Final = -(2**63)
INT64_MAX: Final = 2**63 - 1


@final
@dataclass(frozen=True, slots=True, order=True, repr=False)
class Int64:
    """A 64-bit integer, Convex's ``bigint``. It sorts before every number.

    Python's ``<`` compares it with another ``Int64`` only; ``int(n)`` is the plain number.

    Raises: NotAValueError, if it is no whole number or needs more than 64 bits.
    """

    value: int

    def __post_init__(self) -> None:
        """Refuse what 64 bits cannot hold."""
        if type(self.value) is not int:
            msg = f"Int64 takes a whole number, and got {self.value!r}. Pass an int."
            raise NotAValueError(msg)
        if not INT64_MIN <= self.value <= INT64_MAX:
            msg = f"BigInt {self.value} does not fit into a 64-bit signed integer."
            raise NotAValueError(msg)

    def __repr__(self) -> str:
        return f"Int64({self.value})"

    def __int__(self) -> int:
        """Give the plain number, for arithmetic."""
        return self.value


@final
class Undefined:
    """The type of ``UNDEFINED``: a field that is not there. It is false, and not a value."""

    __slots__ = ()

    def __repr__(self) -> str:
        """Spell it as code does."""
        return "UNDEFINED"

    def __bool__(self) -> bool:
        """Count as absent: ``if row.get("x", UNDEFINED)`` reads as it looks."""
        return False

    def __reduce__(self) -> str:
        """Stay one object when copied or pickled."""
        return "UNDEFINED"


UNDEFINED: Final = Undefined()


@final
class CommitTsPlaceholder:
    """The type of ``ctx.db.vars.commit_ts``: a commit timestamp that is not known yet.

    A document that holds it gets the timestamp of the commit instead, as an ``Int64``. Until
    then it counts as the greatest ``Int64``: it sorts behind every commit there has been.

    Raises: UnresolvedCommitTsError, when it is used as a number.
    Source: docs "Commit Timestamp"; convex-backend crates/value/src/pending.rs.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return "[unresolved commit timestamp]"

    def _refuse(self, *_: object) -> NoReturn:
        raise UnresolvedCommitTsError(
            "This commit timestamp is unresolved: its value is assigned when the mutation "
            "commits. Read the document after the mutation completes to get its value."
        )

    __int__ = __float__ = __index__ = __bool__ = _refuse
    __lt__ = __le__ = __gt__ = __ge__ = _refuse
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _refuse
    __truediv__ = __rtruediv__ = __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = _refuse
    __neg__ = _refuse

    def __reduce__(self) -> str:
        """Stay one object when copied or pickled."""
        return "COMMIT_TS"


COMMIT_TS: Final = CommitTsPlaceholder()
"""The one placeholder there is."""

Value: TypeAlias = Union[  # noqa: UP007 - a forward reference cannot be joined with |
    bool,
    int,
    float,
    str,
    bytes,
    Int64,
    CommitTsPlaceholder,
    list["Value"],
    dict[str, "Value"],
    None,
]
"""Anything that Convex can store, or take as an argument and give back as a result."""
