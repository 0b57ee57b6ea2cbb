"""The command ``fieldbook``: one file for each thing that it does.

```
 main        the command line as a whole: parse, run, say what is wrong with it
 lookup      exercises by name, answers by path, did you mean
 terminal    colours, width, progress; ``report_text`` and ``table`` write with it
 list grade hint explore start        for whoever does exercises
 check lab record new                 for whoever writes them
```
"""

from labkit.cli.main import main

__all__ = ["main"]
