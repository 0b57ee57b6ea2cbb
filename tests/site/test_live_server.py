"""What a browser is told while the site is written, and who answers when the code is wrong."""

import json
import os
import queue
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

from sitegen.live.server import Answer, LiveServer, State, problem_page
from sitegen.serve import Served
from tests.site.conftest import REPOSITORY


class TwoPages:
    """A site of two pages, one of which somebody edits."""

    def __init__(self) -> None:
        self.edition = 1
        self.text = "one"
        self.problems: tuple[str, ...] = ()
        self.asked: queue.Queue[int] = queue.Queue()
        self.news = threading.Condition()

    def save(self, text: str, *problems: str) -> None:
        with self.news:
            self.edition, self.text, self.problems = self.edition + 1, text, problems
            self.news.notify_all()

    def answer(self, address: str) -> Answer:
        text = self.text if address == "edited/" else "as it was"
        return Answer(f"<html><body>{text}</body></html>".encode(), "text/html")

    def state(self, address: str) -> State:
        return State(self.edition, self.answer(address).body.decode(), self.problems)

    def wait(self, edition: int, seconds: float) -> None:
        self.asked.put(edition)
        with self.news:
            self.news.wait_for(lambda: self.edition != edition, seconds)


@pytest.fixture
def site() -> TwoPages:
    return TwoPages()


@pytest.fixture
def address(site: TwoPages) -> Iterator[str]:
    server = LiveServer(socket.create_server(("127.0.0.1", 0)), site)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    thread.join()
    server.server_close()


def read(address: str) -> str:
    try:
        with urlopen(address) as answer:
            return str(answer.read().decode())
    except HTTPError as error:
        with error:
            return error.read().decode()


def known(site: TwoPages, page: str) -> str:
    state = site.state(page)
    return urlencode({"page": f"/{page}", "version": state.version, "problems": "[]"})


def test_a_page_is_sent_with_the_script_and_its_version(address: str) -> None:
    text = read(f"{address}edited/")
    assert text.startswith("<html><body>one<script src=")
    assert text.endswith("</script></body></html>")
    assert "document.currentScript" in read(f"{address}-/reload.js")


def test_a_browser_hears_of_its_own_page_and_of_no_other(address: str, site: TwoPages) -> None:
    heard: queue.Queue[str] = queue.Queue()

    def follow(page: str) -> None:
        said = json.loads(read(f"{address}-/wait?{known(site, page)}"))
        heard.put(f"{page} {said['version']} {said['problems']}")

    threads = [threading.Thread(target=follow, args=(page,)) for page in ("edited/", "other/")]
    for thread in threads:
        thread.start()
    assert [site.asked.get(), site.asked.get()] == [1, 1]
    site.save("two")
    assert heard.get() == "edited/ <html><body>two</body></html> []"
    assert site.asked.get() == 2  # the other page waits on
    site.save("two", "something to mend")
    assert heard.get() == "other/ <html><body>as it was</body></html> ['something to mend']"
    for thread in threads:
        thread.join()


def test_a_page_of_problems_escapes_what_it_quotes() -> None:
    answer = problem_page(["a < b"])
    assert answer.status == 503
    assert b"a &lt; b" in answer.body


@pytest.mark.slow
def test_code_that_does_not_start_is_shown_until_it_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # `python -m sitegen` takes the package of the folder that it is started in.
    package = tmp_path / "sitegen"
    package.mkdir()
    (package / "__init__.py").write_text("")
    main = package / "__main__.py"
    main.write_text("raise ValueError('zebra')\n")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), str(REPOSITORY / "runtime")]))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = f"http://127.0.0.1:{listening.getsockname()[1]}/"
        served = Served(tmp_path, listening, address)
        served.start()
        assert "ValueError: zebra" in read(address)
        main.write_text(
            "import socket, sys\n"
            "listening = socket.socket(fileno=int(sys.argv[sys.argv.index('--socket') + 1]))\n"
            "while True:\n"
            "    asked, _ = listening.accept()\n"
            "    asked.recv(4096)\n"
            "    asked.sendall(b'HTTP/1.0 200 OK\\r\\nContent-Length: 6\\r\\n\\r\\nmended')\n"
            "    asked.close()\n"
        )
        served.tell({"runtime/sitegen/__main__.py"})
        assert read(address) == "mended"
        served.stop()
