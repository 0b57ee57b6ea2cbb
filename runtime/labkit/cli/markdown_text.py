"""The Markdown of hints and tasks as text for a terminal: paragraphs filled, code left as it is.

```
 An *action* is [several transactions](/guide/actions/#snapshots).      several transactions (guide/actions/#snapshots)
 ```python … ```                                                         the code, indented
```
"""

import re
from textwrap import fill, indent

__all__ = ["markdown_text"]

_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
_BULLET = re.compile(r"\s*(?:[-*]|\d+\.)\s+")


def markdown_text(markdown: str, width: int) -> str:
    """``markdown`` with lines of at most ``width``; code may be longer."""
    parts: list[str] = []
    block: list[str] = []
    is_code = False
    for line in [*markdown.splitlines(), ""]:
        if line.startswith("```"):
            parts += [indent("\n".join(block), "    ")] if is_code else _paragraph(block, width)
            block, is_code = [], not is_code
        elif is_code:
            block.append(line)
        elif not line.strip() or (_BULLET.match(line) and block):
            parts += _paragraph(block, width)
            block = [line] if line.strip() else []
        else:
            block.append(line)
    return "\n\n".join(part for part in parts if part.strip())


def _paragraph(lines: list[str], width: int) -> list[str]:
    text = " ".join(" ".join(lines).split())
    if not text:
        return []
    text = _LINK.sub(lambda link: f"{link[1]} ({link[2].lstrip('/')})", text).replace("**", "")
    bullet = _BULLET.match(text)
    return [fill(text, width, subsequent_indent=" " * len(bullet[0]) if bullet else "")]
