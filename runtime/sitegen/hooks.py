"""What mkdocs asks for while it builds a page: a sentence for those that have none, its picture."""

import html
from typing import Any

from sitegen.previews import description_of, picture_path

__all__ = ["on_page_content"]


def on_page_content(content: str, page: Any, **_: object) -> str:
    """Fill in what docs/overrides/main.html writes into the head; the text stays as it is.

    The theme writes a description as it is, so it is escaped here.
    """
    description = page.meta.get("description") or description_of(content)
    page.meta["description"] = html.escape(description)
    page.meta["picture"] = picture_path(page.url.strip("./"))
    return content
