"""The command line: ``python -m sitegen [build | serve | record] [--check]``."""

import argparse
import sys
from pathlib import Path

from sitegen.build import StepError, build_pages, build_site, check_pages
from sitegen.cells import record_cells
from sitegen.live.process import answer
from sitegen.pages import GapError
from sitegen.serve import serve

PORT = 8000


def main() -> int:
    """Run one command in the working folder; 0 when it succeeded."""
    parser = argparse.ArgumentParser(
        prog="python -m sitegen", description="Writes the generated pages of the site."
    )
    parser.add_argument("--check", action="store_true", help="generate in memory; fail on gaps")
    commands = parser.add_subparsers(dest="command")
    commands.add_parser("build", help="the static site in site/")
    serving = commands.add_parser("serve", help="the site with live reload")
    serving.add_argument("--port", type=int, default=PORT)
    answering = commands.add_parser("answer", help="what serve starts; not for use by hand")
    answering.add_argument("--socket", type=int, required=True)
    answering.add_argument("--url", required=True)
    recording = commands.add_parser("record", help="what the live cells print, written beside them")
    recording.add_argument("cells", nargs="*", help="ids, such as functions/helpers; all without")
    wanted = parser.parse_args()
    root = Path.cwd()
    if not (root / "mkdocs.yml").is_file():
        print("sitegen: there is no mkdocs.yml here. Run it from the repository's root.")
        return 2
    try:
        if wanted.check:
            check_pages(root)
        elif wanted.command == "build":
            build_site(root)
        elif wanted.command == "serve":
            return serve(root, port=wanted.port)
        elif wanted.command == "answer":
            return answer(root, descriptor=wanted.socket, site_url=wanted.url)
        elif wanted.command == "record":
            record_cells(root, wanted.cells)
        elif build_pages(root):
            return 1
    except GapError as error:
        for gap in error.gaps:
            print(f"sitegen: {gap}", file=sys.stderr)
        return 1
    except StepError as error:
        print(f"sitegen: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nsitegen: stopped")
    return 0


if __name__ == "__main__":
    sys.exit(main())
