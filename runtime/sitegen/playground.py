"""The applications that the playground offers, as the JSON file that its menu fetches.

Shape: ``{"templates": [{"title": "Chat", "summary": "…", "files": [{"name": "app", "text": "…"}]}, …]}``.
"""

import json
import tomllib
from hashlib import sha256
from pathlib import Path
from typing import Any

from sitegen.pages import Page

__all__ = ["read_templates", "template_pages", "templates_version"]

_FOLDER = "docs/playground"


def read_templates(root: Path) -> list[dict[str, Any]]:
    """The templates of ``docs/playground/templates.toml``, with the text of each file; none without that file."""
    folder = root / _FOLDER
    listed = folder / "templates.toml"
    if not listed.is_file():
        return []
    return [
        {
            "title": one["title"],
            "summary": one["summary"],
            "files": [
                {
                    "name": name,
                    "text": (folder / one["folder"] / f"{name}.py").read_text(encoding="utf-8"),
                }
                for name in one["files"]
            ],
        }
        for one in tomllib.loads(listed.read_text(encoding="utf-8"))["templates"]
    ]


def template_pages(root: Path) -> list[Page]:
    """The one file, if there are templates."""
    templates = read_templates(root)
    text = _text(templates)
    return [Page.of_text("docs/assets/lab/content/playground.json", text)] if templates else []


def templates_version(root: Path) -> str:
    """A hash of all templates, for their address."""
    return sha256(_text(read_templates(root)).encode()).hexdigest()[:12]


def _text(templates: list[dict[str, Any]]) -> str:
    return json.dumps({"templates": templates}, ensure_ascii=False, separators=(",", ":"))
