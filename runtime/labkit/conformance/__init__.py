"""Scenarios with the answers that Convex gave, run against the engine.

```
 command          fieldbook conformance PATH… [--json]
    |
 files            folders and files to scenarios; refuses what is no scenario file
 report           what the steps came to, as text and as JSON
 transcript       the same as one hash per file
    |
 running          one scenario, step by step
    |
 ops_*            one module for each group of ops
 compare          whether an answer is the expected one
    |
 deployment       the backend of a scenario
 registry         which function answers which op
 notation         Convex JSON with a few shorthands
```

The format is described in ``tests/conformance/README.md``.
"""
