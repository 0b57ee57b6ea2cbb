"""Sentences that are too long to be read once: a warning for the pages that people look things up in.

What counts is running text: no code, no table, no heading, no link's address.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from sitegen.pages import Gap

__all__ = ["WORDS_MAX", "long_sentences", "sentence_notes"]

WORDS_MAX = 40
FOLDERS = ("docs/reference", "docs/providers")

_HIDDEN = re.compile(
    r"\A---\n.*?^---$|^(`{3,}).*?^\1`*$|<!--.*?-->|\{=.*?=\}|\{[:#. ][^}\n]*\}",
    re.MULTILINE | re.DOTALL,
)
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_CODE = re.compile(r"`[^`\n]+`")
_NEW_BLOCK = re.compile(r"^(?:#|\||- |\* |\d+\. |<|$)")
_ENDS = re.compile(r"(?<=[.!?])[\"')*_]*\s+")


def long_sentences(text: str) -> Iterator[tuple[int, int, str]]:
    """Line, number of words and beginning of each sentence with more than ``WORDS_MAX`` words."""
    blank = _HIDDEN.sub(lambda found: "\n" * found[0].count("\n"), text)
    for line, paragraph in _paragraphs(blank):
        plain = _CODE.sub("code", _LINK.sub(r"\1", paragraph))
        for sentence in _ENDS.split(plain):
            words = [word for word in sentence.split() if re.search(r"\w", word)]
            if len(words) > WORDS_MAX:
                yield line, len(words), " ".join(words[:8])


def sentence_notes(root: Path) -> list[Gap]:
    """A note for each sentence that is too long, in the pages written by hand."""
    return [
        Gap(
            f"{file.relative_to(root).as_posix()}:{line}",
            f"a sentence has {WORDS_MAX} words at most",
            f"{count} words: {begin} …",
        )
        for folder in FOLDERS
        for file in sorted((root / folder).glob("*.md"))
        for line, count, begin in long_sentences(file.read_text(encoding="utf-8"))
    ]


def _paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """Running text with the line at which it begins; each point of a list is its own."""
    begun, parts = 0, list[str]()
    for number, line in enumerate([*text.splitlines(), ""], start=1):
        stripped = line.strip()
        if _NEW_BLOCK.match(stripped):
            if parts:
                yield begun, " ".join(parts)
            is_text = bool(stripped) and stripped[0] not in "#|<"
            begun, parts = number, [stripped] if is_text else []
        else:
            begun = begun if parts else number
            parts.append(stripped)
