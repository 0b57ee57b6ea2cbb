"""One state of the whole site in memory: read once, then only asked.

The steps and their order are those of `mkdocs.commands.build`, without writing anything; a page whose
text cannot be made says so in its place, and keeps no other from being shown.
"""

import hashlib
import html
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import jinja2
from mkdocs import utils
from mkdocs.commands.build import get_context
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel, get_files, set_exclusions
from mkdocs.structure.nav import Navigation, get_navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from sitegen.live.conversions import Conversions, Surroundings
from sitegen.live.problems import Problem, caught_warnings, problem_of
from sitegen.live.theme import Theme

__all__ = ["CONFIG", "Edition", "read_edition", "stamp_of"]

CONFIG = "mkdocs.generated.yml"
_PUBLISHED = (InclusionLevel.INCLUDED, InclusionLevel.NOT_IN_NAV, InclusionLevel.UNDEFINED)


@dataclass(frozen=True, slots=True)
class Edition:
    """The site as it is after one save."""

    config: MkDocsConfig
    files: Files
    nav: Navigation
    env: jinja2.Environment
    pages: dict[str, File]
    """Where a page is in the built site, such as ``guide/start/index.html``, to its file."""
    assets: dict[str, File]
    """The same of all that is copied as it is."""
    broken: dict[str, Problem]
    """Pages without a text, by the same name."""
    problems: tuple[Problem, ...]
    settings: bytes

    def page_of(self, place: str) -> Page:
        """The page at that place of the built site."""
        page = self.pages[place].page
        assert page is not None, "every file of `pages` got one"
        return page

    def rendered(self, place: str) -> str:
        """The page in its frame, as mkdocs would write it. Not to be called twice at a time."""
        page, plugins = self.page_of(place), self.config.plugins
        page.active = True
        try:
            context = get_context(self.nav, [*self.pages.values()], self.config, page)
            template = self.env.get_template(page.meta.get("template", "main.html"))
            context = plugins.on_page_context(context, page=page, config=self.config, nav=self.nav)
            text = template.render(context)
            return plugins.on_post_page(text, page=page, config=self.config)
        finally:
            page.active = False

    def rendered_template(self, name: str) -> str:
        """A page of the theme's own, such as ``404.html``, as mkdocs would write it."""
        plugins = self.config.plugins
        template = plugins.on_pre_template(
            self.env.get_template(name), template_name=name, config=self.config
        )
        base = urlsplit(self.config.site_url or "/").path
        if not utils.is_error_template(name):
            base = utils.get_relative_url(".", name)
        context = get_context(self.nav, self.files, self.config, base_url=base)
        context = plugins.on_template_context(context, template_name=name, config=self.config)
        text = template.render(context)
        return plugins.on_post_template(text, template_name=name, config=self.config)


def read_edition(root: Path, site_url: str, conversions: Conversions, theme: Theme) -> Edition:
    """Read the site below ``root``, generated pages included.

    Cost: one conversion for each page whose text has changed, and a tenth of a second or several.
    Raises: what mkdocs or a plugin raises, if the site as a whole cannot be read.
    """
    with caught_warnings() as said:
        config = load_config(str(root / CONFIG), site_url=site_url)
        config = config.plugins.on_config(config)
        config.plugins.on_pre_build(config=config)
        files = get_files(config)
        env = config.theme.get_env()
        env.bytecode_cache = theme
        theme.add_files(files, env, config)
        files = config.plugins.on_files(files, config=config)
        set_exclusions(files, config)
        nav = config.plugins.on_nav(get_navigation(files, config), config=config, files=files)
    problems = [Problem("mkdocs", what) for what in said]
    pages = {file.dest_uri: file for file in files.documentation_pages()}
    settings = (root / "mkdocs.yml").read_bytes()
    around = Surroundings(config, files, settings)
    broken: dict[str, Problem] = {}
    for place, file in pages.items():
        page = file.page or Page(None, file, config)
        try:
            problems += [Problem("", what) for what in _populate(page, around, conversions)]
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever it is, it is this page's
            broken[place] = problem_of(error, f"docs/{file.src_uri}", _lines_above(page))
            _show_problem(page, broken[place])
    with caught_warnings() as said:
        for place in pages.keys() - broken.keys():
            page = pages[place].page or Page(None, pages[place], config)
            page.validate_anchor_links(files=files, log_level=config.validation.links.anchors)
        env = config.plugins.on_env(env, config=config, files=files) or env
    problems += [Problem("", what) for what in sorted(said)]
    return Edition(
        config=config,
        files=files,
        nav=nav,
        env=env,
        pages=pages,
        assets={
            file.dest_uri: file
            for file in files
            if not file.is_documentation_page() and file.inclusion in _PUBLISHED
        },
        broken=broken,
        problems=(*broken.values(), *problems),
        settings=settings,
    )


def _populate(page: Page, around: Surroundings, conversions: Conversions) -> list[str]:
    """Give ``page`` its text; what was warned of on the way."""
    config, files = around.config, around.files
    page = config.plugins.on_pre_page(page, config=config, files=files)
    page.read_source(config)
    with caught_warnings():  # what a macro says before it fails is in its error
        page.markdown = config.plugins.on_page_markdown(
            page.markdown or "", page=page, config=config, files=files
        )
    said = conversions.apply(page, around)
    page.content = config.plugins.on_page_content(
        page.content or "", page=page, config=config, files=files
    )
    return said


def _lines_above(page: Page) -> int:
    """How many lines of the page's file stand above its Markdown: its front matter."""
    source = page.file.content_string
    return source.count("\n") - (page.markdown or "").count("\n") if page.meta else 0


def _show_problem(page: Page, problem: Problem) -> None:
    """A text for a page that has none: what is wrong with it."""
    page.markdown = ""
    page.toc = get_toc([])
    page.present_anchor_ids, page.links_to_anchors = None, None
    page.content = (
        "<h1>This page could not be made</h1>\n"
        f"<p><code>{html.escape(problem.where)}</code></p>\n"
        f'<p style="white-space: pre-wrap">{html.escape(problem.what)}</p>\n'
        "<p>Mend it and save: this page follows.</p>"
    )
    page.meta.setdefault("description", "")


def stamp_of(files: dict[str, File]) -> str:
    """Another text when a file was written, came or went."""
    seen = []
    for place, file in sorted(files.items()):
        stat = Path(file.abs_src_path or "").stat()
        seen.append(f"{place} {stat.st_mtime_ns} {stat.st_size}")
    return hashlib.sha256("\n".join(seen).encode()).hexdigest()[:16]
