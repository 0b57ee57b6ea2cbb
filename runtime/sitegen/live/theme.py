"""What of the theme is the same in every edition: its compiled templates, the list of its files."""

from pathlib import Path

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

__all__ = ["Theme"]


class Theme(jinja2.BytecodeCache):
    """Kept from edition to edition, each of which has an environment of its own."""

    def __init__(self) -> None:
        self._bytecode: dict[str, bytes] = {}
        self._files: list[tuple[str, str]] = []
        self._files_of: tuple[object, ...] = ()

    def load_bytecode(self, bucket: "jinja2.bccache.Bucket") -> None:
        """Give what is kept; jinja2 compares it with the template's source."""
        if bucket.key in self._bytecode:
            bucket.bytecode_from_string(self._bytecode[bucket.key])

    def dump_bytecode(self, bucket: "jinja2.bccache.Bucket") -> None:
        """Keep one template."""
        self._bytecode[bucket.key] = bucket.bytecode_to_string()

    def add_files(self, files: Files, env: jinja2.Environment, config: MkDocsConfig) -> None:
        """Add the theme's files to those of the site, as `Files.add_files_from_theme` does.

        The theme comes with some ten thousand icons, so its folders are walked only when our own part
        of it has another file.
        """
        own = Path(config.theme.custom_dir or "")
        now = (tuple(config.theme.dirs), tuple(sorted(str(file) for file in own.rglob("*"))))
        if now == self._files_of:
            for path, folder in self._files:
                if files.get_file_from_path(path) is None:
                    files.append(File(path, folder, config.site_dir, config.use_directory_urls))
            return
        before = {file.src_uri for file in files}
        files.add_files_from_theme(env, config)
        self._files = [
            (file.src_uri, file.src_dir or "") for file in files if file.src_uri not in before
        ]
        self._files_of = now
