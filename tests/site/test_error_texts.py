"""The registry of errors: what it says is raised, is raised, with that text."""

import re
import tomllib
from pathlib import Path

import pytest

from labkit.grader.cell import run_cell
from sitegen.error_texts import KnownError, read_errors, reproduction_of

ROOT = Path(__file__).resolve().parents[2]
ERRORS = read_errors(ROOT)
RAISED = [error for error in ERRORS if error.python]

ELSEWHERE = frozenset({"next", "types"})
"""Groups of which nothing happens in an engine."""

NOT_IN_THE_ENGINE = {
    "time, memory, logs and classes of a deployment": """
        write-rate timed-out system-operations out-of-memory too-many-concurrent log-overflow
        too-many-mutations""",
    "JavaScript: its promises, values, modules and cryptography": """
        never-resolves unawaited-operation no-crypto not-a-reference outside-backend metrics-outside
        store-blob undefined-validator imported-in-browser""",
    "what bundles and pushes": """
        use-node only-actions-node node-api-without-directive no-deployment-set module-not-found
        auth-variable-unset table-not-an-object schema-keeps-table schedule-query""",
    "React, the socket, and libraries beside the package": """
        synthetic-event no-provider-component no-auth-provider-component no-address not-absolute
        optimistic-twice initial-num-items client-closed action-connection-lost auth-given-up
        token-without-times no-access-control rls-no-read auth-user-not-updated
        auth-no-such-provider auth-bad-redirect""",
}


@pytest.mark.parametrize("error", RAISED, ids=lambda error: error.id)
def test_a_reproduction_raises_the_text(error: KnownError) -> None:
    ran = run_cell("messages", reproduction_of(error))
    # What no caller sees, such as the state of a job or the body of an answer, is printed.
    raised = ran["error"]["message"] if ran["error"] else ran["output"]
    said = re.sub(r"\s+", " ", raised)
    # A cell prints "jobs#1" for an id in quotes, without them.
    pattern = re.compile(error.pattern.pattern.replace('"', ""), re.DOTALL)
    assert pattern.search(said.replace('"', "")), said


def test_what_has_no_reproduction_is_beyond_the_engine() -> None:
    listed = [id for ids in NOT_IN_THE_ENGINE.values() for id in ids.split()]
    without = [one.id for one in ERRORS if not one.python and one.group not in ELSEWHERE]
    assert sorted(listed) == sorted(without)


def test_each_text_is_matched_by_its_own_literal_parts() -> None:
    for error in ERRORS:
        assert error.literal_parts, error.id
        assert sum(map(len, error.literal_parts)) > 9, error.id


def test_every_page_that_an_entry_leads_to_is_one_that_is_planned() -> None:
    planned = tomllib.loads((ROOT / "tests/site/anchors.toml").read_text())
    for error in ERRORS:
        for page in error.pages:
            path, _, anchor = page.partition("#")
            name = path if "/" in path else f"reference/{path}"
            assert anchor in planned[name], f"{error.id}: {page}"
