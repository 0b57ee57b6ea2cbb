"""The lab kit: drives the engine, and says in words what happened.

```
 entry, cli          one JSON message in, one out; the same from a terminal
    |
 grader              exercise + source -> report
    |
 harness             every order of a few calls, and what each one did
    |
 minivex             the engine
```

Imports go down only. Nothing in here is imported by the engine.
"""
