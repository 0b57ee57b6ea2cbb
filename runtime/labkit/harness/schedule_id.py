"""The name of one order, for ever: replayed by a command, carried by a link.

```
 takes-one-winner.2-workers-one-job.1.abbbaa
 └─ check ──────┘ └─ scenario ────┘ │ └ order: a letter for each move, or the fault
                                    └── seed of the world and of its dice
```

A scenario is one set of calls of a check; its name comes from what the check calls it. The second one of the same
name gets ``~2``. All of it may stand in an address and on a command line without being quoted.

Invariant: ``parse(str(id)) == id``.
"""

import re
import unicodedata
from dataclasses import dataclass

__all__ = ["ScheduleId", "slug"]

_FORM = re.compile(r"([a-z0-9-]+)\.([a-z0-9-]+(?:~\d+)?)\.(\d+)\.([A-Za-z0-9_!~+-]+)")


@dataclass(frozen=True, slots=True)
class ScheduleId:
    """Which check, which of its scenarios, with which dice, in which order."""

    check: str
    scenario: str
    seed: int
    order: str

    @classmethod
    def parse(cls, text: str) -> "ScheduleId":
        """Read a schedule id.

        Raises: ValueError, if it has another form.

        >>> ScheduleId.parse("one-winner.two-workers.1.abba").order
        'abba'
        """
        found = _FORM.fullmatch(text)
        if found is None:
            raise ValueError(
                f"{text!r} is no schedule id. One looks like one-winner.two-workers.1.abba: the check, its scenario, a "
                "seed and the order"
            )
        return cls(found[1], found[2], int(found[3]), found[4])

    def __str__(self) -> str:
        return f"{self.check}.{self.scenario}.{self.seed}.{self.order}"


def slug(label: str) -> str:
    """A label as a part of a schedule id.

    >>> slug("2 workers, one job")
    '2-workers-one-job'
    """
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain)) or "scenario"
