"""The last step of a build, after whatever generator made the pages: style, policy, worker.

The worker is last, because its list has the hash of every page.
"""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sitegen.offline import OFFLINE_MARK, WORKER, precached, service_worker
from sitegen.policy import policy_for, with_policy
from sitegen.stylesheets import join_stylesheets, with_one_sheet

__all__ = ["FinishError", "Finished", "Shared", "finish_site", "finished_page"]


UNUSED = ("assets/javascripts/lunr", "assets/javascripts/workers")
"""The theme's own search, which no page asks: ours is assets/lab/search.js."""


class FinishError(Exception):
    """A built page is not what this step expects; the message names it."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What all pages of a site have in common: the policy, and the sheets that become one."""

    policy: str
    sheets: Sequence[str]


@dataclass(frozen=True, slots=True)
class Finished:
    """What the step wrote: pages with a policy, and the list of the service worker."""

    pages: int
    policy: str
    files: dict[str, str]


def finish_site(site: Path) -> Finished:
    """Write the policy into every page of ``site`` and the service worker beside them.

    What is below ``assets/`` is no page; but the frame in which Python runs becomes a part of one,
    so its script is one of the site's. Running it twice is an error: the pages would
    have two policies.

    Raises: FinishError.
    """
    for folder in UNUSED:
        shutil.rmtree(site / folder, ignore_errors=True)
    try:
        join_stylesheets(site)
    except ValueError as error:
        raise FinishError(str(error)) from error
    pages = {
        file: file.read_text(encoding="utf-8")
        for file in sorted(site.rglob("*.html"))
        if file.relative_to(site).parts[0] != "assets"
    }
    code = site / "assets" / "lab" / WORKER
    frame = site / "assets" / "lab" / "sandbox.html"
    if not pages or not code.is_file() or not frame.is_file():
        raise FinishError(f"{site} has no pages or no {code.relative_to(site)}. Build it first.")
    policy = policy_for([*pages.values(), frame.read_text(encoding="utf-8")])
    for file, page in pages.items():
        if 'http-equiv="Content-Security-Policy"' in page.partition("</head>")[0]:
            raise FinishError(f"{file.relative_to(site)} has a policy already. Build it again.")
        try:
            finished = finished_page(page, Shared(policy, []))
        except ValueError as error:
            raise FinishError(f"{file.relative_to(site)}: {error}") from error
        file.write_text(finished.replace("</head>", f"{OFFLINE_MARK}</head>", 1), encoding="utf-8")
    files = precached(site)
    script = service_worker(code.read_text(encoding="utf-8"), files)
    (site / WORKER).write_text(script, encoding="utf-8")
    return Finished(pages=len(pages), policy=policy, files=files)


def finished_page(page: str, shared: Shared) -> str:
    """One page as it is published, but for the mark that lets it keep a service worker.

    Raises: ValueError, if there is no place for a policy.
    """
    return with_policy(with_one_sheet(page, shared.sheets), shared.policy)
