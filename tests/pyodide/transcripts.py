"""Everything that the conformance scenarios are answered, as one hash per file."""

from __future__ import annotations

import json
from pathlib import Path

from labkit.conformance.transcript import transcript_hashes


def hashes(root: Path = Path("tests/conformance")) -> str:
    """A JSON object from each scenario file below ``root`` to the hash of its transcript."""
    return json.dumps(transcript_hashes([root]), sort_keys=True)
