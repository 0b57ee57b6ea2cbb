"""Every order of a few concurrent calls: run, judged, drawn.

```
 workload        set-up + calls + checkers as one value
 timeline        what happened, as lanes: JSON for the page, text for a terminal
 checkers        serialisable? invariant kept? with a witness
 history         trace events -> transactions
 interleave      every order of the moves of two to four calls
 choices         a body, once per combination of its choices
```
"""
