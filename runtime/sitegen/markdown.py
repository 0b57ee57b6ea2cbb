"""Small pieces of Markdown and HTML that several pages are made of."""

import html
import posixpath
import re

__all__ = [
    "body_of",
    "docstring_html",
    "fence",
    "file_block",
    "front_matter",
    "link_path",
    "meta_line",
    "sections_of",
    "split_after_section",
]

_H1 = re.compile(r"\A\s*# +[^\n]*\n")


def front_matter(**fields: str | list[str] | bool) -> str:
    """The YAML block at the top of a page; text is quoted, so any title is safe."""
    lines = ["---"]
    for name, value in fields.items():
        match value:
            case bool():
                lines.append(f"{name}: {str(value).lower()}")
            case str():
                quoted = value.replace("\\", "\\\\").replace('"', '\\"')
                lines.append(f'{name}: "{quoted}"')
            case list():
                lines.append(f"{name}: [{', '.join(value)}]")
    return "\n".join([*lines, "---"])


def body_of(text: str) -> str:
    """The Markdown below the title, or all of it when it has no title."""
    return _H1.sub("", text, count=1).strip()


def split_after_section(text: str, name: str) -> tuple[str, str]:
    """The text through the end of the ``##`` section ``name``, and the rest."""
    lines = text.splitlines()
    inside = fenced = False
    for number, line in enumerate(lines):
        fenced ^= line.startswith("```")
        if fenced or not line.startswith("## "):
            continue
        if inside:
            return "\n".join(lines[:number]).rstrip(), "\n".join(lines[number:]).strip()
        inside = line.removeprefix("## ").strip() == name
    return text, ""


def sections_of(text: str) -> dict[str, str]:
    """The text below each ``##`` heading, by heading, in order."""
    found: dict[str, list[str]] = {}
    fenced, name = False, None
    for line in text.splitlines():
        fenced ^= line.startswith("```")
        if not fenced and line.startswith("## "):
            name = line.removeprefix("## ").strip()
            found[name] = []
        elif name is not None:
            found[name].append(line)
    return {name: "\n".join(lines).strip() for name, lines in found.items()}


def fence(language: str, source: str, **attributes: str) -> str:
    """A code block; longer ticks when the source holds ticks of its own."""
    ticks = "`" * max(3, *(len(run) + 1 for run in re.findall(r"`{3,}", source)), 3)
    info = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f"{ticks}{language}{info}\n{source.rstrip()}\n{ticks}"


def file_block(name: str, language: str, source: str, **attributes: str) -> str:
    """A code block under the name of its file and of its language."""
    label = {"py": "Python", "ts": "TypeScript"}[language]
    return f"`{name}` {label}\n{{ .fb-file }}\n\n{fence(language, source, **attributes)}"


def docstring_html(text: str) -> str:
    """One paragraph of a docstring as HTML: what stands in ticks becomes code."""
    escaped = html.escape(text, quote=False)
    return re.sub(r"(`{1,2})(?!`)(.+?)(?<!`)\1(?!`)", r"<code>\2</code>", escaped)


def meta_line(*items: str) -> str:
    """The compact line under a title: minutes, concepts."""
    entries = "".join(f"<li>{html.escape(item)}</li>" for item in items)
    return f'<ul class="fb-meta">{entries}</ul>'


def link_path(target: str, *, seen_from: str) -> str:
    """The relative link from one page to another, both given below ``docs/``."""
    return posixpath.relpath(target, posixpath.dirname(seen_from) or ".")
