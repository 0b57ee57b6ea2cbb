"""From a learner's file to a report.

```
 grade           exercise + source -> Report
 checks          @check, and the Context that checks receive
 sandbox         run source that nobody has vouched for
 exercise        an exercise from a mapping of path to text
 report          what is said to the learner
```
"""
