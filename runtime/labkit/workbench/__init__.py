"""The session behind the page Playground: one backend that the reader keeps, calls and watches.

```
 desk ──▶ Workbench ──▶ Backend.open(PageLog) ──▶ the page, which keeps the bytes
            ├── Application   what a push brought
            ├── Watch         live queries, and which write let them run again
            └── view          tables, jobs, cron jobs, the clock
```
"""
