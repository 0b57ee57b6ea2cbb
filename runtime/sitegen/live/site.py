"""The newest edition of the site, and the news that there is a newer one."""

import hashlib
import threading
import time
import traceback
from collections.abc import Collection, Iterable
from pathlib import Path

from sitegen.generate import Generated, generated, write_generated
from sitegen.live.conversions import Conversions
from sitegen.live.edition import read_edition
from sitegen.live.outputs import Outputs, Readings
from sitegen.live.problems import Problem
from sitegen.live.server import Answer, State, problem_page
from sitegen.live.theme import Theme
from sitegen.pages import GapError

__all__ = ["LiveSite"]


class LiveSite:
    """What the server asks: answers of the newest edition, and whether something has changed.

    `refresh` is called by one thread at a time; the others by any.
    """

    def __init__(self, root: Path, site_url: str) -> None:
        self._root = root
        self._site_url = site_url
        self._conversions = Conversions(root)
        self._theme = Theme()
        self._readings = Readings()
        self._made: dict[str, bytes] = {}
        self._outputs: Outputs | None = None
        self._problems: tuple[Problem, ...] = ()
        self._edition = 0
        self._news = threading.Condition()

    def refresh(self, changed: Collection[str] = (), failed: str = "") -> bool:
        """Make the next edition after ``changed`` files were saved; False if nothing of that counts.

        ``failed`` is what went wrong before: it is shown with the other problems. An edition that
        cannot be read leaves the last one in place.
        """
        if changed and not failed and all(self._is_own(path) for path in changed):
            return False
        began, converted = time.monotonic(), self._conversions.made
        problems = [Problem("", failed)] if failed else []
        problems += self._generate(changed)
        outputs = self._outputs
        try:
            edition = read_edition(self._root, self._site_url, self._conversions, self._theme)
            outputs = Outputs(self._root, edition, self._readings)
            problems += edition.problems
        except (Exception, SystemExit) as error:  # noqa: BLE001 - shown; the next save may mend it
            problems.append(_unforeseen(error, changed))
        problems = list(dict.fromkeys(problems))  # a file that both steps read is said once
        with self._news:
            self._edition += 1
            self._outputs, self._problems = outputs, tuple(problems)
            self._news.notify_all()
        pages = self._conversions.made - converted
        _say(f"{_named(changed)}ready in {time.monotonic() - began:.1f} s, {pages} converted")
        for problem in problems:
            _say(f"to mend: {problem}")
        return True

    @property
    def converted(self) -> int:
        """How many pages were turned into HTML so far, and not found among those that are kept."""
        return self._conversions.made

    def forget_unused(self) -> None:
        """Remove what was kept for pages as they are no more."""
        self._conversions.forget_unused()

    def answer(self, address: str) -> Answer:
        """What stands at an address of the site."""
        outputs = self._outputs
        if outputs is None:
            return problem_page([str(problem) for problem in self._problems])
        try:
            return outputs.answer(address)
        except Exception as error:  # noqa: BLE001 - a template may be wrong; the next save may mend it
            traceback.print_exc()
            return problem_page([str(_unforeseen(error, ()))])

    def state(self, address: str) -> State:
        """What the page at ``address`` looks like now, as a short text, and what is to mend."""
        with self._news:
            edition, outputs, problems = self._edition, self._outputs, self._problems
        answer = self.answer(address)
        assets = outputs.assets if outputs else ""
        version = hashlib.sha256(answer.body + assets.encode()).hexdigest()[:16]
        return State(edition, version, tuple(str(problem) for problem in problems))

    def wait(self, edition: int, seconds: float) -> None:
        """Return when there is another edition than that, or when the time is over."""
        with self._news:
            self._news.wait_for(lambda: self._edition != edition, seconds)

    def _is_own(self, path: str) -> bool:
        """Whether a file is as the generator wrote it: then it was the one that saved it."""
        made = self._made.get(path)
        file = self._root / path
        return made is not None and file.is_file() and file.read_bytes() == made

    def _generate(self, changed: Collection[str]) -> list[Problem]:
        """Write the generated pages that changed; what kept one from being made."""
        try:
            made: Generated = generated(self._root)
        except GapError as error:
            return [Problem(gap.file, f"{gap.message} (rule: {gap.rule})") for gap in error.gaps]
        except Exception as error:  # noqa: BLE001 - a data file may be wrong; the next save may mend it
            return [_unforeseen(error, changed)]
        self._made = {page.path: page.data for page in made.pages}
        write_generated(self._root, made.pages)
        return [Problem(gap.file, f"{gap.message} (rule: {gap.rule})") for gap in made.gaps]


def _unforeseen(error: BaseException, changed: Iterable[str]) -> Problem:
    """An error that nobody has words for: its own, and where in the code it came up."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [each for each in frames if "/sitegen/" in each.filename] or frames
    place = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else "?"
    after = f" after {', '.join(sorted(changed)[:3])} was saved" if changed else ""
    return Problem("", f"{type(error).__name__}: {error} (in {place}{after})")


def _named(changed: Collection[str]) -> str:
    return f"{', '.join(sorted(changed)[:3])}: " if changed else ""


def _say(line: str) -> None:
    print(f"sitegen: {line}", flush=True)
