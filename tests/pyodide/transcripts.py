"""What the engine answers, as hashes to compare: one for each scenario file, and for each history."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Final

from labkit.conformance.transcript import transcript_hashes
from labkit.simulation.campaign import cases
from labkit.simulation.history import History, play

HISTORIES: Final = 200
SEED: Final = 84


def hashes(root: Path = Path("tests/conformance"), histories: int = HISTORIES) -> str:
    """A JSON object from scenario files below ``root`` and random histories to their hashes."""
    found = transcript_hashes([root])
    for number, case, world in cases(SEED, 0, histories):
        text = "\n".join(_transcript(play(case, world)))
        found[f"history {number} of seed {SEED}"] = sha256(text.encode()).hexdigest()
    return json.dumps(found, sort_keys=True)


def _transcript(history: History) -> Iterator[str]:
    """All that a history did: its moves, attempts, commits to the byte, outcomes and views."""
    record = history.record
    yield " ".join(record.moves)
    for attempt in record.attempts:
        memory = sorted((name, sorted(ids)) for name, ids in attempt.covered.items())
        yield (
            f"{attempt.call}.{attempt.body} version {attempt.version} began {attempt.begin_ts} "
            f"at {attempt.now_ms} ms, committed {attempt.commit_ts}, covered {memory}, "
            f"conflict {attempt.conflict!r}"
        )
    yield from record.outcomes
    for views in record.views:
        yield repr(views)
    for entry in history.backend.write_log.entries:
        yield f"commit {entry.ts} {entry.writer_label} {entry.writer_path}"
        for table, old, new in entry.changes:
            for revision in (old, new):
                if revision is not None:
                    keys = " ".join(key.hex() for key in revision.keys)
                    yield f"{table.name} {keys} {revision.document!r}"
