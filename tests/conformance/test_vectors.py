"""The engine answers as Convex's own packages did, step by step.

Each case is one step of a scenario in ``vectors``; see the README next to this file.
"""

from __future__ import annotations

from collections import Counter

import pytest

from labkit.conformance.running import State
from tests.conformance.scenarios import VECTORS, Check, areas, checks, results

# Checks that are compared, of all checks of an area: a lost one must not go unnoticed.
COMPARED = {
    "auth": (8, 8),
    "cron": (67, 67),
    "cron_times": (90, 94),
    "documents": (80, 80),
    "errors": (38, 38),
    "filters": (156, 156),
    "functions": (32, 32),
    "http": (66, 66),
    "ids": (20, 20),
    "index_multi": (35, 35),
    "index_range": (129, 130),
    "pagination": (65, 65),
    "query_ends": (29, 29),
    "query_misuse": (19, 19),
    "scheduler": (64, 64),
    "schema_definition": (25, 25),
    "schema_enforced": (38, 38),
    "storage": (30, 30),
    "text_search": (22, 24),
    "validator_builder": (36, 36),
    "validators": (266, 266),
    "value_json": (76, 76),
    "value_order": (174, 177),
    "value_size": (32, 32),
    "vector_search": (20, 20),
}


@pytest.mark.parametrize("check", checks(VECTORS), ids=str)
def test_the_answer_is_the_one_that_convex_gives(check: Check) -> None:
    result = results(check.folder, check.area, check.scenario)[check.number]
    assert (result.why, result.state) == ("", State.PASSED)


def test_no_check_is_lost() -> None:
    compared = Counter(check.area for check in checks(VECTORS))
    counts = {
        area: sum(not step.get("setup") for one in file.scenarios for step in one["steps"])
        for area, file in areas(VECTORS).items()
    }
    assert {area: (compared[area], count) for area, count in counts.items()} == COMPARED
