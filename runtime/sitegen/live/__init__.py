"""The site while it is written: one state of it in memory, each page made when it is asked for.

```
 a saved file ──▶ serve.py        watches; builds the browser part; starts this package anew for new code
                    │
                    ▼ site.py         generated pages, then the next edition
                  edition.py          files, navigation and the text of all pages, as mkdocs has them
                    ▲   │
   conversions.py ──┘   ▼ outputs.py      an address ──▶ what a whole build would have written there
   Markdown to HTML,  server.py       answers the browser, and says when what it shows has changed
   kept by content
```
"""
