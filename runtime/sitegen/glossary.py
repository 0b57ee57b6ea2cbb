"""The glossary, and the links to it: a term of it is a link where a page first uses it.

```
 docs/reference/data/glossary.toml ──▶ /reference/glossary/    the terms in alphabetical order
 site/**/index.html ──▶ <a class="fb-term"> around the first use of each term in running text
```

The built page is what gets the links, so that every generator and every Markdown extension is
through with it: code, headings, links and the page's own examples are left alone.
"""

import html
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sitegen.markdown import front_matter, link_path
from sitegen.pages import Page

__all__ = [
    "PAGE",
    "Term",
    "glossary_page",
    "link_terms",
    "linked_page",
    "read_terms",
    "with_term_links",
]

PAGE = "reference/glossary.md"
DATA = "docs/reference/data/glossary.toml"
LINKED = ("guide/", "reference/", "providers/")
"""Where terms are linked: in the pages that explain."""

LEAD = """\
The words of these pages, each in a sentence or two. On other pages a word of this list is linked \
where it is used first.
{ .fb-lead }"""

_TOKEN = re.compile(r"<!--.*?-->|<[^>]+>|[^<]+", re.DOTALL)
_TAG = re.compile(r"</?([a-zA-Z][\w-]*)")
_RUNNING = frozenset({"p", "li", "td"})
_CLOSED = frozenset(
    {"a", "code", "pre", "script", "style", "h1", "h2", "h3", "h4", "svg", "strong", "summary"}
    | {
        "button",
        "title",
        "nav",
        "figure",
        "form",
        "minivex-cell",
        "minivex-exercise",
        "minivex-lab",
    }
)
_SMALL = re.compile(r'class="fb-(?:source|checked|file|meta)')
_ARTICLE = re.compile(r"<article class=\"md-content__inner[^>]*>")


@dataclass(frozen=True, slots=True)
class Term:
    """One word, what it means, and where it is explained."""

    term: str
    text: str
    see: str = ""
    also: tuple[str, ...] = ()
    link: bool = True
    """False: too common a word to be underlined."""

    @property
    def id(self) -> str:
        """Its anchor on the page."""
        return re.sub(r"[^a-z0-9]+", "-", self.term.lower()).strip("-")


def read_terms(root: Path) -> list[Term]:
    """All terms in alphabetical order."""
    entries = tomllib.loads((root / DATA).read_text(encoding="utf-8"))["term"]
    terms = [Term(**{**entry, "also": tuple(entry.get("also", ()))}) for entry in entries]
    return sorted(terms, key=lambda term: term.term.lower())


def glossary_page(root: Path, anchors: Mapping[str, frozenset[str]]) -> Page:
    """The page of all terms. ``anchors`` are the pages there are to link to."""
    terms = read_terms(root)
    parts = [
        front_matter(
            title="Glossary",
            description="The words of Convex and of databases, each in a sentence or two.",
            hide=["toc"],
            render_macros=False,
        ),
        "# Glossary",
        "<!-- search: glossary, words, terms, definitions -->",
        LEAD,
        *(_entry(term, anchors) for term in terms),
    ]
    return Page.of_text(f"docs/{PAGE}", "\n\n".join(parts))


def _entry(term: Term, anchors: Mapping[str, frozenset[str]]) -> str:
    page, _, anchor = term.see.partition("#")
    file = f"reference/{page}.md"
    more = ""
    if anchor in anchors.get(file, frozenset()):
        more = f" [More]({link_path(file, seen_from=PAGE)}#{anchor})"
    return f"## {term.term} {{ #{term.id} .fb-word }}\n\n{term.text}{more}"


def link_terms(site: Path, root: Path) -> None:
    """Link the terms of all pages that explain, in place."""
    terms = read_terms(root)
    for file in sorted(site.rglob("index.html")):
        text = file.read_text(encoding="utf-8")
        linked = linked_page(text, file.relative_to(site).as_posix(), terms)
        if linked != text:
            file.write_text(linked, encoding="utf-8")


def linked_page(text: str, path: str, terms: list[Term]) -> str:
    """The built page at ``path`` below the site, with its terms linked if it is one that explains."""
    if not path.startswith(LINKED) or path == "reference/glossary/index.html":
        return text
    up = "../" * path.count("/")
    return with_term_links(text, terms, f"{up}reference/glossary/")


def with_term_links(page: str, terms: list[Term], glossary: str) -> str:
    """The built page with the first use of each term linked to ``glossary``, a relative address."""
    found = _ARTICLE.search(page)
    if found is None:
        return page
    start = found.end()
    end = page.rfind("</article>")
    return page[:start] + "".join(_linked(page[start:end], terms, glossary)) + page[end:]


def _linked(body: str, terms: list[Term], glossary: str) -> Iterator[str]:
    by_word = {
        word.lower(): term for term in terms if term.link for word in (term.term, *term.also)
    }
    words = sorted(by_word, key=len, reverse=True)
    pattern = re.compile(
        rf"(?<![\w./-])({'|'.join(re.escape(word) for word in words)})(?![\w/-]|\.\w)",
        re.IGNORECASE,
    )
    told: set[str] = set()

    def link(match: re.Match[str]) -> str:
        term = by_word[match[0].lower()]
        # An abbreviation is one only in capitals: `id`, `occ` and `rag` are other words.
        if term.id in told or (term.term.isupper() and match[0].islower()):
            return match[0]
        told.add(term.id)
        title = html.escape(term.text.replace("`", ""), quote=True)
        return f'<a class="fb-term" href="{glossary}#{term.id}" title="{title}">{match[0]}</a>'

    open_tags: list[tuple[str, bool]] = []
    """Each with whether words in it are left alone."""
    for token in _TOKEN.findall(body):
        named = _TAG.match(token)
        if named is None and not token.startswith("<"):
            is_running = any(name in _RUNNING for name, _ in open_tags)
            is_closed = any(closed for _, closed in open_tags)
            yield pattern.sub(link, token) if is_running and not is_closed else token
            continue
        if named is not None and named[1] in _RUNNING | _CLOSED and not token.endswith("/>"):
            if not token.startswith("</"):
                open_tags.append((named[1], named[1] in _CLOSED or bool(_SMALL.search(token))))
            elif named[1] in [name for name, _ in open_tags]:
                while open_tags.pop()[0] != named[1]:
                    pass
        yield token
