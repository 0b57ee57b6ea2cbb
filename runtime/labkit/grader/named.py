"""A stage that names what it plays: each scenario of a check, each order and each fault of a scenario.

```
 check "one-winner" ── scenario "two-workers" ── order "abba"      one-winner.two-workers.1.abba
                    ── scenario "two-workers~2" …
```

Invariant: a check comes to its scenarios in the same order each time, so that a name means the same for ever.
"""

from dataclasses import dataclass, field

from labkit.grader.reading import ReadingStage
from labkit.grader.replayed import Fault
from labkit.grader.stage import SEED
from labkit.harness.schedule_id import ScheduleId, slug

__all__ = ["NamedStage"]


@dataclass(slots=True)
class NamedStage(ReadingStage):
    """A stage whose plays have ids."""

    check: str = "check"
    only: ScheduleId | None = None
    """The one order to play, when a check is replayed; then nothing else is explored."""

    running: Fault | None = None
    """The fault that is being tried, while the check's own lines judge it."""

    _scenarios: dict[str, int] = field(default_factory=dict)

    @property
    def scenarios(self) -> tuple[str, ...]:
        """The names of the scenarios that the check has come to."""
        return tuple(
            name if number == 1 else f"{name}~{number}"
            for name, count in self._scenarios.items()
            for number in range(1, count + 1)
        )

    def scenario(self, label: str) -> str:
        """The name of the scenario that begins now, for its schedule ids; to be asked for once."""
        name = slug(label)
        count = self._scenarios[name] = self._scenarios.get(name, 0) + 1
        return name if count == 1 else f"{name}~{count}"

    def schedule(self, scenario: str, order: str) -> ScheduleId:
        """The id of one order, or of one fault, of a scenario."""
        return ScheduleId(self.check, scenario, SEED, order)
