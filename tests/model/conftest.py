"""Settings for the tests against models: hypothesis keeps its files with the other caches."""

from __future__ import annotations

from pathlib import Path

try:
    from hypothesis.configuration import set_hypothesis_home_dir
except ImportError:  # inside Pyodide, where files that need hypothesis are left out
    pass
else:
    set_hypothesis_home_dir(Path(__file__).parents[2] / ".cache" / "hypothesis")
