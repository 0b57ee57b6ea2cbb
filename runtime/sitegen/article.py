"""The part of a built page that is its text.

Around it stands the frame, the same on every page and often ten times as long: who reads all pages
cuts it off first.
"""

__all__ = ["article_of"]

_START = '<article class="md-content__inner'
_END = "</article>"


def article_of(page: str) -> str:
    """The article of a built page with its tags; an empty text, if it has none."""
    start, end = page.find(_START), page.rfind(_END)
    return page[start : end + len(_END)] if 0 <= start < end else ""
