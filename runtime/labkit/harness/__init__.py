"""Every order of a few concurrent calls: run, judged, drawn.

```
 workload        set-up + calls + checkers as one value
 timeline        what happened, as lanes: the JSON that the page draws
 drawing         the same as text
 witness         the verdict of the checkers in one sentence
 checkers        could the calls have run one after another? a serial order, or a cycle
 stale           the read that was overtaken
 schedule_id     the name of one order, for ever
 history         trace events -> transactions
 recorder        a play's events and the index keys it changed
 interleave      every order of the moves of two to four calls
 crashes         the worker dies at every point of a run
 fault_words     crashes, restarts and waits in words and in a timeline
 worker_play     an order of calls, jobs, waits and crashes; worker_events is what it writes down
 service         somebody else's machine, which fails, hangs, or loses its answer
 jobs            the scheduled functions of a world
 play            one of these orders, on a world of its own
 names           jobs#1 and version 2, for people
 choices         a body, once per combination of its choices
```
"""
