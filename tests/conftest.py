"""Settings for all tests: properties are checked with the same examples on every machine."""

from __future__ import annotations

try:
    from hypothesis import settings
except ImportError:  # inside Pyodide, where files that need hypothesis are left out
    pass
else:
    settings.register_profile("fieldbook", derandomize=True, deadline=None)
    settings.load_profile("fieldbook")
