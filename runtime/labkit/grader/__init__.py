"""From a learner's file to a report.

```
 grade           exercise + source -> Report
 checks          @check, for the checks.py of an exercise
 context         what a check receives: data, calls, what must hold
 failure         why a check failed, in a learner's words
 sandbox         run source that nobody has vouched for
 exercise        an exercise or a lab from a mapping of path to text (facts, hints)
 report          what is said to the learner
```
"""
