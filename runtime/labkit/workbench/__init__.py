"""The session behind the page Playground: one backend that the reader keeps, calls and watches.

```
 desk ──▶ Workbench ──▶ Backend.open(PageLog) ──▶ the page, which keeps the bytes
            ├── Application   what a push brought: files, each a Convex module
            ├── Watch         live queries, and which write let them run again
            │     └── Journal what ran meanwhile: steps, attempts, reads, writes, prints
            ├── crowd         one function, many callers at once
            ├── requests      HTTP, as people type and read it
            ├── documents     what the data panel changes
            └── view          tables, jobs, cron jobs, files, routes, the clock
```
"""
