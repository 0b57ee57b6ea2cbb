"""The Python of the guide page, run on the engine: it does what the page says it does."""

import re
from pathlib import Path

import pytest

from minivex.backend import Backend
from minivex.functions.definitions import functions_of

PAGE = Path(__file__).resolve().parents[2] / "docs/guide/one-mutation.md"


@pytest.fixture
def backend() -> Backend:
    """The page's schema and functions, as one module named jobs."""
    blocks = re.findall(r"^```python\n(.*?)^```$", PAGE.read_text(), re.MULTILINE | re.DOTALL)
    assert len(blocks) == 3
    namespace: dict[str, object] = {}
    for block in blocks:
        exec(compile(block, str(PAGE), "exec"), namespace)  # the page is our own
    schema = namespace["schema"]
    return Backend(schema=schema, functions=functions_of(namespace, "jobs"))  # type: ignore[arg-type]


def test_two_workers_claim_one_job_as_the_figure_shows(backend: Backend) -> None:
    (job,) = backend.load("jobs", [{"status": "pending"}])
    ada = backend.start("jobs:claim", {"job_id": job, "worker": "ada"}, label="a")
    bob = backend.start("jobs:claim", {"job_id": job, "worker": "bob"}, label="b")
    ada.move_to_commit()
    bob.move_to_commit()
    ada.move()
    bob.finish()
    assert ada.outcome is not None
    assert ada.attempts == 1
    assert bob.attempts == 2
    assert repr(bob.outcome) == "Returned(value=None)"
    assert [row["owner"] for row in backend.documents("jobs")] == ["ada"]


def test_two_claims_of_the_next_job_meet_and_the_second_takes_another(backend: Backend) -> None:
    first, second = backend.load("jobs", [{"status": "pending"}, {"status": "pending"}])
    ada = backend.start("jobs:claim_next", {"worker": "ada"}, label="a")
    bob = backend.start("jobs:claim_next", {"worker": "bob"}, label="b")
    ada.move_to_commit()
    bob.move_to_commit()
    ada.move()
    bob.finish()
    assert bob.attempts == 2
    owners = {row["_id"]: row["owner"] for row in backend.documents("jobs")}
    assert owners == {first: "ada", second: "bob"}


def test_claims_of_different_jobs_never_meet(backend: Backend) -> None:
    first, second = backend.load("jobs", [{"status": "pending"}, {"status": "pending"}])
    ada = backend.start("jobs:claim", {"job_id": first, "worker": "ada"}, label="a")
    bob = backend.start("jobs:claim", {"job_id": second, "worker": "bob"}, label="b")
    ada.move_to_commit()
    bob.move_to_commit()
    ada.move()
    bob.finish()
    assert (ada.attempts, bob.attempts) == (1, 1)


def test_a_new_pending_job_does_not_disturb_first(backend: Backend) -> None:
    backend.load("jobs", [{"status": "pending"}])
    ada = backend.start("jobs:claim_next", {"worker": "ada"}, label="a")
    ada.move_to_commit()
    backend.load("jobs", [{"status": "pending"}])
    ada.finish()
    assert ada.attempts == 1
