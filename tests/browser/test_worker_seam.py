"""The Python side of the worker, with a played host in place of JavaScript."""

import contextlib
import signal
import sys
from collections.abc import Iterator
from types import ModuleType

import pytest

from browser.python.worker_seam import PageOutput, Seam, Stopped


class PlayedHost:
    """Stops after ``stop_after_turns`` of its turns."""

    def __init__(self, stop_after_turns: int | None = None) -> None:
        self.turns = 0
        self.stop_after_turns = stop_after_turns
        self.written: list[str] = []
        self.progress: list[str] = []

    def nextTurn(self) -> None:  # noqa: N802
        self.turns += 1

    def isStopping(self) -> bool:  # noqa: N802
        return self.stop_after_turns is not None and self.turns >= self.stop_after_turns

    def write(self, text: str) -> None:
        self.written.append(text)

    def notify(self, progress_json: str) -> None:
        self.progress.append(progress_json)


@pytest.fixture(autouse=True)
def undisturbed_interpreter() -> Iterator[None]:
    handler, out, err = signal.getsignal(signal.SIGINT), sys.stdout, sys.stderr
    yield
    signal.signal(signal.SIGINT, handler)
    sys.stdout, sys.stderr = out, err


def seam_over(host: PlayedHost, monkeypatch: pytest.MonkeyPatch, handle: object) -> Seam:
    entry = ModuleType("labkit.entry")
    entry.handle = handle  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "labkit.entry", entry)
    return Seam(host, lambda: True, lambda _promise: None, limit_characters=1_000)


def test_output_is_sent_in_chunks_and_whole() -> None:
    sent: list[str] = []
    output = PageOutput(sent.append, limit_characters=100_000)
    for number in range(3_000):
        output.write(f"{number}\n")
    output.flush()
    assert "".join(sent) == "".join(f"{number}\n" for number in range(3_000))
    assert len(sent) < 10


def test_output_beyond_the_limit_is_dropped_and_the_next_run_has_all_of_it_again() -> None:
    sent: list[str] = []
    output = PageOutput(sent.append, limit_characters=10)
    assert output.write("x" * 25) == 25
    output.write("y")
    output.flush()
    assert "".join(sent) == "x" * 10
    output.start_run()
    output.write("z")
    output.flush()
    assert sent[-1] == "z"


def test_a_reply_is_passed_on_and_print_reaches_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    def handle(request: str, notify: object) -> str:
        print("seen", request)
        return "reply"

    host = PlayedHost()
    assert seam_over(host, monkeypatch, handle).handle("request") == "reply"
    assert "".join(host.written) == "seen request\n"


def test_a_tick_flushes_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    host = PlayedHost()

    def handle(request: str, notify: object) -> str:
        print("before")
        signal.raise_signal(signal.SIGINT)
        assert host.written == ["before\n"]
        return "reply"

    assert seam_over(host, monkeypatch, handle).handle("{}") == "reply"
    assert host.turns == 1


def test_a_stop_ends_a_loop_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    def handle(request: str, notify: object) -> str:
        while True:
            signal.raise_signal(signal.SIGINT)

    assert seam_over(PlayedHost(stop_after_turns=3), monkeypatch, handle).handle("{}") is None


def test_a_stop_holds_even_if_somebody_caught_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def handle(request: str, notify: object) -> str:
        with contextlib.suppress(BaseException):
            signal.raise_signal(signal.SIGINT)
        return "a verdict about a stopped run"

    assert seam_over(PlayedHost(stop_after_turns=1), monkeypatch, handle).handle("{}") is None


def test_learner_code_that_replaces_stdout_does_not_keep_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def handle(request: str, notify: object) -> str:
        sys.stdout = None
        return "reply"

    seam = seam_over(PlayedHost(), monkeypatch, handle)
    seam.handle("{}")
    assert isinstance(sys.stdout, PageOutput)


def test_stopped_is_not_an_exception_that_except_exception_catches() -> None:
    assert not issubclass(Stopped, Exception)
